"""The base of the short forms in which pages are written on a phone.

A kind of page that has one declares it (orgs.pages.page_kind.ShortForm), and its package derives the form from
ShortPageForm. What was typed stays, and every message says what to do.
"""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django import forms
from django.conf import settings
from django.db.models import Q
from django.http import QueryDict
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from wagtail.utils.file import hash_filelike

from assets.fields import PictureField
from assets.models import Image, People
from assets.services import add_picture, updated_description
from common.refusal import Refusal
from common.typed_text.old_fonts import KEPT, OldFontOffers, keep_letters_field
from khmer.typography import first_words
from orgs.guard.file_quota import refuse_full
from orgs.models import Organization, OrgContentPage
from orgs.pages.page_kind import PageKind
from vocabulary.models import Place, Topic

# The greatest number of letters of a picture's own description.
LONGEST_ALT_TEXT = 255
LONGEST_NAME = 80


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


class ShortPageForm(OldFontOffers, forms.Form):
    """The base of all short forms: an optional photo, topic, province and language.

    A draft may lack what the public needs; `sending` asks for it.
    """

    model: ClassVar[type[OrgContentPage]]

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
        # The choice is limited here, so that the id of another organization's photo in the hidden field is refused.
        usable = Q(collection=organization.collection_id)
        if page:
            # A page may already show a picture of a shared collection.
            usable |= Q(pk=page.image_id)
        photos = Image.objects.filter(usable)
        self.fields["photo"] = forms.ModelChoiceField(photos, required=False, widget=forms.HiddenInput)
        # A page stays in the tree of its language.
        self.fields["language"].disabled = page is not None

    @classmethod
    def content_of(cls, page: Any) -> dict[str, Any]:
        """Return the form's initial values (photo, topic, place, language ...), taken from a page."""
        image = page.image
        topic, place = page.topics.first(), page.places.first()
        return {
            "photo": image.pk if image else None,
            "alt_text": image.description if image else "",
            "people": image.people if image else "",
            "topic": topic.slug if topic else None,
            "place": place.slug if place else None,
            "language": page.locale.language_code,
        }

    @classmethod
    def fits(cls, page: Any) -> bool:
        """Return whether the short form can show all of a page's draft; True unless a subclass refuses."""
        return True

    @classmethod
    def fill(cls, page: Any, post: dict[str, Any]) -> None:
        """Write the form's cleaned data into a page, without saving it; subclasses must implement this."""
        raise NotImplementedError

    @property
    def own_fields(self) -> list[forms.BoundField]:
        """Return the bound fields that only this kind of page has, in order, without the photo."""
        shared = ShortPageForm.base_fields
        return [self[name] for name in self.fields if name not in shared and name != "photo"]

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
        if file and not is_same_picture(file, photo):
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
        changed = set(read.changed_data) - {"token", "file", KEPT}
        if file := self.cleaned_data["file"]:
            # Uploaded again: the hidden field names another picture, or none, and the bytes decide.
            return changed <= {"photo"} and is_same_picture(file, page.image)
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
        good = self.cleaned_data.get("file")
        files = {"file": good} if good and "file" not in refused else {}
        data = cast(QueryDict, self.data).copy()
        if "file" in refused and not self.files:
            # The error is about a photo that is not there any more.
            data["photo"] = str(initial.get("photo") or "")
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

    def put(self, name: str, value: str) -> None:
        """Set a value in the form's posted data, as if it had been posted."""
        data = cast(QueryDict, self.data).copy()
        data[name] = value
        self.data = data


def short_form_class(kind: PageKind) -> type[ShortPageForm] | None:
    """Return the short form class of a kind of page, or None when it has the full editor alone."""
    return import_string(kind.short_form.form) if kind.short_form else None


def updated_picture(organization: Organization, user: Any, post: dict[str, Any], current: Image | None) -> Image | None:
    """Return a form's picture, stored if new, its description and consent saved; None if none or removed.

    Its description and consent are updated.
    """
    image = post["photo"]
    if post["file"]:
        image = current if is_same_picture(post["file"], current) else store_picture(organization, user, post)
    # A new photo wins over the tick to remove the old one.
    if image is None or (post["remove"] and not post["file"]):
        return None
    said = {"description": post["alt_text"], "people": post["people"]}
    return updated_description(image, user=user, collection=organization.collection, **said)


def is_same_picture(file: Any, image: Image | None) -> bool:
    """Return whether an upload, its metadata already removed, has the same bytes as a stored picture."""
    if image is None:
        return False
    file.seek(0)
    same = hash_filelike(file) == image.file_hash
    file.seek(0)
    return same


def store_picture(organization: Organization, user: Any, post: dict[str, Any]) -> Image:
    """Store a form's uploaded picture in an organization's collection; return it. May raise Refusal (quota)."""
    words = post.get("alt_text") or first_words(post.get("text") or post.get("title") or "", LONGEST_NAME)
    return add_picture(
        post["file"],
        title=(words or post["file"].name)[:LONGEST_NAME],
        collection=organization.collection,
        user=user,
        description=post.get("alt_text") or "",
        people=post.get("people") or "",
    )
