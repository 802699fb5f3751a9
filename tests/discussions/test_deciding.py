"""Editors decide on posts, at the desk and after an appeal; danger and personal data wait whoever wrote them."""

from __future__ import annotations

import pytest
from django.core import mail
from wagtail.models import ModelLogEntry

from common.refusal import Refusal
from discussions.help_lines import help_for
from discussions.models import Participant, Post
from discussions.rules.review import WaitsBecause, is_trusted, waits_because
from discussions.services import deciding
from discussions.services.posting import Written, add_post
from moderation.models import Matter, Report
from moderation.services import answer_report
from moderation.services.matters import decide_matter
from moderation.services.matters.repairing import repair_matters
from outbox.models import Event
from tests.discussions.factories import make_board, make_participant, make_post, make_thread
from tests.moderation.conftest import make_editor

__all__ = ["make_editor"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def board(portal):
    return make_board()


@pytest.fixture
def author(db):
    return make_participant()


@pytest.fixture
def thread(board, author):
    return make_thread(board, author)


@pytest.fixture
def trusted(thread, author):
    for _ in range(3):
        make_post(thread, author)
    assert is_trusted(author)
    return author


def matter_of(post):
    return Matter.objects.waiting().about("post", post.pk).first()


def refused(act):
    with pytest.raises(Refusal) as refusal:
        act()
    return refusal.value.code


def write(thread, author, text):
    return add_post(thread, Written(author, author.name, text))


def test_an_editor_publishes_a_post_at_the_desk_and_its_author_is_told(thread, author, editor, drain):
    post = write(thread, author, "My question.")
    decide_matter(matter_of(post), editor, "approved")
    drain()

    post.refresh_from_db()
    assert post.is_public and matter_of(post) is None
    [told] = [each for each in mail.outbox if each.to == [author.email]]
    assert "public" in told.subject and "/en/discussions/gender/" in told.body


def test_an_editor_rejects_with_a_reason_that_the_author_reads(thread, author, editor, drain):
    post = write(thread, author, "Buy my soap.")
    assert refused(lambda: decide_matter(matter_of(post), editor, "rejected")) == "reason_required"
    decide_matter(matter_of(post), editor, "rejected", "It is an advertisement.")
    drain()

    post.refresh_from_db()
    assert (post.state, post.reason) == (Post.State.REFUSED, "It is an advertisement.")
    [told] = [each for each in mail.outbox if each.to == [author.email]]
    assert "It is an advertisement." in told.body and "not shown" in told.subject


def test_no_event_holds_an_address(thread, author, editor):
    decide_matter(matter_of(write(thread, author, "My question.")), editor, "approved")

    for event in Event.objects.filter(kind__startswith="discussions."):
        assert list(event.payload) == ["post"]


@pytest.mark.parametrize(
    ("text", "because"),
    [
        ("My husband beats me.", WaitsBecause.DANGER),
        ("Call me: 012 345 678", WaitsBecause.PERSONAL_DATA),
        ("Write to sokha.private@example.org", WaitsBecause.PERSONAL_DATA),
        ("The hall is booked.", None),
    ],
)
def test_danger_and_personal_data_wait_even_of_a_trusted_author(board, thread, trusted, text, because):
    assert waits_because(board, trusted, (text,)) is because
    post = write(thread, trusted, text)

    assert (post.state == Post.State.WAITING) is (because is not None)
    assert post.is_urgent is (because is WaitsBecause.DANGER)


def test_what_tells_of_danger_stands_first_at_the_desk(thread, author):
    write(thread, author, "A question.")
    urgent = write(thread, author, "ប្តីខ្ញុំវាយខ្ញុំ")

    first = Matter.objects.waiting().order_by("-is_urgent", "due_at").first()
    assert first.object_id == urgent.pk and first.is_urgent


def test_a_hidden_post_costs_its_author_her_trust(thread, trusted, editor, drain):
    post = write(thread, trusted, "You are all fools.")
    assert post.is_public
    assert refused(lambda: deciding.hide_post(post, editor, " ")) == "reason_required"
    deciding.hide_post(post, editor, "It insults people.")

    post.refresh_from_db()
    assert post.state == Post.State.HIDDEN
    trusted.refresh_from_db()
    assert waits_because(thread.board, trusted, ("More.",)) is WaitsBecause.TRUST_LOST
    assert ModelLogEntry.objects.filter(action="discussions.hide", user=editor).exists()
    drain()
    assert any("It insults people." in each.body for each in mail.outbox)


@pytest.fixture
def second(make_editor):
    return make_editor("second@example.org", first_name="Second")


def test_an_author_appeals_once_and_gets_her_trust_back_when_she_was_right(thread, trusted, editor, second):
    post = write(thread, trusted, "Strong words.")
    deciding.hide_post(post, editor, "It insults people.")
    stranger = make_participant("Bopha")
    assert refused(lambda: deciding.appeal_decision(post, stranger, "Me too")) == "no_appeal"
    assert refused(lambda: deciding.appeal_decision(post, trusted, " ")) == "appeal_required"
    deciding.appeal_decision(post, trusted, "I quoted the minister.")
    assert refused(lambda: deciding.appeal_decision(post, trusted, "Once more")) == "appealed"
    assert refused(lambda: decide_matter(matter_of(post), editor, "approved")) == "own_work"
    decide_matter(matter_of(post), second, "approved")

    post.refresh_from_db()
    trusted.refresh_from_db()
    assert post.is_public and is_trusted(trusted)


def test_a_rejected_appeal_leaves_the_post_hidden(thread, trusted, editor, second):
    post = write(thread, trusted, "Strong words.")
    deciding.hide_post(post, editor, "It insults people.")
    deciding.appeal_decision(post, trusted, "I quoted the minister.")
    decide_matter(matter_of(post), second, "rejected", "It still does.")

    post.refresh_from_db()
    assert (post.state, post.reason) == (Post.State.HIDDEN, "It still does.")


def test_an_editor_decides_nothing_about_her_own_post(thread, editor):
    hers = make_participant("Editor", user=editor)
    post = write(thread, hers, "My view.")

    assert refused(lambda: decide_matter(matter_of(post), editor, "approved")) == "own_work"
    public = make_post(thread, hers)
    assert refused(lambda: deciding.hide_post(public, editor, "A reason")) == "own_work"


def test_members_and_strangers_decide_nothing(thread, author, officer):
    post = write(thread, author, "My view.")

    assert refused(lambda: decide_matter(matter_of(post), officer, "approved")) == "editors_only"
    assert refused(lambda: deciding.hide_post(post, officer, "A reason")) == "editors_only"


def test_a_blocked_participant_writes_no_more_and_comes_back_without_trust(thread, trusted, editor):
    post = write(thread, trusted, "You are all fools.")
    deciding.block_participant(post, editor, "She goes on insulting people.")
    trusted.refresh_from_db()
    assert not trusted.may_write
    deciding.unblock_participant(trusted, editor)
    trusted.refresh_from_db()

    assert trusted.state == Participant.State.ACTIVE and not is_trusted(trusted)


def test_only_administrators_see_who_is_behind_a_name_and_it_is_logged(thread, author, editor, administrator):
    post = make_post(thread, author)

    assert refused(lambda: deciding.reveal_author(post, editor, "A reason")) == "administrators_only"
    assert refused(lambda: deciding.reveal_author(post, administrator, "")) == "reason_required"
    assert deciding.reveal_author(post, administrator, "A court asks.") == author.email
    entry = ModelLogEntry.objects.get(action="discussions.reveal")
    assert author.email not in str(entry.data) and entry.user == administrator


def test_help_is_shown_for_the_province_that_a_text_names(make_page, organization, drain):
    from vocabulary.models import Place

    takeo, battambang = Place.objects.get(slug="takeo"), Place.objects.get(slug="battambang")
    known = {"live": True, "organization": organization, "kind": "urgent", "phone": "1288", "is_always_open": True}
    make_page("help", title="Takeo line", places=[takeo], **known)
    make_page("help", title="Battambang line", places=[battambang], **known)
    make_page("help", title="Everywhere", is_nationwide=True, **known)

    drain()

    titles = [service.title for service in help_for("He beats me. I live in Takeo.", "en").services]
    assert titles == ["Takeo line", "Everywhere"]
    assert [service.title for service in help_for("He beats me.", "en").services] == ["Everywhere"]


def test_a_reader_reports_a_post_and_an_editor_takes_it_down(client, thread, trusted, editor):
    post = write(thread, trusted, "You are all fools.")
    waiting = write(thread, make_participant("New"), "Not public yet.")
    told = {"kind": "other", "text": "It insults us.", "email": ""}
    assert client.get(f"/en/report/post/{post.pk}/").status_code == 200
    assert client.post(f"/en/report/post/{post.pk}/", told).status_code == 302
    assert client.get(f"/en/report/post/{waiting.pk}/").status_code == 404
    report = Report.objects.get()
    answer_report(report, editor, "It insults people.", take_down=True)

    post.refresh_from_db()
    assert (post.state, post.reason) == (Post.State.HIDDEN, "It insults people.")


def test_a_matter_that_was_lost_is_put_back_and_an_appeal_stays(thread, trusted, editor):
    lost = write(thread, make_participant("New"), "A question.")
    appealed = write(thread, trusted, "Strong words.")
    deciding.hide_post(appealed, editor, "It insults people.")
    deciding.appeal_decision(appealed, trusted, "I quoted the minister.")
    Matter.objects.filter(object_id=lost.pk).delete()
    repair_matters()

    assert matter_of(lost) is not None and matter_of(appealed) is not None
