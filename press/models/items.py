"""Items of feeds, which wait for an editor."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from orgs.models import Organization, OrgContentPage
from press.excerpts import MOST_CHARACTERS, validate_excerpt
from press.limits import LONGEST_TITLE, LONGEST_URL
from press.models.sources import Source

# Older items are no news: nobody is asked about them any more.
WAITS_FOR = dt.timedelta(days=30)


class ItemQuerySet(models.QuerySet["Item"]):
    """Queries for items."""

    def of_press(self) -> ItemQuerySet:
        """Return the items of the media of the press review, without those of the sites of organizations."""
        return self.filter(source__kind=Source.Kind.PRESS)

    def of_own_site(self, organization: Organization) -> ItemQuerySet:
        """Return the items of an organization's own site, which nobody else may see but editors."""
        return self.filter(source__organization=organization)

    def undecided(self) -> ItemQuerySet:
        """Return the items on which nobody decided, old ones too."""
        return self.filter(state=Item.State.WAITING)

    def waiting(self) -> ItemQuerySet:
        """Return the items of media that wait for an editor: nobody decided on them, and they came within 30 days."""
        since = timezone.now() - WAITS_FOR
        return self.of_press().filter(state=Item.State.WAITING, seen_at__gte=since)


class Item(models.Model):
    """An item of a source's feed: title, at most 200 letters of its text, and the link.

    Its three keys are SHA-256 in hexadecimal digits; an item that has one of them is the same item again. They are the
    source's own: what one source lists never hides what another has.
    """

    class State(models.TextChoices):
        """The states of an item: it waits for an editor, was taken or passed, or its clipping was removed."""

        WAITING = "waiting", _("waits")
        TAKEN = "taken", _("taken")
        PASSED = "passed", _("passed")
        WITHDRAWN = "withdrawn", _("removed")

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="items")
    # As the feed gave it; only http and https.
    url = models.CharField(max_length=LONGEST_URL)
    url_key = models.CharField(max_length=64)
    guid_key = models.CharField(max_length=64, blank=True)
    # Of the title and the day.
    title_key = models.CharField(max_length=64)
    title = models.CharField(_("title"), max_length=LONGEST_TITLE)
    excerpt = models.TextField(_("excerpt"), max_length=MOST_CHARACTERS, blank=True, validators=[validate_excerpt])
    language = models.CharField(max_length=2, choices=Source.Language.choices)
    # When the source says that it was written, never later than when it was seen.
    written_at = models.DateTimeField()
    seen_at = models.DateTimeField(default=timezone.now)
    # When the feed listed it last. As long as it does, the row is kept, so that the item does not count as new again.
    listed_at = models.DateTimeField(default=timezone.now)
    # Hashes of the whole text, from which no word can be read (press.stories.sketch).
    sketch = models.BinaryField(default=bytes)
    # The id of the first item that told the same story, its own for the first; None until it is grouped, and always of
    # an own site.
    story = models.BigIntegerField(null=True, db_index=True)
    # The database's default is for rows that an older release writes during an upgrade.
    state = models.CharField(
        _("state"), max_length=9, choices=State.choices, default=State.WAITING, db_default=State.WAITING.value
    )
    # None where it was passed because an editor passes all of its source for a day.
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True)
    # The clipping that was made of it.
    page = models.OneToOneField("press.ClippingPage", null=True, on_delete=models.SET_NULL, related_name="item")
    # The draft that was made of an own site's item.
    draft = models.OneToOneField(OrgContentPage, null=True, on_delete=models.SET_NULL, related_name="item_of_own_site")
    # True if it was taken with exactly the topics and provinces that were suggested; None if it was not taken.
    is_as_suggested = models.BooleanField(null=True)

    objects = ItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("item of a source")
        verbose_name_plural = _("items of sources")
        ordering: ClassVar = ["-written_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "url_key"], name="press_address_once_a_source"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["source", "guid_key"], name="press_item_guid"),
            models.Index(fields=["source", "title_key"], name="press_item_title"),
            models.Index(fields=["state", "seen_at"], name="press_item_waits"),
            models.Index(fields=["url_key"], name="press_item_address"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_waiting(self) -> bool:
        """Return whether nobody has decided on the item, and it came within 30 days."""
        return self.state == Item.State.WAITING and timezone.now() - self.seen_at <= WAITS_FOR

    @property
    def offered_excerpt(self) -> str:
        """Return the excerpt that may be shown: "" where the source allows none."""
        return self.excerpt if self.source.allows_excerpts else ""

    @property
    def content_hash(self) -> str:
        """Return the SHA-256 of what an editor reads of the item, so that she decides on exactly that."""
        read = [self.source_id, self.url, self.title, self.offered_excerpt, self.language, self.written_at.isoformat()]
        return hashlib.sha256(json.dumps(read, ensure_ascii=False).encode()).hexdigest()
