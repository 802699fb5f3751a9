"""Addresses of the portal's own lists, below the language, and at their end those of all pages."""

from django.urls import path, re_path
from wagtail.urls import serve_pattern

from home import apply, views

urlpatterns = [
    path("topics/", views.topics, name="topics"),
    path("topics/<slug:slug>/", views.topic, name="topic"),
    path("join/", apply.apply_to_join, name="apply"),
    path("join/thank-you/", apply.applied, name="applied"),
    path("help/", views.find_help, name="help"),
    path("translations/<int:page_id>/", views.untranslated, name="untranslated"),
    path("organizations/<slug:slug>/", views.organization_home, name="organization-home"),
    path(
        "organizations/<slug:slug>/articles/",
        views.organization_tab,
        {"tab": "article"},
        name="organization-articles",
    ),
    path("organizations/<slug:slug>/events/", views.organization_tab, {"tab": "event"}, name="organization-events"),
    path(
        "organizations/<slug:slug>/publications/",
        views.organization_tab,
        {"tab": "publication"},
        name="organization-publications",
    ),
    path("organizations/<slug:slug>/contact/", views.organization_contact, name="organization-contact"),
    re_path(serve_pattern, views.page, name="page"),
]
