"""The base of the short forms of pages with a long text, which is written in parts.

The order of the parts is that of the hidden boxes `part`, each with the kind and the key of a part; the key becomes the
id of its block. The boxes of a part begin with `part-<key>-`. Buttons add, move and take away parts; without a script
they send the form, which comes back changed (`change`).
"""

from __future__ import annotations

from typing import Any, ClassVar, cast
from uuid import uuid4

from django import forms
from django.db.models import Model, Q
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from assets.models import Document, Image
from common.refusal import Refusal
from orgs.body_form.changes import ACTION, PART, SEPARATOR, changed_data, named_parts, spread_files
from orgs.body_form.files import GONE, OwnFileField, as_id, store_file, with_words
from orgs.body_form.part import TextPart
from orgs.body_form.part_kinds import KINDS
from orgs.body_form.requirements import require_whole_parts
from orgs.body_form.stored import (
    KEY,
    StoredPart,
    TypedPart,
    bare_blocks,
    stored_blocks,
    stored_parts,
    written_blocks,
)
from orgs.models import Organization
from orgs.pages.blocks import MOST_BLOCKS
from orgs.pages.images import fetch_renditions
from orgs.pages.short_form import ShortPageForm
from orgs.short_forms.documents import document_choices
from orgs.short_forms.pictures import is_same_file

LONGEST_SUMMARY = 300
# The boxes of a whole text; a page with more is changed in the full editor.
MOST_BOXES = 3000
# The fields of a part that are stored with its picture, and not in the body.
OF_THE_PICTURE = ("-people", "-credit")


class LongTextForm(ShortPageForm):
    """The base of the short form of a page with title, summary and a body of blocks."""

    own_template: ClassVar[str] = "workspace/officer/parts/article.html"

    class Media:
        """The style sheet and the script of the form."""

        css: ClassVar = {"all": ["workspace/parts.css"]}
        js: ClassVar = [forms.Script("workspace/parts.js", type="module")]

    title = forms.CharField(label=_("Title"), max_length=200, error_messages={"required": _("Please write a title.")})
    summary = forms.CharField(
        label=_("Summary"),
        help_text=_("One or two sentences that lists and search show."),
        max_length=LONGEST_SUMMARY,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "class": "low"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.focus = ""
        self.uploads = dict(type(self).uploads)  # type: ignore[misc]
        self.own_uploads = dict(self.uploads)
        if self.is_bound:
            self.data, self.files = spread_files(cast(QueryDict, self.data), cast(Any, self.files))
        self._set_parts()

    def _set_parts(self) -> None:
        """Make the fields of all parts that the form's data names; those of an unbound form are from the page."""
        for name in [name for name in self.fields if name.startswith(f"{PART}-")]:
            del self.fields[name]
        self._bound_fields_cache: dict[str, forms.BoundField] = {}
        self.uploads = dict(self.own_uploads)  # type: ignore[misc]
        kept = {part.key: part for part in self.initial.get("stored_parts", ())}
        named = named_parts(self.data) if self.is_bound else self.initial.get(PART) or [f"text{SEPARATOR}{uuid4()}"]
        self.parts: list[TextPart] = []
        for number, each in enumerate(named[: MOST_BLOCKS + 1], 1):
            name, key = each.split(SEPARATOR)
            self.parts.append(TextPart(self, KINDS.get(name), key, number, kept.get(key)))
        for part in self.parts:
            self._add_fields(part)
        self._give_rows()

    def _add_fields(self, part: TextPart) -> None:
        if part.kind is None:
            return
        for name, field in part.kind.fields().items():
            self.fields[f"{part.name}-{name}"] = field
        if part.kind.stored:
            self.uploads[f"{part.name}-file"] = f"{part.name}-{part.kind.stored}"

    def _give_rows(self) -> None:
        """Tell the hidden fields which files may be named: the organization's, and those that the page has already."""
        self.has_pictures = False
        for model in (Image, Document):
            names = [f"{part.name}-{part.kind.stored}" for part in self.parts if part.kind and part.kind.files is model]
            rows = self._own_rows(model, names) if names else {}
            for name in names:
                self.fields[name].rows = rows  # type: ignore[attr-defined]
            if names and model is Document:
                self._offer_documents(names, rows)

    def _offer_documents(self, names: list[str], rows: dict[int, Any]) -> None:
        """Give the lists of documents the organization's own, and those that the page has already."""
        offered = dict(document_choices(self.organization)) | {str(pk): row.title for pk, row in rows.items()}
        for name in names:
            stored = str(self.initial.get(name) or "")
            # A document that is deleted stays named, so that the form says so.
            gone = {stored: str(GONE)} if stored not in offered else {}
            self.fields[name].widget.choices = [*(offered | gone).items()]  # type: ignore[attr-defined]

    def _own_rows(self, model: type[Model], names: list[str]) -> dict[int, Any]:
        posted = {as_id(self.data.get(name)) for name in names} - {0}
        stored = {as_id(self.initial.get(name)) for name in names} - {0}
        if not posted | stored:
            return {}
        usable = Q(pk__in=posted, collection=self.organization.collection_id) | Q(pk__in=stored)
        return cast(Any, model)._default_manager.filter(usable).in_bulk()

    def fetch_pictures(self) -> None:
        """Read the sizes of all pictures of the form in one query, once they are shown."""
        if not self.has_pictures:
            self.has_pictures = True
            names = [hidden for hidden in self.uploads.values() if hidden.endswith("-photo")]
            rows = cast(OwnFileField, self.fields[names[0]]).rows if names else {}
            fetch_renditions(rows.values())

    @classmethod
    def content_of(cls, page: Any) -> dict[str, Any]:
        """Return the form's initial values for a page: title, summary and the values of each part of its body."""
        parts = stored_parts(page.body)
        values: dict[str, Any] = {
            PART: [f"{part.kind.name if part.kind else 'kept'}{SEPARATOR}{part.key}" for part in parts],
            "stored_parts": parts,
            "title": page.title,
            "summary": page.summary,
        }
        for part in parts:
            values |= {f"{PART}-{part.key}-{name}": value for name, value in part.values.items()}
        return super().content_of(page) | values | _words_of_pictures(parts)

    @classmethod
    def fits(cls, page: Any) -> bool:
        """Return whether the short form can show a page: its parts are few enough, and each has an id."""
        parts = stored_parts(page.body)
        cells = [part.values["cells"] for part in parts if "cells" in part.values]
        boxes = sum(len(each["headings"]) * (len(each["rows"]) + 2) for each in cells)
        keys = {part.key for part in parts if KEY.match(part.key or "")}
        return len(keys) == len(parts) <= MOST_BLOCKS and boxes <= MOST_BOXES

    def hidden_fields(self) -> list[forms.BoundField]:
        """Return the form's hidden fields without those of parts, which stand in their part."""
        return [field for field in super().hidden_fields() if not field.name.startswith(f"{PART}-")]

    @property
    def is_full(self) -> bool:
        """Return whether there may be no part more."""
        return len(self.parts) >= MOST_BLOCKS

    @property
    def blank_parts(self) -> list[TextPart]:
        """Return an empty part of each kind, for the buttons that add one and for a script to copy."""
        names = [f"{name}{SEPARATOR}KEY-{name}" for name in KINDS]
        return type(self)(organization=self.organization, initial={PART: names}).parts

    def clean(self) -> None:
        """Check the typed parts: what was typed is then in `body`; adds errors for too many, and when sending."""
        for name, hidden in self.uploads.items():
            # Hidden fields show no message of their own.
            if name.startswith(f"{PART}-") and self.errors.pop(hidden, False):
                self.add_error(name, GONE)
        super().clean()
        if len(self.parts) > MOST_BLOCKS:
            self.add_error(None, _("A text has at most %(most)s parts.") % {"most": MOST_BLOCKS})
        self.cleaned_data["body"] = [
            TypedPart(part.key, part.kind, part.cleaned_values()) for part in self.parts if not part.is_gone
        ]
        self.cleaned_data["summary"] = " ".join(self.cleaned_data.get("summary", "").split())

    def require_public_content(self, post: dict[str, Any]) -> None:
        """Add form errors where a part lacks what readers need, such as a picture its alternative text."""
        super().require_public_content(post)
        require_whole_parts(self)

    @classmethod
    def fill(cls, page: Any, post: dict[str, Any]) -> None:
        """Write title and summary into a page without saving it; unchanged ones stay as they are stored."""
        page.title = page.title if page.title.strip() == post["title"] else post["title"]
        page.summary = page.summary if " ".join(page.summary.split()) == post["summary"] else post["summary"]

    @classmethod
    def fill_files(cls, page: Any, organization: Organization, user: Any, post: dict[str, Any]) -> None:
        """Store the files of all parts, and write the body into a page without saving it. May raise Refusal (quota)."""
        super().fill_files(page, organization, user, post)
        blocks = stored_blocks(page.body)
        images = {block["id"]: block["value"]["image"] for block in blocks if block["type"] == "picture"}
        known = Image.objects.in_bulk([pk for pk in images.values() if pk])
        parts = [_with_file(part, organization, user, known.get(images.get(part.key))) for part in post["body"]]
        written = written_blocks(blocks, parts)
        if written != blocks:
            page.body = page.body.stream_block.to_python(written)

    @classmethod
    def kept_files(cls, page: Any) -> dict[str, Any]:
        """Return the values of the form's hidden fields that hold the ids of a page's stored files."""
        kept = super().kept_files(page)
        for part in stored_parts(page.body):
            if part.kind and part.kind.stored:
                kept[f"{PART}-{part.key}-{part.kind.stored}"] = part.values[part.kind.stored] or ""
        return kept

    @property
    def compared_apart(self) -> set[str]:
        """Return the names of the fields whose values are in the body, which is compared as a whole."""
        return {name for name in self.fields if name.startswith(f"{PART}-") and not name.endswith(OF_THE_PICTURE)}

    def has_same_content(self, page: Any) -> bool:
        """Return whether title, text, pictures and all else in the form are the same as those of this page."""
        blocks = stored_blocks(page.body)
        images = Image.objects.in_bulk([b["value"]["image"] for b in blocks if b["type"] == "picture"])
        stored = {block["id"]: images.get(block["value"]["image"]) for block in blocks if block["type"] == "picture"}
        parts = [
            TypedPart(part.key, part.kind, part.values | {"file": None, "photo": stored.get(part.key)})
            if part.values.get("file") and is_same_file(part.values["file"], stored.get(part.key))
            else part
            for part in self.cleaned_data["body"]
        ]
        # A form that is sent again names its files no more than the first time.
        is_same_body = bare_blocks(written_blocks(blocks, parts)) == bare_blocks(blocks)
        return is_same_body and super().has_same_content(page)

    def keep_upload(self, user: Any) -> None:
        """Store the form's valid files although other fields have errors; add a form error where one is refused."""
        super().keep_upload(user)
        for part in self.parts:
            if part.kind and part.kind.stored and self.cleaned_data.get(f"{part.name}-file"):
                try:
                    stored = store_file(part.kind.files, self.organization, user, part.cleaned_values())
                except Refusal as refusal:
                    self.add_error(f"{part.name}-file", str(refusal))
                else:
                    self.put(f"{part.name}-{part.kind.stored}", str(stored.pk))
        # The stored files may be shown and named now.
        self._give_rows()

    def change(self, action: str, user: Any) -> str | None:
        """Add, move or take away a part as a button asks; return None for another button. Stores chosen files."""
        if not action.startswith(ACTION):
            return super().change(action, user)
        self.full_clean()
        self.keep_upload(user)
        wrong = {name: self.errors[name] for name in self.uploads if name in self.errors}
        self.data, self.focus = changed_data(cast(QueryDict, self.data), action.removeprefix(ACTION))
        self.files = MultiValueDict()
        self._set_parts()
        # She is not done yet: nothing but a refused file is called wrong.
        self._errors = ErrorDict(wrong)
        return ""


def _words_of_pictures(parts: list[StoredPart]) -> dict[str, Any]:
    """Return the initial values of the fields that belong to the pictures themselves: consent and credit."""
    ids = {part.key: part.values["photo"] for part in parts if part.values.get("photo")}
    images = Image.objects.in_bulk(ids.values()) if ids else {}
    return {
        f"{PART}-{key}-{name}": getattr(images[pk], name)
        for key, pk in ids.items()
        if pk in images
        for name in ("people", "credit")
    }


def _with_file(part: TypedPart, organization: Organization, user: Any, current: Image | None) -> TypedPart:
    """Return a part with its new file stored, and with the words of its picture saved."""
    said = part.values
    if part.kind is None or not part.kind.stored:
        return part
    stored = said[part.kind.stored]
    new = stored
    if said["file"]:
        is_there = is_same_file(said["file"], current)
        new = current if is_there else store_file(part.kind.files, organization, user, said)
    if isinstance(new, Image):
        new = with_words(new, organization, user, said)
    return TypedPart(part.key, part.kind, said | {part.kind.stored: new, "file": None})
