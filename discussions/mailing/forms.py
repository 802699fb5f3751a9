"""The form of a subscriber's choice of mails."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from discussions.models import Subscription


class MailChoiceForm(forms.Form):
    """The form in which a subscriber chooses how often she gets the mails of a board."""

    rhythm = forms.ChoiceField(label=_("How often?"), choices=Subscription.Rhythm.choices, widget=forms.RadioSelect)
