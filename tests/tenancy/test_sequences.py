"""Whatever happens to two organizations and their people, everybody sees exactly what is of her organizations."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Locale, Page

from accounts.models import User
from common.refusal import Refusal
from moderation.services import approve, submit, take_back, withdraw
from orgs.guard import access_scopes
from orgs.membership.members import change_role, remove
from orgs.models import Membership, Organization, OrgContentPage, Role
from orgs.services import clear_cached_rights, set_editor, set_membership
from orgs.status import set_status
from tests.factories import make_page
from translations.first_draft import TranslationExistsError, create_twin

PEOPLE = ("ana", "bopha", "chan")
CIRCLES = ("north", "south")
person, circle, number = st.sampled_from(PEOPLE), st.sampled_from(CIRCLES), st.integers(0, 20)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("join"), person, circle, st.sampled_from(list(Role))),
        st.tuples(st.just("role"), person, circle, st.sampled_from(list(Role))),
        st.tuples(st.just("leave"), person, circle),
        st.tuples(st.just("write"), circle),
        st.tuples(st.just("copy"), number, circle),
        st.tuples(st.just("move"), number, circle),
        st.tuples(st.just("translate"), number),
        st.tuples(st.just("submit"), number, person),
        st.tuples(st.just("decide"), number),
        st.tuples(st.just("take back"), number, person),
        st.tuples(st.just("withdraw"), number, person),
        st.tuples(st.just("stand"), circle, st.sampled_from(list(Organization.Status)), st.booleans()),
    ),
    max_size=12,
)


class Town:
    """Two organizations and three people, to whom things happen."""

    def __init__(self, editor: User) -> None:
        self.editor = editor

    def person(self, name: str) -> User:
        return User.objects.get(email=f"{name}@example.org")

    def circle(self, slug: str) -> Organization:
        return Organization.objects.get(slug=slug)

    def page(self, number: int) -> Any:
        pages = OrgContentPage.objects.filter(organization_home=None, organization__slug__in=CIRCLES).order_by("pk")
        return pages[number % len(pages)].specific if pages else None

    def home(self, slug: str) -> Page:
        return self.circle(slug).homes.get(locale__language_code="en").page

    def step(self, kind: str, *what: Any) -> None:
        """One thing happens, or is refused."""
        page = self.page(what[0]) if isinstance(what[0], int) else None
        if isinstance(what[0], int) and page is None:
            return
        try:
            with transaction.atomic():
                self.do(kind, page, *what)
        except (Refusal, TranslationExistsError, PermissionDenied):
            pass

    def do(self, kind: str, page: Any, *what: Any) -> None:
        match kind:
            case "join":
                set_membership(self.person(what[0]), self.circle(what[1]), what[2])
            case "role":
                change_role(self.circle(what[1]), self.person(what[0]), what[2], by=self.editor)
            case "leave":
                remove(self.circle(what[1]), self.person(what[0]), by=self.editor)
            case "write":
                make_page("update", self.circle(what[0]))
            case "copy":
                page.copy(to=self.home(what[1]), update_attrs={"slug": f"copy-{Page.objects.count()}"}, keep_live=False)
            case "move":
                page.move(self.home(what[1]), pos="last-child")
            case "translate":
                other = Locale.objects.exclude(pk=page.locale_id).get()
                create_twin(page, other, self.editor)
            case "submit":
                submit(page, self.person(what[1]))
            case "decide":
                for submission in page.submissions.all().waiting():
                    approve(submission, self.editor)
            case "take back":
                for submission in page.submissions.all().waiting():
                    take_back(submission, self.person(what[1]))
            case "withdraw":
                withdraw(page, self.person(what[1]), "A reason.")
            case "stand":
                circle = self.circle(what[0])
                set_status(circle, status=what[1], is_hidden=what[2], by=self.editor, reason="So.")


def oracle(user: User) -> set[int]:
    """By hand: the pages that stand in the trees of the active organizations for which she works."""
    own = set()
    for membership in Membership.objects.filter(user=user, organization__status="active"):
        for home in membership.organization.homes.all():
            own |= set(Page.objects.descendant_of(home.page, inclusive=True).values_list("pk", flat=True))
    return own


def check(user: User) -> None:
    clear_cached_rights(user)
    assert set(access_scopes.pages(user).values_list("pk", flat=True)) == oracle(user)
    groups = {f"{m.organization.slug}: {m.role}" for m in user.memberships.select_related("organization")}
    assert set(user.groups.values_list("name", flat=True)) == groups


@pytest.fixture
def town(make_organization: Any, make_user: Any) -> Town:
    for slug in CIRCLES:
        make_organization(slug)
    for name in PEOPLE:
        make_user(f"{name}@example.org")
    editor = make_user("second-editor@example.org")
    set_editor(editor, True)
    return Town(editor)


@settings(max_examples=15, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_after_every_step_everybody_sees_her_own(town: Town, steps: list[tuple[Any, ...]]) -> None:
    with transaction.atomic():
        for kind, *what in steps:
            town.step(kind, *what)
            for name in PEOPLE:
                check(town.person(name))
        transaction.set_rollback(True)
