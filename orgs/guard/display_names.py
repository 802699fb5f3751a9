"""People's names as a reader may see them: names from hidden organizations stay hidden."""

from __future__ import annotations

from typing import Any, cast

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from orgs.guard import access_scopes
from orgs.permissions import EDITORS_GROUP, sees_only_own


def name_for(reader: Any, person: User) -> str:
    """Return a person's name for a reader, or "a former colleague" when the reader may not know the person."""
    return _("a former colleague") if is_name_hidden(reader, person) else person.name


def is_name_hidden(reader: Any, person: User) -> bool:
    """Return whether a reader may not learn a person's name: the person belongs only to unknown organizations."""
    return sees_only_own(reader) and person.pk != reader.pk and person.pk in hidden_people(reader)


def hidden_people(reader: Any) -> set[int]:
    """Return the ids of members (no editors) only of organizations this reader may not know; cached on the reader."""
    # Kept on the reader, because a list asks once for each name it shows.
    if not hasattr(reader, "_hidden_people"):
        named = access_scopes.named_organizations(reader).values("pk")
        # Only members can be hidden: who has left, and who never was one, belongs to no organization that is.
        hidden = User.objects.filter(memberships__isnull=False).exclude(memberships__organization__in=named)
        # Editors and administrators may be named to everybody.
        known = Q(is_superuser=True) | Q(groups__name=EDITORS_GROUP)
        reader._hidden_people = set(hidden.exclude(known).values_list("pk", flat=True))
    return cast(set[int], reader._hidden_people)
