"""The short forms of updates and articles."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from blog.models import LONGEST_TITLE, LONGEST_UPDATE, ArticlePage, UpdatePage
from common.typed_text.web_addresses import without_addresses
from khmer.typography import first_words
from orgs.body_form.form import LongTextForm
from orgs.pages.short_form import ShortPageForm


class UpdateForm(ShortPageForm):
    """The short form of an update: its text, photo, topic and province."""

    model = UpdatePage

    text = forms.CharField(
        label=_("What is new?"),
        help_text=_("Two or three sentences are fine."),
        max_length=LONGEST_UPDATE,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Please write what is new.")},
    )

    @classmethod
    def content_of(cls, page: Any) -> dict[str, Any]:
        """Return the initial values of the short form for an update's page, with its text."""
        return super().content_of(page) | {"text": page.text}

    @classmethod
    def fill(cls, page: Any, post: dict[str, Any]) -> None:
        """Write short form data into an unsaved update page; its title is made anew unless it was typed."""
        # A title that was made of the old text follows the new one; a typed title stays.
        if not page.title or page.title == title_from(page.text):
            page.title = title_from(post["text"])
        page.text = post["text"]


class ArticleForm(LongTextForm):
    """The short form of an article: title, summary, and a text of parts."""

    model = ArticlePage


def title_from(text: str) -> str:
    """Return the first words of an update's text as its title, without web addresses if there are other words."""
    words = without_addresses(text) or text
    # first_words is empty for a text of punctuation alone.
    return first_words(words, LONGEST_TITLE) or words[:LONGEST_TITLE]
