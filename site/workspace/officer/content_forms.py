"""The short forms in which a piece is written on a phone. What was typed stays, and every message says what to do."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django import forms
from django.conf import settings
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assets.fields import PictureField
from assets.models import Image
from blog.models import UpdatePage
from events.models import EventPage
from orgs.models import Organization, OrgContentPage
from vocabulary.models import Place, Topic
from workspace.officer.drafts import is_same_picture, plain_text, store_picture

LONGEST_TEXT = 3000
LONGEST_ALT_TEXT = 255
# How the browser's own control writes a moment.
DATETIME_FORMAT = "%Y-%m-%dT%H:%M"


class ContentForm(forms.Form):
    """What all short forms ask: perhaps a photo, and where the piece is found.

    A draft may lack what the public needs; `sending` asks for it.
    """

    model: ClassVar[type[OrgContentPage]]

    # Made with an empty form and good for one piece, however often the form arrives (workspace.officer.drafts.begun).
    token = forms.UUIDField(required=False, widget=forms.HiddenInput)
    file = PictureField(label=_("Photo"), required=False, widget=forms.FileInput(attrs={"accept": "image/*"}))
    remove = forms.BooleanField(label=_("Remove this photo"), required=False)
    alt_text = forms.CharField(
        label=_("What does the photo show?"),
        help_text=_("For readers who cannot see it. For example: a woman weaves silk."),
        max_length=LONGEST_ALT_TEXT,
        required=False,
    )
    people = forms.ChoiceField(
        label=_("Can anybody be recognised in the photo?"),
        choices=[("none", _("Nobody")), ("agreed", _("Yes, and they agreed that it is shown"))],
        required=False,
        widget=forms.RadioSelect,
    )
    topic = forms.ModelChoiceField(
        Topic.objects.all(), label=_("Topic"), required=False, to_field_name="slug", empty_label=_("Choose")
    )
    place = forms.ModelChoiceField(
        Place.objects.all(), label=_("Province"), required=False, to_field_name="slug", empty_label=_("Choose")
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, widget=forms.RadioSelect)

    def __init__(
        self,
        *args: Any,
        organization: Organization,
        page: Any = None,
        sending: bool = False,
        **kwargs: Any,
    ) -> None:
        kwargs["initial"] = (self.content_of(page) if page else {}) | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.organization, self.sending = organization, sending
        usable = Q(collection=organization.collection_id)
        if page:
            usable |= Q(pk=page.image_id)
        photos = Image.objects.filter(usable)
        self.fields["photo"] = forms.ModelChoiceField(photos, required=False, widget=forms.HiddenInput)
        # A page stays in the tree of its language.
        self.fields["language"].disabled = page is not None

    @classmethod
    def content_of(cls, page: Any) -> dict[str, Any]:
        """What the form shows of a page's newest draft."""
        image = page.image
        topic, place = page.topics.first(), page.places.first()
        people = "agreed" if image and image.consent else "none" if image and image.description else ""
        return {
            "photo": image.pk if image else None,
            "alt_text": image.description if image else "",
            "people": people,
            "topic": topic.slug if topic else None,
            "place": place.slug if place else None,
            "language": page.locale.language_code,
        }

    @property
    def picture(self) -> Image | None:
        """The photo that is kept with the form, to be shown beside it."""
        try:
            return self.fields["photo"].clean(self["photo"].value())
        except forms.ValidationError:
            return None

    def clean(self) -> None:
        super().clean()
        post = self.cleaned_data
        # Hidden fields show no message of their own.
        if self.errors.pop("token", None):
            post["token"] = None
        if self.errors.pop("photo", None):
            self.add_error("file", _("That photo is not there any more. Please choose it again."))
        if self.sending:
            self.require_public_content(post)

    def require_public_content(self, post: dict[str, Any]) -> None:
        if not (post.get("file") or (post.get("photo") and not post.get("remove"))):
            return
        if not post.get("alt_text"):
            self.add_error("alt_text", _("Please write one phrase before you send."))
        if not post.get("people"):
            self.add_error("people", _("Please choose one before you send."))

    def has_same_content(self, page: Any) -> bool:
        """Whether the form holds what the page says already, word for word and with the same photo."""
        read = type(self)(self.data, organization=self.organization, page=page)
        changed = set(read.changed_data) - {"token", "file"}
        if file := self.cleaned_data["file"]:
            return changed <= {"photo"} and is_same_picture(file, page.image)
        return not changed

    def keep_upload(self, user: Any) -> None:
        """Keep a good photo of a form with other faults: on a slow line nobody uploads twice."""
        if self.cleaned_data.get("file"):
            image = store_picture(self.organization, user, self.cleaned_data)
            self.put("photo", str(image.pk))

    def put(self, name: str, value: str) -> None:
        """Show a value in the place of the one that came."""
        data = cast(QueryDict, self.data).copy()
        data[name] = value
        self.data = data


class UpdateForm(ContentForm):
    """An update: a few sentences, perhaps a photo, where it is found."""

    model = UpdatePage

    text = forms.CharField(
        label=_("What is new?"),
        help_text=_("Two or three sentences are fine."),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Please write what is new.")},
    )

    @classmethod
    def content_of(cls, page: Any) -> dict[str, Any]:
        return super().content_of(page) | {"text": page.text}


class MultilineField(forms.CharField):
    """A text whose lines end as the stored ones do, not as browsers send them."""

    widget = forms.Textarea(attrs={"rows": 4})

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n")


class LocalDateTimeInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format=DATETIME_FORMAT)


class EventForm(ContentForm):
    """An event that is ahead: what, when, where. What it needs beyond that is the full editor's."""

    model = EventPage

    title = forms.CharField(
        label=_("What is it called?"), max_length=200, error_messages={"required": _("Please write a title.")}
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=EventPage.Kind.choices, initial=EventPage.Kind.MEETING)
    starts_at = forms.DateTimeField(
        label=_("Begins"), widget=LocalDateTimeInput, error_messages={"required": _("Please say when it begins.")}
    )
    ends_at = forms.DateTimeField(
        label=_("Ends"), widget=LocalDateTimeInput, error_messages={"required": _("Please say when it ends.")}
    )
    venue = forms.CharField(
        label=_("Where?"), help_text=_("The house, village or commune."), max_length=200, required=False
    )
    about = MultilineField(
        label=_("What is it about?"),
        help_text=_("Two or three sentences are fine."),
        max_length=LONGEST_TEXT,
        required=False,
    )

    @classmethod
    def content_of(cls, page: Any) -> dict[str, Any]:
        own = {name: getattr(page, name) for name in ("title", "kind", "starts_at", "ends_at", "venue")}
        return super().content_of(page) | own | {"about": plain_text(page.body)}

    def clean(self) -> None:
        super().clean()
        begins, ends = self.cleaned_data.get("starts_at"), self.cleaned_data.get("ends_at")
        if begins and ends and ends < begins:
            self.add_error("ends_at", _("It ends before it begins. Please correct one of the two."))

    def require_public_content(self, post: dict[str, Any]) -> None:
        super().require_public_content(post)
        if not post.get("about"):
            self.add_error("about", _("Please write what it is about before you send."))
        if post.get("ends_at") and post["ends_at"] <= timezone.now():
            self.add_error("ends_at", _("That is over. Please correct the day, or tell of it in an update."))
