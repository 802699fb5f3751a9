"""The page of the rules of all boards."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def show_rules(request: HttpRequest) -> HttpResponse:
    """Show everybody the page with the rules of all discussion boards."""
    return render(request, "discussions/rules.html")
