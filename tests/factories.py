"""People and pages for tests, made as the portal makes them."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import Any

from allauth.account.models import EmailAddress
from django.utils import timezone

from accounts.models import User
from help_services.models import HelpServicePage
from orgs.models import Organization, OrgContentPage
from orgs.pages.registry import page_kinds
from orgs.services import set_membership
from outbox.services import drain

PASSWORD = "a long password"
numbers = count(1)


def make_user(email: str, **fields: Any) -> User:
    """Create a person with a verified address."""
    user = User.objects.create_user(email, PASSWORD, **({"language": "en"} | fields))
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def make_member(organization: Organization, role: str, email: str | None = None, **fields: Any) -> User:
    """Create a person with a role in an organization."""
    user = make_user(email or f"{role}@{organization.slug}.example.org", **fields)
    set_membership(user, organization, role)
    return user


def make_page(
    kind: str,
    /,
    organization: Organization,
    language: str = "en",
    *,
    live: bool = False,
    owner: Any = None,
    topics: Any = (),
    places: Any = (),
    **fields: Any,
) -> OrgContentPage:
    """Add a page below the organization's home in a language; a live one is published."""
    home = organization.homes.select_related("page").get(locale__language_code=language).page
    page = page_class(kind)(locale_id=home.locale_id, live=False, owner=owner, **(defaults(kind) | fields))
    page.topics = topics
    page.places = places
    home.add_child(instance=page)
    revision = page.save_revision(user=owner)
    if live:
        revision.publish()
        page.refresh_from_db()
    return page


def page_class(kind: str) -> type[OrgContentPage]:
    """The page class of a kind by its name; "help" is a service, whose kind is that of all other pages."""
    if kind == "help":
        return HelpServicePage
    return next(model for model in page_kinds().models if model.page_kind.name == kind)


def defaults(kind: str) -> dict[str, Any]:
    title = f"{kind.title()} {next(numbers)}"
    if kind == "update":
        return {"title": title, "text": f"{title}. Two sentences are enough."}
    if kind == "event":
        start = timezone.now() + timedelta(days=7)
        return {"title": title, "starts_at": start, "ends_at": start + timedelta(hours=3)}
    if kind == "help":
        return {"title": title, "kind": "law", "phone": "012 000 101", "is_always_open": True}
    return {"title": title, "summary": f"What {title} says."}


def drain_outbox() -> int:
    """Carry out everything that waits; raises AssertionError when an event fails or waits for ever."""
    from outbox.models import Event

    done = 0
    for _round in range(100):
        step = drain(limit=500)
        done += step
        if not step:
            break
    failed = Event.objects.exclude(error="").values_list("kind", "error")
    assert not failed, list(failed)
    return done
