"""The forms of people who take part in discussions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from common.refusal import Refusal
from common.typed_text.lengths import LONGEST_MESSAGE
from discussions.models import Board, Participant, Subscription, Thread
from discussions.models.participants import LONGEST_NAME
from discussions.models.posts import LONGEST_POST
from discussions.models.threads import LONGEST_TITLE
from discussions.rules.names import clean_name, pseudonym
from discussions.rules.permissions import Visitor
from orgs.models import Organization
from orgs.permissions import memberships

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

NO_ORGANIZATION = ""


def email_field(hint: _StrPromise | str) -> forms.EmailField:
    """Return a form field for an e-mail address, with this hint as help text."""
    return forms.EmailField(
        label=_("Your e-mail address"),
        # The most letters that a mail address can have on its way (RFC 5321 and its erratum 1690).
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=hint,
        error_messages={
            "required": _("Please write your e-mail address."),
            "invalid": _("Please write a whole e-mail address, such as name@example.org."),
        },
    )


def focus_first(form: forms.Form) -> None:
    """Set autofocus on the first visible field of a form that was not sent yet.

    Only on a page that is for this form alone. After a fault the summary of faults has the focus.
    """
    if not form.is_bound:
        form.visible_fields()[0].field.widget.attrs["autofocus"] = True


def honeypot() -> forms.CharField:
    """Return a hidden form field that people leave empty; a program that fills it in gives itself away."""
    return forms.CharField(required=False, widget=forms.HiddenInput)


class PostForm(forms.Form):
    """The form of a post: its text, and what the portal does not know of its author yet.

    Somebody who has a name is not asked for it, and who agreed to the rules is not asked again. On a sensitive board
    everybody is asked for a name each time, and offered one that tells nothing.
    """

    text = forms.CharField(
        label=_("Your answer"),
        max_length=LONGEST_POST,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Plain text; links become links. Leave out telephone numbers and home addresses."),
        error_messages={"required": _("Please write something before you send it.")},
    )

    def __init__(self, *args: Any, board: Board, visitor: Visitor, thread: Thread | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.board, self.visitor, self.thread = board, visitor, thread
        participant = visitor.participant
        if self.organizations():
            self.fields["organization"] = self.organization_field()
        if participant is None or not participant.name or board.is_sensitive:
            self.fields["name"] = self.name_field()
        # Only a stranger types an address, so only her form needs the field that catches programs.
        if not visitor.user.is_authenticated and participant is None:
            self.fields["email"] = email_field(_("We send a link and six digits there. Nobody sees your address."))
            self.fields["nickname"] = honeypot()
        if participant is None or participant.rules_read_at is None:
            self.fields["agrees"] = forms.BooleanField(
                label=_("I have read the rules and keep to them."),
                error_messages={"required": _("Please read the rules, and say that you keep to them.")},
            )

    def organizations(self) -> list[Organization]:
        """Return the public, active organizations of which the visitor is a member; [] on a sensitive board."""
        if self.board.is_sensitive:
            return []
        own = memberships(self.visitor.user)
        return [each.organization for each in own if each.organization.is_active and each.organization.is_public]

    def organization_field(self) -> forms.ChoiceField:
        """Return the form field by which a member chooses for which of her organizations, or herself, she writes."""
        choices = [(str(each.pk), each.name) for each in self.organizations()]
        return forms.ChoiceField(
            label=_("For whom do you write?"),
            choices=[*choices, (NO_ORGANIZATION, _("For myself"))],
            initial=choices[0][0],
            required=False,
            widget=forms.RadioSelect,
        )

    def name_field(self) -> forms.CharField:
        """Return the form field for the displayed name; on a sensitive board filled in with a pseudonym."""
        hint = _("Everybody sees it beside your posts. It need not be your real name.")
        if self.board.is_sensitive:
            hint = _("Everybody sees it. This one tells nothing of you; you can write another.")
        return forms.CharField(
            label=_("The name that is shown"),
            max_length=LONGEST_NAME,
            initial=pseudonym() if self.board.is_sensitive else "",
            help_text=hint,
            error_messages={"required": _("Please write a name.")},
        )

    def clean_name(self) -> str:
        """Return the typed display name, cleaned. Raises ValidationError for a name that the writer may not take."""
        try:
            return clean_name(self.cleaned_data["name"], self.visitor.participant, self.thread)
        except Refusal as refusal:
            raise forms.ValidationError(str(refusal), code=refusal.code) from refusal

    def shown_name(self) -> str:
        """Return the name under which the post will be shown: the typed one, else the participant's."""
        known = self.visitor.participant
        return self.cleaned_data.get("name") or (known.name if known else "")

    def organization(self) -> Organization | None:
        """Return the organization chosen in the form for which the post is written; None for herself."""
        chosen = self.cleaned_data.get("organization", NO_ORGANIZATION)
        # Looked up among her own: an id of another organization gives None, and so herself.
        return next((each for each in self.organizations() if str(each.pk) == chosen), None)


class ThreadForm(PostForm):
    """The form of a new discussion: a title besides what a post has."""

    title = forms.CharField(
        label=_("What is it about?"),
        max_length=LONGEST_TITLE,
        error_messages={"required": _("Please write in a few words what it is about.")},
    )
    # The other fields follow in the order in which they were added.
    field_order = ("title", "text")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _("Your first post")


class JoinForm(forms.Form):
    """The form by which somebody asks to take part."""

    email = email_field(_("We send a link and six digits there. Nobody sees your address."))
    nickname = honeypot()


class SubscribeForm(JoinForm):
    """The form by which somebody asks to take part and to get a board by mail."""

    rhythm = forms.ChoiceField(
        label=_("How often?"),
        # Nobody asks to take part in order to get no mails.
        choices=[choice for choice in Subscription.Rhythm.choices if choice[0] != Subscription.Rhythm.NONE],
        initial=Subscription.Rhythm.DAILY,
        widget=forms.RadioSelect,
    )


class AppealForm(forms.Form):
    """The form by which the author of a hidden or rejected post says why it should be shown."""

    appeal = forms.CharField(
        label=_("Why should it be shown?"),
        max_length=LONGEST_MESSAGE,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write why the post should be shown.")},
    )


class DigitsForm(forms.Form):
    """The form for the six mailed digits; it takes Khmer digits too."""

    digits = forms.CharField(
        label=_("The six digits from the mail"),
        # 40 and not 6: digits may be typed with blanks between them, or pasted with words around.
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
        error_messages={"required": _("Please write the six digits from the mail.")},
    )


class NameForm(forms.Form):
    """The form of a participant's name and language."""

    name = forms.CharField(
        label=_("The name that is shown"),
        max_length=LONGEST_NAME,
        help_text=_("Everybody sees it beside your next posts; the earlier ones keep theirs."),
        error_messages={"required": _("Please write a name.")},
    )
    language = forms.ChoiceField(label=_("Language of the mails"), choices=settings.LANGUAGES, widget=forms.RadioSelect)

    def __init__(self, *args: Any, participant: Participant, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.participant = participant

    def clean_name(self) -> str:
        """Return the typed display name, cleaned. Raises ValidationError for a name that the person may not take."""
        try:
            return clean_name(self.cleaned_data["name"], self.participant)
        except Refusal as refusal:
            raise forms.ValidationError(str(refusal), code=refusal.code) from refusal


class RhythmsForm(forms.Form):
    """The form of a participant's mails: how often she gets each board that she may read."""

    def __init__(self, *args: Any, boards: list[Board], chosen: dict[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for board in boards:
            self.fields[f"board_{board.pk}"] = forms.ChoiceField(
                label=board.name,
                choices=Subscription.Rhythm.choices,
                initial=chosen.get(board.pk, Subscription.Rhythm.NONE),
                widget=forms.Select,
            )
