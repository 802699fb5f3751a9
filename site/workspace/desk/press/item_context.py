"""The template context of one item on the press desk: terms on offer, the same story elsewhere, what comes next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from catalog.terms import places, topics
from khmer.lines import letter_count
from khmer.numbers import number
from press.excerpts import LONGEST_EXCERPT
from press.models import Item
from press.stories.sketch import containment, hashes_of
from press.suggestions.offers import offers_for, terms_of_sources
from press.suggestions.suggesting import SuggestedTerm
from vocabulary.models import Term
from workspace.desk.press.forms import ItemForm, key_of
from workspace.desk.press.story_list import Story


@dataclass(frozen=True)
class TermChoice:
    """A topic or province to choose, with the word that caused its suggestion ("" for none); `name` is the field's."""

    name: str
    term: Term
    word: str
    is_offered: bool
    is_chosen: bool


@dataclass(frozen=True)
class OtherItem:
    """Another item of the story, and how much of the words it shares; `share` is None for another language."""

    item: Item
    share: str | None


def item_context(item: Item, story: Story, form: ItemForm) -> dict[str, Any]:
    """Return the template context of the chosen item of the press desk."""
    offers = offers_for(item, terms_of_sources([item.source_id])[item.source_id])
    choices = [
        *_choices("topics", topics.all(), offers.topics, form),
        *_choices("places", places.all(), offers.places, form),
    ]
    return {
        "item": item,
        "form": form,
        "offered": [each for each in choices if each.is_offered],
        "not_offered": [each for each in choices if not each.is_offered],
        "letters": letter_count(item.offered_excerpt),
        "most_letters": LONGEST_EXCERPT,
        "rest": [key_of(each) for each in story.waiting if each.pk != item.pk],
        # The words stay open where something is wrong with them, or they were changed.
        "is_rewritten": form.is_bound and bool({"title", "excerpt"} & {*form.errors, *form.changed_data}),
    }


def other_items(item: Item, others: Iterable[Item]) -> list[OtherItem]:
    """Return other items of a story with the share of words that they have in common with this one."""
    own = hashes_of(item.sketch)
    return [OtherItem(each, _share(own, item, each)) for each in others]


def _share(own: list[int], item: Item, other: Item) -> str | None:
    if item.language != other.language:
        return None
    shared = round(100 * containment(own, hashes_of(other.sketch)))
    return f"{number(shared, get_language() or 'en')}%"


def _choices(name: str, terms: Sequence[Any], offered: list[SuggestedTerm], form: ItemForm) -> list[TermChoice]:
    """Return all terms of a vocabulary, the offered ones first; chosen are those of the sent form, else the offered."""
    words = {each.term.pk: each.word for each in offered}
    sent = {str(pk) for pk in form[name].value() or ()}
    chosen = {term.pk for term in terms if str(term.pk) in sent} if form.is_bound else set(words)
    found = [TermChoice(name, term, words.get(term.pk, ""), term.pk in words, term.pk in chosen) for term in terms]
    return sorted(found, key=lambda each: not each.is_offered)
