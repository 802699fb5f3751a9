"""The form by which a manager adds the site of her organization."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from common.typed_text.lengths import LONGEST_ADDRESS


class SiteForm(forms.Form):
    """The form of an organization's own site: the address of its feed."""

    feed = forms.URLField(
        label=_("Address of your site’s feed"),
        max_length=LONGEST_ADDRESS,
        assume_scheme="https",
        help_text=_("For example https://example.org/feed/. RSS, Atom or JSON Feed."),
        error_messages={"required": _("Please write the address of the feed.")},
        widget=forms.URLInput(attrs={"autocomplete": "off"}),
    )
