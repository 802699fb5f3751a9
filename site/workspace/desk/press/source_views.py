"""The sources of the press review for editors: how reading each goes, and what was taken of it."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from press.deciding.figures import SourceFigures, figures_of_sources
from press.deciding.passing import stop_passing_source
from press.deciding.source_care import poll_now, set_reading
from press.health import all_health
from press.models import ClippingPage, Source
from workspace.decorators import WorkRequest, editor_required
from workspace.parameters import listed
from workspace.rendering import render_page
from workspace.run_service import run_service

SOURCES_PER_PAGE, CLIPPINGS_PER_PAGE = 50, 50
POLL, PAUSE, READ, SHOW = "poll", "pause", "read", "show"


@require_safe
@editor_required
def press_sources(request: WorkRequest) -> HttpResponse:
    """Show editors all media with their health in words, those with problems first (view; 404 for non-editors)."""
    page = listed(request, all_health(), SOURCES_PER_PAGE)
    figures = figures_of_sources()
    rows = [(health, figures.get(health.source.pk, SourceFigures())) for health in page.object_list]
    return render_page(request, "desk/press/sources.html", "press", listed=page, rows=rows)


@require_POST
@editor_required
def press_source(request: WorkRequest, source_id: int) -> HttpResponse:
    """Read a medium now, pause it, read or show it again, by `action`; redirect to the list; 404 for non-editors."""
    source = get_object_or_404(Source.objects.press(), pk=source_id)
    editor, name = request.user, {"name": source.name}
    actions = {
        POLL: (lambda: poll_now(source, editor), _("%(name)s is read within the next minutes.") % name),
        PAUSE: (lambda: set_reading(source, editor, is_read=False), _("%(name)s is paused.") % name),
        READ: (lambda: set_reading(source, editor, is_read=True), _("%(name)s is read again.") % name),
        SHOW: (lambda: stop_passing_source(source, editor), _("What %(name)s brings waits for editors again.") % name),
    }
    if request.POST.get("action") not in actions:
        raise Http404
    service, told = actions[request.POST["action"]]
    run_service(request, service, told, subject=source.name)
    return redirect("workspace:press-sources")


@require_safe
@editor_required
def press_clippings(request: WorkRequest) -> HttpResponse:
    """List the public clippings for editors, newest first, to remove (view; 404 for signed-in others)."""
    rows = ClippingPage.objects.live().select_related("source", "locale").order_by("-first_published_at", "-pk")
    page = listed(request, rows, CLIPPINGS_PER_PAGE)
    return render_page(request, "desk/press/clippings.html", "press", listed=page)
