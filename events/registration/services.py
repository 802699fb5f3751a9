"""Change registrations for an event. Each function is one transaction on the locked row of the gathering."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.personal_data.signals import row_deleted_by_owner
from common.refusal import Refusal
from events.models import Gathering, Registration
from events.registration.places import free_places, taken_places
from events.registration.rules import MOST_OF_A_NUMBER, event_page, is_over, lapsed, uncalled
from events.registration.waiting_list import locked, send, store_registration
from mail.unsolicited import may_write_to

NO_MORE_MAIL = gettext_lazy(
    "We have sent too many mails to this address or over your connection, so we cannot send you one now. You are not "
    "registered yet. Please try again tomorrow, or give a telephone number."
)
# What a person may change of her registration herself; a new phone or email would have to be confirmed anew.
CHANGEABLE = ("name", "language", "sex", "organization_kind", "age_band", "place", "disability")


@dataclass(frozen=True)
class Registered:
    """The registration that came of a form; `is_new` is false where it was there before."""

    registration: Registration
    is_new: bool


def register(gathering_id: int, token: str, answers: Mapping[str, Any], sender: str) -> Registered:
    """Create a registration, or return the one of this form or address; mail to confirm. Refusal: closed, full, limits.

    `answers` are fields of Registration, `sender` is the connection that asks. A form that is sent twice, and an
    address that is registered already, give the registration that is there: never show that one to who asked, since
    anybody may have typed the address. Raises Refusal where nobody can register now, for an event that is over or of
    a suspended organization, where a telephone number has five places, and for a mail address to which no more mail may
    be sent now, registered or not: nobody could confirm.
    """
    with locked(gathering_id) as gathering:
        # First: the same form sent again finds its own registration, and not that the event is full or closed by now.
        if found := gathering.registrations.filter(token=token).first():
            return Registered(found, is_new=False)
        is_open = gathering.is_open_at(timezone.now()) and gathering.organization.is_active
        if not is_open or is_over(gathering):
            raise Refusal(_("Registration for this event is closed."), code="closed")
        # Before the address is looked up, so that the answer is the same whether it is registered or not.
        if answers["email"] and not may_write_to(answers["email"], sender):
            raise Refusal(NO_MORE_MAIL, code="mail")
        # "ask" again where it was never confirmed: the first mail may have been lost.
        if found := _of_address(gathering, answers["email"]):
            send(found, "again" if found.confirmed_at else "ask")
            return Registered(found, is_new=False)
        _refuse_number(gathering, answers["phone"])
        registration = _add(gathering, answers, token=token, confirmed_at=None)
        send(registration, "ask")
        return Registered(registration, is_new=True)


def add_by_officer(gathering_id: int, token: str, answers: Mapping[str, Any]) -> Registered:
    """Create a confirmed registration, also outside opening times, and mail. Refusal if closed, full or registered.

    It is confirmed already, since the officer spoke with the person. Raises Refusal once the event was closed, for an
    address that is registered, and where all places are taken and there is no waiting list.
    """
    with locked(gathering_id) as gathering:
        # Before the refusals: the second sending of a form has the answer of the first.
        if found := gathering.registrations.filter(token=token).first():
            return Registered(found, is_new=False)
        _refuse_closed(gathering)
        if _of_address(gathering, answers["email"]):
            raise Refusal(_("Somebody with this e-mail address is registered already."), code="address")
        registration = _add(gathering, answers, token=token, confirmed_at=timezone.now(), is_by_officer=True)
        send(registration, _template_of(registration))
        return Registered(registration, is_new=True)


def confirm(registration: Registration) -> Registration:
    """Mark an active registration as confirmed, record the mail that tells of its place or waiting, and return it.

    One that is confirmed already is returned as it is. Raises Registration.DoesNotExist for one that is gone.
    """
    with locked(registration.gathering_id) as gathering:
        # Read again under the lock: the row that the caller has may be outdated.
        found = gathering.registrations.get(pk=registration.pk)
        # A cancelled one stays cancelled, also where its link is opened later.
        if found.confirmed_at is None and found.is_active:
            found.confirmed_at = timezone.now()
            found.save(update_fields=["confirmed_at"])
            send(found, _template_of(found))
        return found


def mark_called(registration: Registration) -> None:
    """Mark an unconfirmed registration as confirmed, because an officer has called. Refusal if cancelled meanwhile.

    Raises Registration.DoesNotExist for one that is gone.
    """
    with locked(registration.gathering_id) as gathering:
        found = gathering.registrations.get(pk=registration.pk)
        if not found.is_active:
            raise Refusal(_("This registration was cancelled meanwhile."), code="cancelled")
        if found.confirmed_at is None:
            found.confirmed_at = timezone.now()
            found.save(update_fields=["confirmed_at"])


def change(registration: Registration, answers: Mapping[str, Any]) -> None:
    """Save changed answers of a registration, also when the event is closed; contact details and state stay."""
    changed = {name: value for name, value in answers.items() if name in CHANGEABLE}
    with locked(registration.gathering_id) as gathering:
        # update() and not save(): the caller's row may hold an outdated state, which must not be written back.
        gathering.registrations.filter(pk=registration.pk).update(**changed)


def cancel(registration: Registration, *, is_by_officer: bool = False) -> bool:
    """Cancel a registration (who waits moves up), return if it was active; mail if by an officer. Refusal if closed.

    Who waits next gets the place. Raises Refusal once the event was closed, and Registration.DoesNotExist for one that
    is gone.
    """
    with locked(registration.gathering_id) as gathering:
        _refuse_closed(gathering)
        found = gathering.registrations.get(pk=registration.pk)
        if not found.is_active:
            return False
        found.state = Registration.State.CANCELLED
        found.save(update_fields=["state"])
        if is_by_officer:
            send(found, "cancelled")
        return True


def delete(registration: Registration) -> None:
    """Delete a registration row with its check-ins; the next who waits gets the place.

    The deletion is remembered by mail address, so that a restored backup does not bring it back.
    """
    with locked(registration.gathering_id) as gathering:
        # delete() gives 0 where another tab was faster; then nothing is to be remembered.
        deleted, _by_model = gathering.registrations.filter(pk=registration.pk).delete()
        if deleted and registration.email:
            row_deleted_by_owner.send(Registration, address=registration.email)


def delete_all(registrations: QuerySet[Registration]) -> Counter[str]:
    """Delete registrations of any events, in the caller's transaction; who waits moves up. Return the rows by model.

    Nothing is remembered of it: that is done by the caller, who erases the people.
    """
    deleted: Counter[str] = Counter()
    # In one order, so that two callers never wait for each other.
    for gathering_id in registrations.order_by("gathering").values_list("gathering", flat=True).distinct():
        with locked(gathering_id):
            deleted += Counter(registrations.filter(gathering=gathering_id).order_by().delete()[1])
    return deleted


def give_place(registration: Registration) -> None:
    """Give a waiting registration a place, one more if full; mail it if confirmed. Refusal if closed or not waiting.

    A confirmed person gets a mail. Raises Registration.DoesNotExist for a registration that is gone.
    """
    with locked(registration.gathering_id) as gathering:
        _refuse_closed(gathering)
        found = gathering.registrations.get(pk=registration.pk)
        if found.state != Registration.State.WAITING:
            raise Refusal(_("This person does not wait any more."), code="not_waiting")
        if free_places(gathering, taken := taken_places(gathering)) == 0:
            # The event gets one place more: nobody loses hers.
            gathering.capacity = taken + 1
            gathering.save(update_fields=["capacity"])
        found.state = Registration.State.REGISTERED
        found.save(update_fields=["state"])
        # Whoever has not confirmed learns of her place when she confirms (confirm).
        if found.confirmed_at is not None:
            send(found, "place")


def delete_lapsed(now: datetime | None = None) -> None:
    """Delete registrations whose mail address nobody confirmed in time; one transaction for each gathering."""
    now = now or timezone.now()
    for gathering_id in lapsed(Registration.objects.order_by(), now).values_list("gathering", flat=True).distinct():
        with locked(gathering_id) as gathering:
            # Asked again under the lock: somebody may have confirmed since the list was read.
            lapsed(gathering.registrations.all(), now).delete()


def free_uncalled(now: datetime | None = None) -> None:
    """Move telephones that nobody called in time to the waiting list of events that are full; others keep the place."""
    now = now or timezone.now()
    late = uncalled(Registration.objects.registered().filter(gathering__closed_at=None).order_by(), now)
    for gathering_id in late.values_list("gathering", flat=True).distinct():
        with locked(gathering_id) as gathering:
            # Only where somebody else could use the place.
            if free_places(gathering, taken_places(gathering)) == 0 and not is_over(gathering):
                found = uncalled(gathering.registrations.registered(), now)
                found.update(state=Registration.State.WAITING)


def _add(gathering: Gathering, answers: Mapping[str, Any], **fields: Any) -> Registration:
    """Write a new registration with the next number. Raises Refusal where there is neither a place nor a list."""
    state = Registration.State.REGISTERED
    if free_places(gathering, taken_places(gathering)) == 0:
        if not gathering.has_waiting_list:
            raise Refusal(_("All places are taken."), code="full")
        state = Registration.State.WAITING
    # Asked for the date of its end: the day of deletion follows from it.
    page = event_page(gathering, answers["language"])
    if page is None:
        raise Refusal(_("This event is not there any more."), code="gone")
    return store_registration(gathering, answers, page.ends_at, state=state, **fields)


def _of_address(gathering: Gathering, email: str) -> Registration | None:
    # Only active ones: whoever cancelled may register again.
    return gathering.registrations.active().filter(email=email).first() if email else None


def _refuse_number(gathering: Gathering, phone: str) -> None:
    if phone and gathering.registrations.active().filter(phone=phone).count() >= MOST_OF_A_NUMBER:
        raise Refusal(
            _("Five people are registered with this telephone number already. Please give another one, or an e-mail."),
            code="number",
        )


def _refuse_closed(gathering: Gathering) -> None:
    if gathering.closed_at is not None:
        raise Refusal(_("This event was closed: its figures are counted."), code="counted")


def _template_of(registration: Registration) -> str:
    return "place" if registration.state == Registration.State.REGISTERED else "waiting"
