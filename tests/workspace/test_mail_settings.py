"""The page to which every mail leads."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.queries import queries_of

pytestmark = pytest.mark.django_db
MAIL = reverse("workspace:mail-settings")


def test_an_officer_chooses_her_language_and_mails(officers, officer):
    assert "desk_mails" not in officers.get(MAIL).content.decode()
    response = officers.post(MAIL, {"language": "km", "desk_mails": "none"}, follow=True)
    assert response.status_code == 200
    officer.refresh_from_db()
    assert (officer.language, officer.decision_mails, officer.desk_mails) == ("km", False, "soon")
    assert 'lang="km"' in officers.get("/accounts/email/").content.decode(), "So speak pages that know no person."


def test_an_editor_chooses_how_often_the_desk_writes(editors, editor):
    assert "desk_mails" in editors.get(MAIL).content.decode()
    editors.post(MAIL, {"language": "en", "desk_mails": "daily", "decision_mails": "on"})
    editor.refresh_from_db()
    assert (editor.desk_mails, editor.decision_mails) == ("daily", True)


@pytest.mark.parametrize("wrong", [{"language": "fr"}, {"language": "en", "desk_mails": "always"}, {}])
def test_what_is_no_choice_changes_nothing(editors, editor, wrong):
    response = editors.post(MAIL, wrong)
    assert response.status_code == 200
    editor.refresh_from_db()
    assert (editor.language, editor.desk_mails, editor.decision_mails) == ("en", "soon", True)


def test_nobody_chooses_for_another(client, officer, editor):
    # Who is not signed in gets back what she sent (portal.kept_text); nothing of it is done.
    assert client.post(MAIL, {"language": "km"}).status_code == 403
    officer.refresh_from_db()
    assert officer.language == "en"


def test_it_is_open_while_the_organization_is_suspended(sign_in, officer, organization, administrator):
    organization.status = "suspended"
    organization.save()
    browser = sign_in(officer)
    assert browser.get(MAIL).status_code == 200
    browser.post(MAIL, {"language": "en"})
    officer.refresh_from_db()
    assert not officer.decision_mails


def test_it_is_open_to_who_belongs_to_nobody(sign_in, make_user):
    assert sign_in(make_user("alone@example.org")).get(MAIL).status_code == 200


def test_it_is_cheap(officers):
    assert len(queries_of(officers, MAIL)) <= 8
