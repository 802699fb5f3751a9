"""The form for somebody who comes to an event without being on its list."""

from __future__ import annotations

import datetime as dt

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from events.attendance.walk_ins import WalkIn, add_walk_in
from events.models import Attendance, Gathering, Registration
from events.models.registration import LONGEST_PERSON_NAME, TOKEN_LENGTH, new_token


class WalkInForm(forms.Form):
    """The form for somebody who comes to an event without being on its list."""

    # Comes with the form: sent twice, the person is added once.
    token = forms.CharField(max_length=TOKEN_LENGTH, widget=forms.HiddenInput, initial=new_token)
    name = forms.CharField(label=_("Name"), max_length=LONGEST_PERSON_NAME)
    sex = forms.ChoiceField(
        label=_("Sex"), choices=Registration.Sex.choices, initial=Registration.Sex.WOMAN, widget=forms.RadioSelect
    )
    organization_kind = forms.ChoiceField(
        label=_("Kind of organization"), choices=Attendance.choices, initial=Attendance.NGO
    )
    agrees = forms.BooleanField(label=_("I told this person what it is used for, and this person agrees."))

    def add_to(self, gathering: Gathering, user: User, at: dt.datetime, device: str = "") -> None:
        """Register the person of a valid form at an event, as checked in at `at`. Raises Refusal if not possible."""
        chosen = self.cleaned_data
        walk_in = WalkIn(chosen["token"], chosen["name"], chosen["sex"], chosen["organization_kind"], at)
        add_walk_in(gathering, walk_in, user, device)
