"""The forms of people at work. What was typed stays, and every message says what to do."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.conf import settings
from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from assets.fields import PictureField
from assets.models import Image
from blog.models import UpdatePage
from orgs.models import Organization, Role
from vocabulary.models import Place, Topic
from workspace.writing import keep_picture

LONGEST_TEXT = 3000
LONGEST_ALT_TEXT = 255
LONGEST_REASON = 2000


class PostForm(forms.Form):
    """An update: a few sentences, perhaps a photo, where it is found.

    A draft may lack what the public needs; `sending` asks for it.
    """

    text = forms.CharField(
        label=_("What is new?"),
        help_text=_("Two or three sentences are fine."),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Please write what is new.")},
    )
    file = PictureField(label=_("Photo"), required=False)
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
    topic = forms.ModelChoiceField(Topic.objects.all(), label=_("Topic"), required=False, to_field_name="slug")
    place = forms.ModelChoiceField(Place.objects.all(), label=_("Province"), required=False, to_field_name="slug")
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, widget=forms.RadioSelect)

    def __init__(
        self,
        *args: Any,
        organization: Organization,
        page: UpdatePage | None = None,
        sending: bool = False,
        **kwargs: Any,
    ) -> None:
        kwargs["initial"] = (content_of(page) if page else {}) | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.organization, self.sending = organization, sending
        usable = Q(collection=organization.collection_id)
        if page:
            usable |= Q(pk=page.image_id)
        photos = Image.objects.filter(usable)
        self.fields["photo"] = forms.ModelChoiceField(photos, required=False, widget=forms.HiddenInput)
        # A page stays in the tree of its language.
        self.fields["language"].disabled = page is not None

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
        if self.errors.pop("photo", None):
            # A hidden field shows no message of its own.
            self.add_error("file", _("That photo is not there any more. Please choose it again."))
        shown = post.get("file") or (post.get("photo") and not post.get("remove"))
        if self.sending and shown:
            if not post.get("alt_text"):
                self.add_error("alt_text", _("Please write one phrase before you send."))
            if not post.get("people"):
                self.add_error("people", _("Please choose one before you send."))

    def keep_what_was_uploaded(self, user: Any) -> None:
        """Keep a good photo of a form with other faults: on a slow line nobody uploads twice."""
        if self.cleaned_data.get("file"):
            image = keep_picture(self.organization, user, self.cleaned_data)
            data = cast(QueryDict, self.data).copy()
            data["photo"] = str(image.pk)
            self.data = data


def content_of(page: UpdatePage) -> dict[str, Any]:
    """What the form shows of a page's newest draft."""
    image = page.image
    topic, place = page.topics.first(), page.places.first()
    people = "agreed" if image and image.consent else "none" if image and image.description else ""
    return {
        "text": page.text,
        "photo": image.pk if image else None,
        "alt_text": image.description if image else "",
        "people": people,
        "topic": topic.slug if topic else None,
        "place": place.slug if place else None,
        "language": page.locale.language_code,
    }


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label=_("Why?"), max_length=LONGEST_REASON, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, needs_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = needs_reason


class InviteForm(forms.Form):
    """Whom a manager asks to work with her."""

    email = forms.EmailField(label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    role = forms.ChoiceField(
        label=_("She comes as"),
        choices=[
            (Role.OFFICER, _("Officer: writes and sends for review")),
            (Role.MANAGER, _("Manager: also looks after the people")),
        ],
        initial=Role.OFFICER,
        widget=forms.RadioSelect,
    )
    language = forms.ChoiceField(
        label=_("Language of the letter"), choices=settings.LANGUAGES, initial="km", widget=forms.RadioSelect
    )
