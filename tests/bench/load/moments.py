"""A process of the portal under load, which fills it with people and starts the mailings when it is told to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import django

django.setup()

from allauth.account.models import EmailAddress  # noqa: E402
from allauth.mfa.totp.internal.auth import TOTP  # noqa: E402
from django.contrib.auth.hashers import make_password  # noqa: E402
from django.utils import timezone  # noqa: E402

from accounts.models import User  # noqa: E402
from feed.follow import digests  # noqa: E402
from feed.models import Follow, Follower  # noqa: E402
from orgs.models import Organization  # noqa: E402
from orgs.services import set_editor, set_membership  # noqa: E402
from tests.bench.discussions_portal import publish, subscribe  # noqa: E402
from tests.bench.load.names import PASSWORD, SECRET, editor_address, officer_address  # noqa: E402
from tests.bench.processes import answer  # noqa: E402
from tests.factories import drain_outbox  # noqa: E402


def handle(command: str, **options: Any) -> Any:
    known: dict[str, Callable[..., Any]] = {"fill": fill, "digests": mail_digests, "mailing": publish}
    return known[command](**options)


def fill(officers: int, editors: int, subscribers: int) -> int:
    """Add officers to the organizations in turn, editors with a second factor, and a board; return its subscribers."""
    password = make_password(PASSWORD)
    organizations = list(Organization.objects.exclude(pk=Organization.objects.programme().pk).order_by("-pk"))
    for number in range(officers):
        person = add_person(officer_address(number + 1), password, ("km", "en")[number % 2])
        set_membership(person, organizations[number % len(organizations)], "officer")
    for number in range(editors):
        person = add_person(editor_address(number + 1), password, "en")
        TOTP.activate(person, SECRET)
        set_editor(person, True)
    added = subscribe(subscribers)
    drain_outbox()
    return added


def add_person(email: str, password: str, language: str) -> User:
    user = User.objects.create(email=email, password=password, language=language, first_name=email.partition("@")[0])
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def mail_digests(followers: int) -> int:
    """Let so many people follow everything, daily, and record the digests that are due; return how many have news.

    The followers come only now: else the portal's own clock would send the digests at another moment.
    """
    rows = [
        Follower(email=f"follower{number}@load.example.org", language=("km", "en")[number % 2], rhythm="daily")
        for number in range(followers)
    ]
    Follower.objects.bulk_create(rows)
    Follow.objects.bulk_create(follow_of(row) for row in Follower.objects.filter(email__endswith="@load.example.org"))
    # A load may run at night.
    digests.FIRST_HOUR = 0
    return digests.record_due_digests()


def follow_of(follower: Follower) -> Follow:
    now = timezone.now()
    return Follow(follower=follower, is_everything=True, requested_at=now, confirmed_at=now)


if __name__ == "__main__":
    answer(handle)
