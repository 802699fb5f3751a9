"""Closing of an event: its figures are counted from check-ins, and written into its pages for review."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from common.refusal import Refusal
from events.attendance.counted_rows import counted_rows
from events.models import AttendanceFigure, EventPage, Gathering, Registration
from events.registration.rules import refuse_suspended
from moderation.models import Submission
from moderation.services import submit
from moderation.services.steps import locked
from orgs.permissions import is_member

if TYPE_CHECKING:
    from accounts.models import User

# After this time /health/ready says that an event was not closed.
CLOSED_WITHIN = timedelta(days=7)
ANSWERS = ("sex", "organization_kind", "place", "age_band", "disability")


class ClosedEvent(NamedTuple):
    """The result of closing: how many people were counted, and the pages that were not sent, each with the reason."""

    people: int
    not_sent: list[tuple[EventPage, Refusal]]


def pages_of(gathering: Gathering) -> QuerySet[EventPage]:
    """Return a queryset of the pages of a gathering's event, one for each language, drafts too."""
    return EventPage.objects.filter(translation_key=gathering.key).select_related("locale").order_by("pk")


def people_who_came(gathering: Gathering) -> QuerySet[Registration]:
    """Return the registrations of a gathering that were checked in on at least one day, each once."""
    # A subquery and no join: who came on two days would be counted twice.
    return gathering.registrations.filter(pk__in=gathering.registrations.filter(check_ins__isnull=False).values("pk"))


def count_figures(gathering: Gathering) -> int:
    """Store the attendance figures of a gathering, counted from its check-ins; return the number of people."""
    # order_by(): the model's order would be part of the GROUP BY.
    groups = people_who_came(gathering).order_by().values(*ANSWERS).annotate(count=Count("pk"))
    figures = [
        AttendanceFigure(gathering=gathering, place_id=group.pop("place"), **group) for group in groups.iterator()
    ]
    AttendanceFigure.objects.bulk_create(figures)
    return sum(figure.count for figure in figures)


@transaction.atomic
def close_event(gathering: Gathering, user: User) -> ClosedEvent:
    """Close a past event: count figures, send its pages for review, log. Raises Refusal as `refuse_closing`.

    The figures are final: nobody edits them, and they stay when the people are deleted. Raises Refusal for others than
    members, while the organization is suspended, before the end, without check-ins, for an event that is closed, and
    while one of its pages is in review.
    """
    gathering = Gathering.objects.select_for_update().get(pk=gathering.pk)
    # Locked in the order of their ids, so that two closings of one event cannot wait for each other.
    pages = [locked(page.pk) for page in pages_of(gathering)]
    refuse_closing(gathering, pages, user)
    gathering.closed_at = timezone.now()
    gathering.save(update_fields=["closed_at"])
    # Before the drafts, whose rows are made of these figures.
    people = count_figures(gathering)
    for page in pages:
        log(instance=page, action="events.close", user=user, data={"people": people})
    drafts = [write_figures(page, user) for page in pages]
    return ClosedEvent(people, [(draft, refusal) for draft in drafts if (refusal := send_for_review(draft, user))])


def refuse_closing(gathering: Gathering, pages: list[Any], user: User) -> None:
    """Raise Refusal: no member, organization suspended, event closed, not over, without check-ins or in review."""
    if not is_member(user, gathering.organization_id):
        raise Refusal(_("Only members of the organization can close its events."), code="members_only")
    refuse_suspended(gathering.organization)
    if gathering.closed_at:
        raise Refusal(_("This event was closed already."), code="already_closed")
    if not pages or any(page.ends_at > timezone.now() for page in pages):
        raise Refusal(_("This event is not over yet. Close it when everybody has left."), code="not_over")
    if not people_who_came(gathering).exists():
        raise Refusal(
            _("Nobody was checked in. Check people in first, or type the numbers into the page."), code="nobody_came"
        )
    if Submission.objects.waiting().filter(page__in=[page.pk for page in pages]).exists():
        raise Refusal(
            _("One of its pages waits for an editor. Wait for the answer or take it back, then close the event."),
            code="in_review",
        )


def write_figures(page: Any, user: User) -> EventPage:
    """Save a new draft of an event's page with its counted participants, and return that draft."""
    draft: EventPage = page.get_latest_revision_as_object()
    draft.participants.set(counted_rows(page.translation_key))
    draft.save_revision(user=user, log_action=True)
    return draft


def send_for_review(page: EventPage, user: User) -> Refusal | None:
    """Submit a page for review and return None; where it cannot be sent yet, return the Refusal and keep the draft."""
    try:
        # A savepoint: an incomplete page in one language does not undo the closing.
        with transaction.atomic():
            submit(page, user)
    except Refusal as refusal:
        return refusal
    return None


def overdue_to_close() -> QuerySet[Gathering]:
    """Return the gatherings with check-ins whose event ended more than 7 days ago and was not closed."""
    over = EventPage.objects.filter(ends_at__lt=timezone.now() - CLOSED_WITHIN)
    # The join with check-ins would give an event once for each of them.
    return Gathering.objects.filter(
        closed_at=None, key__in=over.values("translation_key"), registrations__check_ins__isnull=False
    ).distinct()
