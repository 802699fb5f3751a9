"""The rows that are read of a signed-in person for permissions: with one query, prepared once in each thread."""

from __future__ import annotations

from threading import Thread
from typing import Any

from accounts.models import User
from orgs.permissions import is_editor, memberships, prepared


def test_one_query_tells_memberships_organization_factor_and_editor(
    officer: User, organization: Any, django_assert_num_queries: Any
) -> None:
    officer = User.objects.get(pk=officer.pk)
    with django_assert_num_queries(1):
        (own,) = memberships(officer)
        assert (own.organization, own.user) == (organization, officer)
        assert own.user is officer
        assert own.factor is None
        assert not is_editor(officer)


def test_the_prepared_query_forgets_nobody_and_confuses_nobody(
    officer: User, other_officer: User, other_organization: Any
) -> None:
    for person in (officer, other_officer, officer):
        person = User.objects.get(pk=person.pk)
        assert {each.user_id for each in memberships(person)} == {person.pk}
    before = len(memberships(User.objects.get(pk=officer.pk)))
    officer.memberships.create(organization=other_organization, role="officer")
    assert len(memberships(User.objects.get(pk=officer.pk))) == before + 1


def test_threads_share_no_query() -> None:
    others: list[Any] = []
    thread = Thread(target=lambda: others.append(prepared.memberships))
    thread.start()
    thread.join()
    assert others[0] is not prepared.memberships
    assert prepared.memberships is prepared.memberships
