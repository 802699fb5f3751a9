"""File quotas: the greatest number of files, and of bytes, that an organization may keep."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Count, Sum
from django.dispatch import receiver
from django.template.defaultfilters import filesizeformat
from django.utils.translation import get_language, gettext
from wagtail.models import Collection

from assets.services import FILE_MODELS
from assets.signals import file_arriving, room_asked
from common.refusal import Refusal
from khmer import typography
from orgs.guard.access_scopes import active_organizations
from orgs.models import Organization

# The used part of the quota from which on an organization is warned.
NEARLY_FULL = 0.8


@dataclass(frozen=True)
class FileUse:
    """The number and bytes of the files that an organization keeps; resized copies are not counted."""

    files: int = 0
    bytes: int = 0

    @property
    def share(self) -> float:
        """Return the used part of an organization's file quota, of files or bytes, whichever is greater; 1 is all."""
        return max(self.files / settings.ORGANIZATION_MAX_FILES, self.bytes / settings.ORGANIZATION_MAX_BYTES)

    @property
    def is_nearly_full(self) -> bool:
        """Return whether 80 % or more of an organization's file quota is used."""
        return self.share >= NEARLY_FULL

    def has_room(self, size: int) -> bool:
        """Return whether one more file of this many bytes fits into the quota."""
        return self.files < settings.ORGANIZATION_MAX_FILES and self.bytes + size <= settings.ORGANIZATION_MAX_BYTES

    def words(self) -> dict[str, str]:
        """Return used and allowed numbers of files and bytes as texts, in the digits of the active language."""
        language = get_language() or "en"
        told = {
            "files": str(self.files),
            "most_files": str(settings.ORGANIZATION_MAX_FILES),
            "size": filesizeformat(self.bytes),
            "most_size": filesizeformat(settings.ORGANIZATION_MAX_BYTES),
        }
        return {name: typography.numerals(value, language) for name, value in told.items()}


def file_use(collection_id: int) -> FileUse:
    """Return the number of files and their bytes in an organization's file collection, in one query."""
    each = [
        # Without the models' order: SQLite takes none inside a UNION.
        model._default_manager.order_by()
        .filter(collection=collection_id)
        .values("collection")
        .annotate(files=Count("pk"), size=Sum("file_size"))
        .values_list("files", "size")
        for model in FILE_MODELS
    ]
    # all=True, because equal numbers of pictures and documents must both count.
    rows = list(each[0].union(*each[1:], all=True))
    return FileUse(sum(files for files, _size in rows), sum(size or 0 for _files, size in rows))


def no_room(use: FileUse) -> Refusal:
    """Return (not raise) the Refusal that tells an organization that its file quota is used up."""
    message = gettext(
        "There is no space for another file: you use %(files)s of %(most_files)s files and %(size)s of "
        "%(most_size)s. Delete files that no page shows, or write to the editors."
    )
    return Refusal(message % use.words(), code="no_room")


def refuse_full(organization: Organization, size: int) -> None:
    """Raise Refusal when a file of this many bytes does not fit into an organization's quota."""
    use = file_use(organization.collection_id)
    if not use.has_room(size):
        raise no_room(use)


def nearly_full_text(organization: Organization) -> str:
    """Return a warning text when an organization's file quota is full or nearly full, else ""."""
    use = file_use(organization.collection_id)
    if not use.is_nearly_full:
        return ""
    nearly = gettext(
        "Your file space is nearly full: %(files)s of %(most_files)s files, %(size)s of %(most_size)s. "
        "Delete files that no page shows. When the space is full, you cannot upload more."
    )
    full = gettext(
        "Your file space is full: %(files)s of %(most_files)s files, %(size)s of %(most_size)s. Delete "
        "files that no page shows before you upload new ones."
    )
    return (nearly if use.has_room(0) else full) % use.words()


@receiver(file_arriving)
def refuse_file_without_room(file: Any, size: int, is_locked: bool, **kwargs: Any) -> None:
    """Raise Refusal when a new file exceeds the quota of the organization it is uploaded to, if any (receiver).

    Outside organizations' collections there is no limit. With `is_locked` the collection's row is locked, so that two
    files that come at the same moment are counted one after the other.
    """
    organization = Organization.objects.filter(collection=file.collection_id).first()
    if organization is None:
        return
    if is_locked:
        # no_key, so that rows which only refer to the collection can still be written.
        list(Collection.objects.select_for_update(no_key=True).filter(pk=file.collection_id).values_list("pk"))
    refuse_full(organization, size)


@receiver(room_asked)
def warn_uploader(user: Any, **kwargs: Any) -> str:
    """Return the warnings of nearly full quotas of a person's active organizations as one text, or "" (receiver)."""
    own = Organization.objects.filter(pk__in=active_organizations(user)) if user else ()
    return " ".join(text for organization in own if (text := nearly_full_text(organization)))
