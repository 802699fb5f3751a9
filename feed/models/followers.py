"""Readers who follow something by mail, the subjects of their follows, and their digests."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.http import QueryDict
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from catalog import terms
from catalog.sources.kinds import entry_kinds
from orgs.models import Organization
from vocabulary.models import Topic


def new_key() -> str:
    """Return a new random key of 22 letters and digits for a follower's links."""
    return get_random_string(22)


class FollowerQuerySet(models.QuerySet["Follower"]):
    """The database queries about followers."""

    def confirmed(self) -> FollowerQuerySet:
        """Return the followers who have at least one confirmed follow."""
        return self.filter(Exists(Follow.objects.confirmed().filter(follower=OuterRef("pk"))))

    def due(self, today: dt.date) -> FollowerQuerySet:
        """Return the confirmed followers who have no digest yet for the period of this day."""
        start = Case(
            # Days and Mondays are counted here, not by the database: both must be those of Cambodia.
            *(When(rhythm=rhythm, then=Value(rhythm.period_start(today))) for rhythm in Follower.Rhythm),
            output_field=models.DateField(),
        )
        done = Digest.objects.filter(follower=OuterRef("pk"), period_start=OuterRef("period_start"))
        return self.confirmed().annotate(period_start=start).filter(~Exists(done))


class Follower(models.Model):
    """A reader who follows something, known by her address alone, which nobody else sees."""

    class Rhythm(models.TextChoices):
        """The frequencies of digests: weekly and daily."""

        WEEKLY = "weekly", _("Once a week, on Monday")
        DAILY = "daily", _("Once a day")

        def period_start(self, day: dt.date) -> dt.date:
            """Return the first day of the period that a day is in: the day itself, or its Monday for a weekly rhythm.

            Weeks begin on Monday.
            """
            return day if self == self.DAILY else day - dt.timedelta(days=day.weekday())

    email = models.EmailField(_("your e-mail address"), unique=True)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    rhythm = models.CharField(_("how often?"), max_length=6, choices=Rhythm.choices, default=Rhythm.WEEKLY)
    # Part of the signed links: an id that a restored backup gives out again opens nothing.
    key = models.CharField(max_length=22, default=new_key, editable=False)
    # The id of the last Activity that she was told of, or could have been. An id, because clocks can be wrong.
    last_activity = models.BigIntegerField(default=0)

    objects = FollowerQuerySet.as_manager()

    class Meta:
        verbose_name = _("follower")
        verbose_name_plural = _("followers")

    def __str__(self) -> str:
        # Never the address: logs show this text.
        return f"follower {self.pk}"


class FollowQuerySet(models.QuerySet["Follow"]):
    """The database queries about follows."""

    def confirmed(self) -> FollowQuerySet:
        """Return the follows that their follower has confirmed."""
        return self.filter(confirmed_at__isnull=False)

    def visible(self) -> FollowQuerySet:
        """Return the follows of everything, of topics, searches and public organizations."""
        return self.filter(Q(organization=None) | Q(organization__in=Organization.objects.public()))

    def of(self, organization: Organization) -> FollowQuerySet:
        """Return the follows of this organization, confirmed or not."""
        return self.filter(organization=organization)


class Follow(models.Model):
    """An organization, a topic, a search or everything that a reader follows; it counts once she has confirmed it."""

    follower = models.ForeignKey(Follower, on_delete=models.CASCADE, related_name="follows")
    organization = models.ForeignKey(Organization, null=True, on_delete=models.CASCADE, related_name="follows")
    topic = models.ForeignKey(Topic, null=True, on_delete=models.CASCADE, related_name="follows")
    # The search page's parameters, in the order of search.query.parameters.
    query = models.CharField(max_length=2000, blank=True)
    is_everything = models.BooleanField(default=False, db_default=False)
    requested_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)

    objects = FollowQuerySet.as_manager()

    class Meta:
        verbose_name = _("follow")
        verbose_name_plural = _("follows")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["follower", "organization"], name="feed_follow_organization_once"),
            models.UniqueConstraint(fields=["follower", "topic"], name="feed_follow_topic_once"),
            models.UniqueConstraint(
                fields=["follower", "query"], condition=~Q(query=""), name="feed_follow_search_once"
            ),
            models.UniqueConstraint(
                fields=["follower"], condition=Q(is_everything=True), name="feed_follow_everything_once"
            ),
            models.CheckConstraint(
                condition=Q(organization__isnull=False, topic=None, query="", is_everything=False)
                | Q(organization=None, topic__isnull=False, query="", is_everything=False)
                | (Q(organization=None, topic=None, is_everything=False) & ~Q(query=""))
                | Q(organization=None, topic=None, query="", is_everything=True),
                name="feed_follow_one_thing",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["requested_at"], condition=Q(confirmed_at=None), name="feed_follow_unconfirmed")
        ]

    def __str__(self) -> str:
        return f"follow {self.pk}"

    @property
    def name(self) -> str:
        """Return the name of the followed organization or topic, a followed search in words, or "everything"."""
        if self.is_everything:
            return str(_("everything on Neary"))
        named = self.organization or self.topic
        return named.name if named else search_name(QueryDict(self.query))

    @property
    def url(self) -> str:
        """Return the URL path of the followed organization, topic, search or activity, in the active language."""
        if self.is_everything:
            return reverse("activity")
        if self.organization:
            return reverse("organization-home", args=[self.organization.slug])
        return reverse("topic", args=[self.topic.slug]) if self.topic else f"{reverse('search')}?{self.query}"


def search_name(asked: QueryDict) -> str:
    """Return a search's words and filters as readable text, from its query string."""
    lists: dict[str, terms.Vocabulary[Any]] = {"topic": terms.topics, "place": terms.places}
    codes = entry_kinds().labels | dict(settings.LANGUAGES)
    words = asked.get("q", "")
    parts = [f"“{words}”"] if words else []
    for name in [name for name in asked if name != "q"]:
        value = asked.get(name, "")
        found = lists[name].by_slug(value) if name in lists else None
        parts.append(found.name if found else str(codes.get(value, value)))
    return " · ".join(parts)


class Digest(models.Model):
    """A period of a follower that is dealt with, whether or not there was news; there is one for each period."""

    follower = models.ForeignKey(Follower, on_delete=models.CASCADE, related_name="digests")
    # The first day of the period, in Cambodia.
    period_start = models.DateField()
    # The activity that it covers: ids after the first number, up to the second.
    after_activity = models.BigIntegerField()
    until_activity = models.BigIntegerField()

    class Meta:
        verbose_name = _("digest")
        verbose_name_plural = _("digests")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["follower", "period_start"], name="feed_digest_once_a_period")
        ]
        indexes: ClassVar = [models.Index(fields=["period_start"], name="feed_digest_start")]

    def __str__(self) -> str:
        return f"digest {self.pk}"
