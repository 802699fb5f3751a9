"""The list of pages that a translator may translate."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe
from wagtail_localize.models import Translation

from orgs.models import OrgContentPage
from orgs.permissions import translator_memberships
from translations.permissions import pages_to_translate
from workspace.decorators import WorkRequest, account_required
from workspace.parameters import listed
from workspace.rendering import render_page

PAGES_ON_A_PAGE = 50


@require_safe
@account_required
def to_translate(request: WorkRequest) -> HttpResponse:
    """Show a translator the pages that she may translate, with those that were begun marked; 404 for others (view)."""
    own = translator_memberships(request.user)
    if not own:
        raise Http404
    pages = pages_to_translate(request.user).select_related("organization", "locale")
    shown = listed(request, pages, PAGES_ON_A_PAGE)
    begun = twins_of([page.translation_key for page in shown], {membership.translates_into for membership in own})
    for page in shown:
        page.sentences_page = begun.get(page.translation_key)
    return render_page(request, "officer/to_translate.html", "translate", pages=shown)


def twins_of(keys: list[object], languages: set[str]) -> dict[object, int]:
    """Return the ids of the pages in these languages whose translation was begun, by translation key."""
    begun = Translation.objects.filter(source__object__in=keys, target_locale__language_code__in=languages)
    pages = OrgContentPage.objects.filter(
        translation_key__in=begun.values("source__object"), locale__language_code__in=languages
    )
    return dict(pages.values_list("translation_key", "pk"))
