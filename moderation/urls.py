"""Addresses of moderation's public pages, below the language."""

from django.urls import path

from moderation.views.how_we_check import how_we_check
from moderation.views.reports import report_object_page, report_page, reported

urlpatterns = [
    path("how-we-check/", how_we_check, name="how-we-check"),
    path("report/thank-you/", reported, name="reported"),
    path("report/<int:page_id>/", report_page, name="report"),
    path("report/<slug:kind>/<int:object_id>/", report_object_page, name="report-object"),
]
