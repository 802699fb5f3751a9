"""The forms of the press desk: one item with its topics and words, several items, and the choice of a source."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from press.deciding.taking import ClippingChoice
from press.excerpts import MOST_CHARACTERS, validate_excerpt
from press.models import Item, Source
from press.models.items import LONGEST_TITLE
from vocabulary.models import Place, Topic

# An item and the hash of what the editor read of it; longer numbers are no ids of any database.
KEY = re.compile(r"([0-9]{1,18})\.([0-9a-f]{64})", re.ASCII)
# Of one form; a page of the list has fewer.
MOST_KEYS = 500

TAKE, PASS, PASS_SOURCE = "take", "pass", "pass-source"


def key_of(item: Item) -> str:
    """Return an item's key in forms of the press desk: its id and the hash of the content that the editor read."""
    return f"{item.pk}.{item.content_hash}"


class ItemKeysField(forms.Field):
    """A field for items of the press desk, each as its id and the hash of what was read."""

    widget = forms.MultipleHiddenInput
    default_error_messages = {"invalid": _("One of them is not an item of this list. Load the page again.")}

    def clean(self, value: Any) -> list[tuple[int, str]]:
        """Return distinct (item id, content hash) pairs. ValidationError: malformed, too many, or none if required."""
        keys = list(dict.fromkeys(value or ()))
        self.validate(keys)
        found = [KEY.fullmatch(key) for key in keys]
        if len(keys) > MOST_KEYS or not all(found):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return [(int(match[1]), match[2]) for match in found if match]


class SourceFilterForm(forms.Form):
    """The form by which the list is narrowed to the stories of one source."""

    source = forms.ModelChoiceField(Source.objects.press(), required=False, label=_("Source"), blank=True)

    def name_sources(self, sources: Iterable[Source]) -> None:
        """Set the choices of the filter's field to these sources and "All sources", without a query."""
        named = [("", _("All sources")), *((source.pk, source.name) for source in sources)]
        self.fields["source"].choices = named  # type: ignore[attr-defined]

    def chosen(self) -> Source | None:
        """Return the chosen source; None for all, and for one that is unknown."""
        return self.cleaned_data.get("source") if self.is_valid() else None


class ItemForm(forms.Form):
    """The form of one item: take it with topics, provinces and perhaps other words, or pass it."""

    decision = forms.ChoiceField(choices=[(TAKE, ""), (PASS, ""), (PASS_SOURCE, "")], label=_("Your decision"))
    seen = forms.RegexField(r"\A[0-9a-f]{64}\Z", widget=forms.HiddenInput)
    topics = forms.ModelMultipleChoiceField(Topic.objects.all(), required=False, label=_("Topics"))
    places = forms.ModelMultipleChoiceField(Place.objects.all(), required=False, label=_("Provinces"))
    title = forms.CharField(label=_("Title"), max_length=LONGEST_TITLE)
    excerpt = forms.CharField(
        label=_("Excerpt"),
        max_length=MOST_CHARACTERS,
        required=False,
        validators=[validate_excerpt],
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("At most 200 letters of the original."),
    )
    # The others of its story, which are passed with it where the editor wants that.
    rest = ItemKeysField(required=False)
    is_with_rest = forms.BooleanField(required=False, label=_("Pass the others of this story too"))

    def __init__(self, data: Any = None, *, item: Item, **kwargs: Any) -> None:
        super().__init__(data, initial={"title": item.title, "excerpt": item.offered_excerpt}, **kwargs)
        if not item.source.allows_excerpts:
            del self.fields["excerpt"]

    def choice(self) -> ClippingChoice:
        """Return the valid form's topics, provinces, title and excerpt as a ClippingChoice."""
        said = self.cleaned_data
        return ClippingChoice(said["topics"], said["places"], said["title"], said.get("excerpt"))

    def passed_with_it(self) -> list[tuple[int, str]]:
        """Return (id, hash) of the story's other items, if the editor ticked to pass them too; else []."""
        return self.cleaned_data["rest"] if self.cleaned_data["is_with_rest"] else []


class ItemsForm(forms.Form):
    """The form of one decision on several items; each is decided by itself."""

    chosen = ItemKeysField(error_messages={"required": _("Choose at least one item.")}, label=_("Chosen items"))
    decision = forms.ChoiceField(choices=[(TAKE, ""), (PASS, "")], label=_("Your decision"))
