"""The base of the short forms in which pages are written on a phone.

A kind of page that has one declares it (orgs.pages.page_kind.ShortForm), and its package derives the form from
ShortPageForm. What was typed stays, and every message says what to do.
"""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django import forms
from django.conf import settings
from django.db.models import Q
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from assets.fields import PictureField
from assets.models import Document, Image, People
from common.refusal import Refusal
from common.typed_text.old_fonts import CONVERT, KEPT, OldFontOffers, keep_letters_field
from orgs.guard.file_quota import refuse_full
from orgs.models import Organization, OrgContentPage
from orgs.short_forms.pictures import is_same_file, store_picture, updated_picture
from orgs.short_forms.planned_times import PlannedTimesForm, planned_times
from orgs.short_forms.rows_field import ROW_MORE, RowsField
from vocabulary.models import Place, Topic

# The greatest number of letters of a picture's own description.
LONGEST_ALT_TEXT = 255
PHOTO_FIELDS = ("file", "remove", "alt_text", "people")


def people_field() -> forms.ChoiceField:
    """Return the form field that asks whether people can be recognised in a photo; nothing is chosen beforehand.

    Nothing is chosen beforehand: no answer is not "nobody".
    """
    return forms.ChoiceField(
        label=_("Can anybody be recognised in the photo?"),
        choices=[(People.NOBODY, _("Nobody")), (People.AGREED, _("Yes, and they agreed that it is shown"))],
        required=False,
        widget=forms.RadioSelect,
    )


def alt_text_field() -> forms.CharField:
    """Return the form field that asks for a photo's alternative text; it may stay empty."""
    return forms.CharField(
        label=_("What does the photo show?"),
        help_text=_("For readers who cannot see it. For example: a woman weaves silk."),
        max_length=LONGEST_ALT_TEXT,
        required=False,
    )


class ShortPageForm(OldFontOffers, PlannedTimesForm):
    """The base of all short forms: an optional photo, topic, province, language and planned times.

    A draft may lack what the public needs; `sending` asks for it. A kind of page without a photo has
    `shows_photo` False. `own_template` shows the fields of the kind.
    """

    model: ClassVar[type[OrgContentPage]]
    shows_photo: ClassVar[bool] = True
    # The field of the page with the photo.
    photo_field: ClassVar[str] = "image"
    own_template: ClassVar[str] = "components/short_form_fields.html"
    # The fields that take a file, each with the hidden field that holds the id of the stored one.
    uploads: ClassVar[dict[str, str]] = {"file": "photo"}
    # What a file has told about the page, after a button has asked for it; None otherwise.
    proposed: dict[str, Any] | None = None
    # The fields that a subclass compares itself, in has_same_content.
    compared_apart: Any = frozenset()

    # Created with an empty form: posting the form twice makes one page only (workspace.officer.drafts.begun).
    token = forms.UUIDField(required=False, widget=forms.HiddenInput)
    file = PictureField(label=_("Photo"), required=False, widget=forms.FileInput(attrs={"accept": "image/*"}))
    remove = forms.BooleanField(label=_("Remove this photo"), required=False)
    alt_text = alt_text_field()
    people = people_field()
    topic = forms.ModelChoiceField(
        Topic.objects.all(), label=_("Topic"), required=False, to_field_name="slug", empty_label=_("Choose")
    )
    place = forms.ModelChoiceField(
        Place.objects.all(), label=_("Province"), required=False, to_field_name="slug", empty_label=_("Choose")
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, widget=forms.RadioSelect)
    keep_letters = keep_letters_field()

    def __init__(
        self,
        *args: Any,
        organization: Organization,
        page: Any = None,
        sending: bool = False,
        **kwargs: Any,
    ) -> None:
        # What the caller gives goes before what the page has.
        kwargs["initial"] = (self.content_of(page) if page else {}) | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.organization, self.sending = organization, sending
        if self.shows_photo:
            self.fields["photo"] = self.stored_file_field(Image, self.initial.get("photo"))
        else:
            for name in PHOTO_FIELDS:
                del self.fields[name]
        # A page stays in the tree of its language.
        self.fields["language"].disabled = page is not None

    def stored_file_field(self, model: type[Image | Document], current: int | None) -> forms.ModelChoiceField:
        """Return a hidden field for the id of a stored file of the organization; `current` is that of the page."""
        # The choice is limited here, so that the id of another organization's file in the hidden field is refused.
        # A page may already show a file of a shared collection.
        usable = Q(collection=self.organization.collection_id) | Q(pk=current)
        return forms.ModelChoiceField(model._default_manager.filter(usable), required=False, widget=forms.HiddenInput)

    @classmethod
    def content_of(cls, page: Any) -> dict[str, Any]:
        """Return the form's initial values (photo, topic, place, language ...), taken from a page."""
        image = getattr(page, cls.photo_field) if cls.shows_photo else None
        topic, place = page.topics.first(), page.places.first()
        return {
            "photo": image.pk if image else None,
            "alt_text": image.description if image else "",
            "people": image.people if image else "",
            "topic": topic.slug if topic else None,
            "place": place.slug if place else None,
            "language": page.locale.language_code,
            **planned_times(page),
        }

    @classmethod
    def fits(cls, page: Any) -> bool:
        """Return whether the short form can show all of a page's draft; True unless a subclass refuses."""
        return True

    @classmethod
    def fill(cls, page: Any, post: dict[str, Any]) -> None:
        """Write the form's cleaned data into a page, without saving it; subclasses must implement this."""
        raise NotImplementedError

    @classmethod
    def fill_files(cls, page: Any, organization: Organization, user: Any, post: dict[str, Any]) -> None:
        """Write the form's files into a page, without saving it; new ones are stored, and that may raise Refusal."""
        if cls.shows_photo:
            picture = updated_picture(organization, user, post, getattr(page, cls.photo_field))
            setattr(page, cls.photo_field, picture)

    @classmethod
    def kept_files(cls, page: Any) -> dict[str, Any]:
        """Return the values of the form's hidden fields that hold the ids of a page's stored files."""
        return {"photo": getattr(page, f"{cls.photo_field}_id") or ""} if cls.shows_photo else {}

    @property
    def own_fields(self) -> list[forms.BoundField]:
        """Return the bound fields that only this kind of page has, in order, without the photo."""
        shared = ShortPageForm.base_fields
        hidden = {*shared, *self.uploads.values()}
        return [self[name] for name in self.fields if name not in hidden]

    @property
    def picture(self) -> Image | None:
        """Return the stored photo that the form shows beside its fields, or None."""
        try:
            return self.fields["photo"].clean(self["photo"].value())
        except forms.ValidationError:
            return None

    def clean(self) -> None:
        """Add form errors for a lost photo and a full quota and, when sending, for what the public needs."""
        super().clean()
        post = self.cleaned_data
        # Hidden fields show no message of their own.
        # A broken token only loses the protection against sending twice.
        if self.errors.pop("token", None):
            post["token"] = None
        if self.errors.pop("photo", None):
            self.add_error("file", _("This photo is no longer available. Please choose it again."))
        self.require_room(post)
        if self.sending:
            self.require_public_content(post)

    def require_room(self, post: dict[str, Any]) -> None:
        """Add a form error where a new or copied photo would exceed the organization's file quota."""
        file, photo = post.get("file"), post.get("photo")
        if file and not is_same_file(file, photo):
            names, size = ["file"], file.size
        elif photo and not file and not post.get("remove"):
            # A photo that a public page shows is frozen: a new description or consent is stored with a copy of it.
            said = {"alt_text": photo.description, "people": photo.people}
            names = [name for name, words in said.items() if post.get(name, words) != words and photo.is_frozen]
            size = photo.file_size or 0
        else:
            return
        try:
            if names:
                refuse_full(self.organization, size)
        except Refusal as refusal:
            for name in names:
                self.add_error(name, str(refusal))

    def require_public_content(self, post: dict[str, Any]) -> None:
        """Add form errors for text in old fonts, and for a photo without description or consent."""
        self.refuse_old_fonts()
        if not (post.get("file") or (post.get("photo") and not post.get("remove"))):
            return
        if not post.get("alt_text"):
            self.add_error("alt_text", _("Please write one phrase before you send."))
        if not post.get("people"):
            self.add_error("people", _("Please choose one before you send."))

    def has_same_content(self, page: Any) -> bool:
        """Return whether the form's text and photo are the same as those of this page."""
        read = type(self)(self.data, organization=self.organization, page=page)
        # These three are no content: a stored page has no value to compare them with.
        changed = set(read.changed_data) - {"token", KEPT, *self.uploads} - self.compared_apart
        for name, hidden in self.uploads.items():
            if file := self.cleaned_data.get(name):
                # Uploaded again: the hidden field names another file, or none, and the bytes decide.
                changed.discard(hidden)
                if not is_same_file(file, read.fields[hidden].to_python(read.initial.get(hidden))):
                    return False
        return not changed

    def without_refused(self, made: Any) -> ShortPageForm | None:
        """Return a copy of the form in which invalid fields have their stored values; None if still invalid.

        `made` is the page, or None when there is none yet. Returns None where nothing can be saved so: as long as a
        page has no words, it needs those that are refused.
        """
        refused: set[str] = set()
        form: ShortPageForm = self
        # Again and again, because a stored value can make another field fail.
        while fresh := set(form.errors) - refused:
            refused |= fresh
            form = self._with_stored(refused, made)
        return None if form.errors else form

    def _with_stored(self, refused: set[str], made: Any) -> ShortPageForm:
        """Return the form again, the refused fields as they are stored; a photo that was good is not read again."""
        initial = self.content_of(made) if made else {}
        files = {name: file for name in self.uploads if name not in refused and (file := self.cleaned_data.get(name))}
        data = cast(QueryDict, self.data).copy()
        for name, hidden in self.uploads.items():
            if name in refused and not self.files:
                # The error is about a file that is not there any more.
                data[hidden] = str(initial.get(hidden) or "")
        form = type(self)(data, files, organization=self.organization, initial=initial)
        form.fields["language"].disabled = self.fields["language"].disabled
        for name in refused & form.fields.keys():
            form.fields[name].disabled = True
        return form

    def keep_upload(self, user: Any) -> None:
        """Store the form's valid photo although other fields have errors; add a form error when it is refused."""
        if self.cleaned_data.get("file"):
            try:
                image = store_picture(self.organization, user, self.cleaned_data)
            except Refusal as refusal:
                self.add_error("file", str(refusal))
            else:
                self.put("photo", str(image.pk))

    def keep_upload_and_convert(self, user: Any) -> None:
        """Store the form's valid photo and convert texts in old fonts to Unicode; save no page."""
        self.full_clean()
        self.keep_upload(user)
        self.convert_old_fonts()

    def change(self, action: str, user: Any) -> str | None:
        """Change the form's data as a button asks that saves no page; return what to tell, None for another button."""
        if action == CONVERT:
            # The files are stored first: a browser does not send a chosen file again.
            self.keep_upload_and_convert(user)
            return str(_("It is Khmer Unicode now. Check it before you send it."))
        field = self.fields.get(action.removeprefix(ROW_MORE))
        if not (action.startswith(ROW_MORE) and isinstance(field, RowsField)):
            return None
        name = self[action.removeprefix(ROW_MORE)].html_name
        self.full_clean()
        self.keep_upload(user)
        self.put(f"{name}-count", str(min(len(self[name].value() or []) + 1, field.most)))
        # She is not done yet: nothing is called wrong.
        self._errors = ErrorDict()
        return ""

    def put(self, name: str, value: str) -> None:
        """Set a value in the form's posted data, as if it had been posted."""
        data = cast(QueryDict, self.data).copy()
        data[name] = value
        self.data = data


def short_form_class(model: type[OrgContentPage]) -> type[ShortPageForm] | None:
    """Return the short form class of a class of pages, or None when it has the full editor alone."""
    form = model.own_short_form()
    return import_string(form.form) if form else None
