"""The short form of an event that is ahead."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from html import unescape
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.html import linebreaks
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from wagtail.rich_text import RichText

from common.typed_date_fields import TypedDateTimeField
from common.typed_text.markup import without_tags
from common.typed_text.passages import passage_lines
from common.typed_text.tables import TextTable, as_text, parts_of
from events.form_rows.rows import event_rows, fill_event_rows, rows_field
from events.models import EventPage, Series
from khmer.periods import first_day, last_day
from khmer.typography import date
from orgs.pages.blocks import BodyBlock, table_value, text_table
from orgs.pages.short_form import ShortPageForm
from orgs.short_forms.passage_field import fill_passage, findings_field
from orgs.short_forms.planned_times import DAY_AND_HOUR
from outcomes.recommendations.row_fields import fill_recommendations, recommendations_rows, rows_of

LONGEST_TEXT = 3000
# More than one empty line between paragraphs.
BLANK_LINES = re.compile(r"\n{3,}")
PLAIN_FIELDS = ("title", "kind", "theme", "starts_at", "ends_at", "venue", "other_partners", "hashtags")
STEPS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (_("What, when and where"), ("title", "kind", "starts_at", "ends_at", "venue", "about")),
    (_("Programme"), ("programme",)),
    (_("Who, and in which series"), ("theme", "series", "guests", "other_partners")),
    (_("After the event"), ("findings", "recommendations", "links", "hashtags")),
)


class MultilineField(forms.CharField):
    """A form field for text with paragraphs and tables, whose line ends are those that are stored."""

    widget = forms.Textarea(attrs={"rows": 4})

    def to_python(self, value: Any) -> str:
        r"""Return the typed text with "\n" at line ends and at most one empty line between paragraphs."""
        # Browsers send "\r\n"; stored text has "\n", and a text that differs only by it would count as changed.
        text = BLANK_LINES.sub("\n\n", str(super().to_python(value)).replace("\r\n", "\n"))
        # Split and joined again, as it will be read: the blanks in a cell of a table become one, as they are stored.
        return as_text(list(parts_of(text)))


@dataclass(frozen=True)
class Step:
    """A step of the form: its title, its fields, and whether it may be closed."""

    title: Any
    boxes: list[forms.BoundField]
    may_close: bool

    @property
    def is_open(self) -> bool:
        """Return whether something in the step is filled in or wrong."""
        return any(box.errors or box.value() for box in self.boxes)


class EventForm(ShortPageForm):
    """The short form of an event, in steps; the full editor has partners, competition, materials and participants."""

    model = EventPage
    own_template = "events/short_form_event.html"

    title = forms.CharField(
        label=_("What is it called?"), max_length=200, error_messages={"required": _("Please write a title.")}
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=EventPage.Kind.choices, initial=EventPage.Kind.MEETING)
    starts_at = TypedDateTimeField(
        label=_("Begins"), help_text=DAY_AND_HOUR, error_messages={"required": _("Please say when it begins.")}
    )
    ends_at = TypedDateTimeField(
        label=_("Ends"), help_text=DAY_AND_HOUR, error_messages={"required": _("Please say when it ends.")}
    )
    venue = forms.CharField(
        label=_("Where?"), help_text=_("The house, village or commune."), max_length=200, required=False
    )
    programme = rows_field("programme", _("Programme"), _("Item"))
    about = MultilineField(
        label=_("What is it about?"),
        help_text=_("Two or three sentences are fine."),
        max_length=LONGEST_TEXT,
        required=False,
    )
    theme = forms.CharField(label=_("theme"), max_length=200, required=False)
    series: forms.ModelChoiceField[Series] = forms.ModelChoiceField(
        Series.objects.all(), label=_("series"), required=False, empty_label=_("None")
    )
    guests = rows_field("guests", _("Facilitators and guests"), _("Person"))
    other_partners = forms.CharField(label=_("other partners"), max_length=300, required=False)
    findings = findings_field()
    recommendations = recommendations_rows()
    links = rows_field("links", _("Press and video"), _("Link"))
    hashtags = forms.CharField(label=_("hashtags"), max_length=200, required=False)

    def __init__(self, *args: Any, page: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, page=page, **kwargs)
        self.is_public = bool(page and page.live)
        # Texts that its boxes cannot say are not shown, and stay as they are.
        if page and plain_text(page.body) is None:
            del self.fields["about"]
        if page and passage_lines(page.findings) is None:
            del self.fields["findings"]

    @property
    def steps(self) -> list[Step]:
        """Return the steps of the form: all but the first is closed as long as nothing is filled in or wrong."""
        return [
            Step(title, [self[name] for name in names if name in self.fields], position > 1)
            for position, (title, names) in enumerate(STEPS)
        ]

    @classmethod
    def content_of(cls, page: Any) -> dict[str, Any]:
        """Return the initial values of the short form for an existing event page: fields and its text as plain text."""
        own = {name: getattr(page, name) for name in PLAIN_FIELDS}
        own |= {"series": page.series_id, "findings": passage_lines(page.findings) or ""}
        own |= event_rows(page) | {"recommendations": rows_of(page)}
        return super().content_of(page) | own | {"about": plain_text(page.body) or ""}

    def clean(self) -> None:
        """Check the typed event: add an error to the form where the event ends before it begins."""
        super().clean()
        begins, ends = self.cleaned_data.get("starts_at"), self.cleaned_data.get("ends_at")
        if begins and ends and ends < begins:
            self.add_error("ends_at", _("It ends before it begins. Please correct one of the two."))
        if begins and ends:
            self._require_days_within(begins, ends)

    def _require_days_within(self, begins: dt.datetime, ends: dt.datetime) -> None:
        """Add an error to the form where the programme names a day on which the event is not held."""
        for row in self.cleaned_data.get("programme") or ():
            if row.get("day") and not first_day(begins) <= row["day"] <= last_day(begins, ends):
                said = {"day": date(row["day"], get_language() or "en")}
                self.add_error("programme", gettext("The event is not held on %(day)s. Correct this day.") % said)
                break

    def require_public_content(self, post: dict[str, Any]) -> None:
        """Add errors to the form where an event to be sent for review has no description, or a new one is over."""
        super().require_public_content(post)
        if "about" in self.fields and not post.get("about"):
            self.add_error("about", _("Please write what it is about before you send."))
        # One that is public gets its findings when it is over.
        if not self.is_public and post.get("ends_at") and post["ends_at"] <= timezone.now():
            self.add_error(
                "ends_at", _("This day is in the past. Please correct it, or write about the event in an update.")
            )

    @classmethod
    def fill(cls, page: Any, post: dict[str, Any]) -> None:
        """Write the form's data into an event page without saving it; unchanged text stays as it is stored."""
        for name in (*PLAIN_FIELDS, "series"):
            setattr(page, name, post[name])
        fill_event_rows(page, post)
        fill_recommendations(page, post["recommendations"])
        fill_passage(page, "findings", post)
        stored = plain_text(page.body)
        # Only where the text differs: an unchanged body keeps the ids of its blocks, and so is no change for the
        # review.
        if stored is not None and post.get("about", stored) != stored:
            page.body = blocks_of(post["about"])


def blocks_of(text: str) -> list[tuple[str, Any]]:
    """Return a typed text as stream blocks for a page's body: its paragraphs and tables."""
    table = BodyBlock().child_blocks["table"]
    return [
        # to_python, because a block's value in memory is another object than its JSON.
        ("table", table.to_python(table_value(part)))
        if isinstance(part, TextTable)
        # autoescape: what was typed is text, and "<" in it no tag.
        else ("paragraph", RichText(linebreaks(part, autoescape=True)))
        for part in parts_of(text)
    ]


def plain_text(body: Any) -> str | None:
    """Return an event's body as plain text for the short form; None if it holds more than plain paragraphs and tables.

    The form can show paragraphs without markup, and tables; not, for example, two text blocks in a row.
    """
    parts: list[str | TextTable] = []
    for block in body or ():
        part = _passage(block.value.source) if block.block_type == "paragraph" else _table(block)
        if part is None:
            return None
        parts.append(part)
    text = as_text(parts)
    # Read back, the text must give the same parts: else saving the form would change the page.
    return text if list(parts_of(text)) == parts else None


def _passage(markup: str) -> str | None:
    # The reverse of linebreaks, which writes these tags alone. unescape last: else a typed "<b>" would go as a tag.
    text = unescape(without_tags(markup.replace("<br>", "\n").replace("</p>\n\n<p>", "\n\n")))
    # Written anew it must be the same: anything else is markup that the form would lose.
    return text if linebreaks(text, autoescape=True) == markup else None


def _table(block: Any) -> TextTable | None:
    return text_table(block.value) if block.block_type == "table" else None
