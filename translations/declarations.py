"""The fields of a page that are translated sentence by sentence, and those that both languages share.

What is no page is declared too: it holds both languages in its own fields, or its words stand in one language.
"""

from __future__ import annotations

from typing import Any

from modelcluster.models import get_all_child_relations
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.fields import RichTextField
from wagtail.models import COMMENTS_RELATION_NAME
from wagtail_localize.fields import SynchronizedField, TranslatableField

from common.typed_text.tables import LONGEST_CELL, LONGEST_HEADING
from orgs.models import OrgContentPage
from orgs.pages.content_walker import fields_of
from orgs.pages.registry import page_kinds

# Models that hold both languages in their own fields, such as `name_en` and `name_km`: these are their translation, and
# a form asks for both. All else of them is the same in both languages.
IN_BOTH_LANGUAGES: dict[str, tuple[str, ...]] = {
    "discussions.Board": ("name", "description"),
    "events.Gathering": ("purpose",),
    "events.Series": ("name", "description"),
    "home.OperatorDetails": ("name", "address", "person", "country"),
    "moderation.Reason": ("name",),
    "moderation.SavedReply": ("name", "text"),
    "orgs.Organization": ("name", "description"),
    "press.Source": ("name",),
    "vocabulary.Institution": ("name",),
    "vocabulary.Place": ("name",),
    "vocabulary.SearchTerm": ("text",),
    "vocabulary.Topic": ("name",),
}

WRITTEN_ONCE = "it stays in the language of who wrote it"
BETWEEN_TWO = "it is between an organization and the editors, in the language in which they write"
OF_THE_PAGE = "a copy of a page's words, one in each language"
NAMES = "names of people"
OF_A_FILE = "one for both languages, as the file is"

# The other fields with words, each with the reason why nobody translates it.
NOT_TRANSLATED: dict[str, dict[str, str]] = {
    "accounts.User": dict.fromkeys(("first_name", "last_name"), NAMES),
    "assets.Document": {"title": OF_A_FILE},
    "assets.DocumentPreview": {"text": OF_A_FILE},
    "assets.Image": dict.fromkeys(("title", "description", "credit"), OF_A_FILE),
    "catalog.CatalogEntry": dict.fromkeys(("title", "summary", "text", "names"), OF_THE_PAGE),
    "discussions.AskedPost": dict.fromkeys(("title", "text"), WRITTEN_ONCE),
    "discussions.Block": {"name": NAMES},
    "discussions.Board": {"mail_name": "an address"},
    "discussions.Draft": dict.fromkeys(("title", "text"), WRITTEN_ONCE),
    "discussions.Participant": {"name": NAMES},
    "discussions.Post": {"name": NAMES} | dict.fromkeys(("text", "reason", "appeal"), WRITTEN_ONCE),
    "discussions.Thread": {"title": WRITTEN_ONCE},
    "events.Registration": {"name": NAMES},
    "home.HomePage": {"statement": "a front page stands in each language, edited beside the other by administrators"},
    "moderation.Correction": dict.fromkeys(("note", "answer"), BETWEEN_TWO),
    "moderation.HeldDecision": dict.fromkeys(("reason", "why_dropped"), BETWEEN_TWO),
    "moderation.Matter": dict.fromkeys(("title", "reason"), BETWEEN_TWO),
    "moderation.ProfileChange": {"reason": BETWEEN_TWO},
    "moderation.RememberedContent": {"title": OF_THE_PAGE},
    "moderation.Report": {"title": OF_THE_PAGE, "text": WRITTEN_ONCE, "answer": BETWEEN_TWO},
    "moderation.Submission": {"title": OF_THE_PAGE} | dict.fromkeys(("second_look_note", "reason"), BETWEEN_TWO),
    "moderation.SubmissionNote": {"text": BETWEEN_TWO},
    "moderation.Withdrawal": {"title": OF_THE_PAGE} | dict.fromkeys(("reason", "answer"), BETWEEN_TWO),
    "moving.MovedItem": {"reason": "for administrators, written by the program"},
    "operations.Alert": {"rule": "the name of a rule"},
    "operations.BackupRun": {"message": "for administrators, written by the program"},
    "orgs.Application": {"name": WRITTEN_ONCE, "contact": NAMES} | dict.fromkeys(("about", "reason"), BETWEEN_TWO),
    "orgs.HandedLink": {"note": NAMES, "secret_hash": "random letters"},
    "outbox.Event": {
        "request_id": "a number in hexadecimal digits",
        "error": "for administrators, written by the program",
    },
    "outcomes.RecommendationRow": {"text": "translated with its page, as a row of `addressed_recommendations`"},
    "press.Item": dict.fromkeys(("title", "excerpt"), "quoted: the words of a medium stay as they are"),
    "search.Word": {"text": OF_THE_PAGE},
    "translations.PublishedPair": {"words": OF_THE_PAGE},
    "vocabulary.SearchTerm": {"synonyms": "other words of both languages, side by side"},
}


def declare_translated_fields() -> None:
    """Tell wagtail-localize of every page class which fields are translated and which are shared.

    The list that it would derive by itself translates slugs, leaves out relations to many, and fails at our tables.
    """
    for model in page_kinds().models:
        model.translatable_fields = translatable_fields(model)


def translatable_fields(model: type[OrgContentPage]) -> list[TranslatableField | SynchronizedField]:
    """Return the fields of a page class for wagtail-localize: its `translated_fields`, and all others as shared."""
    return [
        TranslatableField(name)
        if name in model.translated_fields
        # Overrides would let a translator put any picture or page into the copy, unchecked.
        else SynchronizedField(name, overridable=False)
        for name in content_field_names(model)
    ]


def content_field_names(model: type[OrgContentPage]) -> list[str]:
    """Return the names of a page class's content: its own columns, relations to many, and rows below the page."""
    columns = [field.name for field in fields_of(model)]
    rows = [
        relation.get_accessor_name()
        for relation in get_all_child_relations(model)
        if relation.get_accessor_name() != COMMENTS_RELATION_NAME
    ]
    return [*columns, *shared_relations(model), *rows]


def shared_relations(model: type[OrgContentPage]) -> list[str]:
    """Return the names of a page class's many-to-many fields, which all languages share."""
    return [field.name for field in model._meta.many_to_many]


def longest_of(model: type[OrgContentPage], content: dict[str, Any], path: str) -> int | None:
    """Return the most letters that one text of a page may have; None where only a longer text around it has a limit.

    `content` is the page's in Wagtail's form for revisions; `path` is wagtail-localize's, such as "title" or
    "body.<id of a block>.caption".
    """
    name, _, inside = path.partition(".")
    field = model._meta.get_field(name)
    if not inside:
        # The limit of rich text is one of the whole text, not of each sentence.
        return None if isinstance(field, RichTextField) else getattr(field, "max_length", None)
    return _longest_inside(field.stream_block, field.to_python(content[name]), inside.split("."))


def _longest_inside(block: Any, value: Any, steps: list[str]) -> int | None:
    for step in steps:
        if isinstance(block, TypedTableBlock):
            # "0-1" is a cell by row and column; all else are headings and the caption.
            return LONGEST_CELL if "-" in step else LONGEST_HEADING
        block, value = _child(block, value, step)
    limit: int | None = None if isinstance(block, blocks.RichTextBlock) else getattr(block.field, "max_length", None)
    return limit


def _child(block: Any, value: Any, step: str) -> tuple[Any, Any]:
    if isinstance(block, blocks.StructBlock):
        return block.child_blocks[step], value[step]
    items = value.bound_blocks if isinstance(block, blocks.ListBlock) else value
    return next((item.block, item.value) for item in items if item.id == step)
