"""The sheet of a month, the figures in "Our work" and the editors' sums: who sees them, what they say and cost."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.sign_in_names import DOMAIN
from orgs.models import Organization
from reach.models import PageReads, Way
from reach.sheet.month_sheet import month_sheet
from reach.sheet.months import newest
from tests.factories import drain_outbox, make_page
from tests.kept_rows import KeptRows, keeps
from tests.population import standing_member, standing_organization
from tests.queries import queries_of

pytestmark = pytest.mark.django_db
SHEET = reverse("workspace:reach")
MAIL = reverse("workspace:reach-mail")
PORTAL = reverse("workspace:portal-reach")


def make_read_pages() -> list[Any]:
    organization = standing_organization("silk-weavers")
    officer = standing_member(organization, "officer")
    first = make_page("update", organization, live=True, owner=officer, title="Loom", text="We weave.")
    key = first.translation_key
    twin = make_page("update", organization, "km", live=True, owner=officer, title="សូត្រ", text="ខ", translation_key=key)
    second = make_page("update", organization, live=True, owner=officer, title="Dye", text="We dye.")
    third = make_page("update", organization, live=True, owner=officer, title="Quiet", text="Nobody reads.")
    drain_outbox()
    day = newest().end - dt.timedelta(days=1)
    rows = [(first, Way.FACEBOOK, 23), (twin, Way.FACEBOOK, 12), (twin, Way.MAIL, 2), (second, Way.ENGINES, 7)]
    rows.append((third, Way.TELEGRAM, 3))
    PageReads.objects.bulk_create(PageReads(page=page, day=day, way=way, number=n) for page, way, n in rows)
    # Of today: it is not over.
    PageReads.objects.create(page=first, day=timezone.localdate(), way=Way.FACEBOOK, number=500)
    return [first, twin, second, third]


READ_PAGES = KeptRows(make_read_pages)


@pytest.fixture
@keeps(READ_PAGES)
def read_pages(db: None, request: pytest.FixtureRequest) -> list[Any]:
    """Three pieces, the first in both languages, read 37, 7 and 3 times in the newest month."""
    return READ_PAGES.of(request)


def text(response: Any) -> str:
    assert response.status_code == 200
    return " ".join(response.content.decode().replace("\xa0", " ").split())


def test_the_sheet_joins_what_is_small(read_pages: list[Any], organization: Any) -> None:
    sheet = month_sheet(organization, newest(), "en")
    assert (sheet.reads, sheet.fetches, sheet.files) == (45, None, None)
    assert sheet.ways == {"facebook": 35, "engines": 5, "joined": 5}
    assert sheet.days == {read_day(): 45}
    assert sheet.pieces is not None
    assert [(each.page and each.page.title, each.khmer, each.english, each.all) for each in sheet.pieces] == [
        ("Loom", 10, 20, 35),
        (None, "", "", 10),
    ]


def read_day() -> str:
    return (newest().end - dt.timedelta(days=1)).isoformat()


def test_a_member_sees_her_own_organizations_sheet_alone(
    read_pages: list[Any], officers: Client, other_organization: Organization
) -> None:
    shown = text(officers.get(SHEET))
    assert "Our pages were read 45 times." in shown
    assert "Loom" in shown and "Quiet" not in shown
    assert "All other pages together" in shown
    PageReads.objects.all().delete()
    foreign = make_page("update", other_organization, live=True, title="Not hers", text="x")
    PageReads.objects.create(page=foreign, day=read_day(), way=Way.FEED, number=90)
    assert "Not hers" not in text(officers.get(SHEET))
    assert "fewer than 5 times" in text(officers.get(SHEET))


def test_strangers_and_people_without_organization_see_no_sheet(client: Client, editors: Client) -> None:
    for address in (SHEET, reverse("workspace:reach-file"), PORTAL):
        assert client.get(address).status_code == 302
    assert editors.get(SHEET).status_code == 404


def test_members_see_no_sums_of_the_portal(officers: Client) -> None:
    assert officers.get(PORTAL).status_code == 404


def test_editors_see_sums_of_each_organization(read_pages: list[Any], editors: Client, organization: Any) -> None:
    shown = text(editors.get(PORTAL))
    assert f'{organization.name}</th><td class="number">45</td>' in shown.replace("\u200b", "")
    assert "Loom" not in shown


def test_the_file_has_the_same_numbers(read_pages: list[Any], officers: Client) -> None:
    response = officers.get(reverse("workspace:reach-file") + f"?month={newest().name}")
    assert response.headers["Content-Disposition"].endswith(f'{newest().name}.csv"')
    rows = response.content.decode("utf-8-sig").splitlines()
    assert "By piece,Loom,10,20,35" in rows
    assert "How they came,Other and unknown,,,5" in rows
    assert "files fetched,,,," in rows


def test_a_member_mails_the_sheet_to_herself_and_hands_it_on(
    read_pages: list[Any], officers: Client, officer: Any, organization: Any, drain: Any, mailoutbox: Any
) -> None:
    shown = text(officers.post(MAIL, {"month": newest().name, "language": "en"}, follow=True))
    assert f"The sheet is on its way to {officer.email}" in shown
    drain()
    assert [mail.to for mail in mailoutbox] == [[officer.email]]
    assert mailoutbox[0].subject.startswith(f"{organization.name_en}: readers in ")
    lines = mailoutbox[0].body.splitlines()
    assert {"times read: 45", "files fetched: fewer than 5", "– Loom: 35", "– Facebook: 35"} <= set(lines)
    assert "Quiet" not in mailoutbox[0].body


def test_the_mailed_sheet_is_whole_in_khmer(
    read_pages: list[Any], officers: Client, organization: Any, drain: Any, mailoutbox: Any
) -> None:
    officers.post(MAIL, {"month": newest().name, "language": "km"})
    drain()
    assert organization.name_km in mailoutbox[0].subject
    own_words = mailoutbox[0].body.partition("http")[0]
    assert not re.search("[0-9]", own_words.replace(organization.name_km, ""))
    assert "៤៥" in own_words and "សូត្រ" in own_words


def test_the_sheet_is_mailed_ten_times_an_hour_and_only_where_there_is_a_mailbox(
    officers: Client, officer: Any, drain: Any, mailoutbox: Any
) -> None:
    for _each in range(12):
        shown = text(officers.post(MAIL, {"month": newest().name, "language": "en"}, follow=True))
        drain()
    assert "Too many attempts" in shown and len(mailoutbox) == 10
    officer.email = f"thida@{DOMAIN}"
    officer.save()
    assert "no e-mail address" in text(officers.post(MAIL, {"language": "en"}, follow=True))
    assert str(MAIL) not in text(officers.get(SHEET))


def test_nobody_mails_a_sheet_that_is_not_hers(client: Client, officers: Client, editors: Client) -> None:
    assert client.post(MAIL, {"language": "en"}).status_code == 403
    assert editors.post(MAIL, {"language": "en"}).status_code == 404
    assert officers.post(MAIL, {"language": "fr"}).status_code == 404


def test_our_work_shows_reads_of_public_pages(read_pages: list[Any], officers: Client) -> None:
    shown = text(officers.get(reverse("workspace:home")))
    assert "<b>20</b>" in shown
    assert "<span>Facebook 20</span>" in shown
    assert "<b>fewer than 5</b>" in shown
    assert "<b>3</b>" not in shown
    assert "<b>20</b>" in text(officers.get(reverse("workspace:content-item", args=[read_pages[0].pk])))


def test_the_pages_take_few_queries(
    read_pages: list[Any], officers: Client, editors: Client, organization: Any
) -> None:
    assert len(queries_of(officers, SHEET)) <= 25
    before = len(queries_of(editors, PORTAL))
    assert before <= 25
    for number in range(5):
        page = make_page("update", organization, live=True, title=f"More {number}", text="x")
        PageReads.objects.create(page=page, day=read_day(), way=Way.FEED, number=9)
    assert len(queries_of(officers, SHEET)) <= 25
    assert len(queries_of(editors, PORTAL)) == before


def test_public_pages_say_nothing_of_reads(read_pages: list[Any], client: Client) -> None:
    assert "times read" not in text(client.get(read_pages[0].url))
