"""The forms of people at work. What was typed stays, and every message says what to do."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workspace.fields import message_field

LONGEST_REASON = 2000


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label=_("Why?"), max_length=LONGEST_REASON, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, needs_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = needs_reason


class DeclineCorrectionForm(forms.Form):
    answer = message_field(_("What would you rather have?"))


class AnswerWithdrawalForm(forms.Form):
    answer = message_field(_("What should the editors know?"), required=True)
