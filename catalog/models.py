"""The catalog's tables: one row for each public page or thread, with all that lists, feeds and search results show."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.sources.kinds import FIRST_ID, entry_kinds
from catalog.terms import places_in, topics_in
from orgs.models import Organization
from vocabulary.models import Place, Topic


class CatalogEntryQuerySet(models.QuerySet["CatalogEntry"]):
    """Queries for entries; every list that the public sees begins with `public()`."""

    def public(self) -> CatalogEntryQuerySet:
        """Return the entries that the public may see now: not expired, of a public organization.

        An entry disappears with its expiry or its organization's status by this filter alone: nothing has to delete it.
        """
        # A join, not Organization.objects.public() as a subquery: with that SQLite sorts the whole table for a list.
        return self.filter(
            Q(expires_at=None) | Q(expires_at__gt=timezone.now()),
            Q(organization__status=Organization.Status.ACTIVE) | Q(organization__stays_public=True),
            organization__is_hidden=False,
        )

    def readable_in(self, language: str) -> CatalogEntryQuerySet:
        """Return each page's entry once: in this language, or in the other where it has no public translation."""
        # Public ones only: a translation that has expired must not hide the page in the other language.
        in_language = CatalogEntry.objects.public().filter(
            translation_key=OuterRef("translation_key"), language=language
        )
        return self.filter(Q(language=language) | ~Exists(in_language))

    def of(self, organization: Organization) -> CatalogEntryQuerySet:
        """Return the entries of one organization's pages."""
        return self.filter(organization=organization)

    def pages(self) -> CatalogEntryQuerySet:
        """Return the entries of pages, without those of other sources such as discussions."""
        return self.filter(pk__lt=FIRST_ID)

    def listed(self) -> CatalogEntryQuerySet:
        """Return the entries that organizations publish, without the portal's own pages and home pages."""
        return self.exclude(type__in=entry_kinds().unlisted)

    def on_topic(self, topic: Topic) -> CatalogEntryQuerySet:
        """Return the entries that have this topic."""
        # No index can find a bit in a mask: the narrow counting rows are read, not the rows with the texts.
        return self.filter(pk__in=CountingRow.objects.having("topics", topic.bit).values("pk"))

    def in_place(self, place: Place) -> CatalogEntryQuerySet:
        """Return the entries that have this province."""
        # As in on_topic.
        return self.filter(pk__in=CountingRow.objects.having("places", place.bit).values("pk"))

    def upcoming(self) -> CatalogEntryQuerySet:
        """Return the entries with an end, such as events, that are not over, the next first."""
        return self.filter(ends_at__gt=timezone.now()).order_by("starts_at")

    def for_lists(self) -> CatalogEntryQuerySet:
        """Return the entries with their organizations loaded, and their long texts not loaded."""
        return self.select_related("organization").defer("text", "names")

    def held_between(self, begin: dt.datetime, end: dt.datetime) -> CatalogEntryQuerySet:
        """Return the entries held, wholly or partly, from `begin` until before `end`, ordered by beginning.

        Both periods are half-open: what ends at `begin` is over by then. What has no length is held when it begins.
        """
        lasts = Q(ends_at__gt=begin) | Q(starts_at__gte=begin)
        return self.filter(lasts, ends_at__gte=begin, starts_at__lt=end).order_by("starts_at", "pk")


class CatalogEntry(models.Model):
    """The row of one public page in one language, or of something else that is public, derived from that alone.

    The reconciler can write it again at any time.
    """

    # A number and no foreign key: catalog.receivers removes the row in the transaction in which its page closes. What
    # is no page has a number far above those of pages (catalog.sources.kinds).
    page_id = models.BigIntegerField(primary_key=True)
    translation_key = models.UUIDField()
    language = models.CharField(max_length=2)
    # Without an index of its own: catalog_entry_of begins with the organization.
    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="catalog_entries", db_index=False
    )
    # The name of its kind, as the page class or the source of entries declares it (catalog.sources.kinds).
    type = models.CharField(max_length=12)
    topic_mask = models.BigIntegerField(default=0)
    place_mask = models.BigIntegerField(default=0)
    title = models.CharField(max_length=255)
    summary = models.TextField(blank=True)
    text = models.TextField(blank=True)
    # Names of topics, places, kind and organization in both languages, for search.
    names = models.TextField(blank=True)
    url = models.CharField(max_length=1000)
    # The id of the medium whose words a clipping shows; 0 for all that is written in the portal. The database's default
    # is for rows that an older release writes during an upgrade.
    source = models.BigIntegerField(default=0, db_default=0)
    # The id of the picture, and the addresses of its two sizes: large for a lead, small for other lists.
    picture = models.BigIntegerField(null=True)
    image = models.CharField(max_length=300, blank=True)
    thumbnail = models.CharField(max_length=300, blank=True)
    published_at = models.DateTimeField()
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    # When the original in the other language was changed, while this text still belongs to the one of before.
    outdated_since = models.DateTimeField(null=True)
    # Microseconds since 1970 when the page was read: a row from an earlier reading never overwrites it.
    version = models.BigIntegerField()

    objects = CatalogEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("public page")
        verbose_name_plural = _("public pages")
        ordering: ClassVar = ["-published_at", "-page_id"]
        indexes: ClassVar = [
            models.Index(fields=["-published_at", "-page_id"], name="catalog_entry_newest"),
            models.Index(fields=["organization", "-published_at"], name="catalog_entry_of"),
            models.Index(fields=["type", "-published_at"], name="catalog_entry_type"),
            models.Index(fields=["translation_key", "language"], name="catalog_entry_group"),
            models.Index(fields=["ends_at"], condition=Q(ends_at__isnull=False), name="catalog_entry_upcoming"),
            models.Index(fields=["picture"], condition=Q(picture__isnull=False), name="catalog_entry_picture"),
            # SQLite uses a partial index only for a query with the same condition: exclude(expires_at=None).
            models.Index(fields=["expires_at"], condition=~Q(expires_at=None), name="catalog_entry_expires"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def type_label(self) -> str:
        """Return the label of the entry's kind (such as Article) in the active language."""
        return entry_kinds().label_of(self.type)

    @property
    def is_page(self) -> bool:
        """Return whether the entry is of a page, not of another source such as a discussion."""
        return self.pk < FIRST_ID

    @property
    def topics(self) -> list[Topic]:
        """Return the topics of the entry, read from its bit mask."""
        return topics_in(self.topic_mask)

    @property
    def places(self) -> list[Place]:
        """Return the provinces of the entry, read from its bit mask."""
        return places_in(self.place_mask)

    @property
    def happens_at(self) -> dt.datetime:
        """Return the time by which the entry is sorted: the event's beginning, else the publication."""
        return self.starts_at or self.published_at


class CountingRowQuerySet(models.QuerySet["CountingRow"]):
    """Queries for counting rows."""

    def having(self, mask: str, bit: int) -> CountingRowQuerySet:
        """Return the counting rows whose column `mask` ("topics" or "places") has this bit."""
        # Greater than 0 is enough: bits are 62 at most, so a result never reaches the sign bit.
        return self.annotate(shared=F(mask).bitand(bit)).filter(shared__gt=0)


class CountingRow(models.Model):
    """The counting row of an entry: whole numbers only, because joining the wide table to many hits is slow.

    `translation_group` is the same for all languages of a page; `happens_at` and `expires_at` are seconds since 1970.
    """

    # The page's id. On SQLite only an automatic field is the table's own order, in which joins are cheap.
    # The value is always given (the entry's id); nothing is counted up.
    id = models.BigAutoField(primary_key=True)
    translation_group = models.BigIntegerField()
    organization = models.IntegerField()
    type = models.SmallIntegerField()
    topics = models.BigIntegerField()
    places = models.BigIntegerField()
    # As in CatalogEntry.
    source = models.BigIntegerField(default=0, db_default=0)
    year = models.SmallIntegerField()
    language = models.SmallIntegerField()
    happens_at = models.BigIntegerField()
    expires_at = models.BigIntegerField()
    version = models.BigIntegerField()

    objects = CountingRowQuerySet.as_manager()

    class Meta:
        db_table = "catalog_counting"
        indexes: ClassVar = [
            models.Index(fields=["-happens_at", "-id"], name="catalog_counting_newest"),
            models.Index(fields=["translation_group"], name="catalog_counting_group"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class CountingChange(models.Model):
    """A change of counting rows, by which processes that keep page sets in memory know what to read again.

    The number is random: a change that was rolled back, or that lies in a backup, never comes a second time.
    """

    id = models.BigIntegerField(primary_key=True)
    # The translation groups whose rows changed; None stands for all rows.
    groups = models.JSONField(null=True)

    class Meta:
        db_table = "catalog_counting_change"

    def __str__(self) -> str:
        return str(self.pk)
