"""Applications of organizations that ask to join."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.typed_text.lengths import LONGEST_MESSAGE
from orgs.models.fields import TelephoneField, WebsiteField
from orgs.models.organization import Organization


class ApplicationQuerySet(models.QuerySet["Application"]):
    """Queries for applications."""

    def waiting(self) -> ApplicationQuerySet:
        """Return the applications to join that nobody has answered yet."""
        return self.filter(state=Application.State.WAITING)


class Application(models.Model):
    """The application of an organization that wants to join, with the answer it got."""

    class State(models.TextChoices):
        """The state of an application."""

        WAITING = "waiting", _("waits")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")

    name = models.CharField(_("name of the organization"), max_length=120)
    about = models.TextField(_("what it does"), max_length=2000)
    website = WebsiteField(_("website or page"), blank=True)
    contact = models.CharField(_("your name"), max_length=120)
    email = models.EmailField(_("your e-mail address"))
    phone = TelephoneField(_("telephone"), blank=True)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="km")
    created_at = models.DateTimeField(_("sent"), auto_now_add=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING, editable=False)
    reason = models.TextField(_("reason"), max_length=LONGEST_MESSAGE, blank=True, editable=False)
    decided_at = models.DateTimeField(null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    organization = models.OneToOneField(
        Organization, null=True, on_delete=models.SET_NULL, related_name="application", editable=False
    )

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        ordering: ClassVar = ["created_at"]
        constraints: ClassVar = [
            # A second application from the same address replaces the one that waits.
            models.UniqueConstraint(fields=["email"], condition=Q(state="waiting"), name="orgs_application_waits_once")
        ]

    def __str__(self) -> str:
        return self.name
