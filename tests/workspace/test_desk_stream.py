"""The desk as a stream: what is open beside the list, and what opens after a decision on it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from moderation.models import HeldDecision, Matter, Submission
from moderation.services import approve, carry_out_due, claim, report, submit
from moderation.services.matters import claim_matter, decide_matter, open_matter
from orgs.services import clear_cached_rights, set_editor, set_membership
from tests.factories import make_page
from tests.kept_rows import KeptRows, keeps
from tests.moderation.matter_kinds import NoteKind, notes
from tests.moderation.row_helpers import mark_checked
from tests.population import standing_member, standing_organization

__all__ = ["notes"]
pytestmark = pytest.mark.django_db
QUEUE = reverse("workspace:queue")


def make_three():
    organization = standing_organization("silk-weavers")
    officer = standing_member(organization, "officer")
    now = timezone.now()
    rows = [submit(make_page("update", organization, owner=officer, title=f"Piece {n}"), officer) for n in range(3)]
    mark_checked(*rows)
    for number, row in enumerate(rows):
        Submission.objects.filter(pk=row.pk).update(due_at=now + timedelta(hours=number + 1))
    return rows


THREE = KeptRows(make_three)


@pytest.fixture
@keeps(THREE)
def three(db, request):
    """Three pieces that wait, due one after another."""
    return THREE.of(request)


@pytest.fixture
def second_editor(make_user):
    user = make_user("second@example.org", first_name="Second")
    set_editor(user, True)
    return user


def address(item, name="review"):
    return reverse(f"workspace:{name}", args=[item.pk])


def opened(client, key, **query):
    return client.get(QUEUE, {"open": key} | query).content.decode()


def reading(content):
    return content.partition('id="open"')[2]


def send(client, url, **form):
    return client.post(url, {"stream": "1"} | form)


def test_after_a_decision_the_next_one_opens(editors, three):
    first, second, third = three
    content = reading(opened(editors, first.pk, language="en"))
    assert 'name="stream" value="1"' in content and 'name="back" value="language=en"' in content
    assert f"open={second.pk}#open" in content
    response = send(editors, address(first), decision="approve", back="language=en")
    assert response.url == f"{QUEUE}?language=en&open={second.pk}#open"
    response = send(editors, address(second), decision="return", reason="Name the village.")
    assert response.url == f"{QUEUE}?open={third.pk}#open"
    # Behind the last one there is nothing: the list says what still waits.
    assert send(editors, address(third), decision="approve", back="language=en").url == f"{QUEUE}?language=en"
    assert set(Submission.objects.values_list("state", flat=True)) == {"waiting"}
    HeldDecision.objects.update(effective_at=timezone.now())
    assert carry_out_due() == 3
    assert sorted(Submission.objects.values_list("state", flat=True)) == ["approved", "approved", "returned"]


def test_a_decision_on_a_page_of_its_own_leads_to_the_list(editors, three):
    assert editors.post(address(three[0]), {"decision": "approve"}).url == QUEUE


def test_what_another_editor_decided_meanwhile_is_told_and_passed(editors, three, second_editor):
    first, second, _third = three
    approve(first, second_editor)
    response = editors.post(address(first), {"stream": "1", "decision": "return", "reason": "Why?"}, follow=True)
    assert response.redirect_chain[-1][0] == f"{QUEUE}?open={second.pk}#open"
    assert "Piece 0: " in response.content.decode()
    assert set(Submission.objects.filter(title__in=["Piece 1", "Piece 2"]).values_list("state", flat=True)) == {
        "waiting"
    }
    assert Submission.objects.get(pk=first.pk).state == "approved"


def test_what_lacks_a_reason_keeps_the_words_and_the_way_back(editors, three):
    content = send(editors, address(three[0]), decision="return", back="language=en").content.decode()
    assert "Choose a reason, or write" in content
    assert 'name="stream" value="1"' in content and 'name="back" value="language=en"' in content


def test_the_next_one_is_not_what_another_editor_has_claimed(editors, three, second_editor):
    claim(three[1], second_editor)
    assert f"open={three[2].pk}#open" in reading(opened(editors, three[0].pk))
    assert send(editors, address(three[0]), decision="approve").url.endswith(f"open={three[2].pk}#open")
    # Who opens it anyway reads who has it, and can go on.
    content = reading(opened(editors, three[1].pk))
    assert "Second has claimed it" in content and 'id="decide"' not in content
    assert f"open={three[2].pk}#open" in content


def test_what_is_decided_shows_what_became_of_it_and_the_next_one(editors, three, editor):
    approve(three[0], editor)
    content = reading(opened(editors, three[0].pk))
    assert "This submission is no longer waiting" in content
    assert 'name="decision"' not in content
    assert f"open={three[1].pk}#open" in content


def test_what_has_unmade_checks_is_not_approved_by_one_key(editors, three):
    three[0].check_results.filter(check_name="dead-links").delete()
    content = reading(opened(editors, three[0].pk))
    assert "data-decides" not in content
    assert "Approve it without these checks" in content


def test_enter_in_a_field_never_approves(editors, three):
    forms = re.findall(r"<form.*?</form>", reading(opened(editors, three[0].pk)), re.DOTALL)
    (approving,) = [form for form in forms if 'type="hidden" name="decision" value="approve"' in form]
    assert "<textarea" not in approving and 'type="text"' not in approving
    assert 'value="return"' in next(form for form in forms if 'id="decide"' in form)


def test_a_piece_stands_in_the_order_of_reading(editors, three):
    content = reading(opened(editors, three[0].pk))
    parts = ['class="compared"', 'aria-label="Checks"', 'class="bar fixed"']
    assert sorted(parts, key=content.index) == parts


@pytest.mark.usefixtures("notes")
class TestMatters:
    @pytest.fixture
    def matters(self, organization, three):
        rows = [open_matter(*row, organization, f"Note {row[1]}", language="en") for row in (("note", 1), ("own", 2))]
        for row, hours in zip(rows, (1.5, 2.5), strict=True):
            Matter.objects.filter(pk=row.pk).update(due_at=timezone.now() + timedelta(hours=hours))
        return rows

    def test_they_open_between_the_pieces_by_due_time(self, editors, three, matters):
        note, _own = matters
        assert send(editors, address(three[0]), decision="approve").url == f"{QUEUE}?open=m{note.pk}#open"
        content = opened(editors, f"m{note.pk}")
        assert "Note 1" in reading(content) and 'class="chosen"' in content
        response = send(editors, address(note, "matter"), decision="approved", unchecked="on", back="language=en")
        assert response.url == f"{QUEUE}?language=en&open={three[1].pk}#open"
        # A kind that brings a page of its own opens there.
        assert send(editors, address(three[1]), decision="approve").url == "/workspace/own/2/?desk="

    def test_the_page_of_a_kind_leads_on_to_the_next_one(self, editors, editor, three, make_page, organization):
        live = make_page("update", organization, live=True, title="Looms")
        told = report(live, "wrong")
        Matter.objects.update(due_at=timezone.now() + timedelta(hours=1.5), is_urgent=False)
        page = reverse("workspace:report", args=[told.pk])
        following = f"{QUEUE}?language=en&open={three[1].pk}#open"
        come = send(editors, address(three[0]), decision="approve", back="language=en").url
        assert come == f"{page}?desk=language%3Den"
        assert following.replace("&", "&amp;") in editors.get(come).content.decode()
        assert editors.post(come, {"decision": "keep", "answer": "It is right."}).url == following
        # Opened from anywhere else it leads back to the list of its kind.
        second = report(live, "wrong")
        page = reverse("workspace:report", args=[second.pk])
        assert ">Skip</a>" not in editors.get(page).content.decode()
        assert editors.post(page, {"decision": "keep"}).url == reverse("workspace:reports")

    def test_one_that_another_decided_is_told_and_passed(self, editors, three, matters, second_editor, notes):
        note = matters[0]
        decide_matter(note, second_editor, "rejected", "It names her.")
        response = send(editors, address(note, "matter"), decision="approved", unchecked="on")
        assert response.url == f"{QUEUE}?open={three[1].pk}#open"
        assert "Note 1: " in editors.get(response.url).content.decode()
        assert notes.decided == [(1, "rejected")]

    def test_a_claim_opens_it_beside_the_list(self, editors, matters, editor):
        note = matters[0]
        response = send(editors, address(note, "claim-matter"), back="language=en")
        assert response.url == f"{QUEUE}?language=en&open=m{note.pk}#open"
        claim_matter(note, editor)
        assert 'data-key="c"' not in reading(opened(editors, f"m{note.pk}"))

    def test_an_unknown_key_opens_nothing(self, editors, matters):
        note, own = matters
        assert 'id="open"' not in opened(editors, f"m{own.pk}")
        for key in ("m", "mm1", "m999999", "x", "m" + "9" * 30, f" m{note.pk}"):
            assert 'id="open"' not in opened(editors, key)

    def test_what_is_hidden_from_members_does_not_open(self, editors, editor, organization, matters, monkeypatch):

        monkeypatch.setattr(NoteKind, "is_hidden_from_members", True)
        assert 'id="open"' in opened(editors, f"m{matters[0].pk}")
        set_membership(editor, organization, "officer")
        clear_cached_rights(editor)
        assert 'id="open"' not in opened(editors, f"m{matters[0].pk}")
