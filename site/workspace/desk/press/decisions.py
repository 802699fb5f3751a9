"""Carrying out what an editor decides at the press desk; each item by itself, each result in words."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.utils.translation import gettext as _

from catalog.terms import places, topics
from press.deciding.passing import pass_item, pass_source
from press.deciding.taking import ClippingChoice, take
from press.models import ClippingPage, Item
from press.suggestions.offers import SourceTerms, offers_for, terms_of_sources
from workspace.decorators import WorkRequest
from workspace.desk.press.forms import PASS_SOURCE, TAKE, ItemForm, ItemsForm
from workspace.run_service import run_service

# In the session: the ids of the items that this editor passed last.
PASSED = "press_passed"


def decide_on_item(request: WorkRequest, item: Item, form: ItemForm) -> bool:
    """Take or pass an item, or pass its whole source, by a valid form; show a message; return whether it was done.

    A refusal is shown in the form.
    """
    said = form.cleaned_data
    passed: list[int] = []
    if said["decision"] == TAKE:
        is_done = run_service(request, partial(_take, request, item.pk, said["seen"], form.choice()), str, form=form)
    elif said["decision"] == PASS_SOURCE:
        is_done = run_service(request, lambda: passed.extend(pass_source(item.source, request.user)), form=form)
        if is_done:
            messages.success(request, _("%(name)s is passed for a day.") % {"name": item.source.name})
    else:
        is_done = _passed(request, [(item.pk, said["seen"])], passed, form=form) == 1
    if is_done:
        if said["decision"] != PASS_SOURCE:
            _passed(request, form.passed_with_it(), passed)
        request.session[PASSED] = passed
    return is_done


def decide_on_items(request: WorkRequest, form: ItemsForm) -> None:
    """Take or pass each chosen item, taken with what is suggested for it; each refusal is told with its title."""
    chosen = form.cleaned_data["chosen"]
    passed: list[int] = []
    if form.cleaned_data["decision"] == TAKE:
        items = Item.objects.of_press().select_related("source").in_bulk([pk for pk, _seen in chosen])
        own = terms_of_sources({item.source_id for item in items.values()})
        for pk, seen in chosen:
            choice = _suggested(items[pk], own[items[pk].source_id]) if pk in items else ClippingChoice()
            run_service(request, partial(_take, request, pk, seen, choice), str, subject=_title(items, pk))
    else:
        _passed(request, chosen, passed)
    request.session[PASSED] = passed


def _passed(request: WorkRequest, keys: list[tuple[int, str]], passed: list[int], form: Any = None) -> int:
    """Pass items, add the ids of those that were passed to `passed`, and return their number."""
    titles = Item.objects.of_press().in_bulk([pk for pk, _seen in keys]) if form is None and keys else {}
    before = len(passed)
    for pk, seen in keys:
        # A refusal is told, with the title where several are passed.
        if run_service(request, partial(pass_item, pk, request.user, seen), form=form, subject=_title(titles, pk)):
            passed.append(pk)
    return len(passed) - before


def _take(request: WorkRequest, pk: int, seen: str, choice: ClippingChoice) -> str:
    """Take an item and return the message. May raise Refusal."""
    return _told(take(pk, request.user, seen, choice))


def _suggested(item: Item, own: SourceTerms) -> ClippingChoice:
    """Return the choice of exactly what is suggested for an item."""
    offers = offers_for(item, own)
    wanted = {each.term.pk for each in offers.topics}, {each.term.pk for each in offers.places}
    return ClippingChoice(
        [topic for topic in topics.all() if topic.pk in wanted[0]],
        [place for place in places.all() if place.pk in wanted[1]],
    )


def _told(page: ClippingPage) -> str:
    if page.live:
        return _("Taken: %(title)s") % {"title": page.title}
    return _("You changed its words, so another editor decides: %(title)s") % {"title": page.title}


def _title(items: dict[int, Item], pk: int) -> str:
    return items[pk].title if pk in items else ""
