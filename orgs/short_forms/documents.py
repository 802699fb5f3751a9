"""The documents of an organization that a short form offers to choose."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext as _

from assets.models import Document
from orgs.models import Organization

# A list on a phone is not longer; older documents are chosen in the full editor.
MOST_OFFERED = 200


def document_choices(organization: Organization, also: Iterable[int] = ()) -> list[tuple[str, str]]:
    """Return the newest documents of an organization, and `also` those of these ids, as choices of a form."""
    rows = Document.objects.order_by("-created_at", "-pk").values_list("pk", "title")
    own = dict(rows.filter(collection=organization.collection_id)[:MOST_OFFERED])
    if more := set(also) - own.keys():
        own |= dict(rows.filter(Q(pk__in=more)))
    return [("", _("Please choose")), *((str(pk), title) for pk, title in own.items())]
