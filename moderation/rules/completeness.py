"""The requirements that a page must meet before it is sent, and again before it is public."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.fields import StreamField
from wagtail.models import Page

from assets.models import Image
from common.refusal import Refusal
from common.typed_text.characters import readable, without_invisible
from common.typed_text.markup import has_foreign_markup
from orgs.models import OrgContentPage
from orgs.pages.content_walker import content_of, own_fields, walk
from orgs.pages.images import ShownPicture, shown_pictures

# The most pictures named in one message; the others are named once these are answered.
MOST_NAMED = 5


@dataclass(frozen=True)
class PictureQuestions:
    """Open questions about a picture; those of `asks_alt_text_of_page` are answered on the page itself."""

    image: Image
    asks_alt_text: bool
    asks_alt_text_of_page: bool
    asks_people: bool


def check_complete(page: Page) -> None:
    """Raise Refusal when a page has an invalid field, unanswered picture questions, bad markup or no text."""
    try:
        page.full_clean()
    except ValidationError as error:
        raise Refusal(incomplete(page, error), code="invalid_content") from error
    # Before the blocks, which require the same texts: these questions can be answered on a page of their own.
    check_pictures(page)
    if problems := list(_stream_problems(page)):
        raise Refusal(_to_correct(problems), code="invalid_content")
    check_markup(page)
    if isinstance(page, OrgContentPage) and page.page_kind.requires_text and not has_words(page):
        raise Refusal(_("It has no text yet. Write a summary or a text, then send it."), code="text_required")


def check_markup(page: Page) -> None:
    """Raise Refusal when a page's rich text has markup that its form does not allow and could run in a browser."""
    for value in walk(own_fields(page), content_of(page)):
        if value.is_rich_text and has_foreign_markup(str(value.value or "")):
            raise Refusal(f"{value.label}: {_('Its formatting is broken.')}", code="invalid_content")


def check_pictures(page: Page) -> None:
    """Raise Refusal when a picture on a page lacks its alternative text or the answer about people in it."""
    if questions := picture_questions(page):
        raise Refusal(" ".join(map(_in_words, questions[:MOST_NAMED])), code="questions_open")


def picture_questions(page: Page) -> list[PictureQuestions]:
    """Return, for each picture of a page lacking alternative text or an answer about people, what is open."""
    places: dict[int, list[ShownPicture]] = {}
    for picture in shown_pictures(page):
        places.setdefault(picture.image.pk, []).append(picture)
    asked = [_asked_of(pictures) for pictures in places.values()]
    return [one for one in asked if one.asks_alt_text or one.asks_alt_text_of_page or one.asks_people]


def _asked_of(pictures: list[ShownPicture]) -> PictureQuestions:
    """Return the open questions about one picture, which may be in several places of a page."""
    silent = [picture for picture in pictures if not says_something(picture.alt_text)]
    return PictureQuestions(
        image=pictures[0].image,
        asks_alt_text=any(not picture.has_own_alt_text for picture in silent),
        asks_alt_text_of_page=any(picture.has_own_alt_text for picture in silent),
        asks_people=not pictures[0].image.people,
    )


def says_something(words: str) -> bool:
    """Return whether a text has a visible letter or digit, as an alternative text must."""
    return any(sign.isalnum() for sign in without_invisible(words))


def _in_words(asked: PictureQuestions) -> str:
    """Return the open questions about a picture as text."""
    title = {"title": asked.image.title}
    told = []
    if asked.asks_alt_text or asked.asks_alt_text_of_page:
        told.append(_("Say in one phrase what the picture “%(title)s” shows.") % title)
    if asked.asks_people:
        whether = _("Say whether anybody can be recognised in the picture “%(title)s”, and whether they agreed.")
        told.append(whether % title)
    return " ".join(told)


def has_words(page: OrgContentPage) -> bool:
    """Return whether a page has a summary or text that is not empty."""
    return bool(readable(page.entry_summary()) or readable(page.entry_text()))


def incomplete(page: Page, error: ValidationError) -> str:
    """Return one message that names each invalid field of a page and the reasons in a ValidationError."""
    return _to_correct(
        [
            f"{_label(page, name)}: {' '.join(messages)}" if name != "__all__" else " ".join(messages)
            for name, messages in error.message_dict.items()
        ]
    )


def _to_correct(problems: list[str]) -> str:
    start = ngettext("Please correct this first.", "Please correct these first.", len(problems))
    return f"{start} {' '.join(problems)}"


def _label(page: Page, name: str) -> str:
    return str(page._meta.get_field(name).verbose_name).capitalize()


def _stream_problems(page: Page) -> Iterator[str]:
    """Yield the problems in blocks: a draft may lack what they require, and no model asks them."""
    for field in page._meta.concrete_fields:
        if isinstance(field, StreamField):
            block = field.stream_block
            # A copy, because a stream whose blocks were read is written back in another order.
            value = block.to_python(deepcopy(block.get_prep_value(getattr(page, field.name))))
            try:
                block.clean(value)
            except ValidationError as error:
                yield from _block_problems(block, value, error)


def _block_problems(block: Any, value: Any, error: Any) -> Iterator[str]:
    """Yield each problem in a block with the label of the innermost block."""
    inner = getattr(error, "block_errors", None)
    if inner is None:
        yield f"{str(block.label).capitalize()}: {' '.join(error.messages)}"
        return
    yield from map(str, error.non_block_errors)
    for key, problem in inner.items():
        yield from _block_problems(*_child(block, value, key), problem)


def _child(block: Any, value: Any, key: Any) -> tuple[Any, Any]:
    """Return the block inside another to which a problem belongs, and its value."""
    if hasattr(block, "child_block"):
        return block.child_block, value[key]
    if isinstance(key, str):
        return block.child_blocks[key], value.get(key)
    return value[key].block, value[key].value
