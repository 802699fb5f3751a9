"""Sources, which are media of the press review or an organization's own site, and the state of reading their feeds."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _gettext
from django.utils.translation import gettext_lazy as _

from common.typed_text.lengths import LONGEST_ADDRESS
from orgs.models import Organization
from orgs.models.fields import WebsiteField
from press.reading import errors
from vocabulary.bilingual import Bilingual
from vocabulary.models import Place, Topic

SHORTEST_INTERVAL, LONGEST_INTERVAL = dt.timedelta(minutes=30), dt.timedelta(hours=24)


class SourceQuerySet(models.QuerySet["Source"]):
    """Queries for sources."""

    def read(self) -> SourceQuerySet:
        """Return the sources whose feeds are read: neither paused nor gone; own sites proved, and of active owners."""
        is_proved = Q(site_proof__host__gt="", organization__status=Organization.Status.ACTIVE)
        return self.filter(Q(kind=Source.Kind.PRESS) | is_proved, state=Source.State.ACTIVE)

    def press(self) -> SourceQuerySet:
        """Return the media of the press review, without the sites of organizations."""
        return self.filter(kind=Source.Kind.PRESS)

    def own(self) -> SourceQuerySet:
        """Return the sites of organizations, which are theirs and the editors' only, never the press review's."""
        return self.filter(kind=Source.Kind.OWN)


class Source(Bilingual, models.Model):
    """A medium of the press review whose feed is read, or an organization's own site.

    Editors choose clippings from a medium. From its own site an organization makes drafts; nobody else sees it.
    """

    class Kind(models.TextChoices):
        """The kinds of sources: a medium of the press review, or the site of an organization."""

        PRESS = "press", _("medium of the press review")
        OWN = "own", _("an organization's own site")

    class State(models.TextChoices):
        """The states of a source. Failing is none of them: a feed that fails is read on, more seldom."""

        ACTIVE = "active", _("is read")
        PAUSED = "paused", _("paused")
        GONE = "gone", _("gone for good")

    class Language(models.TextChoices):
        """The language in which a source writes what has too few letters to tell."""

        KHMER = "km", _("Khmer")
        ENGLISH = "en", _("English")

    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, default=Kind.PRESS, editable=False)
    # The owner of an own site; an organization has one. None for media.
    organization = models.OneToOneField(
        Organization,
        verbose_name=_("organization"),
        null=True,
        editable=False,
        on_delete=models.CASCADE,
        related_name="own_site",
    )
    # Of a medium; an own site has the names of its organization.
    name_en = models.CharField(_("English name"), max_length=100)
    name_km = models.CharField(_("Khmer name"), max_length=100)
    feed = WebsiteField(
        _("address of its feed"),
        max_length=LONGEST_ADDRESS,
        validators=[URLValidator(schemes=["http", "https"])],
        help_text=_("RSS, Atom, RDF or JSON Feed."),
    )
    site = WebsiteField(_("its website"), max_length=LONGEST_ADDRESS, blank=True)
    language = models.CharField(
        _("language"),
        max_length=2,
        choices=Language.choices,
        default=Language.KHMER,
    )
    topics = models.ManyToManyField(Topic, verbose_name=_("topics of all it writes"), blank=True, related_name="+")
    places = models.ManyToManyField(Place, verbose_name=_("provinces of all it writes"), blank=True, related_name="+")
    allows_excerpts = models.BooleanField(
        _("an excerpt may be shown"), default=True, help_text=_("Without it: the title and the link alone.")
    )
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.ACTIVE)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = SourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("source of the press review")
        verbose_name_plural = _("sources of the press review")
        ordering: ClassVar = ["name_en", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind="press", organization=None) | Q(kind="own", organization__isnull=False),
                name="press_own_sites_have_an_owner",
            ),
            # Of media alone: what an organization adds neither takes an address from others nor tells of theirs.
            models.UniqueConstraint(fields=["feed"], condition=Q(kind="press"), name="press_feed_of_one_medium"),
        ]

    def clean(self) -> None:
        """Raise ValidationError for a medium whose feed is read for another one already."""
        # Django leaves the constraint out, because a form has no field for the kind.
        others = Source.objects.press().filter(feed=self.feed).exclude(pk=self.pk)
        if self.kind == Source.Kind.PRESS and others.exists():
            raise ValidationError({"feed": _gettext("There is a source with this feed already.")}, code="unique")

    def name_in(self, language: str) -> str:
        """Return the name in a language: a medium's own, or that of the organization whose site it is."""
        return self.organization.name_in(language) if self.organization else super().name_in(language)

    @property
    def letter(self) -> str:
        """Return the first letter of the source's name as a capital, for its mark."""
        return self.name[:1].upper()


class FetchState(models.Model):
    """The state of reading one source's feed: what was answered last, and when it is asked again.

    A row of its own, so that reading and editing a source never overwrite each other.
    """

    Problem = errors.FeedProblem

    source = models.OneToOneField(Source, on_delete=models.CASCADE, primary_key=True, related_name="fetch_state")
    # As the server sent them with its last answer of 200; sent back, they let it answer "nothing new" in a few bytes.
    etag = models.CharField(max_length=300, blank=True)
    modified = models.CharField(max_length=100, blank=True)
    # SHA-256 of the last body, in hexadecimal digits.
    digest = models.CharField(max_length=64, blank=True)
    next_at = models.DateTimeField(default=timezone.now)
    last_ok_at = models.DateTimeField(null=True)
    last_new_at = models.DateTimeField(null=True)
    # Since when every attempt failed; None while it works.
    failing_since = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=12, choices=Problem.choices(), blank=True)
    # A permanent redirect: the new address, how often it was told, and when first.
    moved_to = models.CharField(max_length=LONGEST_ADDRESS, blank=True)
    moved_times = models.PositiveSmallIntegerField(default=0)
    moved_since = models.DateTimeField(null=True)
    # The address before its last move, for people to see.
    moved_from = models.CharField(max_length=LONGEST_ADDRESS, blank=True)
    # Until then an editor passes all that it brings.
    passed_until = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("state of reading")
        verbose_name_plural = _("states of reading")
        indexes: ClassVar = [models.Index(fields=["next_at"], name="press_due")]

    def __str__(self) -> str:
        return f"{self.source_id} {self.problem}"
