"""Taking an item: a clipping of the programme is made of it, and is public at once or goes to another editor.

An unchanged item is decided on with the taking: its source wrote it. An editor who changed a word is its writer.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.coreutils import find_available_slug

from common.refusal import Refusal
from common.typed_text.characters import one_line
from khmer.text import normalise
from moderation.rules.completeness import incomplete
from moderation.services import publish_as_written, submit
from orgs.models import PROGRAMME_SLUG, Organization
from press.deciding.decision import locked_waiting, record_decision
from press.models import ClippingPage, Item
from press.suggestions.offers import offers_for, terms_of_sources

if TYPE_CHECKING:
    from accounts.models import User
    from vocabulary.models import Place, Topic


@dataclass(frozen=True)
class ClippingChoice:
    """An editor's choice for the clipping of an item: topics, provinces, and her own words.

    A title or excerpt of None is the item's own.
    """

    topics: Collection[Topic] = ()
    places: Collection[Place] = ()
    title: str | None = None
    excerpt: str | None = None


@transaction.atomic
def take(item_id: int, editor: User, seen: str, choice: ClippingChoice) -> ClippingPage:
    """Make an item's clipping, public at once; with the editor's own words it waits for another editor. Raises Refusal.

    `seen` is the hash of what she read. Raises Refusal when the item changed or was decided on meanwhile, when its
    address is in the press review or was removed from it, and for a title or excerpt that cannot be.
    """
    # Two editors who take at the same moment would give two pages one place in the tree.
    programme = Organization.objects.select_for_update(no_key=True).get(slug=PROGRAMME_SLUG)
    item = locked_waiting(item_id, editor, seen)
    _refuse_same_address(item)
    words = _words(item, choice)
    is_changed = words != (item.title, item.offered_excerpt)
    _delete_returned_draft(item)
    page = _made(item, programme, words, choice, editor if is_changed else None)
    if is_changed:
        submit(page, editor)
    else:
        publish_as_written(page, editor)
    record_decision(item, Item.State.TAKEN, editor)
    item.page, item.is_as_suggested = page, _is_as_suggested(item, choice)
    item.save(update_fields=["state", "decided_by", "decided_at", "page", "is_as_suggested"])
    page.refresh_from_db()
    return page


def _delete_returned_draft(item: Item) -> None:
    """Delete the draft of a waiting item's changed clipping, which another editor returned: a new one is made."""
    former, item.page = item.page, None
    if former is not None:
        # Before the page goes: the receiver of its deletion would count the item as removed.
        item.save(update_fields=["page"])
        former.delete()


def _words(item: Item, choice: ClippingChoice) -> tuple[str, str]:
    """Return the title and excerpt of the clipping. Raises Refusal without a title, or where no excerpt is allowed."""
    own = (item.title, item.offered_excerpt)
    title = item.title if choice.title is None else _tidy(choice.title)
    excerpt = item.offered_excerpt if choice.excerpt is None else _tidy(choice.excerpt)
    # Spellings that look alike are no change: forms remove what nobody sees, such as places where lines may break.
    if [normalise(title), normalise(excerpt)] == [normalise(_tidy(words)) for words in own]:
        return own
    if not title:
        raise Refusal(_("Write a title."), code="title_required")
    if excerpt and not item.source.allows_excerpts:
        raise Refusal(_("Its source allows no excerpt: title and link stand alone."), code="no_excerpt")
    return title, excerpt


def _tidy(words: str) -> str:
    return " ".join(one_line(words).split())


def _refuse_same_address(item: Item) -> None:
    """Raise Refusal when another item of the same address was taken, or its clipping removed."""
    others = Item.objects.of_press().filter(url_key=item.url_key).exclude(pk=item.pk)
    states = set(others.order_by().values_list("state", flat=True))
    if Item.State.WITHDRAWN in states:
        raise Refusal(_("An editor removed a clipping with this address."), code="removed_before")
    if Item.State.TAKEN in states:
        raise Refusal(_("A clipping with this address is in the press review already."), code="taken_elsewhere")


def _made(
    item: Item, programme: Organization, words: tuple[str, str], choice: ClippingChoice, writer: User | None
) -> ClippingPage:
    """Return the saved draft of an item's clipping, below the programme's home in the item's language. May refuse."""
    home = programme.homes.select_related("page__locale").get(locale__language_code=item.language).page
    title, excerpt = words
    page = ClippingPage(
        locale=home.locale,
        live=False,
        owner=writer,
        title=title,
        excerpt=excerpt,
        source=item.source,
        address=item.url,
        written_at=item.written_at,
    )
    # Set before the first revision: what is approved is a hash that covers them.
    page.topics, page.places = list(choice.topics), list(choice.places)
    page.slug = find_available_slug(home, page.readable_slug())
    try:
        home.add_child(instance=page)
        page.save_revision(user=writer)
    except ValidationError as error:
        raise Refusal(incomplete(page, error), code="invalid_content") from error
    return page


def _is_as_suggested(item: Item, choice: ClippingChoice) -> bool:
    """Return whether exactly the topics and provinces were chosen that were suggested."""
    offers = offers_for(item, terms_of_sources([item.source_id])[item.source_id])
    wanted = {each.term.pk for each in offers.topics}, {each.term.pk for each in offers.places}
    return wanted == ({topic.pk for topic in choice.topics}, {place.pk for place in choice.places})
