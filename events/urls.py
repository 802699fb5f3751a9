"""Addresses of the list of events and of calendars, below the language."""

from django.urls import path

from events import views
from events.papers.views import event_report
from events.registration import views as registration
from events.series_pages.report import series_report
from events.series_pages.views import series_csv, series_page, series_xlsx
from events.statistics import views as statistics_views

urlpatterns = [
    path("events/", views.index, name="events"),
    path("events/month/", views.month, name="events-this-month"),
    path("events/month/<int:year>-<int:month>/", views.month, name="events-month"),
    path("events/series/<slug:slug>/", series_page, name="series"),
    path("events/series/<slug:slug>/figures.csv", series_csv, name="series-csv"),
    path("events/series/<slug:slug>/figures.xlsx", series_xlsx, name="series-xlsx"),
    path("events/series/<slug:slug>/report.pdf", series_report, name="series-report"),
    path("events/calendar.ics", views.calendar_file, name="calendar"),
    path("events/<int:page_id>/report.pdf", event_report, name="event-report"),
    path("statistics/", statistics_views.statistics, name="statistics"),
    path("statistics/statistics.csv", statistics_views.statistics_file, name="statistics-file"),
    path("statistics/statistics.xlsx", statistics_views.statistics_xlsx, name="statistics-xlsx"),
    path("events/<int:page_id>/register/", registration.register, name="register"),
    path("events/<int:page_id>/registered/", registration.sent, name="registration-sent"),
    path("organizations/<slug:slug>/events/calendar.ics", views.calendar_file, name="organization-calendar"),
]
