"""The times at which a page of a short form becomes public by itself, and ends."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.typed_date_fields import TypedDateTimeField

DAY_AND_HOUR = _("Day, month, year and hour, such as 05/12/2026 08:30.")
TIMES = ("go_live_at", "expire_at")


class PlannedTimesForm(forms.Form):
    """A form with the two times of a page; both may be empty, and neither may be past."""

    go_live_at = TypedDateTimeField(label=_("Publish on"), help_text=DAY_AND_HOUR, required=False)
    expire_at = TypedDateTimeField(label=_("Public until"), help_text=DAY_AND_HOUR, required=False)
    # Whether the page may not be sent with an end that has passed; a draft may keep it.
    sending: bool = False

    @property
    def has_planned_times(self) -> bool:
        """Return whether one of the two boxes is filled in or wrong."""
        return any(self[name].value() or self[name].errors for name in TIMES)

    def clean(self) -> None:
        """Add form errors for a time that has passed, and for an end that is not after the beginning."""
        super().clean()
        begins, ends = (self.cleaned_data.get(name) for name in TIMES)
        now = timezone.now()
        if begins and begins <= now:
            self.add_error("go_live_at", _("This time has passed. Choose a later one, or leave the box empty."))
        # A page whose end has passed opens with it, and may be saved so: only then she sees why it is not public.
        is_as_stored = ends == self.initial.get("expire_at") and not self.sending
        if ends and ends <= now and not is_as_stored:
            self.add_error("expire_at", _("This time has passed. Choose a later one, or leave the box empty."))
        elif begins and ends and ends <= begins:
            self.add_error("expire_at", _("It would end before it is public. Please correct one of the two."))


def planned_times(page: Any) -> dict[str, dt.datetime | None]:
    """Return the initial values of the two boxes for a page; a beginning that has passed is not shown."""
    begins, ends = (_to_the_minute(getattr(page, name)) for name in TIMES)
    return {"go_live_at": begins if begins and begins > timezone.now() else None, "expire_at": ends}


def fill_planned_times(page: Any, post: dict[str, Any]) -> None:
    """Write the two times of a form into a page without saving it; one that says what is stored changes nothing."""
    shown = planned_times(page)
    for name in TIMES:
        # A beginning that has passed stays, and so do the seconds of the full editor.
        if name in post and post[name] != shown[name]:
            setattr(page, name, post[name])


def _to_the_minute(moment: dt.datetime | None) -> dt.datetime | None:
    return moment.replace(second=0, microsecond=0) if moment else None
