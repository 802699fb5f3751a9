"""Broken titles, invisible texts and Khmer digits, typed into every kind of field."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from blog.models import UpdatePage
from common.refusal import Refusal
from moderation.models import Report
from moderation.services import report, request_changes, submit
from orgs.models import Application
from tests.accounts.sign_in_helpers import PASSWORD, commit_at_once, enrol, password_login, sign_in, totp_code

pytestmark = pytest.mark.django_db

BROKEN = ["Six\nlooms", "Six\u2028looms", "Six\x1blooms", "Six\u202esmool", "\u200b\u2060"]
INVISIBLE = "\u200b \u3164\u2060"
COMMENTS = {
    f"comments-{name}": value
    for name, value in [("TOTAL_FORMS", 0), ("INITIAL_FORMS", 0), ("MIN_NUM_FORMS", 0), ("MAX_NUM_FORMS", "")]
}
APPLICATION = {
    "name": "Rice Circle",
    "about": "We grow rice.",
    "contact": "Sok Dara",
    "email": "dara@example.org",
    "phone": "០១២ ៣៤៥ ៦៧៨",
}
KHMER = str.maketrans("0123456789", "០១២៣៤៥៦៧៨៩")


@pytest.mark.parametrize("title", BROKEN)
def test_the_full_editor_keeps_no_broken_title(
    client: Client, officer: Any, make_page: Any, organization: Any, title: str
) -> None:
    page = make_page("update", organization, owner=officer, title="Seven", text="Seven looms came.")
    sign_in(client, officer)
    form = {"text": "Seven looms came.", "title": title, "image": ""} | COMMENTS
    for address in (
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        reverse("wagtailadmin_pages:add", args=["blog", "updatepage", page.get_parent().pk]),
    ):
        client.post(address, form)
    drafts = [page.get_latest_revision_as_object() for page in UpdatePage.objects.filter(organization=organization)]
    assert not {draft.title for draft in drafts} & set(BROKEN)


@pytest.mark.parametrize("text", BROKEN)
def test_no_service_writes_a_broken_title(make_page: Any, organization: Any, text: str) -> None:
    page = make_page("update", organization)
    page.title = text
    with pytest.raises(ValidationError):
        page.save()


@pytest.mark.parametrize("name", ["name", "contact", "about"])
def test_an_application_says_something_in_its_lines(client: Client, name: str) -> None:
    broken = ["a\u202eb", INVISIBLE] if name != "about" else [INVISIBLE]
    for text in broken:
        assert client.post(reverse("apply"), APPLICATION | {name: text}).status_code == 200
    assert not Application.objects.exists()


def test_what_is_left_of_an_application_is_clean(client: Client) -> None:
    dirty = APPLICATION | {"email": "Dara\u200b＠example.org\u202c", "about": "We grow\r\nrice.\x0b"}
    response = client.post(reverse("apply"), dirty)
    assert response.status_code == 302, response.context["form"].errors
    kept = Application.objects.get()
    assert (kept.email, kept.about, kept.phone) == ("dara@example.org", "We grow\nrice.", "012 345 678")


def test_reports_and_reasons_of_nothing_are_none(make_page: Any, organization: Any, officer: Any, editor: Any) -> None:
    page = make_page("update", organization, live=True)
    report(page, Report.Kind.WRONG, INVISIBLE, "dara\u200b@example.org")
    assert list(Report.objects.values_list("text", "email")) == [("", "dara@example.org")]
    waiting = submit(make_page("update", organization, owner=officer), officer)
    with pytest.raises(Refusal):
        request_changes(waiting, editor, reason=INVISIBLE)


def test_a_page_of_nothing_is_not_sent(make_page: Any, organization: Any, officer: Any) -> None:
    page = make_page("article", organization, owner=officer, summary="")
    page.body = [("paragraph", f"<p>{INVISIBLE}</p>"), ("paragraph", "<p>&#8203;</p>")]
    page.save_revision(user=officer)
    with pytest.raises(Refusal):
        submit(page, officer)


@pytest.mark.parametrize("written", ["{}\u200b", "\ufeff{}", " {}\u202c ", "ＯＦＦＩＣＥＲ{}"])
def test_she_signs_in_with_what_she_pastes(client: Client, officer: Any, written: str) -> None:
    address = written.format(officer.email.removeprefix("officer") if "ＯＦ" in written else officer.email)
    response = client.post("/accounts/login/", {"login": address, "password": PASSWORD})
    assert response.status_code == 302


def test_codes_are_taken_in_khmer_digits(client: Client, manager: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    commit_at_once(monkeypatch)
    secret = enrol(manager)
    password_login(client, manager)
    page = client.get("/accounts/2fa/authenticate/").content.decode()
    assert 'inputmode="numeric"' in page
    code = totp_code(secret).translate(KHMER)
    response = client.post("/accounts/2fa/authenticate/", {"code": f"{code[:3]} {code[3:]}\u200b"})
    assert response.status_code == 302


@pytest.mark.parametrize(("language", "shown"), [("en", "012 345 678"), ("km", "០១២ ៣៤៥ ៦៧៨")])
def test_two_numbers_are_two_links(
    client: Client, make_page: Any, organization: Any, drain: Any, language: str, shown: str
) -> None:
    organization.phone, organization.email = "០១២ ៣៤៥ ៦៧៨ / +855 99\u2011876\u2011543", "office\u200b@example.org"
    organization.website = "https://example.org\u200b/"
    organization.save()
    make_page("help", organization, language, live=True, phone="០១២ ៣៤៥ ៦៧៨ ឬ ១២៨០")
    drain()
    contact = client.get(f"/{language}/organizations/{organization.slug}/contact/").content.decode()
    for href in ("tel:012345678", "tel:+85599876543", "mailto:office@example.org", "https://example.org/"):
        assert f'href="{href}"' in contact
    assert shown in contact
    helping = client.get(f"/{language}/help/").content.decode()
    assert 'href="tel:012345678"' in helping
    assert 'href="tel:1280"' in helping
    assert "tel:០" not in contact + helping
