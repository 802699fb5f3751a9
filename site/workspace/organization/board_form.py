"""The form of a new board."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from discussions.models import Board
from discussions.models.boards import MAIL_NAME, RESERVED_BOARD_SLUGS, RESERVED_MAIL_NAMES

LONGEST_SLUG = 30
# The workspace's own pages of boards.
RESERVED = RESERVED_BOARD_SLUGS | RESERVED_MAIL_NAMES
READERS, WRITERS = Board.Readers, Board.Writers
# Who reads and who writes, as one choice: so nobody may write who cannot read.
ACCESS = {
    "open": (READERS.EVERYBODY, WRITERS.CONFIRMED),
    "public": (READERS.EVERYBODY, WRITERS.MEMBERS),
    "members": (READERS.MEMBERS, WRITERS.MEMBERS),
    "private": (READERS.INVITED, WRITERS.INVITED),
}


class BoardForm(forms.ModelForm):
    """The form by which a manager or an editor creates a board."""

    slug = forms.CharField(
        label=_("Address on Neary"),
        max_length=LONGEST_SLUG,
        validators=[MAIL_NAME],
        help_text=_("A few Latin letters, for example silk-weavers. It cannot be changed later."),
    )
    access = forms.ChoiceField(
        label=_("Who reads and writes?"),
        choices=[
            ("open", _("Everybody reads; everybody who confirmed an e-mail address writes")),
            ("public", _("Everybody reads; members of organizations write")),
            ("members", _("Members of organizations read and write")),
            ("private", _("Private: invited people read and write")),
        ],
        initial="open",
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Board
        fields = ("name_en", "name_km", "description_en", "description_km", "slug", "is_sensitive", "review")
        labels = {
            "is_sensitive": _("It is about violence, health or other things that can harm whoever tells of them"),
            "review": _("Which posts does an editor read before they are public?"),
        }
        help_texts = {"is_sensitive": _("Then a name that tells nothing of her is offered to everybody who writes.")}
        widgets = {"review": forms.RadioSelect}

    field_order = ("name_en", "name_km", "description_en", "description_km", "slug", "access", "is_sensitive", "review")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Without the empty choice that a model gives.
        self.fields["review"].choices = Board.Review.choices  # type: ignore[attr-defined]

    def clean_slug(self) -> str:
        """Return the new discussion board's slug. Raises ValidationError when it is taken or reserved."""
        slug: str = self.cleaned_data["slug"]
        # Also mail names of other boards: a mail to one address can reach one board only.
        if slug in RESERVED or Board.objects.filter(Q(slug=slug) | Q(mail_name=slug)).exists():
            raise forms.ValidationError(_("This address is taken. Please choose another."))
        return slug

    def clean(self) -> None:
        """Add an error where another board has a typed name; set on the board who may read and write."""
        super().clean()
        for name in ("name_en", "name_km"):
            typed = self.cleaned_data.get(name, "")
            if typed and Board.objects.filter(**{f"{name}__iexact": typed}).exists():
                self.add_error(name, _("Another board has this name."))
        if access := self.cleaned_data.get("access"):
            self.instance.who_reads, self.instance.who_writes = ACCESS[access]
