"""Addresses of one's own registration, below /e/: the same in all languages, since her page has a language."""

from django.urls import path

from events.registration import own_views

urlpatterns = [
    path("<str:token>/", own_views.own, name="registration"),
    path("<str:token>/change/", own_views.change, name="registration-change"),
    path("<str:token>/cancel/", own_views.cancel, name="registration-cancel"),
    path("<str:token>/delete/", own_views.delete, name="registration-delete"),
    path("<str:token>/event.ics", own_views.calendar, name="registration-calendar"),
]
