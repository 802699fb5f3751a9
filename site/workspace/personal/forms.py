"""The form of a person's own settings."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.sign_in_names import has_mailbox


class MailSettingsForm(forms.ModelForm):
    """The form of a person's language and mails; mails of the desk are for editors alone, none without a mailbox."""

    class Meta:
        model = User
        fields = ("language", "desk_mails", "decision_mails")
        widgets: ClassVar = {"language": forms.RadioSelect, "desk_mails": forms.RadioSelect}
        labels: ClassVar = {
            "language": _("Language"),
            "desk_mails": _("Mails about what waits for editors"),
            "decision_mails": _("Mail me about decisions on what I sent"),
        }

    def __init__(self, *args: Any, works_at_desk: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not works_at_desk:
            # Deleted and not hidden: a field that stays could be set by a POST.
            del self.fields["desk_mails"]
        if not has_mailbox(self.instance.email):
            del self.fields["decision_mails"]
