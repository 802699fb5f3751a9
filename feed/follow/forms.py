"""The forms of readers who follow something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from feed.models import Follower

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


def rhythm_field(hint: _StrPromise | str = "") -> forms.ChoiceField:
    """Return the form field that asks how often (daily, weekly) a follower wants mails; weekly is preset."""
    return forms.ChoiceField(
        label=_("How often?"),
        choices=Follower.Rhythm.choices,
        initial=Follower.Rhythm.WEEKLY,
        widget=forms.RadioSelect,
        help_text=hint,
    )


class AskForm(forms.Form):
    """The form of a request to follow something, with a hidden field that only programs fill."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        # The longest address that mail servers accept (RFC 5321, erratum 1690).
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("The mails name what you follow: give an address that only you read."),
        error_messages={
            "required": _("Please write your e-mail address."),
            "invalid": _("Please write a whole e-mail address, such as name@example.org."),
        },
    )
    rhythm = rhythm_field(_("One mail for all that you follow, and none when there is nothing new."))
    # Hidden from people; a program that fills every field fills this one too.
    nickname = forms.CharField(required=False, widget=forms.HiddenInput)


class ChoicesForm(forms.Form):
    """The form of a follower's choices: frequency and language."""

    rhythm = rhythm_field()
    language = forms.ChoiceField(label=_("Language of the mails"), choices=settings.LANGUAGES, widget=forms.RadioSelect)
