"""Help services that somebody should make sure of again, as matters of the editors' desk."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from help_services.listing import unverified
from help_services.models import HelpServicePage
from moderation.matters import MatterKind, register_matter_kind
from moderation.rules.permissions import page_writers
from moderation.services.matters import open_matter
from moderation.services.steps import lock_row

if TYPE_CHECKING:
    from moderation.models import Matter

VERIFY = "verify"


class VerifyKind(MatterKind):
    """Public help services that nobody has verified for half a year: time alone opens these matters.

    The organization verifies one, or an editor withdraws it; both end the matter.
    """

    name = VERIFY
    label = _("Help to verify")
    # No buttons on the desk's own page: the list of unverified services leads on.
    decisions: ClassVar = ()

    def lock(self, object_id: int) -> None:
        """Lock the row of the help service's page by id. Raises Refusal when the page was deleted."""
        lock_row(object_id)

    def writers(self, matter: Matter) -> set[int]:
        """Return the ids of all users who ever saved or sent the help service's page."""
        page = HelpServicePage.objects.filter(pk=matter.object_id).first()
        return page_writers(page) if page else set()

    def link(self, matter: Matter) -> str:
        """Return the path of the desk's list of unverified help services, limited to this one."""
        return f"{reverse('workspace:unverified-help-services')}?service={matter.object_id}"

    def waiting_rows(self) -> QuerySet[HelpServicePage]:
        """Return the public help services that nobody has verified for half a year."""
        return unverified()

    def open(self, object_id: int) -> None:
        """Open a matter for an unverified public help service. Raises DoesNotExist for any other page."""
        page = unverified().get(pk=object_id)
        open_matter(VERIFY, page.pk, page.organization, page.title, language=page.locale.language_code)


register_matter_kind(VerifyKind())
