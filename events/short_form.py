"""The short form of an event that is ahead."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.forms.utils import ErrorDict
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from common.refusal import Refusal
from common.typed_date_fields import TypedDateTimeField
from common.typed_text.passages import passage_lines
from events.competition.ranks import misplaced
from events.form_rows.competition import competition_of, entries_rows, fill_competition, judging_field
from events.form_rows.follow_up import follow_up_choices, follow_up_field, shows_follow_up
from events.form_rows.materials import (
    MaterialRow,
    add_material,
    fill_materials,
    material_rows_of,
    materials_rows,
    new_material_field,
)
from events.form_rows.participants import fill_participants, participant_rows_of, participants_rows, twice
from events.form_rows.partners import fill_partners, partner_rows_of, partners_rows
from events.form_rows.plain_body import MultilineField, blocks_of, plain_text
from events.form_rows.rows import event_rows, fill_event_rows, rows_field
from events.models import EventPage, Series
from khmer.numbers import numerals
from khmer.periods import first_day, last_day
from khmer.typography import date
from orgs.body_form.files import store_document
from orgs.models import Organization
from orgs.pages.short_form import ShortPageForm
from orgs.short_forms.documents import document_choices
from orgs.short_forms.passage_field import fill_passage, findings_field
from orgs.short_forms.planned_times import DAY_AND_HOUR
from orgs.short_forms.rows_field import RowsField
from outcomes.recommendations.row_fields import (
    fill_recommendations,
    other_recommendations_field,
    recommendations_rows,
    rows_of,
)

LONGEST_TEXT = 3000
# What the button sends that adds a new document to the materials.
ADD_MATERIAL = "material"
PLAIN_FIELDS = ("title", "kind", "theme", "starts_at", "ends_at", "venue", "other_partners", "summary", "hashtags")
# Each form field with lines, and the field of the page with their formatted text.
PASSAGES = {"findings": "findings", "other_recommendations": "recommendations"}
STEPS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (_("What, when and where"), ("title", "kind", "starts_at", "ends_at", "venue", "about")),
    (_("Programme"), ("programme",)),
    (_("Who, and in which series"), ("theme", "series", "guests", "partners", "other_partners")),
    (_("Competition"), ("judging", "entries")),
    (_("Who took part"), ("participants",)),
    (
        _("After the event"),
        (
            *("findings", "recommendations", "other_recommendations"),
            *("materials", "new_material", "follow_up", "links"),
        ),
    ),
    (_("For lists and search"), ("summary", "hashtags")),
)


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
    """The short form of an event, in steps; texts that its boxes cannot say are in the full editor alone."""

    model = EventPage
    own_template = "events/short_form_event.html"
    # The field whose button has sent the form.
    focus = ""

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
    partners = partners_rows()
    other_partners = forms.CharField(label=_("other partners"), max_length=300, required=False)
    judging = judging_field()
    entries = entries_rows()
    participants = participants_rows()
    findings = findings_field()
    recommendations = recommendations_rows()
    other_recommendations = other_recommendations_field()
    materials = materials_rows()
    new_material = new_material_field()
    follow_up = follow_up_field()
    links = rows_field("links", _("Press and video"), _("Link"))
    summary = forms.CharField(
        label=_("In one or two sentences"), help_text=_("Lists and search show it."), max_length=300, required=False
    )
    hashtags = forms.CharField(label=_("hashtags"), max_length=200, required=False)

    def __init__(self, *args: Any, page: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, page=page, **kwargs)
        self.is_public = bool(page and page.live)
        self._offer_documents()
        # Counted figures are nobody's to type.
        self.is_counted = bool(page) and any(row.is_counted for row in page.participants.all())
        if self.is_counted:
            del self.fields["participants"]
        if page:
            self._leave_out_unsayable(page)
        if "follow_up" in self.fields:
            cast(forms.ChoiceField, self.fields["follow_up"]).choices = follow_up_choices(self.organization, page)

    def _leave_out_unsayable(self, page: Any) -> None:
        """Remove the fields that the boxes cannot say or the officer may not read; they stay as they are stored."""
        for box, name in PASSAGES.items():
            if passage_lines(getattr(page, name)) is None:
                del self.fields[box]
        if plain_text(page.body) is None:
            del self.fields["about"]
        if not shows_follow_up(page):
            del self.fields["follow_up"]

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
        own |= {"series": page.series_id, "follow_up": page.follow_up_id}
        own |= {box: passage_lines(getattr(page, name)) or "" for box, name in PASSAGES.items()}
        own |= event_rows(page) | {"recommendations": rows_of(page)} | competition_of(page)
        own |= {"partners": partner_rows_of(page), "participants": participant_rows_of(page)}
        own |= {"materials": material_rows_of(page)}
        return super().content_of(page) | own | {"about": plain_text(page.body) or ""}

    def clean(self) -> None:
        """Check the typed event: add an error to the form where the event ends before it begins."""
        super().clean()
        begins, ends = self.cleaned_data.get("starts_at"), self.cleaned_data.get("ends_at")
        if begins and ends and ends < begins:
            self.add_error("ends_at", _("It ends before it begins. Please correct one of the two."))
        if begins and ends:
            self._require_days_within(begins, ends)
        if "judging" not in self.data:
            # A form that was sent without it.
            self.cleaned_data["judging"] = None
        self._require_right_rows()

    def _require_days_within(self, begins: dt.datetime, ends: dt.datetime) -> None:
        """Add an error to the form where the programme names a day on which the event is not held."""
        for row in self.cleaned_data.get("programme") or ():
            if row.get("day") and not first_day(begins) <= row["day"] <= last_day(begins, ends):
                said = {"day": date(row["day"], get_language() or "en")}
                self.add_error("programme", gettext("The event is not held on %(day)s. Correct this day.") % said)
                break

    def _require_right_rows(self) -> None:
        """Add errors to the form for ranks that do not fit, and for a kind of participants that is there twice."""
        entries = self.cleaned_data.get("entries") or ()
        ranked = {number: row["rank"] for number, row in enumerate(entries, 1) if row["rank"]}
        for number, right in misplaced(ranked).items():
            told = gettext("%(number)s: this must be rank %(rank)s. Equal entries share a rank.")
            language = get_language() or "en"
            said = {"number": numerals(number, language), "rank": numerals(right, language)}
            self.add_error("entries", told % said)
        if twice(self.cleaned_data.get("participants") or ()):
            self.add_error("participants", _("A kind of organization can stand in one row only."))

    def _offer_documents(self) -> None:
        stored = [int(row["document"]) for row in self.initial.get("materials") or () if row["document"]]
        cast(RowsField, self.fields["materials"]).offer("document", document_choices(self.organization, stored))

    @property
    def compared_apart(self) -> set[str]:
        """Return the names of the fields that a new document changes once it is stored."""
        return {"new_material", "materials"} if self.cleaned_data.get("new_material") else {"new_material"}

    def keep_upload(self, user: Any) -> None:
        """Store the form's valid files although other fields have errors, a new document in a row of its own."""
        super().keep_upload(user)
        if not self.cleaned_data.get("new_material"):
            return
        try:
            document = store_document(self.organization, user, {"file": self.cleaned_data["new_material"], "title": ""})
        except Refusal as refusal:
            self.add_error("new_material", str(refusal))
            return
        rows = [row for row in self["materials"].value() or [] if not MaterialRow.is_blank(row)]
        for number, row in enumerate([*rows, {"document": str(document.pk), "title": "", "id": ""}]):
            for name, value in row.items():
                self.put(f"materials-{number}-{name}", value)
        self.put("materials-count", str(len(rows) + 1))
        self.cleaned_data["new_material"] = None
        self._offer_documents()

    def change(self, action: str, user: Any) -> str | None:
        """Change the form's data as a button asks: also store a new document for the materials."""
        if action != ADD_MATERIAL:
            return super().change(action, user)
        self.full_clean()
        if not (self.cleaned_data.get("new_material") or self.has_error("new_material")):
            self.add_error("new_material", _("Please choose the file first."))
        self.keep_upload(user)
        # The empty fields are no faults yet.
        self._errors = ErrorDict({name: told for name, told in self.errors.items() if name == "new_material"})
        self.focus = "materials"
        return ""

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
        fill_partners(page, post["partners"])
        fill_competition(page, post["judging"], post["entries"])
        fill_participants(page, post.get("participants"))
        fill_materials(page, post["materials"])
        for box, name in PASSAGES.items():
            fill_passage(page, name, post, box)
        page.follow_up_id = post.get("follow_up", page.follow_up_id)
        stored = plain_text(page.body)
        # Only where the text differs: an unchanged body keeps the ids of its blocks, and so is no change for the
        # review.
        if stored is not None and post.get("about", stored) != stored:
            page.body = blocks_of(post["about"])

    @classmethod
    def fill_files(cls, page: Any, organization: Organization, user: Any, post: dict[str, Any]) -> None:
        """Write the form's photo and new document into an unsaved event. Raises Refusal where there is no room."""
        super().fill_files(page, organization, user, post)
        if post["new_material"]:
            add_material(page, store_document(organization, user, {"file": post["new_material"], "title": ""}))
