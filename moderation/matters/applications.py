"""The kind of matters for applications of organizations that want to join: orgs has them, and sends signals."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.refusal import Refusal
from moderation.matters.kind_names import APPLICATION
from moderation.matters.registry import MatterKind, register_matter_kind
from moderation.models import Notice
from moderation.services.matters import open_matter
from orgs.membership.invitations import owners_of_address
from orgs.models import Application

if TYPE_CHECKING:
    from moderation.models import Matter


class ApplicationKind(MatterKind):
    """Applications to join: whoever owns the address that applied does not decide on it."""

    name = APPLICATION
    label = gettext_lazy("Application to join")
    notice_kind = Notice.Kind.APPLICATION
    # The form is open to everybody, and must not become a machine for sending mail.
    notice_pause = timedelta(hours=1)
    decisions: ClassVar = ()

    def lock(self, object_id: int) -> None:
        """Lock the row of an application. Raises Refusal when it was deleted."""
        # `not` reads the rows, and with that takes the lock.
        if not Application.objects.select_for_update().filter(pk=object_id):
            raise Refusal(_("The application was deleted."), code="application_gone")

    def writers(self, matter: Matter) -> set[int]:
        """Return the ids of the accounts that own the application's mail address."""
        asked = Application.objects.filter(pk=matter.object_id).first()
        return owners_of_address(asked.email) if asked else set()

    def link(self, matter: Matter) -> str:
        """Return the path of the desk page on which the application is answered."""
        return reverse("workspace:application", args=[matter.object_id])

    def waiting_rows(self) -> QuerySet[Application]:
        """Return the applications that nobody has answered yet."""
        return Application.objects.waiting()

    def open(self, object_id: int) -> None:
        """Open the matter of the application with this id, so that it waits for an editor."""
        open_application_matter(Application.objects.get(pk=object_id))


def open_application_matter(application: Application) -> None:
    """Open a matter without organization for an application, or give the waiting one the application's new name."""
    open_matter(APPLICATION, application.pk, None, application.name)


register_matter_kind(ApplicationKind())
