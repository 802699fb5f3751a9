"""What a reader types to follow something, and to change how."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from feed.models import Follower

RHYTHM = {"label": _("How often?"), "choices": Follower.Rhythm.choices, "widget": forms.RadioSelect}


class AskForm(forms.Form):
    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("The mails name what you follow: give an address that only you read."),
        error_messages={
            "required": _("Please write your e-mail address."),
            "invalid": _("Please write a whole e-mail address, such as name@example.org."),
        },
    )
    rhythm = forms.ChoiceField(
        **RHYTHM,
        initial=Follower.Rhythm.WEEKLY,
        help_text=_("One mail for all that you follow, and none when there is nothing new."),
    )
    # Hidden from people; programs that fill everything fill it too.
    nickname = forms.CharField(required=False, widget=forms.HiddenInput(attrs={"autocomplete": "off"}))


class ChoicesForm(forms.Form):
    rhythm = forms.ChoiceField(**RHYTHM)
    language = forms.ChoiceField(label=_("Language of the mails"), choices=settings.LANGUAGES, widget=forms.RadioSelect)
