"""The short form of a publication: the file first, which proposes its title and language."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import FileExtensionValidator
from django.db import transaction
from django.forms.utils import ErrorDict
from django.template.defaultfilters import filesizeformat
from django.utils.functional import lazy
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from assets.fields import PictureField
from assets.models import Document
from blog.file_proposals import first_page_of, is_machine_read, proposed_by
from blog.models import PublicationPage
from common.refusal import Refusal
from common.typed_date_fields import TypedDateField
from common.typed_text.passages import passage_lines
from khmer.numbers import numerals
from orgs.models import Organization
from orgs.pages.short_form import LONGEST_ALT_TEXT, ShortPageForm
from orgs.short_forms.passage_field import fill_passage, findings_field
from orgs.short_forms.pictures import is_same_file, store_picture
from outcomes.recommendations.row_fields import (
    fill_recommendations,
    other_recommendations_field,
    recommendations_rows,
    rows_of,
)

# What the button sends that reads the file, and the script that has sent one.
READ_FILE = "read"
# What the button sends that makes a cover of the first page of the file.
TAKE_COVER = "cover"
LONGEST_TITLE = 200
LONGEST_NAME = 255
PLAIN_FIELDS = ("title", "summary", "issued_on", "authors")


def _what_is_taken() -> str:
    limit = numerals(filesizeformat(settings.WAGTAILDOCS_MAX_UPLOAD_SIZE), get_language() or "en")
    return gettext("%(limit)s at most. An office document or a spreadsheet is taken too.") % {"limit": limit}


class UploadField(forms.FileField):
    """A form field that takes a document whose content fits its name, or says in words why not."""

    def clean(self, data: Any, initial: Any = None) -> UploadedFile | None:
        """Return the uploaded document, or None. Raises ValidationError if it is too large or of a wrong type."""
        file = super().clean(data, initial)
        if file:
            Document.refuse_unfit(file)
        return file or None


class PublicationForm(ShortPageForm):
    """The short form of a publication: file, title, findings, recommendations, day, authors, cover.

    Findings and other recommendations with links to pages or documents are not shown, and stay as they are.
    """

    model = PublicationPage
    photo_field = "cover"
    # The field whose button has sent the form.
    focus = ""
    own_template = "blog/short_form_publication.html"
    uploads: ClassVar[dict[str, str]] = {"upload": "document", "file": "photo"}

    upload = UploadField(
        label=_("PDF file"),
        help_text=lazy(_what_is_taken, str)(),
        required=False,
        max_length=LONGEST_NAME,
        validators=[FileExtensionValidator(settings.WAGTAILDOCS_EXTENSIONS)],
    )
    file = PictureField(label=_("Cover"), required=False, widget=forms.FileInput(attrs={"accept": "image/*"}))
    title = forms.CharField(
        label=_("Title"), max_length=LONGEST_TITLE, error_messages={"required": _("Please write a title.")}
    )
    summary = forms.CharField(
        label=_("In one or two sentences"),
        help_text=_("Lists and search show it."),
        max_length=300,
        required=False,
    )
    findings = findings_field()
    recommendations = recommendations_rows()
    other_recommendations = other_recommendations_field()
    issued_on = TypedDateField(
        label=_("Day of issue"), help_text=_("Day, month and year, such as 05/12/2026."), required=False
    )
    authors = forms.CharField(label=_("Written by"), max_length=200, required=False)

    def __init__(self, *args: Any, page: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, page=page, **kwargs)
        current = page.document_id if page else None
        self.fields["document"] = self.stored_file_field(Document, current)
        self.has_formatted_findings = bool(page) and passage_lines(page.findings) is None
        if self.has_formatted_findings:
            del self.fields["findings"]
        if page and passage_lines(page.recommendations) is None:
            del self.fields["other_recommendations"]

    @classmethod
    def content_of(cls, page: Any) -> dict[str, Any]:
        """Return the initial values of the short form for a publication's page."""
        own = {name: getattr(page, name) for name in PLAIN_FIELDS}
        own |= {"document": page.document_id, "findings": passage_lines(page.findings) or ""}
        own |= {"other_recommendations": passage_lines(page.recommendations) or ""}
        return super().content_of(page) | own | {"recommendations": rows_of(page)}

    @property
    def stored_document(self) -> Document | None:
        """Return the stored file that the form shows, or None."""
        try:
            return self.fields["document"].clean(self["document"].value())
        except ValidationError:
            return None

    @property
    def shown_document(self) -> str:
        """Return the number of pages and the size of the stored file in words; "" without one."""
        return facts_of(document) if (document := self.stored_document) else ""

    def clean(self) -> None:
        """Add form errors for a file that is gone, a full quota and, when sending, for what the public needs."""
        if self.errors.pop("document", None):
            self.add_error("upload", _("This file is no longer available. Please choose it again."))
        super().clean()

    def require_public_content(self, post: dict[str, Any]) -> None:
        """Add form errors for text in old fonts, and for a publication without a file."""
        super().require_public_content(post)
        if not (post.get("upload") or post.get("document") or self.has_error("upload")):
            self.add_error("upload", _("Please choose the file before you send."))

    @classmethod
    def fill(cls, page: Any, post: dict[str, Any]) -> None:
        """Write the form's data into a publication without saving it; findings that lines cannot say stay."""
        for name in PLAIN_FIELDS:
            setattr(page, name, post[name])
        fill_passage(page, "findings", post)
        fill_passage(page, "recommendations", post, "other_recommendations")
        fill_recommendations(page, post["recommendations"])

    @classmethod
    def fill_files(cls, page: Any, organization: Organization, user: Any, post: dict[str, Any]) -> None:
        """Write the form's file and cover into an unsaved publication. Raises Refusal where a new one has no room."""
        super().fill_files(page, organization, user, post)
        # A form without the id of a file keeps that of the page: no button takes it away.
        page.document = chosen_document(organization, user, post) or page.document

    @classmethod
    def kept_files(cls, page: Any) -> dict[str, Any]:
        """Return the ids of the publication's stored file and cover, for the form's hidden fields."""
        return super().kept_files(page) | {"document": page.document_id or ""}

    def keep_upload(self, user: Any) -> None:
        """Store the form's valid files although other fields have errors; add a form error when one is refused."""
        super().keep_upload(user)
        if self.cleaned_data.get("upload"):
            try:
                document = chosen_document(self.organization, user, self.cleaned_data)
            except Refusal as refusal:
                self.add_error("upload", str(refusal))
            else:
                assert document
                self.cleaned_data |= {"document": document, "upload": None}
                self.put("document", str(document.pk))

    def change(self, action: str, user: Any) -> str | None:
        """Change the form's data as a button asks: also read its file for title, language or cover."""
        if action == TAKE_COVER:
            self.focus = "file"
            return self._take_cover(user)
        if action != READ_FILE:
            return super().change(action, user)
        return self._read_file(user)

    def _take_cover(self, user: Any) -> str:
        """Store the first page of the form's file as its cover; return "". Adds a form error where there is none."""
        self.full_clean()
        self.keep_upload(user)
        document = self.stored_document
        page = first_page_of(document) if document else None
        if page is None:
            told = _("Please choose the file first.") if document is None else _("Its first page cannot be shown.")
            self.add_error("file", told)
        # The empty fields are no faults yet.
        self._errors = ErrorDict({name: told for name, told in self.errors.items() if name in self.uploads})
        if page is None or self._errors:
            return ""
        title = self.data.get("title") or document.title  # type: ignore[union-attr]
        words = gettext("The first page: %(title)s") % {"title": title}
        try:
            post = {"file": page, "title": title, "alt_text": words[:LONGEST_ALT_TEXT]}
            cover = store_picture(self.organization, user, post)
        except Refusal as refusal:
            self.add_error("file", str(refusal))
            return ""
        self.put("photo", str(cover.pk))
        self.put("alt_text", cover.description)
        self.put("people", "")
        return ""

    def _read_file(self, user: Any) -> str:
        """Store the form's file, and fill empty fields with what it proposes; return ""."""
        # Asked for before anything can be wrong: an answer to a script names the file alone.
        self.proposed = {}
        self.full_clean()
        self.keep_upload(user)
        document = self.stored_document
        if document is None and not self.has_error("upload"):
            self.add_error("upload", _("Please choose the file first."))
        # The empty fields are no faults yet.
        self._errors = ErrorDict({name: told for name, told in self.errors.items() if name == "upload"})
        if self._errors or document is None:
            return ""
        proposed = proposed_by(document)
        for name, value in proposed.items():
            if name != "language" or not self.fields["language"].disabled:
                self.put(name, self.data.get(name) or value if name == "title" else value)
        self.proposed = {**proposed, "document": document.pk, "name": document.filename, "shown": facts_of(document)}
        if proposed and is_machine_read(document):
            self.proposed["shown"] += f" · {gettext('A scan: a program has read its title. Please correct it.')}"
        return ""


def facts_of(document: Document) -> str:
    """Return the number of pages, where it is known, and the size of a document in words."""
    language = get_language() or "en"
    size = numerals(filesizeformat(document.file_size or 0), language)
    if not document.pages:
        return size
    number = {"number": numerals(document.pages, language)}
    pages = ngettext("%(number)s page", "%(number)s pages", document.pages) % number
    return f"{pages} · {size}"


@transaction.atomic
def chosen_document(organization: Organization, user: Any, post: dict[str, Any]) -> Document | None:
    """Return a form's document, a new one stored in the organization's collection. Raises Refusal without room."""
    file, stored = post.get("upload"), post.get("document")
    if not file or is_same_file(file, stored):
        return stored
    title = post.get("title") or PurePath(file.name).stem
    return Document.objects.create(
        title=title[:LONGEST_NAME], file=file, collection=organization.collection, uploaded_by_user=user
    )
