"""The pages of an organization with their states, in a number of queries that does not grow with them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.models import Locale, Revision

from moderation.models import Correction, Submission, Withdrawal
from orgs.models import Organization, OrgContentPage
from outcomes.recommendations.page_part import RecommendingPage
from reach.sheet.page_reach import PageReach, reach_of
from workspace.officer.editing_url import editing_url

WAITING = Submission.State.WAITING


@dataclass
class ContentItem:
    """A page with its latest submission, correction and withdrawal, and its translation, as far as they exist."""

    page: Any
    submission: Submission | None
    withdrawal: Withdrawal | None
    translation: Any
    correction: Correction | None = None
    # How often it was read; None for what is not public, and in lists that do not show it.
    reach: PageReach | None = None

    @cached_property
    def state(self) -> str:
        """Return the page's state: "waiting", "corrected", "returned", "refused", "scheduled", "published" ...

        The others are "draft" and "withdrawn".
        """
        latest = self.submission.state if self.submission else None
        if latest == Submission.State.WAITING:
            return "corrected" if self.is_corrected else "waiting"
        if latest in (Submission.State.RETURNED, Submission.State.REFUSED):
            return str(latest)
        if self.page.scheduled_for:
            return "scheduled"
        if self.page.live:
            return "draft" if self.page.has_unpublished_changes else "published"
        return "withdrawn" if self.was_withdrawn else "draft"

    @property
    def is_corrected(self) -> bool:
        """Return whether an editor's correction of the page waits for the author's answer."""
        return self.correction is not None and self.correction.state == Correction.State.OFFERED

    @property
    def was_corrected(self) -> bool:
        """Return whether an editor's correction of the page's latest submission was accepted or published."""
        published = (Correction.State.ACCEPTED, Correction.State.PUBLISHED)
        return self.correction is not None and self.correction.state in published

    @property
    def was_withdrawn(self) -> bool:
        """Return whether the page was withdrawn and not sent for review again since."""
        if self.withdrawal is None:
            return False
        # By ids where they are known: times are wrong after a clock was set back.
        # Equal: the latest submission is the one that was withdrawn.
        if self.submission and self.withdrawal.submission_id:
            return self.withdrawal.submission_id >= self.submission.pk
        return not (self.submission and self.submission.submitted_at > self.withdrawal.created_at)

    @property
    def missed_schedule(self) -> bool:
        """Return whether the page was approved but is neither public, nor scheduled, nor expired."""
        was_approved = self.submission is not None and self.submission.state == Submission.State.APPROVED
        return self.state == "draft" and was_approved and not self.page.live and not self.page.expired

    @property
    def planned_from(self) -> dt.datetime | None:
        """Return the time from which the newest words are to be public once they are approved; None if not ahead."""
        return None if self.state in ("scheduled", "published") else _ahead(self.page.planned_from)

    @property
    def planned_until(self) -> dt.datetime | None:
        """Return the time at which the newest words stop to be public; None without one, and if it has passed."""
        return _ahead(self.page.planned_until)

    @property
    def title(self) -> str:
        """Return the title of the page's newest draft."""
        return self.page.draft_title or self.page.title

    @property
    def language(self) -> str:
        """Return the code of the language in which the page is written."""
        return self.page.locale.language_code

    @property
    def kind(self) -> str:
        """Return the label of the page's kind, for people."""
        return str(self.page.specific_class.page_kind.label)

    @property
    def has_recommendations(self) -> bool:
        """Return whether the page's kind can have recommendations to institutions."""
        return issubclass(self.page.specific_class, RecommendingPage)

    @property
    def editing_url(self) -> str:
        """Return the address of the page's short form; of Wagtail's full editor if its kind has no short form."""
        return editing_url(self.page)


def _ahead(stored: str | None) -> dt.datetime | None:
    """Return a time of a revision's content if it lies ahead, or None."""
    # SQLite gives "null" for a null in JSON.
    moment = dt.datetime.fromisoformat(stored) if stored and stored != "null" else None
    return moment if moment and moment > timezone.now() else None


def unfinished(organization: Organization) -> QuerySet[OrgContentPage]:
    """Return an organization's pages with work left: drafts, in review, returned, withdrawn; most urgent first.

    Newer drafts of public pages are among them. Pages that need the author's action come first, then those in review,
    each newest first. content_items() turns one page of this list into items.
    """
    said_no = [Submission.State.RETURNED, Submission.State.REFUSED]
    is_unfinished = Q(live=False) | Q(has_unpublished_changes=True) | Q(latest_state__in=[*said_no, WAITING])
    offered = Correction.objects.filter(submission=OuterRef("latest_submission"), state=Correction.State.OFFERED)
    # 0: the author must do something. 1: in review. 2: all others.
    urgency = Case(
        When(Q(latest_state__in=said_no) | Q(Exists(offered), latest_state=WAITING), then=0),
        When(latest_state=WAITING, then=1),
        default=2,
        output_field=IntegerField(),
    )
    pages = annotated_pages(organization).filter(is_unfinished).annotate(urgency=urgency)
    return pages.order_by("urgency", "-latest_revision_created_at", "-pk")


def published(organization: Organization) -> QuerySet[OrgContentPage]:
    """Return the public pages of an organization, newest first, without its home.

    content_items() turns one page of this list into items.
    """
    return annotated_pages(organization).filter(live=True, organization_home=None).order_by("-last_published_at", "-pk")


def content_item(page: OrgContentPage) -> ContentItem:
    """Return an organization's page as a ContentItem, with its state, latest submission and withdrawal."""
    return content_items(annotated_pages(page.organization).filter(pk=page.pk))[0]


def annotated_pages(organization: Organization) -> QuerySet[OrgContentPage]:
    """Return an organization's pages with their latest submission, withdrawal and schedule as annotations."""
    latest = Submission.objects.filter(page=OuterRef("pk")).order_by("-pk")
    withdrawn = Withdrawal.objects.filter(page=OuterRef("pk")).order_by("-pk")
    # Wagtail stores object_id as text, and PostgreSQL compares no text with a number.
    scheduled = Revision.page_revisions.filter(
        object_id=Cast(OuterRef("pk"), CharField()), approved_go_live_at__isnull=False
    )
    return (
        OrgContentPage.objects.filter(organization=organization)
        .annotate(
            latest_submission=Subquery(latest.values("pk")[:1]),
            latest_state=Subquery(latest.values("state")[:1]),
            latest_withdrawal=Subquery(withdrawn.values("pk")[:1]),
            scheduled_for=Subquery(scheduled.values("approved_go_live_at")[:1]),
            planned_from=KeyTextTransform("go_live_at", "latest_revision__content"),
            planned_until=KeyTextTransform("expire_at", "latest_revision__content"),
        )
        .select_related("locale")
    )


def content_items(pages: Iterable[Any]) -> list[ContentItem]:
    """Return pages from annotated_pages as ContentItems with their states, in a fixed number of queries."""
    pages = list(pages)
    rows = Submission.objects.select_related("decided_by", "claimed_by").prefetch_related("reasons")
    submissions = rows.in_bulk(page.latest_submission for page in pages if page.latest_submission)
    withdrawn = Withdrawal.objects.select_related("created_by")
    withdrawals = withdrawn.in_bulk(page.latest_withdrawal for page in pages if page.latest_withdrawal)
    # Ordered, so that of several corrections of a submission the dictionary keeps the newest.
    offered = Correction.objects.filter(submission__in=submissions).select_related("created_by").order_by("pk")
    corrections = {correction.submission_id: correction for correction in offered}
    translations = translations_of(pages)
    return [
        ContentItem(
            page,
            submissions.get(page.latest_submission),
            withdrawals.get(page.latest_withdrawal),
            translations.get((page.translation_key, page.locale_id)),
            corrections.get(page.latest_submission),
        )
        for page in pages
    ]


def with_reach(items: list[ContentItem]) -> list[ContentItem]:
    """Return the same items, each public one with how often it was read, in two queries at any number."""
    found = reach_of([item.page.pk for item in items if item.page.live])
    for item in items:
        item.reach = found.get(item.page.pk)
    return items


def translations_of(pages: list[Any]) -> dict[tuple[Any, int], Any]:
    """Return {(translation key, locale id of the page): the page in the other language} for these pages."""
    keys = [page.translation_key for page in pages]
    found = OrgContentPage.objects.filter(translation_key__in=keys).select_related("locale")
    locales = {translation.locale_id for translation in found}
    return {
        (translation.translation_key, other): translation
        for translation in found
        for other in locales - {translation.locale_id}
    }


def other_locale(page: Any) -> Locale | None:
    """Return a locale that is not the page's own; None if there is only one."""
    return Locale.objects.exclude(pk=page.locale_id).first()
