"""Old sites that moved in, as matters of the editors' desk."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.refusal import Refusal
from moderation.matters import MatterKind, register_matter_kind
from moderation.services.matters import open_matter
from moving.models import MoveIn
from moving.reports import MATTER

if TYPE_CHECKING:
    from moderation.models import Matter


class MoveInKind(MatterKind):
    """Batches of old articles: an editor who did not bring one decides on all of it at once."""

    name = MATTER
    label = gettext_lazy("Old site")
    decisions: ClassVar = ()

    def lock(self, object_id: int) -> None:
        """Lock the row of the batch. Raises Refusal when it is gone."""
        if not MoveIn.objects.select_for_update().filter(pk=object_id).first():
            raise Refusal(_("This batch is gone."), code="batch_gone")

    def writers(self, matter: Matter) -> set[int]:
        """Return the id of the person who brought the batch, as a set; an empty one if that account is gone."""
        brought = MoveIn.objects.filter(pk=matter.object_id).values_list("brought_by", flat=True)
        return {person for person in brought if person}

    def link(self, matter: Matter) -> str:
        """Return the path of the desk page on which the batch is decided."""
        return reverse("workspace:move-in", args=[matter.object_id])

    def waiting_rows(self) -> QuerySet[MoveIn]:
        """Return the batches on which nobody has decided yet."""
        return MoveIn.objects.filter(state=MoveIn.State.WAITING)

    def open(self, object_id: int) -> None:
        """Open the matter of a batch, so that it waits for an editor."""
        batch = self.waiting_rows().select_related("organization").get(pk=object_id)
        open_matter(MATTER, batch.pk, batch.organization, batch.file_name)


register_matter_kind(MoveInKind())
