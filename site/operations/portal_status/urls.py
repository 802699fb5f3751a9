"""The address of the page on how the portal is."""

from __future__ import annotations

from django.urls import path

from operations.portal_status import views

urlpatterns = [path("workspace/portal-status/", views.portal_status, name="portal-status")]
