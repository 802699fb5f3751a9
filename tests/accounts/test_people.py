"""Wagtail's screens for people: what an administrator does there, and what each may change of herself."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.test import Client
from wagtail.models import ModelLogEntry

from accounts.models import User
from orgs.permissions import is_editor
from tests.accounts.sign_in_helpers import mailed_code, sign_in

pytestmark = pytest.mark.django_db

PERSON = {"email": "New@Example.org", "first_name": "ចាន់ សុខា", "language": "km", "is_active": "on"}


def test_a_person_is_made_without_a_password_and_signs_in_by_code(
    client: Client, administrator: Any, drain: Any
) -> None:
    sign_in(client, administrator)
    assert client.get("/admin/users/new/").status_code == 200
    assert client.post("/admin/users/new/", PERSON | {"is_editor": "on"}).status_code == 302
    person = User.objects.get(email="new@example.org")
    assert (person.name, person.language, is_editor(person)) == ("ចាន់ សុខា", "km", True)
    assert not person.has_usable_password()
    newcomer = Client()
    newcomer.post("/accounts/login/code/", {"email": person.email})
    drain()
    answer = newcomer.post("/accounts/login/code/confirm/", {"code": mailed_code()})
    assert answer["Location"] == "/workspace/"
    assert len(mail.outbox) == 1


def test_what_is_wrong_is_said_and_what_was_typed_stays(client: Client, administrator: Any, officer: Any) -> None:
    sign_in(client, administrator)
    response = client.post("/admin/users/new/", PERSON | {"email": officer.email.upper()})
    assert response.status_code == 200
    assert response.context["form"].errors["email"]
    assert response.context["form"]["first_name"].value() == PERSON["first_name"]


def edit(client: Client, person: User, **changes: str) -> Any:
    data = {"email": person.email, "first_name": "Sokha", "language": "en", "is_active": "on"}
    return client.post(f"/admin/users/edit/{person.pk}/", {k: v for k, v in (data | changes).items() if v})


def test_another_address_has_to_be_proved_and_ends_her_sessions(
    client: Client, administrator: Any, officer: Any, drain: Any
) -> None:
    hers = Client()
    hers.force_login(officer)
    sign_in(client, administrator)
    assert edit(client, officer, email="other@example.org").status_code == 302
    officer.refresh_from_db()
    assert officer.email == "other@example.org"
    assert [(row.email, row.verified) for row in officer.emailaddress_set.all()] == [("other@example.org", False)]
    assert hers.get("/admin/")["Location"].startswith("/accounts/login/")
    assert ModelLogEntry.objects.filter(action="accounts.email", object_id=str(officer.pk)).exists()


def test_editing_a_person_keeps_her_memberships(client: Client, administrator: Any, officer: Any) -> None:
    groups = set(officer.groups.all())
    sign_in(client, administrator)
    edit(client, officer, groups="")
    assert set(officer.groups.all()) == groups
    edit(client, officer, is_editor="on")
    assert is_editor(User.objects.get(pk=officer.pk))
    assert groups < set(officer.groups.all())
    edit(client, officer)
    assert not is_editor(User.objects.get(pk=officer.pk))


def test_nobody_shuts_herself_out(client: Client, administrator: Any) -> None:
    sign_in(client, administrator)
    edit(client, administrator, is_active="")
    administrator.refresh_from_db()
    assert administrator.is_active
    assert administrator.is_superuser


def test_only_administrators_see_people(client: Client, editor: Any, manager: Any, officer: Any) -> None:
    for person in (editor, manager, officer):
        sign_in(client, person)
        for address in ("/admin/users/", "/admin/users/new/", f"/admin/users/edit/{officer.pk}/"):
            assert client.get(address).status_code in (302, 404)


def test_her_own_settings_are_name_and_language(client: Client, officer: Any) -> None:
    sign_in(client, officer)
    page = client.get("/admin/account/")
    assert page.status_code == 200
    content = page.content.decode()
    assert "/accounts/password/change/" in content
    for closed in ("avatar-avatar", "password1", "old_password", "name_email-email"):
        assert closed not in content
    data = {"person-first_name": "សុខា", "person-language": "km", "theme-theme": "system"}
    data |= {"theme-contrast": "system", "theme-density": "default", "theme-keyboard_shortcuts": "on"}
    answer = client.post("/admin/account/", data | {"person-email": "evil@example.org"})
    assert answer.status_code == 302, answer.context
    before, officer = officer.email, User.objects.get(pk=officer.pk)
    assert (officer.name, officer.language, officer.email) == ("សុខា", "km", before)
    assert officer.wagtail_userprofile.preferred_language == "km"
