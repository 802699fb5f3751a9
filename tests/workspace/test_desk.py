"""The editors' desk: the queue, what narrows it, claims, and decisions on many at once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from moderation.models import CheckResult, Reason, Submission
from moderation.services import approve, claim, request_second_opinion, submit
from orgs.services import set_editor
from tests.moderation.row_helpers import mark_checked
from vocabulary.models import Topic
from workspace.desk.bulk_form import BulkDecisionForm
from workspace.desk.queue_rows import due_text

QUEUE = reverse("workspace:queue")


def url_of(submission, name="review"):
    return reverse(f"workspace:{name}", args=[submission.pk])


@pytest.fixture
def second_editor(make_user):
    user = make_user("second@example.org", first_name="Second")
    set_editor(user, True)
    return user


def test_officers_find_no_desk(officers, waiting):
    for name in ("claim", "release-claim", "correct", "preview-frame", "post-review", "review", "review-preview"):
        assert officers.get(url_of(waiting, name)).status_code == 404
        assert officers.post(url_of(waiting, name), {"decision": "approve"}).status_code == 404
    for name in ("queue", "decisions", "reports"):
        assert officers.get(reverse(f"workspace:{name}")).status_code == 404
    waiting.refresh_from_db()
    assert waiting.is_waiting


def test_editors_come_to_the_desk(editors):
    assert editors.get("/workspace/").url == QUEUE


def test_the_most_urgent_comes_first(editors, officer, make_page, organization):
    titles = ["First", "Second", "Third"]
    for title in titles:
        submit(make_page("update", organization, owner=officer, title=title), officer)
    Submission.objects.filter(title="Third").update(due_at=timezone.now() - timedelta(hours=2, minutes=5))
    content = editors.get(QUEUE).content.decode()
    assert "3 wait, 1 is late" in content
    assert "2 h late" in content
    assert sorted(titles, key=lambda title: content.index(f">{title}</a>")) == ["Third", "First", "Second"]


def test_what_is_decided_is_not_in_the_queue(editors, waiting, editor):
    approve(waiting, editor)
    content = editors.get(QUEUE).content.decode()
    assert "Six looms" not in content
    assert "Nothing is waiting" in content


@pytest.fixture
def mixed(make_page, make_member, organization, other_organization, officer, second_editor):
    other = make_member(other_organization, "officer")
    topics = [Topic.objects.get(slug="law")] if Topic.objects.filter(slug="law").exists() else [Topic.objects.first()]
    rows = [
        submit(make_page("update", organization, owner=officer, title="Looms"), officer),
        submit(make_page("article", organization, "km", owner=officer, title="Silk"), officer),
        submit(make_page("event", other_organization, owner=other, title="Court", topics=topics), other),
    ]
    request_second_opinion(rows[1], second_editor, "Is it theirs?")
    claim(rows[2], second_editor)
    return {"topic": topics[0].slug}


NARROWED = [
    ({"organization": "law-circle"}, {"Court"}),
    ({"type": "article"}, {"Silk"}),
    ({"type": "page"}, set()),
    ({"language": "en"}, {"Looms", "Court"}),
    ({"topic": "topic"}, {"Court"}),
    ({"state": "second"}, {"Silk"}),
    ({"state": "author"}, set()),
    ({"state": "after"}, set()),
    ({"topic": "topic", "type": "update"}, set()),
    ({"mine": "on"}, set()),
    ({"language": "en", "type": "event", "organization": "silk-weavers"}, set()),
    (
        {"organization": "no-such", "type": "x", "language": "fr", "page": "x", "open": "x"},
        {"Looms", "Silk", "Court"},
    ),
]


def test_the_queue_can_be_narrowed(editors, mixed):
    for query, found in NARROWED:
        query = {name: mixed.get(value, value) for name, value in query.items()}
        content = editors.get(QUEUE, query).content.decode()
        assert {title for title in ("Looms", "Silk", "Court") if f">{title}</a>" in content} == found, query


def test_the_topic_is_that_of_what_was_sent(editors, make_page, organization, officer):
    """Not that of the page's row: what is public may be about something else, and a draft is saved as a version."""
    before, after = Topic.objects.all()[:2]
    page = make_page("article", organization, live=True, title="Silk", topics=[before])
    draft = page.get_latest_revision_as_object()
    draft.title, draft.topics = "Silk in court", [after]
    draft.save_revision(user=officer)
    submit(page, officer)
    assert "Silk in court" in editors.get(QUEUE, {"topic": after.slug}).content.decode()
    assert "Silk in court" not in editors.get(QUEUE, {"topic": before.slug}).content.decode()


def test_a_claim_is_a_post_and_opens_the_piece(editors, editor, waiting):
    assert editors.get(url_of(waiting, "claim")).status_code == 405
    response = editors.post(url_of(waiting, "claim"), {"back": "language=en"}, follow=True)
    assert response.redirect_chain[-1][0] == f"{QUEUE}?language=en&open={waiting.pk}#open"
    content = response.content.decode()
    assert ("<b>You</b>" in content and "30 min left" in content) or "29 min left" in content
    assert 'id="decide"' in content
    waiting.refresh_from_db()
    assert waiting.holder == editor


def test_what_another_holds_is_hers(editors, waiting, second_editor):
    claim(waiting, second_editor)
    assert "has claimed it" in editors.post(url_of(waiting, "claim"), follow=True).content.decode()
    content = editors.get(QUEUE, {"open": waiting.pk}).content.decode()
    assert "has claimed it" in content
    assert 'name="reason"' not in content.partition('id="open"')[2]


def test_a_claim_is_given_back(editors, editor, waiting):
    claim(waiting, editor)
    editors.post(url_of(waiting, "release-claim"))
    waiting.refresh_from_db()
    assert waiting.holder is None


def test_looking_at_it_renews_her_claim(editors, editor, waiting):
    claim(waiting, editor)
    before = timezone.now() - timedelta(minutes=20)
    Submission.objects.update(claimed_at=before)
    editors.get(QUEUE)
    waiting.refresh_from_db()
    assert waiting.claimed_at == before
    editors.get(url_of(waiting))
    waiting.refresh_from_db()
    assert waiting.claimed_at > before + timedelta(minutes=19)


def test_typing_renews_her_claim(editors, editor, second_editor, waiting, time_machine):
    """A script asks for it; who does not hold it is told why not."""
    time_machine.move_to(timezone.now())
    assert "data-keep" not in editors.get(url_of(waiting)).content.decode()
    assert editors.post(url_of(waiting, "renew-claim")).status_code == 409
    claim(waiting, editor)
    for page in (url_of(waiting), url_of(waiting, "correct")):
        assert f'data-keep="{url_of(waiting, "renew-claim")}"' in editors.get(page).content.decode()
    for _time in range(2):
        time_machine.shift(timedelta(minutes=20))
        assert editors.post(url_of(waiting, "renew-claim")).status_code == 204
    waiting.refresh_from_db()
    assert waiting.holder == editor
    time_machine.shift(timedelta(minutes=31))
    claim(waiting, second_editor)
    refused = editors.post(url_of(waiting, "renew-claim"))
    assert (refused.status_code, refused.content.decode().startswith("Second has claimed it")) == (409, True)
    assert editors.get(url_of(waiting, "renew-claim")).status_code == 405


def test_checks_are_told_in_a_word(editors, waiting):
    assert "No problems" in editors.get(QUEUE).content.decode()
    waiting.check_results.filter(check_name="dead-links").delete()
    assert "Checking" in editors.get(QUEUE).content.decode()
    waiting.check_results.filter(check_name="personal-data").update(outcome="found")
    assert "1 check<" in editors.get(QUEUE).content.decode()


@pytest.fixture
def three(make_page, organization, officer):
    rows = [submit(make_page("update", organization, owner=officer, title=f"Piece {n}"), officer) for n in range(3)]
    mark_checked(*rows)
    return rows


def states():
    return dict(Submission.objects.values_list("title", "state"))


def test_many_are_approved_at_once(editors, three):
    for row in three[:2]:
        editors.get(QUEUE, {"open": row.pk})
    content = editors.post(QUEUE, {"chosen": [s.pk for s in three[:2]], "decision": "approve"}, follow=True).content
    assert "Published: Piece 0" in content.decode() and "Published: Piece 1" in content.decode()
    assert states() == {"Piece 0": "approved", "Piece 1": "approved", "Piece 2": "waiting"}


def test_each_is_decided_for_itself_and_what_was_typed_stays(editors, three, second_editor):
    claim(three[1], second_editor)
    for row in three:
        editors.get(url_of(row))
    reason = Reason.objects.first()
    form = {
        "chosen": [s.pk for s in three],
        "decision": "return",
        "reason": "Name the village.",
        "reasons": [reason.pk],
    }
    content = editors.post(QUEUE, form).content.decode()
    assert states() == {"Piece 0": "returned", "Piece 1": "waiting", "Piece 2": "returned"}
    assert "Returned: Piece 0" in content
    assert "Piece 1: Second has claimed it" in content
    assert "Name the village." in content
    assert f'value="{three[1].pk}" checked' in content
    assert list(Submission.objects.get(title="Piece 0").reasons.all()) == [reason]


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"decision": "approve"}, "Choose at least one submission."),
        ({"decision": "return", "chosen": "all"}, "Choose a reason, or write"),
        ({"decision": "approve", "chosen": "999999"}, "is no longer waiting"),
        ({"decision": "approve", "chosen": "x"}, "is not a valid value"),
    ],
)
def test_a_batch_with_faults_decides_nothing(editors, three, form, said):
    if form.get("chosen") == "all":
        form = form | {"chosen": [s.pk for s in three]}
    assert said in editors.post(QUEUE, form).content.decode()
    assert set(states().values()) == {"waiting"}


def test_one_decision_covers_a_limited_number_of_submissions(editors, three, monkeypatch):
    assert BulkDecisionForm.MOST == 50
    monkeypatch.setattr(BulkDecisionForm, "MOST", 2)
    form = {"decision": "return", "reason": "Name the village.", "chosen": [s.pk for s in three]}
    content = editors.post(QUEUE, form).content.decode()
    assert "Choose at most 2 submissions" in content
    assert "Name the village." in content
    assert all(f'value="{s.pk}" checked' in content for s in three)
    assert set(states().values()) == {"waiting"}


def test_reports_are_reached_as_a_state(editors):
    content = editors.get(QUEUE).content.decode()
    assert '<option value="reported">' in content and '<option value="after">' in content
    assert editors.get(QUEUE, {"state": "reported"})["Location"] == reverse("workspace:reports")


MONDAY = datetime(2026, 5, 4, 2, tzinfo=UTC)  # 9 in the morning in Phnom Penh


@pytest.mark.parametrize(
    ("language", "ahead", "said"),
    [
        ("en", timedelta(hours=-2, minutes=-5), "2 h late"),
        ("en", timedelta(minutes=40), "in 40 min"),
        ("en", timedelta(hours=3, minutes=59), "in 3 h"),
        ("en", timedelta(hours=4), "today 1:00 pm"),
        ("en", timedelta(hours=8), "today 5:00 pm"),
        ("en", timedelta(hours=24, minutes=15), "Tue 9:15 am"),
        ("km", timedelta(hours=24, minutes=15), "ថ្ងៃអង្គារ ម៉ោង\u00a0៩:១៥ ព្រឹក"),
        ("en", timedelta(days=6), "Sun 9:00 am"),
        ("en", timedelta(days=7), "11 May, 9:00 am"),
    ],
)
def test_due_times_are_said_in_few_words(language, ahead, said):
    with override(language):
        assert due_text(MONDAY + ahead, MONDAY) == said


def test_a_second_version_beside_the_public_one_costs_no_more(editors, editor, officer, waiting, draft):
    approve(waiting, editor)
    page = draft.__class__.objects.get(pk=draft.pk)
    page.text = "Seven looms came. We weave."
    page.save_revision(user=officer)
    second = submit(page, officer)
    editors.get(QUEUE, {"open": second.pk})
    with CaptureQueriesContext(connection) as captured:
        content = editors.get(QUEUE, {"open": second.pk}).content.decode()
    assert "<ins>" in content and "<del>" in content
    assert len(captured) <= 30


@pytest.mark.parametrize("many", [500, 5000])
def test_hundreds_that_wait_cost_no_more(many, editors, waiting, make_page, organization):
    fill(waiting, make_page, organization, many)
    editors.get(QUEUE)
    with CaptureQueriesContext(connection) as captured:
        response = editors.get(QUEUE, {"open": waiting.pk})
    print(f"{many} wait: {len(captured)} queries, {len(response.content)} bytes")
    assert f"{many + 1:,} wait" in response.content.decode()
    assert len(captured) <= 30
    assert len(response.content) <= 200_000


def fill(sample, make_page, organization, many):
    """Rows that wait, on as many pages, written at bulk speed."""
    from wagtail.models import Page

    home = sample.page.get_parent()
    pages = [
        Page(
            title=f"ស្ត្រីនៅក្នុងភូមិបានទិញកីថ្មី {n}", slug=f"bulk-{n}",
            path=f"{home.path}{n + 5000:04d}", depth=home.depth + 1,
            url_path=f"{home.url_path}bulk-{n}/", content_type=sample.page.content_type,
            locale=sample.page.locale, live=False,
        )
        for n in range(many)
    ]  # fmt: skip
    pages = Page.objects.bulk_create(pages, batch_size=500)
    rows = Submission.objects.bulk_create(
        [
            Submission(
                organization=organization, page=page, title=page.title, kind="update", content_hash="0" * 64,
                submitted_by=sample.submitted_by, due_at=sample.due_at + timedelta(minutes=n - 100),
                revision=sample.revision,
            )
            for n, page in enumerate(pages)
        ],
        batch_size=500,
    )  # fmt: skip
    CheckResult.objects.bulk_create(
        [CheckResult(submission=row, check_name=name, outcome="passed") for row in rows for name in ("a", "b")],
        batch_size=1000,
    )


def test_the_last_decisions_are_listed(editors, three, editor, second_editor):
    approve(three[0], editor)
    editors.post(url_of(three[1]), {"decision": "return", "reason": "Name the village."})
    content = editors.get(reverse("workspace:decisions")).content.decode()
    assert content.index("Piece 1") < content.index("Piece 0")
    assert "Name the village." in content
    only = editors.get(reverse("workspace:decisions"), {"state": "approved", "mine": "on"}).content.decode()
    assert "Piece 0" in only and "Piece 1" not in only
