"""The short form of a help service: eight fields, and never an address of a safe place."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from common.typed_text.characters import readable
from common.typed_text.lengths import LONGEST_PASSAGE
from common.typed_text.markup import without_tags
from common.typed_text.passages import passage_lines
from help_services.address_detector import address_in
from help_services.models import HelpKind, HelpServicePage
from orgs.models.fields import LONGEST_TELEPHONE, validate_telephone
from orgs.pages.short_form import ShortPageForm
from orgs.short_forms.passage_field import PassageField, fill_passage

PLAIN_FIELDS = ("title", "kind", "phone", "is_always_open", "hours", "languages", "is_free", "is_nationwide")


class HelpServiceForm(ShortPageForm):
    """The short form of a help service; summary, further topics and the day of verification stay as they are.

    So does what happens when somebody calls, where that has links or bold words.
    """

    model = HelpServicePage
    shows_photo = False
    uploads: ClassVar[dict[str, str]] = {}

    title = forms.CharField(
        label=_("What is it called?"), max_length=200, error_messages={"required": _("Please write a title.")}
    )
    kind = forms.ChoiceField(label=_("kind of help"), choices=[("", _("Please choose")), *HelpKind.choices])
    phone = forms.CharField(
        label=_("telephone"),
        max_length=LONGEST_TELEPHONE,
        validators=[validate_telephone],
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "off"}),
        error_messages={"required": _("Please write the telephone number.")},
    )
    is_always_open = forms.BooleanField(label=_("day and night"), required=False)
    hours = forms.CharField(
        label=_("hours"), max_length=120, required=False, help_text=_("Such as: Monday to Friday, 8 am to 5 pm")
    )
    languages = forms.CharField(
        label=_("languages spoken"),
        max_length=120,
        required=False,
        help_text=_("Such as: Khmer, English, sign language"),
    )
    is_free = forms.BooleanField(label=_("free of charge"), required=False, initial=True)
    is_nationwide = forms.BooleanField(label=_("for the whole country"), required=False)
    what_happens = PassageField(
        label=_("what happens when somebody calls"),
        max_length=LONGEST_PASSAGE,
        required=False,
        help_text=_("Never write where a safe place is."),
    )

    def __init__(self, *args: Any, page: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, page=page, **kwargs)
        if page and passage_lines(page.what_happens) is None:
            del self.fields["what_happens"]

    @classmethod
    def content_of(cls, page: Any) -> dict[str, Any]:
        """Return the initial values of the short form for a help service's page."""
        own = {name: getattr(page, name) for name in PLAIN_FIELDS}
        lines = passage_lines(page.what_happens)
        # An address may stand in what the form does not show.
        unseen = f"{page.summary} {page.what_happens if lines is None else ''}"
        return super().content_of(page) | own | {"what_happens": lines or "", "unseen": unseen}

    def clean(self) -> None:
        """Add form errors where nobody knows when somebody answers, and where a text shows where a safe place is.

        Not even a draft may lack the one, or hold the other.
        """
        super().clean()
        post = self.cleaned_data
        if not (post.get("is_always_open") or readable(post.get("hours") or "") or self.has_error("hours")):
            self.add_error("hours", _("Say when somebody answers, or choose “day and night”."))
        words = [self.initial.get("unseen", ""), *(post.get(name) or "" for name in ("title", "hours", "what_happens"))]
        if post.get("kind") == HelpKind.SHELTER and (address := address_in(without_tags(" ".join(words), " "))):
            told = _("“%(address)s” may show where the safe place is. Remove it.")
            self.add_error("what_happens" if "what_happens" in self.fields else "title", told % {"address": address})

    @classmethod
    def fill(cls, page: Any, post: dict[str, Any]) -> None:
        """Write the form's data into a help service without saving it; text that lines cannot say stays."""
        for name in PLAIN_FIELDS:
            setattr(page, name, post[name])
        fill_passage(page, "what_happens", post)
