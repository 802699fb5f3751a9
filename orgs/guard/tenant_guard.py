"""The door of the admin and the workspace: a member reaches what is on a list, with ids of what she may see.

Wagtail's admin is no boundary between tenants. So whoever is neither central editor nor administrator is met here,
before any view runs, and what is not hers does not exist (404): Wagtail's own refusals are redirects and tell that it
does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from orgs.guard.access_scopes import INSIDE, PLAIN, Kind, active_organizations, sees_all
from orgs.guard.current_user import acting_as
from orgs.permissions import sees_only_own

ADMIN = "/admin/"
DOORS = (ADMIN, "/workspace/")

# What a view takes: the kind of each id, by the name of its parameter. A function gives it for a view whose ids mean
# different things, from the arguments in the address; None where it is closed.
Takes = Mapping[str, str]
Door = Takes | Callable[[Mapping[str, Any]], Takes | None]

# Parameters of Wagtail's lists and choosers that carry words, switches and numbers of list pages.
WORDS = frozenset(
    {"p", "page", "q", "ordering", "limit", "offset", "index", "position", "layout", "multiple", "term", "for_explorer"}
    | {"has_children", "include_root", "width", "height", "closeness", "content_type", "usage_count_min", "site"}
    | {"usage_count_max", "has_child_pages", "_w_filter_fragment", "_w_hydrate_create_view", "select_format"}
    | {"search_all", "tag", "describe_on_delete", "link_text", "timestamp"}
)


@dataclass
class Rules:
    """The lists of all apps, joined: which views members reach, which not and why, and what each kind of id means."""

    open: dict[str, Door] = field(default_factory=dict)
    closed: dict[str, str] = field(default_factory=dict)
    # Closed to everybody, administrators included.
    shut: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, Kind] = field(default_factory=dict)

    def is_shut(self, view: str) -> bool:
        return bool(reason(self.shut, view))

    def why_closed(self, view: str) -> str | None:
        """Why members do not reach a view; None for one that is on no list, which they do not reach either."""
        return reason(self.shut, view) or reason(self.closed, view)


def reason(closed: Mapping[str, str], view: str) -> str | None:
    """The reason that stands for a view, or for its whole namespace ("wagtailsites:")."""
    return closed.get(view) or closed.get(view.rpartition(":")[0] + ":")


class Guard:
    """Middleware; a subclass names the rules."""

    rules: Rules

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with acting_as(request.user):
            return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> None:
        """Raises Http404 for what is not on a list or not hers; one query a kind of id."""
        if request.resolver_match and self.rules.is_shut(request.resolver_match.view_name):
            raise Http404
        if is_guarded(request) and not self.lets_in(request, args, kwargs):
            raise Http404

    def lets_in(self, request: HttpRequest, args: Any, kwargs: dict[str, Any]) -> bool:
        takes = self.door(request, kwargs)
        if takes is None or args or (request.path_info.startswith(ADMIN) and not active_organizations(request.user)):
            return False
        asked: dict[str, set[str]] = defaultdict(set)
        for kind, value in ids(request, kwargs, takes):
            asked[kind].add(value)
        return all(
            kind in self.rules.kinds and sees_all(self.rules.kinds[kind], request.user, values)
            for kind, values in asked.items()
        )

    def door(self, request: HttpRequest, kwargs: dict[str, Any]) -> Takes | None:
        match = request.resolver_match
        takes = self.rules.open.get(match.view_name) if match else None
        return takes(kwargs) if callable(takes) else takes


def is_guarded(request: HttpRequest) -> bool:
    """Editors read everything; what they may not do, Wagtail's permissions and moderation's rules refuse."""
    return request.path_info.startswith(DOORS) and sees_only_own(request.user)


def ids(request: HttpRequest, kwargs: dict[str, Any], takes: Takes) -> Iterator[tuple[str, str]]:
    """Every id of the request with its kind; what is undeclared and may be an id has the kind "undeclared"."""
    for name, value in kwargs.items():
        yield from told(takes.get(name, "undeclared"), [value])
    for name, values in request.GET.lists():
        yield from told(takes.get(name) or undeclared(name, values), values)
    for name, values in request.POST.lists():
        # Forms have prefixes: image-chooser-upload-collection.
        yield from told(takes.get(name) or takes.get(name.rpartition("-")[2], PLAIN), values)


def told(kind: str, values: list[Any]) -> Iterator[tuple[str, str]]:
    if kind not in (PLAIN, INSIDE):
        yield from ((kind, str(value)) for value in values if value not in ("", None))


def undeclared(name: str, values: list[str]) -> str:
    is_number = any(value.strip().isdigit() for value in values)
    return "undeclared" if is_number and name not in WORDS else PLAIN
