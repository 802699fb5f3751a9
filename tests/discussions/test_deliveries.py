"""Posts by mail: each subscriber is reached once, by a mail that names her nowhere but in its envelope."""

from __future__ import annotations

import contextlib
import email
import mailbox
import re
from datetime import timedelta
from email import policy
from email.header import decode_header, make_header
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from discussions import addresses
from discussions.addresses import AddressKind, SignedAddress
from discussions.mailing import batch as batches
from discussions.mailing import handlers, wanted_now
from discussions.mailing.headers import MARK
from discussions.mailing.post_mail import PostMails
from discussions.models import Block, Board, Delivery, Invitee, MutedThread, Participant, Post, Subscription
from discussions.services import delivering
from discussions.services.delivering import plan_deliveries
from discussions.services.publishing import close_post, publish_post
from mail.connection import MailboxRefusedError
from orgs.models import Organization
from outbox.models import Event
from tests.discussions.factories import make_board, make_participant, make_post, make_thread
from tests.outbox.conftest import make_all_due  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db

DOMAIN = "lists.example.org"
KHMER = "ស្ត្រីដែលលក់ត្រី សួរថា តើផ្សារថ្មីបើកថ្ងៃណា។"
EACH = Subscription.Rhythm.EACH


class Server(EmailBackend):
    """A mail server that says no to some, or dies; it keeps the mails of boards alone, not those of the desk."""

    refuses: Any = None

    def send_messages(self, messages: Any) -> int:
        if "List-Id" not in messages[0].extra_headers:
            return 1
        if Server.refuses:
            Server.refuses(messages[0])
        return super().send_messages(messages)


@pytest.fixture(autouse=True)
def mail_is_on(settings: Any, portal: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DISCUSSIONS_MAIL_DOMAIN = DOMAIN
    settings.WAGTAILADMIN_BASE_URL = "http://testserver"
    settings.EMAIL_BACKEND = "tests.discussions.test_deliveries.Server"
    monkeypatch.setattr(Server, "refuses", None)
    monkeypatch.setattr(wanted_now, "FRESH_SECONDS", 0.0)
    mail.outbox = []


@pytest.fixture
def board() -> Board:
    return make_board(name_en="Gender", name_km="យេនឌ័រ")


def subscribe(board: Board, name: str = "Reader", rhythm: str = EACH, **fields: Any) -> Subscription:
    participant = make_participant(name, **fields)
    return Subscription.objects.create(participant=participant, board=board, rhythm=rhythm)


@pytest.fixture
def author(board: Board) -> Participant:
    return subscribe(board, "សុខ ស្រីនាង").participant


@pytest.fixture
def thread(board: Board, author: Participant, drain: Any) -> Any:
    found = make_thread(board, author, "What about the market?", "First.")
    drain()
    mail.outbox.clear()
    return found


def reached() -> list[str]:
    return sorted(recipient for message in mail.outbox for recipient in message.recipients())


def test_each_subscriber_is_reached_once_and_the_author_is_not(board, author, thread, drain):
    readers = [subscribe(board).participant.email for _ in range(7)]
    make_post(thread, author, KHMER)
    drain()
    assert reached() == sorted(readers)
    assert Delivery.objects.filter(sent_at=None).count() == 0
    drain()
    assert len(mail.outbox) == 7


def test_the_headers_are_exactly_these(board, author, thread, drain):
    reader = subscribe(board, language="km")
    answer = make_post(thread, author, KHMER)
    drain()
    (message,) = mail.outbox
    raw = message.message().as_bytes(linesep="\r\n")
    read = email.message_from_bytes(raw)
    headers = {name: str(make_header(decode_header(value))) for name, value in read.items()}
    first = thread.posts.get(number=1)
    date, boundary = headers.pop("Date"), headers.pop("Content-Type")
    leave = headers.pop("List-Unsubscribe").strip()
    assert date and boundary.startswith("multipart/alternative")
    assert re.fullmatch(r"<http://testserver/km/discussions/mail/[\w:-]+/leave/>", leave)
    assert headers == {
        "MIME-Version": "1.0",
        "Subject": "Re: What about the market?",
        "From": f"សុខ ស្រីនាង · Neary <gender@{DOMAIN}>",
        "To": f"យេនឌ័រ <gender@{DOMAIN}>",
        "Reply-To": addresses.reply_address(answer.pk, reader.pk),
        "Message-ID": f"<post.{answer.pk}@{DOMAIN}>",
        "In-Reply-To": f"<post.{first.pk}@{DOMAIN}>",
        "References": f"<post.{first.pk}@{DOMAIN}>",
        "List-Id": f"<gender.{DOMAIN}>",
        "List-Post": f"<mailto:gender@{DOMAIN}>",
        "List-Archive": "<http://testserver/km/discussions/gender/>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Archived-At": f"<http://testserver/km/discussions/gender/1/#post-{answer.number}>",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "OOF, AutoReply",
        "X-Loop": f"gender@{DOMAIN}",
        "Content-Language": "km",
    }
    assert addresses.read_address(message.from_email) == SignedAddress(AddressKind.BOUNCE, answer.pk, reader.pk)
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998 and raw.isascii()


def test_her_address_is_in_the_envelope_alone(board, author, thread, drain):
    reader = subscribe(board)
    make_post(thread, author, KHMER)
    drain()
    (message,) = mail.outbox
    everything = " ".join([*map(str, message.message().values()), message.body, message.alternatives[0][0]])
    for participant in (reader.participant, author):
        assert participant.email not in everything
    assert not Event.objects.filter(payload__icontains="@readers.example.org").exists()


def test_the_body_begins_with_the_mark_and_the_link_stands_alone(board, author, thread, drain):
    subscribe(board, language="km")
    make_post(thread, author, f"{KHMER}\n\n> ពីមុន\n\nhttps://example.org/a?b=1&c=2 <b>x</b>")
    drain()
    (message,) = mail.outbox
    lines = message.body.splitlines()
    html = message.alternatives[0][0]
    assert lines[0].startswith(MARK) and lines[0] == "## Neary · សូមសរសេរចម្លើយនៅលើបន្ទាត់នេះ ##"
    assert KHMER in lines and "> ពីមុន" in lines
    (manage,) = [line for line in lines if "/discussions/mail/" in line]
    assert re.fullmatch(r"http://testserver/km/discussions/mail/[\w:-]+/", manage)
    assert '<html lang="km">' in html and "&lt;b&gt;x&lt;/b&gt;" in html and "<b>x" not in html
    assert 'href="https://example.org/a?b=1&amp;c=2"' in html and MARK in html
    assert f"mailto:{message.extra_headers['Reply-To']}?subject=Re%3A%20What%20about%20the%20market%3F" in html
    assert "\u200b" not in manage and "@import" not in html and "src=" not in html


def test_khmer_is_right_when_a_mailbox_is_read(board, author, thread, drain, tmp_path):
    subscribe(board, language="km")
    make_post(thread, author, KHMER * 60)
    drain()
    box = mailbox.mbox(tmp_path / "box")
    box.add(mail.outbox[0].message().as_bytes(linesep="\r\n"))
    box.flush()
    (read,) = mailbox.mbox(tmp_path / "box")
    texts = [part.get_payload(decode=True).decode() for part in read.walk() if not part.is_multipart()]
    assert KHMER * 60 in texts[0].replace("\r\n", "\n").splitlines()
    assert KHMER * 60 in texts[1].replace("\u200b", "").replace("\u00a0", " ")
    assert str(make_header(decode_header(read["From"]))) == f"សុខ ស្រីនាង · Neary <gender@{DOMAIN}>"


def test_who_wrote_for_an_organization_is_shown_with_it(board, author, thread, drain, organization):
    subscribe(board)
    post = make_post(thread, author, public=False)
    Post.objects.filter(pk=post.pk).update(organization=organization)
    publish_post(post)
    drain()
    (message,) = mail.outbox
    html = message.alternatives[0][0]
    assert f"\n{organization.name_en} · សុខ ស្រីនាង · Gender\n" in message.body
    assert f"{organization.name_en} · " in html and organization.brand_light in html
    mail.outbox.clear()
    # Of a hidden organization nothing is told.
    Organization.objects.filter(pk=organization.pk).update(is_hidden=True)
    other = make_post(thread, author, public=False)
    Post.objects.filter(pk=other.pk).update(organization=organization)
    publish_post(other)
    drain()
    assert organization.name_en not in mail.outbox[0].body + mail.outbox[0].alternatives[0][0]


def test_two_readers_share_no_link(board, author, thread, drain):
    for _ in range(2):
        subscribe(board)
    make_post(thread, author)
    drain()
    one, two = (
        {*re.findall(r"mail/([\w:-]{20,})|reply\+(\w+)", message.body + message.alternatives[0][0])}
        for message in mail.outbox
    )
    assert one and two and not one & two


def test_who_gets_nothing(board, author, thread, drain):
    wanted = subscribe(board)
    muted = subscribe(board)
    MutedThread.objects.create(participant=muted.participant, thread=thread)
    blocking, blocked = subscribe(board), subscribe(board)
    Block.objects.create(participant=blocking.participant, blocked=author, name=author.name)
    Block.objects.create(participant=author, blocked=blocked.participant, name=blocked.participant.name)
    for state in ("unconfirmed", "paused", "blocked"):
        subscribe(board, state=state)
    subscribe(board, rhythm="none")
    subscribe(make_board("law"))
    make_post(thread, author)
    drain()
    assert reached() == [wanted.participant.email]


@pytest.mark.parametrize("change", ["hidden board", "hidden organization", "invited", "members"])
def test_who_may_not_read_a_board_gets_no_mail_of_it(
    board, author, thread, drain, officer, organization, make_member, change
):
    subscribe(board)
    post = make_post(thread, author, public=False)
    if change == "hidden board":
        Board.objects.update(is_hidden=True)
    elif change == "hidden organization":
        Organization.objects.filter(pk=board.organization_id).update(is_hidden=True)
    else:
        Board.objects.update(who_reads=change, who_writes="invited")
    invited, member = subscribe(board), subscribe(board, user=officer)
    gone = make_member(organization, "officer", "gone@example.org")
    gone.is_active = False
    gone.save()
    subscribe(board, user=gone)
    Invitee.objects.create(board=board, participant=invited.participant)
    publish_post(Post.objects.get(pk=post.pk))
    drain()
    expected = {"invited": [invited.participant.email], "members": [member.participant.email]}
    assert reached() == expected.get(change, [])


def test_a_post_that_waits_or_was_hidden_reaches_nobody(board, author, thread, drain):
    reader = subscribe(board).participant
    make_post(thread, author, public=False)
    post = make_post(thread, author)
    close_post(post, Post.State.HIDDEN)
    drain()
    # Editors are told of the post that waits.
    assert reader.email not in reached() and not Delivery.objects.filter(post=post).exists()


def test_an_archive_and_a_portal_without_mail_send_nothing(board, author, thread, drain, settings):
    subscribe(board)
    imported = make_post(thread, author, public=False)
    Post.objects.filter(pk=imported.pk).update(origin=Post.Origin.IMPORT)
    publish_post(imported)
    settings.DISCUSSIONS_MAIL_DOMAIN = ""
    make_post(thread, author)
    drain()
    assert not mail.outbox and not Delivery.objects.filter(sent_at=None).exists()


def test_an_answer_is_asked_for_again_once_it_is_old(board, author, thread, monkeypatch):
    """A server that keeps each mail waiting makes no old answer be believed."""
    readers = [subscribe(board) for _ in range(3)]
    post = Post.objects.select_related("thread").get(pk=make_post(thread, author).pk)
    now = [0.0]
    monkeypatch.setattr(wanted_now, "FRESH_SECONDS", 0.1)
    monkeypatch.setattr(wanted_now.time, "monotonic", lambda: now[0])
    wanted = wanted_now.WantedNow(post, [each.pk for each in readers])
    assert wanted.get(readers[0].pk) == readers[0]
    Post.objects.filter(pk=post.pk).update(state="hidden")
    now[0] = 0.09
    assert wanted.get(readers[1].pk) == readers[1]
    now[0] = 0.1
    assert wanted.get(readers[2].pk) is None


class Killed(BaseException):
    """The end of a process."""


def test_what_changes_between_two_mails_counts(board, author, thread, drain):
    """It is asked again for each mail: the post is hidden, and others left, after the first was sent."""
    readers = [subscribe(board) for _ in range(4)]
    post = make_post(thread, author)

    def leave(message: Any) -> None:
        Subscription.objects.filter(pk=readers[1].pk).update(rhythm="none")
        Participant.objects.filter(pk=readers[2].participant_id).update(state="blocked")

    Server.refuses = leave
    drain()
    assert reached() == sorted([readers[0].participant.email, readers[3].participant.email])
    assert not Delivery.objects.filter(post=post, sent_at=None).exists()


def test_a_post_that_is_hidden_meanwhile_reaches_nobody_more_and_those_left_once_it_is_shown(
    board, author, thread, drain
):
    for _ in range(4):
        subscribe(board)
    post = make_post(thread, author)
    Server.refuses = lambda message: Post.objects.filter(pk=post.pk).update(state="hidden")
    drain()
    first = reached()
    assert len(first) == 1
    Server.refuses = None
    publish_post(post)
    drain()
    assert len(mail.outbox) == 4 and len(set(reached())) == 4


@pytest.mark.parametrize("killed_after", range(5))
def test_a_killed_process_loses_nobody_and_doubles_one_at_most(board, author, thread, killed_after, make_all_due):  # noqa: F811
    from outbox.services import drain

    for _ in range(4):
        subscribe(board)
    make_post(thread, author)
    ids: list[str] = []

    def die(message: Any) -> None:
        ids.append(message.extra_headers["Message-ID"])
        if len(ids) == killed_after + 1:
            if killed_after % 2:
                mail.outbox.append(message)
            raise Killed

    Server.refuses = die
    if killed_after < 4:
        with pytest.raises(Killed):
            drain()
    make_all_due()
    drain()
    assert len(set(reached())) == 4 and len(mail.outbox) == 4 + (killed_after % 2)
    assert len(set(ids)) == 1


def test_restarts_that_meet_one_batch_again_and_again_end_nothing(board, author, thread, make_all_due):  # noqa: F811
    """Each time the process dies after one more mail: the outbox must not take the batch for what kills it."""
    from outbox.services import drain

    readers = [subscribe(board) for _ in range(9)]
    make_post(thread, author)
    sent_since: list[Any] = []

    def die(message: Any) -> None:
        sent_since.append(message)
        if len(sent_since) == 2:
            sent_since.clear()
            raise Killed

    Server.refuses = die
    for _ in range(20):
        try:
            drain()
        except Killed:
            sent_since.clear()
        make_all_due()
    assert reached() == sorted(each.participant.email for each in readers)
    assert not Event.objects.filter(state=Event.State.DEAD).exists()


def test_a_mail_that_kills_is_given_up_and_the_others_come(board, author, thread, make_all_due):  # noqa: F811
    from outbox.services import drain

    first, poison, *others = (subscribe(board) for _ in range(5))

    def die(message: Any) -> None:
        if message.recipients() == [poison.participant.email]:
            raise Killed

    make_post(thread, author)
    Server.refuses = die
    for _ in range(20):
        with contextlib.suppress(Killed):
            drain()
        make_all_due()
    assert Event.objects.filter(state=Event.State.DEAD).count() == 1
    assert reached() == [first.participant.email], "Those behind it come in a digest, a day later."
    assert Delivery.objects.filter(sent_at=None).count() == 1 + len(others)


def test_a_mailbox_that_is_refused_keeps_no_other_waiting(board, author, thread, make_all_due):  # noqa: F811
    from outbox.services import drain

    gone, busy, *others = (subscribe(board) for _ in range(5))

    def refuse(message: Any) -> None:
        to = message.recipients()[0]
        if to in (gone.participant.email, busy.participant.email):
            raise MailboxRefusedError(550, is_permanent=to == gone.participant.email)

    make_post(thread, author)
    Server.refuses = refuse
    drain()
    assert reached() == sorted(each.participant.email for each in others)
    assert Delivery.objects.get(sent_at=None).subscription == busy
    gone.participant.refresh_from_db()
    assert (gone.participant.bounces, gone.participant.state) == (1, "active")
    Server.refuses = None
    make_all_due()
    drain()
    assert busy.participant.email in reached() and len(mail.outbox) == 4


def test_a_server_that_is_away_delays_and_names_nobody(board, author, thread, make_all_due):  # noqa: F811
    from outbox.services import drain

    reader = subscribe(board)

    def away(message: Any) -> None:
        raise ConnectionRefusedError

    make_post(thread, author)
    Server.refuses = away
    drain()
    event = Event.objects.get(kind="discussions.deliver")
    assert event.state == Event.State.PENDING and "@" not in event.error
    Server.refuses = None
    make_all_due()
    drain()
    assert reached() == [reader.participant.email]


def test_a_slow_batch_makes_way_and_goes_on(board, author, thread, drain, monkeypatch):
    readers = [subscribe(board) for _ in range(4)]
    monkeypatch.setattr(batches, "BATCH_SECONDS", -1.0)
    make_post(thread, author)
    drain()
    assert reached() == sorted(each.participant.email for each in readers)
    assert Event.objects.filter(kind="discussions.deliver").count() == 4


def test_many_are_sent_in_batches_over_one_connection_each(board, author, thread, drain, monkeypatch):
    monkeypatch.setattr(delivering, "BATCH", 3)
    monkeypatch.setattr(handlers, "BATCH", 3)
    readers = [subscribe(board) for _ in range(8)]
    make_post(thread, author)
    drain()
    assert reached() == sorted(each.participant.email for each in readers)
    sent = (
        Event.objects.filter(kind="discussions.deliver").order_by("id").values_list("payload__first", "payload__last")
    )
    assert len(sent) == 4 and all(last - first <= 2 for first, last in list(sent)[1:])


def test_references_name_the_first_post_and_the_last_of_the_line(board, author, thread):
    parent = thread.posts.get(number=1)
    first = parent.pk
    line = []
    for number in range(14):
        post = make_post(thread, author, str(number))
        Post.objects.filter(pk=post.pk).update(parent=parent)
        parent = Post.objects.select_related("thread__board__organization").get(pk=post.pk)
        line.append(post.pk)
    headers = PostMails(parent).to(Subscription.objects.select_related("participant").first()).headers
    expected = [first, *line[-10:-1]]
    assert headers["References"] == " ".join(f"<post.{pk}@{DOMAIN}>" for pk in expected)
    assert headers["In-Reply-To"] == f"<post.{line[-2]}@{DOMAIN}>"


def test_a_name_adds_no_header(board, author, thread, drain):
    subscribe(board)
    post = make_post(thread, author, public=False)
    Post.objects.filter(pk=post.pk).update(name='Sok"\r\nBcc: all@example.org,')
    publish_post(post)
    drain()
    (message,) = mail.outbox
    read = email.message_from_bytes(message.message().as_bytes(), policy=policy.default)
    (sender,) = read["From"].addresses
    assert "Bcc" not in read and sender.addr_spec == f"gender@{DOMAIN}"
    assert sender.display_name.startswith('Sok" Bcc: all@example.org,')


def queries(function: Any, *arguments: Any) -> int:
    with CaptureQueriesContext(connection) as captured:
        function(*arguments)
    return len(captured.captured_queries)


def test_recording_costs_the_same_for_many_and_a_mail_one_query_more(board, author, thread, drain):
    def planned() -> int:
        post = make_post(thread, author)
        full = Post.objects.select_related("thread").get(pk=post.pk)
        with transaction.atomic():
            return queries(plan_deliveries, full)

    subscribe(board)
    few = planned()
    for _ in range(40):
        subscribe(board)
    assert planned() == few <= 3
    drain()
    mail.outbox.clear()
    make_post(thread, author)
    wanted_now.FRESH_SECONDS = 60.0
    from outbox.services import drain as drain_some

    counted = queries(drain_some)
    assert len(mail.outbox) == 41
    # One mark a mail; what else there is, such as the row of the thread, does not grow with them.
    assert counted <= 41 + 70


def test_old_rows_are_deleted_and_the_newer_are_not(board, author, thread, drain):
    from discussions.services.delivering import delete_old_deliveries

    subscribe(board)
    old, new = make_post(thread, author), make_post(thread, author)
    drain()
    Post.objects.filter(pk=old.pk).update(published_at=timezone.now() - timedelta(days=91))
    assert delete_old_deliveries() == 1
    assert list(Delivery.objects.values_list("post", flat=True)) == [new.pk]
