"""The form by which an editor corrects a translation sentence by sentence."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from wagtail_localize.strings import StringValue, extract_strings, restore_strings

from common.refusal import Refusal
from khmer import typography
from moderation.comparison.editable_texts import EditableText
from translations.engine.typed_notation import from_typed, links_in, to_typed
from translations.services import foreign_markup, refuse_foreign_markup
from workspace.desk.forms import LONGEST_TEXT
from workspace.desk.sentences.rows import SentenceRow
from workspace.fields import message_field


class SentenceCorrectionForm(forms.Form):
    """The form with every sentence of a submitted translation to be corrected, and a note to the author.

    Rich text is taken apart into its sentences, in the notation of the translator's boxes; a text of which no sentence
    was changed is left as it is stored.
    """

    def __init__(
        self, *args: Any, texts: list[EditableText], rows: list[SentenceRow], language: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.texts, self.rows = texts, {(row.path, row.number): row for row in rows}
        for text in texts:
            sentences = sentences_of(text)
            for number, sentence in enumerate(sentences):
                name = _name(text, number)
                self.fields[name] = forms.CharField(
                    label=_label(text, number, len(sentences)),
                    initial=sentence,
                    max_length=LONGEST_TEXT if text.kind == "rich" else text.max_length or LONGEST_TEXT,
                    required=False,
                    # Spaces at the ends belong to the text: without this an untouched field would be a change.
                    strip=False,
                    widget=forms.Textarea(attrs={"rows": min(14, len(sentence) // 40 + 2), "lang": language}),
                )
        self.fields["note"] = message_field(
            _("To the author, in the author’s language"), _("What you changed, and why.")
        )

    def boxes(self) -> list[dict[str, Any]]:
        """Return each sentence's field with its row; the row is None for a text that is not translated."""
        return [
            {"field": self[_name(text, number)], "row": self.rows.get((text.path, number))}
            for text in self.texts
            for number, _sentence in enumerate(sentences_of(text))
        ]

    def clean(self) -> None:
        """Add a form error to each changed sentence whose links or tags are not those of what was sent."""
        super().clean()
        for text in self.texts:
            for number, (string, _attributes) in enumerate(_strings(text)[1]):
                name = _name(text, number)
                words = from_typed(self.cleaned_data.get(name) or "")
                if name not in self.cleaned_data or not self._is_changed(name):
                    continue
                try:
                    refuse_foreign_markup(words)
                    if links_in(words) != links_in(string.data):
                        raise foreign_markup()
                except Refusal as refusal:
                    self.add_error(name, str(refusal))

    def corrected(self) -> dict[str, str]:
        """Return the corrected texts by their paths, as moderation.services.offer_correction takes them."""
        return {text.path: self._corrected(text) for text in self.texts}

    def _corrected(self, text: EditableText) -> str:
        if text.kind == "plain":
            return str(self.cleaned_data[_name(text, 0)])
        template, strings = _strings(text)
        names = [_name(text, number) for number in range(len(strings))]
        if not any(self._is_changed(name) for name in names):
            return text.value
        typed = [StringValue(from_typed(self.cleaned_data[name])) for name in names]
        return str(
            restore_strings(
                template,
                [
                    (new if self._is_changed(name) else old, attributes)
                    for name, new, (old, attributes) in zip(names, typed, strings, strict=True)
                ],
            )
        )

    def _is_changed(self, name: str) -> bool:
        typed = str(self.cleaned_data[name]).replace("\r\n", "\n")
        return typed != str(self.fields[name].initial)


def sentences_of(text: EditableText) -> list[str]:
    """Return the sentences of one text as its boxes hold them: a plain text is one."""
    if text.kind == "plain":
        return [text.value]
    return [to_typed(string.data) for string, _attributes in _strings(text)[1]]


def _strings(text: EditableText) -> tuple[str, list[tuple[StringValue, dict[str, Any]]]]:
    """Return the template of a rich text and its sentences; of a plain text none."""
    return extract_strings(text.value) if text.kind == "rich" else ("", [])


def _label(text: EditableText, number: int, of: int) -> str:
    """Return the label of a sentence's box: that of its text, with its number where the text has several."""
    label = str(capfirst(text.label))
    if of == 1:
        return label
    words = {"label": label, "number": typography.number(number + 1, get_language() or "en")}
    return gettext("%(label)s, sentence %(number)s") % words


def _name(text: EditableText, number: int) -> str:
    return f"text-{text.path}-{number}"
