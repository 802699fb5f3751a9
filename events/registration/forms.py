"""The forms of registration: of somebody who registers, and of an officer who adds somebody."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from common.typed_date_fields import TypedDateTimeField
from common.typed_text.characters import mail_address
from common.typed_text.telephone import is_telephone, numbers_in, same_number
from events.models import Attendance, Gathering, Registration
from events.models.registration import LONGEST_PERSON_NAME, MOST_PLACES, new_token
from events.registration.rules import token_of
from vocabulary.models import Place

# 15 are the most digits of an international number (ITU-T E.164).
FEWEST_DIGITS, MOST_DIGITS = 8, 15
# The most letters that a mail address can have on its way (RFC 5321 and its erratum 1690).
LONGEST_EMAIL = 254
# Copies of sent mails are kept for 30 days (operations); the longest is what a donor's report may need.
FEWEST_DAYS, MOST_DAYS = 30, 365
DIFFICULTIES = _(
    "Do you have a lot of difficulty with one of these, or can you not do it at all: seeing, even with glasses; "
    "hearing, even with a hearing aid; walking or climbing steps; remembering or concentrating; washing or dressing; "
    "understanding others or being understood in your own language?"
)
WHY_COUNT = _("Only to count. Names are never shown.")


class AnswersForm(forms.Form):
    """The questions about somebody, as far as the gathering asks them; with `person`, her answers are filled in."""

    name = forms.CharField(
        label=_("Name"),
        max_length=LONGEST_PERSON_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Please write a name.")},
    )
    sex = forms.ChoiceField(
        label=_("Sex"),
        choices=Registration.Sex.choices,
        widget=forms.RadioSelect,
        help_text=WHY_COUNT,
        error_messages={"required": _("Please choose one; you need not say it.")},
    )
    organization_kind = forms.ChoiceField(
        label=_("What kind of organization do you come from?"),
        choices=[("", _("Please choose")), *Attendance.choices],
        error_messages={"required": _("Please choose one; there is “Others” too.")},
    )

    def __init__(self, *args: Any, gathering: Gathering, person: Registration | None = None, **kwargs: Any) -> None:
        if person is not None:
            kwargs["initial"] = {
                "name": person.name,
                "sex": person.sex,
                "organization_kind": person.organization_kind,
                "age_band": person.age_band,
                "place": person.place_id,
                "disability": person.disability,
            }
        super().__init__(*args, **kwargs)
        self.gathering = gathering
        not_said = ("", _("I do not say"))
        if gathering.asks_age:
            # The box that stands for "not said" is the empty one, so the stored word is left out of the list.
            bands = [band for band in Registration.AgeBand.choices if band[0] != Registration.AgeBand.NOT_SAID]
            self.fields["age_band"] = forms.ChoiceField(label=_("Age"), choices=[not_said, *bands], required=False)
        if gathering.asks_province:
            self.fields["place"] = forms.ModelChoiceField(
                Place.objects.all(), label=_("Province"), empty_label=not_said[1], required=False
            )
        if gathering.asks_disability:
            # Without an empty choice: radio buttons that nobody touched post nothing, which is "not said" (answers).
            self.fields["disability"] = forms.ChoiceField(
                label=_("Difficulties in daily life"),
                choices=[*Registration.Disability.choices],
                widget=forms.RadioSelect,
                help_text=DIFFICULTIES,
                required=False,
            )

    def answers(self) -> dict[str, Any]:
        """Return the answers as fields of Registration; age or disability left empty is "not said", place None."""
        given = self.cleaned_data
        said: dict[str, Any] = {name: given[name] for name in ("name", "sex", "organization_kind")}
        if "age_band" in self.fields:
            said["age_band"] = given.get("age_band") or Registration.AgeBand.NOT_SAID
        if "place" in self.fields:
            said["place"] = given.get("place")
        if "disability" in self.fields:
            said["disability"] = given.get("disability") or Registration.Disability.NOT_SAID
        return said


class RegisterForm(AnswersForm):
    """The form of somebody who registers for an event: how she is reached and what she agrees to, besides herself."""

    reach = forms.CharField(
        label=_("Telephone or e-mail"),
        max_length=LONGEST_EMAIL,
        help_text=_("One of the two is enough."),
        error_messages={
            "required": _("Please write a telephone number or an e-mail address, so that we can reach you.")
        },
    )
    agrees = forms.BooleanField(
        label=_("I agree"),
        error_messages={"required": _("Please agree to what we use it for. Without it you cannot register here.")},
    )
    # Hidden from people; a program that fills every field fills this one too.
    nickname = forms.CharField(required=False, widget=forms.HiddenInput)
    form_token = forms.CharField(max_length=40, widget=forms.HiddenInput)
    field_order = ("name", "reach", "sex", "organization_kind", "age_band", "place", "disability", "agrees")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # One for each form that is shown: the same one comes again when the form is sent twice.
        self.fields["form_token"].initial = new_token
        if not self.is_bound:
            self.fields["name"].widget.attrs["autofocus"] = True  # one tap less

    def clean_reach(self) -> Mapping[str, str]:
        """Return the typed telephone or mail address as {"phone", "email"}. Raises ValidationError for neither."""
        return read_reach(self.cleaned_data["reach"])

    def answers(self) -> dict[str, Any]:
        """Return the cleaned answers as fields of Registration, with mail or telephone and the active language."""
        return super().answers() | {**self.cleaned_data["reach"], "language": get_language() or "en"}

    def token(self) -> str:
        """Return the secret token of the registration that this valid form makes, from event, form and contact."""
        reach = self.cleaned_data["reach"]
        # With the address in it: the same form sent with another address must not open the first one's page.
        return token_of(self.gathering, self.cleaned_data["form_token"], reach["email"] or reach["phone"])


class AddForm(RegisterForm):
    """The form by which an officer adds somebody who told her; the button that sends it says that she agrees."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agrees"].label = _("She was told what it is used for and when it is deleted, and agrees")
        self.fields["agrees"].error_messages["required"] = _("Please ask her first whether she agrees.")
        # One tap instead of two.
        self.fields["organization_kind"] = forms.ChoiceField(
            label=_("From what kind of organization?"), choices=Attendance.choices, widget=forms.RadioSelect
        )
        self.order_fields(self.field_order)


class GatheringForm(forms.ModelForm):  # type: ignore[type-arg]
    """The form by which a member opens or changes the registration of an event."""

    capacity = forms.IntegerField(
        label=_("How many places are there?"),
        min_value=1,
        max_value=MOST_PLACES,
        required=False,
        help_text=_("Left empty, there is no limit."),
    )
    opens_at = TypedDateTimeField(label=_("Registration opens"))
    closes_at = TypedDateTimeField(label=_("Registration closes"))
    keep_days = forms.IntegerField(
        label=_("Delete people's data so many days after the event"),
        min_value=FEWEST_DAYS,
        max_value=MOST_DAYS,
        help_text=_("Who is registered already keeps the date that she was told."),
    )

    class Meta:
        model = Gathering
        fields: ClassVar = [
            "capacity",
            "opens_at",
            "closes_at",
            "has_waiting_list",
            "asks_province",
            "asks_age",
            "asks_disability",
            "purpose_km",
            "purpose_en",
            "keep_days",
        ]

    def clean(self) -> dict[str, Any]:
        """Return the cleaned data of the form; adds an error where registration closes before it opens."""
        typed = super().clean() or {}
        opens, closes = typed.get("opens_at"), typed.get("closes_at")
        if opens and closes and closes <= opens:
            self.add_error("closes_at", _("It closes before it opens. Please correct one of the two."))
        return typed


def read_reach(typed: str) -> dict[str, str]:
    """Return a typed telephone number or mail address as {"phone", "email"}. Raises ValidationError for neither."""
    if "@" in typed:
        address = mail_address(typed)
        try:
            validate_email(address)
        except ValidationError as wrong:
            raise ValidationError(
                _("Please write a whole e-mail address, such as name@example.org."), code="email"
            ) from wrong
        return {"phone": "", "email": address}
    found = numbers_in(typed)
    if not is_telephone(typed) or len(found) != 1 or not FEWEST_DIGITS <= len(found[0].dialled) <= MOST_DIGITS:
        raise ValidationError(
            _("Please write one telephone number, such as 012 345 678, or an e-mail address."), code="reach"
        )
    # In one written form: +855 12 345 678 and 012 345 678 count as one number.
    return {"phone": same_number(found[0].dialled), "email": ""}
