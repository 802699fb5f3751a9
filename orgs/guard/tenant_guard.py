"""The tenant guard of the admin and the workspace: members reach listed views, with ids of their own objects.

Wagtail's admin does not separate tenants. So the guard checks every request of a person who is neither editor nor
administrator before any view runs. Objects that are not hers answer 404, as if they did not exist: Wagtail's own
refusals are redirects, which tell that an object exists.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers

from orgs.guard.access_scopes import INSIDE, PLAIN, AccessScope, active_organizations, can_access_all
from orgs.guard.current_user import acting_as
from orgs.permissions import sees_only_own

ADMIN = "/admin/"
GUARDED_PREFIXES = (ADMIN, "/workspace/")

# The kind of each id that a view takes, by the name of its parameter. For a view whose ids mean different things a
# function returns it, from the arguments in the address, and None where the view is closed.
ParameterKinds = Mapping[str, str]
ViewRule = ParameterKinds | Callable[[Mapping[str, Any]], ParameterKinds | None]

# Parameters of Wagtail's lists and choosers that carry words, switches and numbers of list pages.
HARMLESS_PARAMETERS = frozenset(
    {"p", "page", "q", "ordering", "limit", "offset", "index", "position", "layout", "multiple", "term", "for_explorer"}
    | {"has_children", "include_root", "width", "height", "closeness", "content_type", "usage_count_min", "site"}
    | {"usage_count_max", "has_child_pages", "_w_filter_fragment", "_w_hydrate_create_view", "select_format"}
    | {"search_all", "tag", "describe_on_delete", "link_text", "timestamp"}
)


@dataclass
class AccessRules:
    """The access rules of all packages, joined: open, closed and disabled views, and the scope of each kind of id."""

    open: dict[str, ViewRule] = field(default_factory=dict)
    closed: dict[str, str] = field(default_factory=dict)
    # Closed to everybody, administrators included.
    disabled: dict[str, str] = field(default_factory=dict)
    scopes: dict[str, AccessScope] = field(default_factory=dict)

    def is_disabled(self, view: str) -> bool:
        """Return whether a view, by its URL name, is closed to everybody, also to administrators."""
        return bool(reason(self.disabled, view))

    def why_closed(self, view: str) -> str | None:
        """Return the reason why a view is closed to members, or None where no list names the view.

        Members do not reach a view on no list either.
        """
        return reason(self.disabled, view) or reason(self.closed, view)


def reason(closed: Mapping[str, str], view: str) -> str | None:
    """Return the reason that a list of closed views gives for a view or its namespace; None if neither is there."""
    # For example "wagtailadmin_api:images:listing" is closed by "wagtailadmin_api:images:".
    return closed.get(view) or closed.get(view.rpartition(":")[0] + ":")


class BaseTenantGuard:
    """The tenant guard as middleware; a subclass names the rules."""

    rules: AccessRules

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Around the whole answer: template responses are rendered after the view has returned.
        with acting_as(request.user):
            response = self.get_response(request)
        if response.status_code == 404 and request.path_info.startswith(GUARDED_PREFIXES):
            # What a view says about storing its answers is lost with an exception, and the next one may be allowed.
            add_never_cache_headers(response)
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> None:
        """Raise Http404 for a disabled view, or a member's request to a closed view or with an id of others.

        One query a kind of id.
        """
        # Before is_guarded: what is disabled is closed to administrators too.
        if request.resolver_match and self.rules.is_disabled(request.resolver_match.view_name):
            raise Http404
        if is_guarded(request) and not self.allows(request, args, kwargs):
            raise Http404

    def allows(self, request: HttpRequest, args: Any, kwargs: dict[str, Any]) -> bool:
        """Return whether a member may make this request: the view is open, every id may be seen by the member."""
        parameters = self.rule_for(request, kwargs)
        # Positional arguments have no names by which a rule could declare them. The admin holds nothing for a person
        # without an active organization.
        if (
            parameters is None
            or args
            or (request.path_info.startswith(ADMIN) and not active_organizations(request.user))
        ):
            return False
        asked: dict[str, set[str]] = defaultdict(set)
        for kind, value in request_ids(request, kwargs, parameters):
            # Collected first: one query for each kind of id, however many there are.
            asked[kind].add(value)
        return all(
            kind in self.rules.scopes and can_access_all(self.rules.scopes[kind], request.user, values)
            for kind, values in asked.items()
        )

    def rule_for(self, request: HttpRequest, kwargs: dict[str, Any]) -> ParameterKinds | None:
        """Return the kinds of ids that the requested view takes; None when it is closed to members."""
        match = request.resolver_match
        parameters = self.rules.open.get(match.view_name) if match else None
        return parameters(kwargs) if callable(parameters) else parameters


def is_guarded(request: HttpRequest) -> bool:
    """Return whether the guard checks a request: it is for admin or workspace, and its user is no editor.

    Editors read everything; Wagtail's permissions and moderation's rules refuse what they may not do.
    """
    return request.path_info.startswith(GUARDED_PREFIXES) and sees_only_own(request.user)


def request_ids(request: HttpRequest, kwargs: dict[str, Any], parameters: ParameterKinds) -> Iterator[tuple[str, str]]:
    """Yield kind and value of every id in a request's address, query string and form.

    A parameter that no rule declares and that may be an id has the kind "undeclared".
    """
    for name, value in kwargs.items():
        # "undeclared" is in no scope, so an id in the address that no rule names is refused.
        yield from ids_of_kind(parameters.get(name, "undeclared"), [value])
    for name, values in request.GET.lists():
        # Undeclared parameters with words pass, because lists have many filters. One with a number does not.
        yield from ids_of_kind(parameters.get(name) or kind_of_undeclared(name, values), values)
    for name, values in request.POST.lists():
        # Forms have prefixes: image-chooser-upload-collection.
        # Undeclared names of a form pass here. What a page's form refers to is checked by OrgPageForm.
        yield from ids_of_kind(parameters.get(name) or parameters.get(name.rpartition("-")[2], PLAIN), values)


def ids_of_kind(kind: str, values: list[Any]) -> Iterator[tuple[str, str]]:
    """Yield kind and value of each value, as text; nothing for kinds that are not checked, and for empty values."""
    if kind not in (PLAIN, INSIDE):
        yield from ((kind, str(value)) for value in values if value not in ("", None))


def kind_of_undeclared(name: str, values: list[str]) -> str:
    """Return "undeclared" for an undeclared parameter that holds a number, PLAIN for a harmless one."""
    is_number = any(value.strip().isdigit() for value in values)
    return "undeclared" if is_number and name not in HARMLESS_PARAMETERS else PLAIN
