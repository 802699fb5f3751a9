"""The forms of the editors' desk; what was typed stays, and every message says what to do."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from moderation.comparison.editable_texts import EditableText
from moderation.matters import matter_kinds
from moderation.models import Matter, Reason, Submission
from orgs.models import Organization
from orgs.pages.registry import page_kinds
from vocabulary.models import Topic
from workspace.fields import message_field

# The first counts the tags of rich text too; its letters alone have another limit.
LONGEST_MARKUP, LONGEST_TEXT = 100_000, 20_000
LONGEST_SEARCH = 100
DECISIONS = (Submission.State.APPROVED, Submission.State.RETURNED, Submission.State.REFUSED)


def type_choices() -> list[tuple[str, Any]]:
    """Return "All types" and all kinds of pages and matters as choices of the queue's filter."""
    matters = [(name, kind.label) for name, kind in matter_kinds().items()]
    return [("", _("All types")), *page_kinds().labels.items(), *matters]


class QueueFilterForm(forms.Form):
    """The filters of the queue; a value that is none of the choices filters nothing."""

    WAITING, URGENT, AUTHOR, SECOND, AFTER, REPORTED = "", "urgent", "author", "second", "after", "reported"
    field_order = ("q", "state", "organization", "type", "language", "topic", "mine")

    q = forms.CharField(
        label=_("Words or organization"),
        required=False,
        max_length=LONGEST_SEARCH,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("Words or organization")}),
    )
    state = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[
            (WAITING, _("All that are waiting")),
            (URGENT, _("Urgent")),
            (AUTHOR, _("With the author")),
            (SECOND, _("Second opinion")),
            (AFTER, _("Published, to be reviewed")),
            (REPORTED, _("Reports by readers")),
        ],
    )
    type = forms.ChoiceField(label=_("Type"), required=False, choices=type_choices)
    language = forms.ChoiceField(
        label=_("Language"), required=False, choices=[("", _("Both languages")), *settings.LANGUAGES]
    )
    mine = forms.BooleanField(label=_("Mine only"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pages = Submission.objects.awaiting_editors().values("organization")
        matters = Matter.objects.waiting().exclude(organization=None).values("organization")
        self.fields["organization"] = forms.ModelChoiceField(
            Organization.objects.filter(Q(pk__in=pages) | Q(pk__in=matters)),
            label=_("Organization"),
            required=False,
            to_field_name="slug",
            empty_label=_("All organizations"),
        )
        self.fields["topic"] = forms.ModelChoiceField(
            Topic.objects.all(), label=_("Topic"), required=False, to_field_name="slug", empty_label=_("All topics")
        )
        self.order_fields(self.field_order)

    def chosen(self) -> dict[str, Any]:
        """Return the valid filter values of the queue by name; invalid ones are left out."""
        # is_valid() fills cleaned_data with the valid fields also where others are not.
        self.is_valid()
        return self.cleaned_data


class DecisionFilterForm(forms.Form):
    """The filters of the list of decisions; a value that is none of the choices filters nothing."""

    state = forms.ChoiceField(
        label=_("Decision"),
        required=False,
        choices=[
            ("", _("All decisions")),
            *((state.value, state.label) for state in DECISIONS),
        ],
    )
    organization = forms.ModelChoiceField(
        Organization.objects.all(),
        label=_("Organization"),
        required=False,
        to_field_name="slug",
        empty_label=_("All organizations"),
    )
    mine = forms.BooleanField(label=_("Mine only"), required=False)


class ReasonsMixin(forms.Form):
    """The fields for reasons: those of the list, and the editor's own words."""

    reasons = forms.ModelMultipleChoiceField(
        Reason.objects.filter(is_offered=True),
        label=_("Reasons"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    reason = message_field(_("To the author, in the author’s language"), _("It is sent by mail with the decision."))

    def reason_choices(self, reasons: list[Any] | None = None) -> list[Any]:
        """Set the choices of the form's field of reasons (read from the database if None); return them."""
        field: Any = self.fields["reasons"]
        # Of iter(), because list() asks a queryset's choices for their number first, by a query.
        field.choices = list(iter(field.choices)) if reasons is None else reasons
        return list(field.choices)

    def reason_arguments(self) -> dict[str, Any]:
        """Return the valid form's `reason` text and `reasons` list as keyword arguments of a service."""
        return {"reason": self.cleaned_data["reason"], "reasons": list(self.cleaned_data["reasons"])}


class DecisionForm(ReasonsMixin):
    """The form of an editor's decision about one submission."""

    APPROVE, RETURN, REFUSE, SECOND = "approve", "return", "refuse", "second"

    decision = forms.ChoiceField(
        label=_("Your decision"),
        choices=[
            (APPROVE, _("Approve: public at once")),
            (RETURN, _("Return for changes, with reasons")),
            (REFUSE, _("Reject: it cannot be sent again")),
            (SECOND, _("Ask a second editor")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose one.")},
    )
    unchecked = forms.BooleanField(label=_("Approve it without these checks"), required=False)
    field_order = ("decision", "unchecked", "reasons", "reason")

    def clean(self) -> None:
        """Add a form error where a return, rejection or request for a second opinion has no reason."""
        super().clean()
        answer = self.cleaned_data
        if "reason" in self.errors or answer.get("reason"):
            # Not twice: the field has an error already, such as too many letters.
            return
        if answer.get("decision") == self.SECOND:
            self.add_error("reason", _("Write what the other editor should look at."))
        elif answer.get("decision") in (self.RETURN, self.REFUSE) and not answer.get("reasons"):
            self.add_error("reason", _("Choose a reason, or write what should be changed."))


class CorrectionForm(forms.Form):
    """The form with every text of a submission to be corrected, and a note to the author."""

    def __init__(self, *args: Any, texts: list[EditableText], language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.texts = texts
        for text in texts:
            # About 70 letters a row, and never higher than a screen.
            rows = min(14, max(1, len(text.value) // 70 + text.value.count("\n") + 1))
            self.fields[f"text-{text.path}"] = forms.CharField(
                label=capfirst(text.label),
                initial=text.value,
                max_length=LONGEST_MARKUP if text.kind == "rich" else text.max_length or LONGEST_TEXT,
                required=False,
                # Spaces at the ends belong to the text: without this an untouched field would be a change.
                strip=False,
                widget=forms.Textarea(attrs={"rows": rows, "lang": language}),
            )
        self.fields["note"] = message_field(
            _("To the author, in the author’s language"), _("What you changed, and why.")
        )

    def corrected(self) -> dict[str, str]:
        """Return the corrected texts by their paths, as moderation.services.offer_correction takes them."""
        return {text.path: self.cleaned_data[f"text-{text.path}"] for text in self.texts}


class ReportAnswerForm(forms.Form):
    """The form of an editor's answer to a reader's report."""

    KEEP, TAKE_DOWN = "keep", "take-down"

    decision = forms.ChoiceField(
        label=_("Your decision"),
        choices=[(KEEP, _("The page stays")), (TAKE_DOWN, _("Take the page down at once"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose one.")},
    )
    answer = message_field(
        _("Answer"),
        _(
            "The reader gets this answer by mail if the report has an address. If the page is taken down, the"
            " organization reads it too."
        ),
    )

    def __init__(self, *args: Any, is_page: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # What was reported is a post or another thing that is no page; the service takes the same values.
        if not is_page:
            words = [(self.KEEP, _("It stays")), (self.TAKE_DOWN, _("Take it down at once"))]
            self.fields["decision"].choices = words  # type: ignore[attr-defined]

    def clean(self) -> None:
        """Add a form error where what was reported is to be taken down without an answer."""
        super().clean()
        answer = self.cleaned_data
        if answer.get("decision") == self.TAKE_DOWN and not answer.get("answer") and "answer" not in self.errors:
            self.add_error("answer", _("Write why, so that the organization understands it."))


class PostReviewForm(forms.Form):
    """The form of the result of a review after publication."""

    FINE, FINDING, TAKE_DOWN = "fine", "finding", "take-down"

    found = forms.ChoiceField(
        label=_("What is the result of your review?"),
        choices=[
            (FINE, _("It is fine")),
            (FINDING, _("A problem: the organization loses the trusted tier")),
            (TAKE_DOWN, _("A problem, and the page is taken down at once")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose one.")},
    )
    reason = message_field(_("To the organization, in its language"))

    def clean(self) -> None:
        """Add a form error where a finding or takedown in a review after publication has no reason."""
        super().clean()
        answer = self.cleaned_data
        if answer.get("found") in (self.FINDING, self.TAKE_DOWN) and not answer.get("reason"):
            self.add_error("reason", _("Write what you found, so that the organization understands it."))


class TierForm(forms.Form):
    """The form that changes an organization's tier."""

    # The tier that the page showed. The service refuses when another editor has changed it since.
    seen = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)
    tier = forms.ChoiceField(label=_("Tier"), choices=Organization.Tier.choices, widget=forms.RadioSelect)
    reason = message_field(_("Reason"), _("It is written into the log, which the organization can read too."), True)
