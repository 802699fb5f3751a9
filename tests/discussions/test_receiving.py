"""The result of a mail that came in: a post, a question to its author, a letter, or nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail as django_mail
from django.utils import timezone

from common.refusal import Refusal
from discussions.addresses import bounce_address, message_id, reply_address
from discussions.models import AskedPost, Board, IncomingMail, Participant, Post, SenderAddress, Subscription
from discussions.receiving.links import asked_link, cut_link, read_asked, read_cut
from discussions.services.joining import confirm, request_to_join, take_part, unconfirmed_participant
from discussions.services.mail_in.asking import confirm_asked, deny_asked, restore_cut
from discussions.services.mail_in.receiving import accept_mail, delete_old_mails
from discussions.services.publishing import close_post
from mail.composer import site_address
from outbox.services import drain
from tests.discussions.factories import known_client, make_board, make_participant, make_post, make_thread
from tests.factories import make_page

pytestmark = pytest.mark.django_db

OUR_SERVER = "mx.lists.test"


@pytest.fixture(autouse=True)
def mail_settings(settings):
    settings.DISCUSSIONS_MAIL_DOMAIN = "lists.test"
    settings.DISCUSSIONS_AUTHSERV_ID = OUR_SERVER


@pytest.fixture
def board():
    return make_board("gender")


@pytest.fixture
def sokha(board):
    """A trusted participant who gets the board's mails."""
    participant = make_participant("Sokha", email="sokha@readers.test")
    Subscription.objects.create(participant=participant, board=board)
    own = make_thread(board, participant, title="Earlier")
    make_post(own, participant)
    make_post(own, participant)
    return participant


@pytest.fixture
def thread(board):
    return make_thread(board, make_participant("Dara"), title="Night shifts")


@pytest.fixture
def address(sokha, thread):
    """The signed address by which Sokha answers the thread's first post."""
    return reply_address(thread.posts.get().pk, sokha.subscriptions.get().pk)


def mail_from(sender: str, text: str = "We need light.", **headers: str) -> bytes:
    known = {"From": f"Somebody <{sender}>", "Subject": "Re: Night shifts", "Message-ID": "<one@phone.test>"}
    known |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [f"{name}: {value}" for name, value in known.items() if value]
    return "\r\n".join([*lines, "", text, ""]).encode()


def proof(domain: str = "readers.test", result: str = "pass", server: str = OUR_SERVER) -> str:
    return f"{server}; spf=pass smtp.mailfrom=x; dmarc={result} (p=none) header.from={domain}"


def bring(address: str, raw: bytes) -> IncomingMail:
    assert accept_mail(address, raw)
    drain()
    mail = IncomingMail.objects.latest("pk")
    assert mail.raw is None and mail.read_at
    return mail


def posts_by_mail() -> list[Post]:
    return list(Post.objects.filter(origin=Post.Origin.MAIL))


def sent_mails() -> list[dict]:
    """Return what was sent to others than the editors, without the posts of boards."""
    told = [message for message in django_mail.outbox if "List-Id" not in message.extra_headers]
    found = [
        {"to": each.to[0], "subject": each.subject, "text": each.body, "headers": each.extra_headers} for each in told
    ]
    return [mail for mail in found if not mail["to"].endswith("@example.org")]


def test_an_answer_from_her_own_address_is_published_in_the_thread(address, sokha, thread):
    mail = bring(address.upper(), mail_from("SOKHA@readers.test"))
    [post] = posts_by_mail()
    assert (mail.state, mail.verdict, mail.post) == ("posted", "", post)
    assert (post.thread, post.participant, post.name, post.text) == (thread, sokha, "Sokha", "We need light.")
    assert post.is_public and post.message_id == "<one@phone.test>" and post.parent == thread.posts.first()
    assert sent_mails() == []


def test_a_first_post_by_mail_waits_as_any_other(board, thread):
    newcomer = make_participant("Newcomer", email="new@readers.test")
    subscription = Subscription.objects.create(participant=newcomer, board=board)
    bring(reply_address(thread.posts.get().pk, subscription.pk), mail_from("new@readers.test"))
    assert [post.state for post in posts_by_mail()] == [Post.State.WAITING]


@pytest.mark.parametrize("sender", ["friend@elsewhere.test", "", "sokha@readers.test>, <x@elsewhere.test"])
def test_from_another_address_she_is_asked_and_known_from_then_on(address, sokha, thread, sender):
    mail = bring(address, mail_from(sender))
    assert (mail.state, mail.verdict, posts_by_mail()) == ("asked", "sender", [])
    [letter] = sent_mails()
    assert letter["to"] == sokha.email and letter["headers"]["In-Reply-To"] == "<one@phone.test>"
    # Whoever forged the mail gets nothing of it sent on.
    assert "We need light." not in letter["text"] and "Night shifts" not in letter["text"]

    asked = AskedPost.objects.get()
    post = confirm_asked(asked)
    assert post.is_public and post.text == "We need light." and post.thread == thread
    mail.refresh_from_db()
    assert (mail.state, mail.post) == ("posted", post) and not AskedPost.objects.exists()
    with pytest.raises(Refusal):
        confirm_asked(asked)

    again = bring(address, mail_from(sender, "Once more.", Message_ID="<two@phone.test>"))
    assert again.state == ("posted" if sender.startswith("friend") else "asked")


@pytest.mark.parametrize("owner", ["participant", "unconfirmed", "second address", "account", "account's second"])
def test_an_address_of_somebody_else_is_not_hers_by_her_yes_alone(address, sokha, officer, owner):
    theirs = "friend@elsewhere.test"
    if owner in ("participant", "unconfirmed"):
        make_participant(email=theirs, state="active" if owner == "participant" else "unconfirmed")
    elif owner == "second address":
        SenderAddress.objects.create(participant=make_participant(), email=theirs)
    elif owner == "account":
        type(officer).objects.filter(pk=officer.pk).update(email="Friend@elsewhere.test")
    else:
        EmailAddress.objects.create(user=officer, email=theirs)
    bring(address, mail_from(theirs))
    assert confirm_asked(AskedPost.objects.get()).text == "We need light.", "The text is hers, as she says."
    assert not sokha.sender_addresses.exists()
    assert bring(address, mail_from(theirs, "More", Message_ID="<two@phone.test>")).state == "asked"


def test_whoever_confirms_an_address_takes_it_from_those_who_only_wrote_from_it(address, sokha, officer):
    for owner in ("joins", "account"):
        theirs = officer.email if owner == "account" else "friend@elsewhere.test"
        SenderAddress.objects.create(participant=sokha, email=theirs)
        if owner == "account":
            take_part(officer)
        else:
            confirm(request_to_join(unconfirmed_participant(theirs, "en"), "10.0.0.1", "en"))
        assert not SenderAddress.objects.exists()


def test_a_second_address_counts_only_where_the_recipient_is_signed_for_her(address, sokha):
    SenderAddress.objects.create(participant=sokha, email="friend@readers.test")
    to_board = mail_from("friend@readers.test", Authentication_Results=proof(), Subject="A new matter")
    assert bring("gender@lists.test", to_board).state == "refused"
    assert posts_by_mail() == [] and sent_mails() == []
    assert bring(address, mail_from("friend@readers.test", Message_ID="<two@phone.test>")).state == "posted"


def test_two_from_headers_prove_nothing(address, sokha):
    raw = mail_from(sokha.email).replace(b"Subject:", b"From: x@elsewhere.test\r\nSubject:")
    assert bring(address, raw).state == "asked"


def test_a_mail_that_is_not_hers_is_deleted(address, sokha):
    mail = bring(address, mail_from("friend@elsewhere.test"))
    deny_asked(AskedPost.objects.get())
    mail.refresh_from_db()
    assert (mail.state, mail.verdict) == ("refused", "denied")
    assert not AskedPost.objects.exists() and not SenderAddress.objects.exists() and posts_by_mail() == []


def test_links_to_what_is_asked_open_nothing_else(address, sokha):
    bring(address, mail_from("friend@elsewhere.test"))
    [letter] = sent_mails()
    token = next(line for line in letter["text"].splitlines() if "/posts/" in line).rstrip("/").rpartition("/")[2]
    asked = AskedPost.objects.get()
    # In the middle of the signature: of its last letter not every bit counts.
    changed = token[:-9] + ("B" if token[-9] == "A" else "A") + token[-8:]
    assert read_asked(token) == asked and read_cut(token) is None and read_asked(changed) is None
    sokha.key = "another"
    sokha.save()
    assert read_asked(token) is None


@pytest.mark.parametrize(
    ("header", "state"),
    [
        (proof(), "posted"),
        ("", "asked"),
        (proof(result="fail"), "asked"),
        (proof(domain="elsewhere.test"), "asked"),
        (proof(server="mx.elsewhere.test"), "asked"),
        (f"{OUR_SERVER} 1; (a (comment)) dmarc=pass header.from=readers.test", "posted"),
        # What strangers choose: the local part of the envelope's sender.
        (f'{OUR_SERVER}; spf=pass smtp.mailfrom="; dmarc=pass header.from=readers.test;"@x.test', "asked"),
        (f"{OUR_SERVER}; spf=pass (; dmarc=pass header.from=readers.test;)", "asked"),
        (f"{OUR_SERVER}; spf=pass (; dmarc=pass header.from=readers.test;", "asked"),
        (proof() + "\r\nAuthentication-Results: " + proof(result="fail"), "asked"),
        (proof() + "\r\nAuthentication-Results: " + proof(), "asked"),
    ],
)
def test_a_mail_to_the_board_is_hers_only_when_our_own_server_found_so(board, sokha, header, state):
    mail = bring("gender@lists.test", mail_from(sokha.email, Authentication_Results=header, Subject="Water"))
    assert mail.state == state
    if state == "posted":
        [post] = posts_by_mail()
        assert (post.thread.title, post.thread.board, post.number, post.participant) == ("Water", board, 1, sokha)
    else:
        # An address without proof is asked about each time: whoever forges it once may do so again.
        confirm_asked(AskedPost.objects.get())
        assert not SenderAddress.objects.exists()
        again = bring("gender@lists.test", mail_from(sokha.email, "More", Message_ID="<two@phone.test>"))
        assert again.state == "asked"


def test_no_server_is_believed_where_none_is_set(board, sokha, settings):
    settings.DISCUSSIONS_AUTHSERV_ID = ""
    for server in ("", OUR_SERVER):
        raw = mail_from(sokha.email, server or "None", Authentication_Results=proof(server=server))
        assert bring("gender@lists.test", raw.replace(b"one@", b"one" + server.encode() + b"@")).state == "asked"


def test_a_program_that_ignores_the_signed_address_is_threaded_by_references(board, sokha, thread):
    answered = make_post(thread, make_participant("Ratha"))
    by_mail = Post.objects.get(pk=answered.pk)
    by_mail.message_id = "<ratha@phone.test>"
    by_mail.save()
    for number, references in enumerate(
        [f"<x@y.test> {message_id(answered.pk)}", "<ratha@phone.test>", f"{message_id(10**9)} <ratha@phone.test>"]
    ):
        mail = bring(
            "gender@lists.test",
            mail_from(sokha.email, f"Yes {number}", References=references, Message_ID=f"<{number}@phone.test>"),
        )
        asked = AskedPost.objects.latest("pk")
        assert (mail.state, asked.thread, asked.parent) == ("asked", thread, answered)
    # What is of another board does not count.
    make_board("water")
    bring("water@lists.test", mail_from(sokha.email, References=message_id(answered.pk), Message_ID="<4@phone.test>"))
    assert AskedPost.objects.count() == 3


def test_of_strangers_nothing_is_published_and_nothing_is_sent(board, thread):
    make_participant("Unconfirmed", email="soon@readers.test", state=Participant.State.UNCONFIRMED)
    for sender in ("stranger@elsewhere.test", "soon@readers.test"):
        mail = bring("gender@lists.test", mail_from(sender, Authentication_Results=proof("elsewhere.test")))
        assert mail.state == "refused"
    assert posts_by_mail() == [] and sent_mails() == [] and not AskedPost.objects.exists()


def block(sokha, board, thread):
    Participant.objects.filter(pk=sokha.pk).update(state=Participant.State.BLOCKED)


def suspend(sokha, board, thread):
    board.organization.status = "suspended"
    board.organization.save()


def close(sokha, board, thread):
    thread.closed_at = timezone.now()
    thread.save()


def close_board(sokha, board, thread):
    Board.objects.filter(pk=board.pk).update(is_closed=True)


def hide(sokha, board, thread):
    close_post(thread.posts.get(), Post.State.HIDDEN)


def take_name(sokha, board, thread):
    Participant.objects.filter(pk=sokha.pk).update(name="")


def write_too_often(sokha, board, thread):
    for _number in range(18):
        make_post(thread, sokha)


@pytest.mark.parametrize(
    ("change", "verdict"),
    [
        (block, "blocked"),
        (suspend, "organization_suspended"),
        (close, "thread_closed"),
        (close_board, "board_closed"),
        (hide, "thread_gone"),
        (take_name, "no_name"),
        (write_too_often, "too_many_posts"),
    ],
)
def test_what_may_not_be_published_is_told_to_the_registered_address(sokha, board, thread, address, change, verdict):
    change(sokha, board, thread)
    before = Post.objects.count()
    mail = bring(address, mail_from(sokha.email))
    assert (mail.state, mail.verdict, Post.objects.count()) == ("refused", verdict, before)
    assert [letter["to"] for letter in sent_mails()] == [sokha.email]
    # A forged mail gets no further, and no mailbox is flooded by it.
    for number in range(5):
        bring(address, mail_from("x@elsewhere.test", Message_ID=f"<{number}@phone.test>"))
    assert (len(sent_mails()), len(posts_by_mail()), AskedPost.objects.count()) == (3, 0, 0)


def test_a_discussion_of_a_page_that_was_withdrawn_takes_no_mails(organization, sokha, thread, address):
    thread.page = make_page("article", organization, live=False)
    thread.save()
    assert bring(address, mail_from(sokha.email)).verdict == "page_withdrawn"
    assert posts_by_mail() == [] and len(sent_mails()) == 1


@pytest.mark.parametrize(
    ("raw", "verdict"),
    [
        (mail_from("sokha@readers.test", "  "), "empty"),
        (mail_from("sokha@readers.test", "word " * 5000), "too_long"),
        (b"X" * 300_000, "too_many_headers"),
    ],
)
def test_what_she_can_mend_she_is_told(address, raw, verdict):
    mail = bring(address, raw)
    assert (mail.state, mail.verdict) == ("refused", verdict)
    assert len(sent_mails()) == 1 and posts_by_mail() == []


def test_three_new_threads_a_day(board, sokha):
    verdicts = []
    for number in range(3):
        headers = {"Message_ID": f"<{number}@phone.test>", "Authentication_Results": proof(), "Subject": ""}
        verdicts.append(
            bring("gender@lists.test", mail_from(sokha.email, f"Thread {number}\r\nmore", **headers)).verdict
        )
    assert verdicts == ["", "", "too_many_threads"]
    assert [post.thread.title for post in posts_by_mail()] == ["Thread 0", "Thread 1"]


def test_on_a_sensitive_board_and_before_the_rules_were_read_she_sees_it_first(board, sokha, thread, address):
    Board.objects.filter(pk=board.pk).update(is_sensitive=True)
    assert bring(address, mail_from(sokha.email)).verdict == "sensitive"
    Board.objects.filter(pk=board.pk).update(is_sensitive=False)
    Participant.objects.filter(pk=sokha.pk).update(rules_read_at=None)
    assert bring(address, mail_from(sokha.email, Message_ID="<two@phone.test>")).verdict == "rules"
    assert posts_by_mail() == [] and len(sent_mails()) == 2
    confirm_asked(AskedPost.objects.get(why="rules"))
    sokha.refresh_from_db()
    assert sokha.rules_read_at and len(posts_by_mail()) == 1


def test_one_mail_is_one_post_however_often_and_wherever_it_comes_in(board, sokha, address):
    bring("gender@lists.test", mail_from(sokha.email))
    assert AskedPost.objects.count() == 1
    # The same mail to her signed address proves that it is hers.
    bring(address, mail_from(sokha.email))
    assert len(posts_by_mail()) == 1 and not AskedPost.objects.exists()
    assert bring("gender@lists.test", mail_from(sokha.email, X_Way="another")).verdict == "again"
    assert bring(address, mail_from(sokha.email, X_Way="another")).verdict == "again"
    assert len(posts_by_mail()) == 1
    # Without an id the bytes are what tells one mail from another.
    for _number in range(2):
        accept_mail(address, mail_from(sokha.email, "No id", Message_ID=""))
        drain()
    assert len(posts_by_mail()) == 2


def test_a_mail_is_settled_once_though_its_event_comes_twice(address, sokha):
    from discussions.services.mail_in.receiving import read_mail

    mail = bring(address, mail_from(sokha.email))
    read_mail(mail.pk)
    read_mail(mail.pk + 1000)
    assert len(posts_by_mail()) == 1


def test_she_who_gets_no_mails_any_more_is_known_by_her_address_alone(board, sokha, address):
    sokha.subscriptions.all().delete()
    assert bring(address, mail_from(sokha.email)).state == "asked"
    proven = mail_from(sokha.email, Authentication_Results=proof(), Message_ID="<two@phone.test>")
    assert bring(address, proven).state == "posted"
    assert bring(address, mail_from("x@elsewhere.test")).verdict == "stranger"


def test_letters_about_a_board_that_she_may_not_read_are_not_sent(sokha):
    make_board("quiet", who_reads="invited", who_writes="invited")
    assert bring("quiet@lists.test", mail_from(sokha.email)).verdict == "unreadable, untold"
    assert sent_mails() == []


def test_old_mails_and_questions_are_deleted_after_seven_days(address, sokha):
    old = bring(address, mail_from("friend@elsewhere.test"))
    accept_mail(address, b"From: x\r\n\r\nnot read yet")
    IncomingMail.objects.update(received_at=timezone.now() - timedelta(days=8))
    AskedPost.objects.update(created_at=timezone.now() - timedelta(days=8))
    kept = bring(address, mail_from(sokha.email, Message_ID="<two@phone.test>"))
    assert delete_old_mails() >= 2
    assert list(IncomingMail.objects.all()) == [kept] and old.pk != kept.pk
    assert not AskedPost.objects.exists()


def test_what_was_cut_is_put_back_by_its_author(address, sokha):
    mail = bring(address, mail_from(sokha.email))
    mail.cut = "> Quoted\nSokha"
    mail.save()
    token = cut_link(mail, sokha).rstrip("/").rpartition("/")[2]
    found = read_cut(token)
    assert found == mail and read_asked(token) is None
    post = restore_cut(found)
    assert post.text == "We need light.\n\n> Quoted\nSokha" and post.is_public
    assert read_cut(token) is None
    with pytest.raises(Refusal):
        restore_cut(mail)


def test_a_decided_post_stays_as_it_was_decided(address, sokha):
    mail = bring(address, mail_from(sokha.email))
    mail.cut = "More"
    mail.save()
    close_post(mail.post, Post.State.HIDDEN)
    with pytest.raises(Refusal):
        restore_cut(mail)
    mail.post.refresh_from_db()
    assert mail.post.text == "We need light."


def test_the_page_of_a_question_decides_by_a_button_alone(client, address, sokha):
    bring(address, mail_from("friend@elsewhere.test", "We <b>need</b> light."))
    link = asked_link(AskedPost.objects.get())
    path = link.removeprefix(site_address())
    shown = client.get(path)
    assert "We &lt;b&gt;need&lt;/b&gt; light." in shown.content.decode() and "no-store" in shown["Cache-Control"]
    assert posts_by_mail() == []
    Participant.objects.filter(pk=sokha.pk).update(state=Participant.State.BLOCKED)
    assert client.post(path, {"answer": "yes"}).status_code == 409
    Participant.objects.filter(pk=sokha.pk).update(state=Participant.State.ACTIVE)
    assert client.post(path, {"answer": "yes"}).status_code == 200
    assert [post.text for post in posts_by_mail()] == ["We <b>need</b> light."]
    assert client.get(path).status_code == 404

    bring(address, mail_from("other@elsewhere.test", "Not mine.", Message_ID="<two@phone.test>"))
    path = asked_link(AskedPost.objects.get()).removeprefix(site_address())
    assert "not me" in client.get(path).content.decode()
    client.post(path, {"answer": "no"})
    assert len(posts_by_mail()) == 1 and not AskedPost.objects.exists()


def test_the_page_of_what_was_cut_puts_it_back(client, address, sokha):
    mail = bring(address, mail_from(sokha.email))
    mail.cut = "The end."
    mail.save()
    path = cut_link(mail, sokha).removeprefix(site_address())
    assert "The end." in client.get(path).content.decode()
    assert client.post(path).status_code == 200
    assert posts_by_mail()[0].text.endswith("The end.") and client.get(path).status_code == 404


def test_what_was_quoted_is_cut_and_kept_for_her_alone(client, address, sokha, thread):
    quoted = "We need light.\r\n\r\nDara · Neary wrote:\r\n> Who knows?\r\n> https://neary.test/x"
    mail = bring(address, mail_from(sokha.email, f"{quoted}\r\n-- \r\nSokha, 012 345 678"))
    [post] = posts_by_mail()
    assert post.text == "We need light." and "Who knows?" in mail.cut and "012 345 678" in mail.cut
    path = cut_link(mail, sokha).removeprefix(site_address())
    assert "012 345 678" in client.get(path).content.decode()


def test_her_page_too_shows_what_was_cut_to_her_alone_and_puts_it_back(address, sokha, thread, board):
    bring(address, mail_from(sokha.email, "We need light.\r\n\r\n-- \r\nThe end of the road."))
    [post] = posts_by_mail()
    hers, others = known_client(sokha), known_client(make_participant("Dara Two"))
    page, below = f"{thread.url}{post.number}/", f"{post.number}/#missing"
    assert below in hers.get(thread.url).content.decode() and "The end of the road." in hers.get(page).content.decode()
    assert below not in others.get(thread.url).content.decode()
    assert "The end of the road." not in others.get(page).content.decode()
    others.post(page, {"act": "restore"})
    assert posts_by_mail()[0].text == "We need light."

    assert hers.post(page, {"act": "restore"}).url == post.url
    assert posts_by_mail()[0].text == "We need light.\n\n--\nThe end of the road."
    assert below not in hers.get(thread.url).content.decode()
    again = hers.post(page, {"act": "restore"}, follow=True).content.decode()
    assert "nothing to put back" in again and posts_by_mail()[0].text.count("The end") == 1


def test_what_was_cut_from_a_decided_or_old_mail_is_offered_no_more(address, sokha, thread):
    mail = bring(address, mail_from(sokha.email, "We need light.\r\n\r\n-- \r\nThe end of the road."))
    hers, page = known_client(sokha), f"{thread.url}{mail.post.number}/"
    assert "The end of the road." in hers.get(page).content.decode()
    Participant.objects.filter(pk=sokha.pk).update(state=Participant.State.BLOCKED)
    refused = hers.post(page, {"act": "restore"}, follow=True).content.decode()
    assert "blocked you" in refused and posts_by_mail()[0].text == "We need light."
    close_post(mail.post, Post.State.HIDDEN)
    assert "The end of the road." not in hers.get(page).content.decode()
    Post.objects.filter(pk=mail.post_id).update(state=Post.State.PUBLIC)
    IncomingMail.objects.update(received_at=timezone.now() - timedelta(days=8))
    delete_old_mails()
    assert "The end of the road." not in hers.get(page).content.decode()


def test_files_are_named_in_her_letter_as_not_taken(address, sokha):
    mixed = (
        "--b\r\nContent-Type: text/plain\r\n\r\nSee the photo.\r\n"
        "--b\r\nContent-Type: image/jpeg\r\nContent-Disposition: attachment; filename=light.jpg\r\n\r\nx\r\n"
        "--b--"
    )
    bring(address, mail_from(sokha.email, mixed, Content_Type="multipart/mixed; boundary=b"))
    [letter] = sent_mails()
    assert letter["to"] == sokha.email and "light . jpg" in letter["text"]
    assert [post.text for post in posts_by_mail()] == ["See the photo."]


BOUNCE = (
    "From: MAILER-DAEMON@mx.readers.test\r\nMessage-ID: <b@mx.readers.test>\r\nMIME-Version: 1.0\r\n"
    'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
    "--b\r\nContent-Type: text/plain\r\n\r\nNobody of this name.\r\n"
    "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.readers.test\r\n\r\n"
    "Final-Recipient: rfc822; sokha@readers.test\r\nAction: failed\r\nStatus: {status}\r\n\r\n--b--\r\n"
)


def test_a_mail_that_came_back_is_counted_and_no_machine_is_answered(sokha, thread, address):
    bounced = bounce_address(thread.posts.get().pk, sokha.subscriptions.get().pk)
    assert bring(bounced, BOUNCE.format(status="5.1.1").encode()).state == "bounce"
    note = mail_from(sokha.email, "I am away.", Auto_Submitted="auto-replied", Message_ID="<away@phone.test>")
    assert bring(bounced, note).verdict == "auto_reply"
    assert bring(address, note).verdict == "auto_reply"
    assert bring("gender@lists.test", BOUNCE.format(status="5.1.1").encode()).verdict == "bounce"
    sokha.refresh_from_db()
    assert (sokha.bounces, posts_by_mail(), sent_mails()) == (1, [], [])
