"""An editor's corrections: what can be corrected, who accepts it, and what becomes public of it."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, Revision

from common.refusal import Refusal
from moderation.comparison.change_ratio import change_ratio
from moderation.comparison.content_hash import content_hash
from moderation.comparison.editable_texts import EditableText
from moderation.models import Correction, Submission
from moderation.services import (
    accept_correction,
    approve,
    claim,
    correctable_texts,
    decline_correction,
    offer_correction,
    publish_unanswered_corrections,
    request_changes,
    request_second_opinion,
    submit,
    take_back,
)
from orgs.models import Organization
from orgs.services import clear_cached_rights, set_editor, set_membership
from outbox.models import Event
from tests.moderation.row_helpers import mark_checked

State = Correction.State
LONG = "Six looms came to the village and twelve women learn to weave on them. " * 3
DAY = timedelta(hours=24)


@pytest.fixture
def second(make_editor):
    return make_editor("second@example.org", first_name="Second")


@pytest.fixture
def long(make_page, organization, officer):
    """A submission of so many words that one letter is a small part of them."""
    submission = submit(make_page("update", organization, owner=officer, title="Six looms", text=LONG), officer)
    mark_checked(submission)
    return submission


@pytest.fixture
def small(long, editor):
    return offer_correction(long, editor, {"text": LONG.replace("village", "villages")}, "A letter.")


def public(submission):
    page = Page.objects.get(pk=submission.page_id).specific
    return page.text if page.live else None


def now(row):
    return type(row).objects.get(pk=row.pk)


# What can be corrected

BODY = [
    {"type": "heading", "id": "a", "value": {"text": "The looms", "level": "h2"}},
    {"type": "paragraph", "id": "b", "value": '<p data-block-key="k1">Six <b>looms</b> came.</p>'},
    {"type": "quotation", "id": "c", "value": {"text": "We weave.", "source": "A weaver"}},
    {"type": "count", "id": "d", "value": {"title": "Who came", "women": 3, "men": 2}},
    {
        "type": "table",
        "id": "e",
        "value": {
            "columns": [{"type": "text", "heading": "Where"}, {"type": "number", "heading": "Looms"}],
            "rows": [{"values": ["Bati", "6"]}],
            "caption": "",
        },
    },
    {"type": "video", "id": "f", "value": {"title": "A film", "url": "https://example.org/film"}},
]


@pytest.fixture
def article(make_page, organization, officer):
    page = make_page("article", organization, owner=officer, title="Looms", body=json.dumps(BODY))
    return submit(page, officer)


def test_every_text_of_an_article_can_be_corrected_and_nothing_else(article):
    texts = {text.path: text for text in correctable_texts(article)}
    assert list(texts) == [
        "title",
        "summary",
        "body.0.text",
        "body.1",
        "body.2.text",
        "body.2.source",
        "body.3.title",
        "body.4.heading0",
        "body.4.heading1",
        "body.4.0.0",
        "body.4.0.1",
        "body.4.caption",
        "body.5.title",
    ]
    assert texts["body.1"].kind == "rich"
    assert texts["body.1"].value == BODY[1]["value"]
    assert {text.kind for path, text in texts.items() if path != "body.1"} == {"plain"}
    assert texts["body.4.0.0"].value == "Bati"


@pytest.mark.parametrize("kind", ["update", "article", "publication", "event"])
def test_each_kind_says_its_texts(kind, make_page, organization, officer):
    submission = submit(make_page(kind, organization, summary="In short."), officer)
    paths = {text.path for text in correctable_texts(submission)}
    assert {"title", "summary"} <= paths
    own = {
        "update": {"text"},
        "article": set(),
        "publication": {"findings", "recommendations", "authors"},
        "event": {"theme", "venue", "findings", "hashtags"},
    }[kind]
    assert own <= paths
    assert not paths & {"slug", "kind", "seo_title", "search_description"}


def test_one_text_changes_and_the_rest_stays(article, editor):
    correction = offer_correction(article, editor, {"body.2.text": "We weave, and we sell.", "body.4.0.0": "Takeo"})
    body = correction.revision.as_object().body
    assert body[2].value["text"] == "We weave, and we sell."
    assert body.get_prep_value()[4]["value"]["rows"] == [{"values": ["Takeo", "6"]}]
    unchanged = article.revision.as_object()
    assert [block.id for block in body] == [block.id for block in unchanged.body]
    assert body[1].value.source == unchanged.body[1].value.source


def test_rich_text_keeps_its_markup_and_gets_no_other(article, editor):
    typed = '<p data-block-key="k1">Six <b>big</b> looms <i>came</i>.<script>alert(1)</script></p>'
    correction = offer_correction(article, editor, {"body.1": typed})
    source = correction.revision.as_object().body[1].value.source
    assert "<b>big</b>" in source
    assert "<i>" not in source
    assert "<script" not in source


BROKEN = """
</p>Six|<p>Six</b></p>|<p><b>Six|</li></ul>Six|<ul><p>Six</ul>|<li>Six</li>|<a>Six</p></a>|Six<|<embed>Six|<tr>Six
|<h2><p>Six</h2>|<b></i>Six</i>|<!-- Six|<p>Six</p></div></div>|<a href>Six|<ul>Six</ul>|<ul><li><h2>Six</ul>
"""


@pytest.mark.parametrize("broken", BROKEN.strip().replace("\n", "").split("|"))
def test_markup_that_does_not_close_is_mended_or_refused(article, editor, broken):
    try:
        correction = offer_correction(article, editor, {"body.1": broken})
    except Refusal:
        return
    source = correction.revision.as_object().body[1].value.source
    assert source.count("<p") == source.count("</p>") and source.count("<li") == source.count("</li>")


@pytest.mark.parametrize(
    ("texts", "why"),
    [
        ({"title": ""}, "Title"),
        ({"body.0.text": "x" * 151}, "heading"),
        ({"body.0.text": ""}, "heading"),
        ({"summary": "x" * 301}, "Summary"),
        ({"slug": "elsewhere"}, "no longer the one"),
        ({"body.77.text": "x"}, "no longer the one"),
        ({}, "changed nothing"),
        ({"title": "Looms"}, "changed nothing"),
    ],
)
def test_what_its_place_does_not_take_is_refused(article, editor, texts, why):
    with pytest.raises(Refusal, match=why):
        offer_correction(article, editor, texts)
    assert not Correction.objects.exists()


def test_line_ends_of_forms_change_nothing(make_page, organization, officer, editor):
    submission = submit(make_page("update", organization, text="One.\nTwo."), officer)
    with pytest.raises(Refusal, match="changed nothing"):
        offer_correction(submission, editor, {"text": "One.\r\nTwo."})


# How much it changes


def changed(before, after, kind="plain"):
    return change_ratio([EditableText("text", "", kind, before)], [EditableText("text", "", kind, after)])


def test_the_share_counts_clusters():
    assert changed("កម្ពុជា", "កម្ពុជា") == 0
    assert changed("កម្ពុជា", "កម្ពុជី") == pytest.approx(1 / 3)
    assert changed("abcd", "abxd") == 0.25
    assert changed("ab", "abcd") == 0.5
    assert changed("abcd", "") == 1
    assert changed("", "abcd") == 1
    assert changed("", "") == 0


def test_two_ways_to_type_one_sign_are_the_same():
    assert changed("caf\u00e9", "cafe\u0301") == 0
    assert changed("one  two", "one two") == 0


def test_numbers_and_links_count():
    assert changed("15", "1.5") > 0
    one, other = ('<p><a href="https://a.org">x</a></p>', '<p><a href="https://b.org">x</a></p>')
    assert changed(one, other, "rich") > 0


# Offering


def test_an_offer_is_kept_and_announced(small, long, editor, officer):
    assert (small.state, small.created_by, small.note) == (State.OFFERED, editor, "A letter.")
    assert small.content_hash == content_hash(small.revision)
    assert 0 < small.change_ratio < 0.05
    assert small.publish_at == small.created_at + DAY
    assert now(long).is_waiting
    assert Event.objects.filter(kind="correction.offered", payload__correction=small.pk).count() == 1
    assert public(long) is None
    page = Page.objects.get(pk=long.page_id)
    assert page.latest_revision_id == long.revision_id
    assert page.specific.get_lock().for_user(officer)
    assert PageLogEntry.objects.filter(page=page, action="moderation.correct", user=editor).exists()


def test_a_large_one_is_never_published_unanswered(long, editor, clock):
    large = offer_correction(long, editor, {"text": LONG.replace("twelve women", "thirteen women and a man")})
    assert large.change_ratio >= 0.05
    assert large.publish_at is None
    clock.shift(30 * DAY)
    assert publish_unanswered_corrections() == 0
    assert now(large).state == State.OFFERED


def test_a_newer_one_of_hers_replaces_it_and_nobody_elses_does(small, long, editor, second):
    with pytest.raises(Refusal, match="has corrected it already"):
        offer_correction(long, second, {"title": "Seven looms"})
    newer = offer_correction(long, editor, {"title": "Seven looms"})
    assert now(small).state == State.DROPPED
    assert newer.state == State.OFFERED


def test_only_who_may_decide_corrects(long, officer, editor, second, draft):
    with pytest.raises(Refusal, match="Only editors"):
        offer_correction(long, officer, {"title": "Seven looms"})
    own = submit(draft, editor)
    with pytest.raises(Refusal, match="you wrote some of it"):
        offer_correction(own, editor, {"title": "Seven looms"})
    claim(long, second)
    with pytest.raises(Refusal, match="Second"):
        offer_correction(long, editor, {"title": "Seven looms"})


def test_changed_content_is_not_corrected(long, editor):
    long.revision.content["text"] = "Something nobody saw."
    long.revision.save()
    with pytest.raises(Refusal, match="changed after it was sent"):
        offer_correction(long, editor, {"title": "Seven looms"})


# Answering


@pytest.mark.parametrize("who", ["officer", "manager", "second", "administrator"])
def test_a_member_or_another_editor_accepts(who, request, small, long, editor):
    person = request.getfixturevalue(who)
    submission = accept_correction(small, person)
    assert public(long) == small.revision.as_object().text
    assert submission.state == Submission.State.APPROVED
    assert submission.decided_by == (editor if who in ("officer", "manager") else person)
    page = Page.objects.get(pk=long.page_id)
    assert page.live_revision_id == page.latest_revision_id == small.revision_id
    assert not page.has_unpublished_changes
    answered = now(small)
    assert (answered.state, answered.answered_by) == (State.ACCEPTED, person)
    kinds = Event.objects.filter(stream=f"page:{page.pk}").order_by("seq").values_list("kind", flat=True)
    assert list(kinds)[-3:] == ["correction.answered", "submission.decided", "page.published"]


def test_nobody_accepts_her_own(small, editor, organization):
    with pytest.raises(Refusal, match="did not correct it"):
        accept_correction(small, editor)
    set_membership(editor, organization, "officer")
    with pytest.raises(Refusal, match="did not correct it"):
        accept_correction(small, editor)


def test_who_corrected_does_not_decide_what_was_sent(small, long, editor, second):
    decline_correction(small, second)
    with pytest.raises(Refusal, match="you wrote some of it"):
        approve(long, editor)
    assert offer_correction(long, editor, {"title": "Seven looms"}).state == State.OFFERED
    approve(long, second)
    assert public(long) == LONG


def test_strangers_answer_nothing(small, other_organization, make_member):
    stranger = make_member(other_organization, "manager")
    for answer in (accept_correction, decline_correction):
        with pytest.raises(Refusal):
            answer(small, stranger)


def test_an_editor_who_wrote_of_it_does_not_accept(draft, officer, editor, second):
    page = Page.objects.get(pk=draft.pk).get_latest_revision_as_object()
    page.text = "The second editor's words."
    page.save_revision(user=second)
    correction = offer_correction(submit(draft, officer), editor, {"title": "Seven looms"})
    with pytest.raises(Refusal):
        accept_correction(correction, second)


def test_who_declines_says_what_she_would_rather_have(small, long, officer, second):
    declined = decline_correction(small, officer, " It is one village. ")
    assert (declined.state, declined.answer) == (State.DECLINED, "It is one village.")
    assert Event.objects.filter(kind="correction.answered").count() == 1
    assert now(long).is_waiting
    with pytest.raises(Refusal, match="has declined the correction already"):
        accept_correction(small, officer)
    approve(long, second)
    assert public(long) == LONG


def test_after_a_decline_her_own_words_are_still_the_latest(small, long, officer):
    decline_correction(small, officer)
    take_back(long, officer)
    assert Page.objects.get(pk=long.page_id).get_latest_revision_as_object().text == LONG


def test_a_decision_drops_what_is_offered(small, long, officer, second):
    request_changes(long, second, "Name the village.")
    assert now(small).state == State.DROPPED
    for answer in (accept_correction, decline_correction):
        with pytest.raises(Refusal, match="no longer offered"):
            answer(small, officer)


def test_taking_back_drops_it(small, long, officer):
    take_back(long, officer)
    assert now(small).state == State.DROPPED
    with pytest.raises(Refusal, match="no longer offered"):
        accept_correction(small, officer)


def test_a_correction_that_was_changed_is_not_published(small, long, officer):
    small.revision.content["text"] = "Something nobody saw."
    small.revision.save()
    with pytest.raises(Refusal, match="changed after it was offered"):
        accept_correction(small, officer)
    assert public(long) is None
    assert now(small).state == State.OFFERED


def test_a_suspended_organization_publishes_no_correction(small, long, officer, second, organization):
    Organization.objects.filter(pk=organization.pk).update(status="suspended")
    clear_cached_rights(officer)
    for person in (officer, second):
        with pytest.raises(Refusal):
            accept_correction(small, person)
    assert public(long) is None


def test_who_lost_the_office_has_corrected_nothing(small, officer, editor):
    set_editor(editor, False)
    with pytest.raises(Refusal, match="no longer an editor"):
        accept_correction(small, officer)


def test_a_second_look_is_another_editors(long, editor, second):
    request_second_opinion(long, editor, "Look.")
    with pytest.raises(Refusal, match="asked for a second opinion"):
        offer_correction(long, editor, {"title": "Seven looms"})
    correction = offer_correction(long, second, {"title": "Seven looms"})
    with pytest.raises(Refusal):
        accept_correction(correction, editor)


def test_the_corrected_words_count_as_public(small, long, officer, editor):
    accept_correction(small, officer)
    page = Page.objects.get(pk=long.page_id)
    page.specific.get_latest_revision_as_object().save_revision(user=officer)
    with pytest.raises(Refusal, match="Nothing has changed"):
        submit(page, officer)


def test_a_corrected_page_can_be_scheduled(make_page, organization, officer, editor, clock):
    page = make_page("update", organization, text=LONG, go_live_at=timezone.now() + DAY)
    correction = offer_correction(submit(page, officer), editor, {"text": LONG.replace("village", "villages")})
    accept_correction(correction, officer)
    call_command("publish_scheduled")
    assert not Page.objects.get(pk=page.pk).live
    clock.shift(DAY + timedelta(minutes=1))
    call_command("publish_scheduled")
    assert "villages" in Page.objects.get(pk=page.pk).specific.text


# Nobody answers


def test_a_small_one_is_published_after_a_day(small, long, editor, clock):
    clock.shift(DAY - timedelta(minutes=1))
    assert publish_unanswered_corrections() == 0
    clock.shift(timedelta(minutes=2))
    assert publish_unanswered_corrections() == 1
    assert publish_unanswered_corrections() == 0
    assert "villages" in public(long)
    assert (now(small).state, now(long).decided_by) == (State.PUBLISHED, editor)
    assert PageLogEntry.objects.filter(page=long.page_id, action="moderation.correction_published").count() == 1


def test_a_clock_set_back_publishes_nothing_twice(small, long, clock):
    clock.shift(DAY + timedelta(minutes=1))
    assert publish_unanswered_corrections() == 1
    clock.shift(-2 * DAY)
    assert publish_unanswered_corrections() == 0
    clock.shift(4 * DAY)
    assert publish_unanswered_corrections() == 0
    assert Event.objects.filter(kind="submission.decided").count() == 1


def test_a_suspended_organization_waits_until_it_is_active(small, long, organization, clock):
    clock.shift(2 * DAY)
    Organization.objects.filter(pk=organization.pk).update(status="frozen")
    assert publish_unanswered_corrections() == 0
    assert now(small).state == State.OFFERED
    Organization.objects.filter(pk=organization.pk).update(status="active")
    assert publish_unanswered_corrections() == 1


def test_what_is_not_checked_is_not_published_unanswered(small, long, clock):
    """Nobody is there to say that it is published without the checks; it waits, and is not dropped."""
    long.check_results.filter(check_name="headings").delete()
    clock.shift(2 * DAY)
    assert publish_unanswered_corrections() == 0
    assert now(small).state == State.OFFERED
    long.check_results.all().delete()
    mark_checked(long)
    assert publish_unanswered_corrections() == 1


def test_what_was_changed_meanwhile_is_dropped(small, long, clock):
    Revision.objects.filter(pk=small.revision_id).update(content=small.revision.content | {"text": "Nobody saw."})
    clock.shift(2 * DAY)
    assert publish_unanswered_corrections() == 0
    assert now(small).state == State.DROPPED
    assert now(long).is_waiting
    assert public(long) is None


def test_of_an_editor_who_left_nothing_is_published(small, long, editor, clock):
    set_editor(editor, False)
    clock.shift(2 * DAY)
    assert publish_unanswered_corrections() == 0
    assert now(small).state == State.DROPPED
