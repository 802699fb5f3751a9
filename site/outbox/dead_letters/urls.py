"""Addresses below /admin/outbox/."""

from django.urls import path

from outbox.dead_letters import views

app_name = "outbox"
urlpatterns = [
    path("", views.dead, name="dead"),
    path("retry/", views.retry, name="retry"),
]
