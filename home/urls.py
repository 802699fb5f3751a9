"""Addresses of the portal's own lists, below the language, and at their end those of all pages."""

from django.urls import path, re_path
from wagtail.urls import serve_pattern

from home import apply, views
from home.guide import views as guide_views
from orgs.pages.registry import page_kinds

urlpatterns = [
    path("topics/", views.topics, name="topics"),
    path("topics/<slug:slug>/", views.topic, name="topic"),
    path("join/", apply.apply_to_join, name="apply"),
    path("join/thank-you/", apply.applied, name="applied"),
    path("guide/", guide_views.guide, name="guide"),
    path("guide/<slug:slug>/", guide_views.page_of_guide, name="guide-page"),
    path("help/", views.find_help, name="help"),
    path("translations/<int:page_id>/", views.untranslated, name="untranslated"),
    path("organizations/<slug:slug>/", views.organization_home, name="organization-home"),
    *(
        path(
            f"organizations/<slug:slug>/{tab.slug}/",
            views.organization_tab,
            {"tab": tab.name},
            name=f"organization-{tab.slug}",
        )
        for tab in page_kinds().tabs
    ),
    path("organizations/<slug:slug>/contact/", views.organization_contact, name="organization-contact"),
    # Last, because it takes every address.
    re_path(serve_pattern, views.page, name="page"),
]
