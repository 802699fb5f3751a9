"""The forms of people at work. What was typed stays, and every message says what to do."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from orgs.models import Role

LONGEST_REASON = 2000


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label=_("Why?"), max_length=LONGEST_REASON, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, needs_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = needs_reason


class InviteForm(forms.Form):
    """Whom a manager asks to work with her."""

    email = forms.EmailField(label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    role = forms.ChoiceField(
        label=_("She comes as"),
        choices=[
            (Role.OFFICER, _("Officer: writes and sends for review")),
            (Role.MANAGER, _("Manager: also looks after the people")),
        ],
        initial=Role.OFFICER,
        widget=forms.RadioSelect,
    )
    language = forms.ChoiceField(
        label=_("Language of the letter"), choices=settings.LANGUAGES, initial="km", widget=forms.RadioSelect
    )
