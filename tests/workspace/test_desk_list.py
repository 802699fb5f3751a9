"""One list of all that waits: pages and other matters, the urgent first, read page by page."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from moderation import services
from moderation.matters import MatterDecision
from moderation.models import CheckResult, Matter, SentTogether, Submission
from moderation.services.matters import claim_matter, close_matter, decide_matter, open_matter, repair_matters
from orgs.profile import profile_of
from orgs.services import clear_cached_rights, set_editor, set_membership
from tests.moderation.matter_kinds import NoteKind, OwnPageKind, notes
from tests.moderation.row_helpers import make_submissions, mark_checked
from workspace.desk.desk_list import desk_list

__all__ = ["notes"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("notes")]
QUEUE = reverse("workspace:queue")
HOUR = timedelta(hours=1)
ASKED = "Nothing is decided yet."


@pytest.fixture
def three(notes, organization):
    """A note, an urgent one, and one that has a page of its own."""
    calm = open_matter("note", 1, organization, "Calm note", language="en")
    urgent = open_matter("note", 2, organization, "Urgent note", urgent=True, language="km")
    own = open_matter("own", 3, organization, "Own note")
    return calm, urgent, own


def shown(client, **query):
    return client.get(QUEUE, query).content.decode()


def order(content, *titles):
    found = [title for title in titles if f">{title}</a>" in content]
    return sorted(found, key=lambda title: content.index(f">{title}</a>"))


def test_all_that_waits_is_one_list_by_urgency_and_due_time(editors, waiting, three):
    now = timezone.now()
    Submission.objects.update(due_at=now + 30 * HOUR)
    for matter, hours in zip(three, (-2, 3, 40), strict=True):
        Matter.objects.filter(pk=matter.pk).update(due_at=now + hours * HOUR)
    content = shown(editors)
    titles = ("Six looms", "Calm note", "Urgent note", "Own note")
    assert order(content, *titles) == ["Urgent note", "Calm note", "Six looms", "Own note"]
    assert "4 wait, 1 is late" in content
    assert "1 is urgent" in content
    assert 'href="/workspace/own/3/?desk="' in content
    assert f"open=m{three[0].pk}#open" in content


NARROWED = [
    ({"type": "note"}, {"Calm note", "Urgent note"}),
    ({"type": "own"}, {"Own note"}),
    ({"type": "update"}, {"Six looms"}),
    ({"language": "km"}, {"Urgent note"}),
    ({"language": "en"}, {"Six looms", "Calm note"}),
    ({"state": "urgent"}, {"Urgent note"}),
    ({"state": "second"}, set()),
    ({"state": "after"}, set()),
    ({"organization": "silk-weavers"}, {"Six looms", "Calm note", "Urgent note", "Own note"}),
    ({"mine": "on"}, {"Calm note"}),
    ({"type": "note", "mine": "on"}, {"Calm note"}),
    ({"mine": "on", "topic": "x"}, {"Calm note"}),
    ({"q": "NOTE"}, {"Calm note", "Urgent note", "Own note"}),
    ({"q": "note  calm"}, {"Calm note"}),
    ({"q": "looms"}, {"Six looms"}),
    ({"q": "silk weavers looms"}, {"Six looms"}),
    ({"q": "%"}, set()),
    ({"q": "note", "type": "own"}, {"Own note"}),
]


def test_it_is_narrowed_for_all_kinds(editors, editor, waiting, three):
    claim_matter(three[0], editor)
    for query, found in NARROWED:
        content = shown(editors, **query)
        assert set(order(content, "Six looms", "Calm note", "Urgent note", "Own note")) == found, query


def test_pages_of_it_hold_each_once(editors, organization, notes):
    now = timezone.now()
    make_submissions(organization, 70, due_at=lambda number: now + (2 * number) * HOUR)
    Matter.objects.bulk_create(
        Matter(
            kind="note", object_id=number, organization=organization, title=f"Note {number}", created_at=now,
            reminder_at=now, due_at=now + (2 * number + 1) * HOUR, is_urgent=number % 35 == 34,
        )
        for number in range(70)
    )  # fmt: skip
    pages = [re.findall(r">((?:Piece|Note) \d+)</a>", shown(editors, page=number)) for number in (1, 2, 3)]
    assert [len(page) for page in pages] == [50, 50, 40]
    found = [title for page in pages for title in page]
    assert len(set(found)) == 140
    assert found[:4] == ["Note 34", "Note 69", "Piece 0", "Note 0"]
    assert shown(editors, page=2).count("140 wait") == 1


def test_thousands_cost_no_more(editors, organization, waiting, notes):
    now = timezone.now()

    def queries():
        with CaptureQueriesContext(connection) as captured:
            response = editors.get(QUEUE, {"open": waiting.pk})
        assert len(response.content) <= 200_000
        return len(captured)

    def fill(numbers):
        Matter.objects.bulk_create(
            Matter(
                kind="note", object_id=number, organization=organization, title=f"Note {number}", created_at=now,
                reminder_at=now, due_at=now + (72 + number / 60) * HOUR, is_urgent=number == 2,
            )
            for number in numbers
        )  # fmt: skip

    Submission.objects.update(due_at=now + HOUR)
    fill([1, 2])
    # The first one counts the public figure and writes the session.
    queries()
    few = queries()
    fill(range(3, 3000))
    assert queries() == few <= 32


def test_the_next_one_stands_behind_in_the_order_of_the_list(editor, waiting, three, organization):
    now = timezone.now()
    Matter.objects.filter(pk__in=[each.pk for each in three]).update(due_at=now)
    Submission.objects.update(due_at=now)
    late = open_matter("note", 4, organization, "Late note", language="en")
    Matter.objects.filter(pk=late.pk).update(due_at=now - HOUR)
    rows = desk_list({}, editor)
    item, found = rows[:1][0], []
    while item:
        found.append(item.title)
        item = rows.after(item, editor)
    assert found == [each.title for each in rows[:9]]
    assert found == ["Urgent note", "Late note", "Six looms", "Calm note", "Own note"]


def test_the_next_one_is_not_what_another_editor_has_claimed(editor, make_user, waiting, three):
    second = make_user("second@example.org")
    set_editor(second, True)
    calm, urgent, _own = three
    claim_matter(calm, second)
    services.claim(waiting, editor)
    rows = desk_list({}, editor)

    def behind(item):
        found = rows.after(item, editor)
        return [found.title, *behind(found)] if found else []

    assert sorted(behind(urgent)) == ["Own note", "Six looms"]
    Matter.objects.filter(pk=calm.pk).update(claimed_at=timezone.now() - HOUR)
    assert sorted(behind(urgent)) == ["Calm note", "Own note", "Six looms"]
    # What was decided meanwhile is behind nothing, and has a next one itself.
    decide_matter(urgent, editor, "approved", unchecked=True)
    assert len(behind(urgent)) == 3


def test_the_title_of_the_second_language_is_searched_too(editors, waiting, make_page, organization):
    other = make_submissions(organization, 1)[0]
    Submission.objects.filter(pk=other.pk).update(title="កីត្បាញ")
    SentTogether.objects.create(original=waiting, translation=other)
    assert order(shown(editors, q="កីត្បាញ"), "Six looms") == ["Six looms"]


def test_an_editor_of_the_organization_does_not_see_what_is_hidden_from_members(
    editors, editor, organization, three, monkeypatch
):
    monkeypatch.setattr(OwnPageKind, "is_hidden_from_members", True)
    assert order(shown(editors), "Own note")
    set_membership(editor, organization, "officer")
    clear_cached_rights(editor)
    content = shown(editors)
    assert order(content, "Calm note", "Own note") == ["Calm note"]
    assert "2 wait" in content
    assert editors.get(reverse("workspace:matter", args=[three[2].pk])).status_code == 404


def test_several_are_decided_together_with_pages(editors, notes, waiting, three):
    calm, urgent, own = three
    mark_checked(waiting) if not waiting.check_results.exists() else None
    content = shown(editors)
    assert f'value="m{calm.pk}"' in content
    assert f'value="m{own.pk}"' not in content
    form = {"chosen": [str(waiting.pk), f"m{calm.pk}", f"m{urgent.pk}"], "decision": "return", "reason": "Name it."}
    asked = editors.post(QUEUE, form).content.decode()
    assert ASKED in asked and "You have not opened it." in asked and "have not been made yet" in asked
    assert Matter.objects.waiting().count() == 3
    form |= {"confirmed": "return", "sure": re.findall(r'name="sure" value="([^"]+)"', asked)}
    told = editors.post(QUEUE, form, follow=True).content.decode()
    for title in ("Six looms", "Calm note", "Urgent note"):
        assert f"Returned: {title}" in told
    assert sorted(notes.decided) == [(1, "returned"), (2, "returned")]
    assert Submission.objects.get().state == "returned"


def test_what_was_opened_and_is_clean_is_decided_at_once(editors, notes, three):
    calm = three[0]
    for name in ("personal-data", "consent", "old-fonts", "broken-khmer"):
        CheckResult.objects.create(matter=calm, check_name=name, outcome="passed")
    editors.get(reverse("workspace:matter", args=[calm.pk]))
    assert "No problems" in shown(editors)
    told = editors.post(QUEUE, {"chosen": [f"m{calm.pk}"], "decision": "approve"}, follow=True).content.decode()
    assert "Approved: Calm note" in told
    assert notes.decided == [(1, "approved")]


def test_what_is_never_returned_is_not_returned_with_the_others(editors, notes, three, monkeypatch):
    monkeypatch.setattr(NoteKind, "decisions", (MatterDecision.APPROVE, MatterDecision.REJECT))
    form = {"chosen": [f"m{three[0].pk}"], "decision": "return", "reason": "Name it."}
    asked = editors.post(QUEUE, form).content.decode()
    form |= {"confirmed": "return", "sure": re.findall(r'name="sure" value="([^"]+)"', asked)}
    assert "Calm note: It cannot be returned." in editors.post(QUEUE, form).content.decode()
    assert notes.decided == []


@pytest.mark.parametrize(
    ("chosen", "said"),
    [("m999999", "is no longer waiting"), ("own", "is no longer waiting"), ("mx", "is not a valid value")],
)
def test_what_cannot_be_chosen_is_refused(editors, three, chosen, said):
    chosen = f"m{three[2].pk}" if chosen == "own" else chosen
    assert said in editors.post(QUEUE, {"chosen": [chosen], "decision": "approve"}).content.decode()
    assert Matter.objects.waiting().count() == 3


def test_a_claim_shows_in_the_list(editors, editor, three):
    response = editors.post(reverse("workspace:claim-matter", args=[three[0].pk]))
    assert response.url == reverse("workspace:matter", args=[three[0].pk])
    content = shown(editors)
    assert "<b>You</b>" in content and "min left" in content


def test_reports_and_changes_of_profiles_stand_in_the_list(
    editors, editor, make_page, make_user, organization, manager
):
    told = services.report(make_page("update", organization, live=True, title="Six looms"), "danger")
    profile = profile_of(organization) | {"phone": "012 345 678"}
    profile.pop("logo")
    change = services.propose_profile(organization, profile, by=manager)
    content = shown(editors)
    assert order(content, "Six looms", "Silk Weavers") == ["Six looms", "Silk Weavers"]
    for words in ("2 wait", "1 is urgent", "1 report by a reader", "1 profile change", "Report by a reader"):
        assert words in content
    second = make_user("second@example.org", first_name="Second")
    set_editor(second, True)
    for name, about in (("report", told), ("profile-change", change)):
        page = reverse(f"workspace:{name}", args=[about.pk])
        assert f'href="{page}?desk="' in content
        matter = Matter.objects.get(kind={"report": "report"}.get(name, "profile"), object_id=about.pk)
        assert editors.post(reverse("workspace:claim-matter", args=[matter.pk])).url == page
        assert "Release claim" in editors.get(page).content.decode()
        Matter.objects.filter(pk=matter.pk).update(claimed_by=second)
        content_of_page = editors.get(page).content.decode()
        assert "Second has claimed it" in content_of_page
        assert ">Claim<" not in content_of_page


def test_a_help_service_leads_to_itself_in_the_list_of_those_to_verify(editors, make_page, organization, drain):
    day = timezone.localdate() - timedelta(days=200)
    pages = [make_page("help", organization, live=True, title=f"Line {n}", verified_on=day) for n in range(2)]
    drain()
    repair_matters()
    (link,) = re.findall(rf'href="([^"]+service={pages[1].pk})&amp;desk=type%3Dverify"', shown(editors, type="verify"))
    content = editors.get(link).content.decode()
    assert "Line 1" in content and "Line 0" not in content
    assert "Line 0" in editors.get(link.partition("?")[0], {"service": "x"}).content.decode()


def test_the_last_decisions_are_of_pages_and_matters(editors, editor, waiting, three, notes):
    calm = three[0]
    services.request_changes(waiting, editor, "Name the village.")
    decide_matter(calm, editor, "rejected", "It names her.")
    close_matter("own", 3, decided_by=editor)
    close_matter("note", 2)
    address = reverse("workspace:decisions")
    content = editors.get(address).content.decode()
    assert order(content, "Six looms", "Calm note", "Urgent note", "Own note") == ["Own note", "Calm note", "Six looms"]
    assert "It names her." in content and 'href="/workspace/own/3/"' in content
    refused = editors.get(address, {"state": "refused", "mine": "on"}).content.decode()
    assert order(refused, "Six looms", "Calm note", "Own note") == ["Calm note"]
    assert order(editors.get(address, {"organization": "law-circle"}).content.decode(), "Calm note") == []


def test_decisions_on_what_is_hidden_from_members_are_hidden_too(editors, editor, organization, three, monkeypatch):
    close_matter("own", 3, decided_by=editor)
    monkeypatch.setattr(OwnPageKind, "is_hidden_from_members", True)
    address = reverse("workspace:decisions")
    assert "Own note" in editors.get(address).content.decode()
    set_membership(editor, organization, "officer")
    clear_cached_rights(editor)
    assert "Own note" not in editors.get(address).content.decode()
