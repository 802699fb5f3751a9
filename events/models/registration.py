"""The models of registration: the gathering of an event, the people who register, and their check-ins."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from events.models.participants import Attendance
from orgs.models import Organization
from vocabulary.models import Place

LONGEST_PERSON_NAME, LONGEST_PURPOSE, LONGEST_DEVICE = 100, 600, 40
# Letters and digits that nobody takes for another: no I, L, O, 0 and 1.
CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
# 10 of 31 signs: 8 * 10^14 codes, which nobody guesses in an evening; 22 letters have 130 bits.
CODE_LENGTH, TOKEN_LENGTH = 10, 22
MOST_PLACES = 5_000


def new_code() -> str:
    """Return a new random code of ten capital letters and digits, which a registered person shows at the door."""
    return get_random_string(CODE_LENGTH, CODE_LETTERS)


def new_token() -> str:
    """Return a new random token of 22 letters and digits, the secret of the address of one person's registration."""
    return get_random_string(TOKEN_LENGTH)


class Gathering(models.Model):
    """The registration of one event, which its pages in all languages share; the row that every change locks."""

    # The translation key of the event's pages.
    key = models.UUIDField(unique=True, editable=False)
    # PROTECT: an organization that has people's data is not deleted with it by mistake.
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="gatherings")
    # None: as many as come.
    capacity = models.PositiveIntegerField(_("places"), null=True, blank=True)
    opens_at = models.DateTimeField(_("registration opens"))
    closes_at = models.DateTimeField(_("registration closes"))
    has_waiting_list = models.BooleanField(_("a waiting list when all places are taken"), default=True)
    asks_age = models.BooleanField(_("ask for the age"), default=False)
    asks_province = models.BooleanField(_("ask for the province"), default=False)
    asks_disability = models.BooleanField(_("ask for difficulties in daily life"), default=False)
    purpose_en = models.TextField(_("purpose in English"), max_length=LONGEST_PURPOSE)
    purpose_km = models.TextField(_("purpose in Khmer"), max_length=LONGEST_PURPOSE)
    # People are deleted so many days after the event; each is told the date when she registers.
    keep_days = models.PositiveSmallIntegerField(_("days until people's data is deleted"), default=90)
    # Set when the event was closed: its figures are counted, and nobody registers any more.
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    # The number of the newest registration; a number is never given again.
    last_number = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("registration of an event")
        verbose_name_plural = _("registrations of events")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(opens_at__lt=models.F("closes_at")), name="events_opens_before_it_closes"
            )
        ]

    def __str__(self) -> str:
        return f"gathering {self.pk}"

    def purpose_in(self, language: str) -> str:
        """Return the text, in Khmer ("km") or English, that says what people's data is collected for."""
        return self.purpose_km if language == "km" else self.purpose_en

    # Half open: at the closing time itself it is closed.
    def is_open_at(self, moment: datetime) -> bool:
        """Return whether registration is open at a moment: from opening to closing time, and the event not closed."""
        return self.closed_at is None and self.opens_at <= moment < self.closes_at


class RegistrationQuerySet(models.QuerySet["Registration"]):
    """The database queries about registrations."""

    def registered(self) -> RegistrationQuerySet:
        """Return the registrations that have a place: neither waiting nor cancelled."""
        return self.filter(state=Registration.State.REGISTERED)

    def waiting(self) -> RegistrationQuerySet:
        """Return the registrations on the waiting list, the lowest number first."""
        return self.filter(state=Registration.State.WAITING).order_by("number")

    def active(self) -> RegistrationQuerySet:
        """Return the registrations that are not cancelled: with a place, or waiting."""
        return self.exclude(state=Registration.State.CANCELLED)


class Registration(models.Model):
    """One person's registration for an event, deleted at the date that she was told."""

    class Sex(models.TextChoices):
        """The answers to the question of sex."""

        WOMAN = "woman", _("Woman")
        MAN = "man", _("Man")
        ANOTHER = "another", _("Another")
        NOT_SAID = "not-said", _("I do not say")

    class AgeBand(models.TextChoices):
        """The answers to the question of age."""

        UNDER_18 = "0-17", _("under 18")
        FROM_18 = "18-24", _("18 to 24")
        FROM_25 = "25-34", _("25 to 34")
        FROM_35 = "35-59", _("35 to 59")
        FROM_60 = "60+", _("60 and over")
        NOT_SAID = "not-said", _("I do not say")

    class Disability(models.TextChoices):
        """The answers to the question of difficulties in daily life."""

        YES = "yes", _("Yes")
        NO = "no", _("No")
        NOT_SAID = "not-said", _("I do not say")

    class State(models.TextChoices):
        """The states of a registration."""

        REGISTERED = "registered", _("has a place")
        WAITING = "waiting", _("on the waiting list")
        CANCELLED = "cancelled", _("cancelled")

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="registrations")
    # The order in which people registered, from 1; the waiting list moves up by it.
    number = models.PositiveIntegerField()
    # Comes with the form, so that a form which is sent twice registers once; opens the person's own page.
    token = models.CharField(max_length=TOKEN_LENGTH, unique=True, default=new_token, editable=False)
    # Shown at the door, in letters and as a QR code; opens nothing for the public.
    code = models.CharField(max_length=CODE_LENGTH, unique=True, default=new_code, editable=False)
    name = models.CharField(_("name"), max_length=LONGEST_PERSON_NAME)
    # In the one form of common.typed_text.telephone.same_number.
    phone = models.CharField(_("telephone"), max_length=20, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    sex = models.CharField(_("sex"), max_length=8, choices=Sex.choices, default=Sex.NOT_SAID)
    organization_kind = models.CharField(
        _("kind of organization"), max_length=20, choices=Attendance.choices, default=Attendance.OTHER
    )
    # The three that are asked only where the gathering says so: empty where they were not.
    age_band = models.CharField(_("age"), max_length=8, choices=AgeBand.choices, blank=True)
    place: models.ForeignKey[Any, Any] = models.ForeignKey(
        Place, verbose_name=_("province"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    disability = models.CharField(_("difficulties in daily life"), max_length=8, choices=Disability.choices, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.REGISTERED)
    created_at = models.DateTimeField(default=timezone.now)
    # By the mailed link, or by an officer who called.
    confirmed_at = models.DateTimeField(null=True, blank=True)
    consent_at = models.DateTimeField()
    # SHA-256 of the purpose's wording that she agreed to, in hexadecimal digits.
    purpose_hash = models.CharField(max_length=64)
    # Who added her is in the log: a link to the officer would make these rows the officer's own data.
    is_by_officer = models.BooleanField(default=False)
    delete_on = models.DateField()

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering: ClassVar = ["gathering_id", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["gathering", "number"], name="events_number_once"),
            models.UniqueConstraint(
                # One address registers once; a cancelled one may register again. Telephones are shared and have no
                # such rule.
                fields=["gathering", "email"],
                condition=~models.Q(email="") & ~models.Q(state="cancelled"),
                name="events_address_registers_once",
            ),
        ]
        indexes: ClassVar = [
            # For the waiting list and the count of places.
            models.Index(fields=["gathering", "state", "number"], name="events_registered_in_order"),
            # For the daily search of people to be deleted.
            models.Index(fields=["delete_on"], name="events_people_to_delete"),
        ]

    def __str__(self) -> str:
        # Never the name: logs show this text.
        return f"registration {self.pk}"

    @property
    def is_active(self) -> bool:
        """Return whether the registration is not cancelled: the person has a place or waits for one."""
        return self.state != self.State.CANCELLED

    @property
    def spaced_code(self) -> str:
        """Return the registration's code in groups of four letters with spaces between them."""
        # As it is printed and read out; blanks do not count when it is typed.
        return " ".join(self.code[start : start + 4] for start in range(0, CODE_LENGTH, 4))


class CheckIn(models.Model):
    """The presence of a registered person on one day of an event; the earliest time that is known."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="check_ins")
    day = models.DateField(_("day"))
    at = models.DateTimeField(_("time"))
    # The name that a telephone gave itself; empty where an officer checked in on the list.
    device = models.CharField(max_length=LONGEST_DEVICE, blank=True)
    created_by: models.ForeignKey[Any, Any] = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("check-in")
        verbose_name_plural = _("check-ins")
        # The constraint decides where two telephones check in the same person at once.
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["registration", "day"], name="events_checked_in_once_a_day")
        ]

    def __str__(self) -> str:
        return f"check-in {self.pk}"
