"""Archives: an mbox in, published thread by thread, and a board's posts out; nobody becomes a subscriber."""

from __future__ import annotations

from datetime import timedelta
from email.message import EmailMessage
from email.policy import SMTP
from io import StringIO
from pathlib import Path

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import timezone

from discussions.archive.importing import import_archive
from discussions.archive.reading import ArchivedMail, LeftOut, read_archive
from discussions.models import JoinRequest, Participant, Post, Subscription, Thread
from discussions.services.joining import delete_unconfirmed
from moderation.models import Matter
from moderation.services.matters import decide_matter
from tests.discussions.factories import make_board, make_participant, make_post, make_thread

pytestmark = pytest.mark.django_db
KHMER = "តើផ្សារថ្មីបើកថ្ងៃណា? ខ្ញុំចង់លក់ត្រីនៅទីនោះ។"


def written(name: str, subject: str, text: str, number: int, **headers: str) -> bytes:
    message = EmailMessage(policy=SMTP.clone(linesep="\n"))
    message["From"] = f"{name} <{name.split()[0].lower()}@women.example.org>"
    message["Subject"] = subject
    message["Date"] = f"Mon, 0{number} Mar 2004 08:00:00 +0700"
    message["Message-ID"] = f"<{number}@old.example.org>"
    message["List-Id"] = "<gender.old.example.org>"
    for key, value in headers.items():
        message[key.replace("_", "-")] = value
    message.set_content(text)
    return b"From sender Mon Mar  1 08:00:00 2004\n" + message.as_bytes() + b"\n"


@pytest.fixture
def board(portal):
    return make_board()


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    file = tmp_path / "gender.mbox"
    file.write_bytes(
        written("Sokha Chan", "[gender] Markets", f"{KHMER}\n\n>From the old market we know enough.\n", 1)
        + written("Bopha", "Re: [gender] Markets", "In May, they say.", 2, In_Reply_To="<1@old.example.org>")
        + written("Dara", "Re: Markets", "Ask bopha.home@women.example.org or dara at women.example.org.", 3)
        + written("Thida", "Land titles", "Call me: 012 345 678.", 4)
        + written("Office", "Away", "I am away.", 5, Auto_Submitted="auto-replied")
        + written("Silent", "Nothing", "\n", 6)
    )
    return file


def run(*arguments: object) -> str:
    out = StringIO()
    call_command("discussions", *map(str, arguments), stdout=out, stderr=StringIO())
    return out.getvalue()


def test_an_archive_is_read_without_an_address(archive):
    read = list(read_archive(archive))

    mails = [each for each in read if isinstance(each, ArchivedMail)]
    assert [each.title for each in mails] == ["Markets", "Markets", "Markets", "Land titles"]
    assert [(each.place, each.reason) for each in read if isinstance(each, LeftOut)] == [
        (5, "written by a program"),
        (6, "without a text"),
    ]
    assert "From the old market" in mails[0].text and KHMER in mails[0].text
    assert not any("@" in each.text + each.name + each.title for each in mails)
    assert " at women" not in mails[2].text
    assert len({each.author_hash for each in mails}) == 4 and all(len(each.author_hash) == 64 for each in mails)


def test_posts_of_older_lists_are_no_machines_and_links_no_addresses(tmp_path):
    text = "Look at www.women.example.org or at women.example.org/law."
    file = tmp_path / "old.mbox"
    file.write_bytes(
        written("Sokha", "Law", text, 1, Precedence="bulk") + written("Bot", "Away", "Away.", 2, Precedence="junk")
    )

    first, second = read_archive(file)

    assert isinstance(first, ArchivedMail) and first.text == text
    assert second == LeftOut(2, "written by a program")


def test_what_is_imported_waits_in_its_threads_and_a_second_run_adds_none(board, archive):
    said = run("import", "gender", archive)

    assert (
        "4 posts in 2 threads wait for editors, 0 of them threads that the board had; 0 posts were" in said
        and "mail 5" in said
    )
    markets, land = Thread.objects.order_by("number")
    assert [post.name for post in markets.posts.all()] == ["Sokha Chan", "Bopha", "Dara"]
    assert markets.posts.get(number=2).parent.number == 1 and markets.language == "km"
    assert land.created_at.year == 2004 and not Post.objects.public().exists()
    assert set(Matter.objects.waiting().values_list("kind", "object_id")) == {
        ("archive", markets.pk),
        ("archive", land.pk),
    }
    assert not Participant.objects.exists() and not Subscription.objects.exists()
    assert "4 posts were there already." in run("import", "gender", archive)


def test_a_thread_is_published_as_a_whole_but_for_personal_data(board, archive, editor, drain):
    import_archive(board, archive)
    mail.outbox.clear()
    for matter in Matter.objects.waiting().filter(kind="archive"):
        decide_matter(matter, editor, "approved", unchecked=True)
    drain()

    markets, land = Thread.objects.order_by("number")
    assert markets.public_posts == 3 and land.public_posts == 0
    assert land.posts.get().state == Post.State.REFUSED and land.posts.get().reason
    assert markets.last_post_at.year == 2004
    assert not Matter.objects.waiting().filter(kind__in=["archive", "post"]).exists()


def test_a_rejected_thread_stays_unpublished(board, archive, editor):
    import_archive(board, archive)
    matter = Matter.objects.waiting().filter(kind="archive").first()
    decide_matter(matter, editor, "rejected", "It is not ours.", unchecked=True)

    posts = Post.objects.filter(thread=matter.object_id)
    assert {(post.state, post.reason) for post in posts} == {(Post.State.REFUSED, "It is not ours.")}


def exported(board, rows: int, title: str = "Markets") -> list[Post]:
    """Add a thread of public posts of every shape that an import might change, the oldest number not the oldest."""
    author = make_participant()
    first = make_thread(board, author, title, f"{KHMER}\n-- \nSokha").posts.get()
    texts = (
        "From the market.\n>From a quote.",
        f"> {KHMER}\n\nAn answer.",
        "-- no signature",
        "I shall be there.\n\n-- \nSokha, market women",
        "See you on Telegram",
        f"On 1 March 2004, Sokha wrote:\n> {KHMER}\n\nThanks",
    )
    long_ago = timezone.now() - timedelta(days=400)
    return Post.objects.bulk_create(
        Post(
            thread=first.thread,
            number=number,
            parent=first if number % 3 else None,
            participant=author,
            name="Sokha",
            language="en",
            text=f"{number}: {texts[number % len(texts)]}",
            state=Post.State.HIDDEN if number % 50 == 7 else Post.State.PUBLIC,
            created_at=long_ago + timedelta(days=-number if number % 4 else number),
            published_at=timezone.now(),
        )
        for number in range(2, rows + 1)
    )


def shape(board) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the threads of a board in their order, each with names and texts of its posts."""
    threads = Thread.objects.filter(board=board).order_by("number")
    posts = {thread: thread.posts.exclude(state=Post.State.HIDDEN).order_by("number") for thread in threads}
    return [(thread.title, [(post.name, post.text) for post in posts[thread]]) for thread in threads]


@pytest.mark.parametrize("many", [100, 1000])
def test_many_posts_go_out_and_come_in_the_same(board, tmp_path, many):
    exported(board, many * 90 // 100)
    exported(board, many * 6 // 100)
    exported(board, many * 4 // 100, title="Re: [news] Land titles")
    file = tmp_path / "out.mbox"
    run("export", "gender", file)
    assert b"@readers.example.org" not in file.read_bytes()

    other = make_board("other")
    import_archive(other, file)

    assert shape(other) == shape(board) and sum(len(posts) for _title, posts in shape(other)) > many * 9 // 10


def test_an_export_comes_back_to_its_own_board_as_nothing_new(board, tmp_path, settings):
    settings.DISCUSSIONS_MAIL_DOMAIN = "lists.example.org"
    exported(board, 20)
    file = tmp_path / "out.mbox"
    run("export", "gender", file)

    report = import_archive(board, file)

    assert (report.posts, report.known) == (0, 19)


def test_answers_join_the_threads_that_the_board_has(board, tmp_path, settings):
    settings.DISCUSSIONS_MAIL_DOMAIN = "lists.example.org"
    thread = make_thread(board, make_participant(), "Markets", KHMER)
    by_mail = make_post(thread, make_participant("Dara"), "It opens in May, they say.")
    Post.objects.filter(pk=by_mail.pk).update(message_id="<77@women.example.org>")
    elsewhere = make_thread(make_board("other"), make_participant(), "Elsewhere")
    file = tmp_path / "answers.mbox"
    ours = f"<post.{thread.posts.get(number=1).pk}@lists.example.org>"
    file.write_bytes(
        written("Bopha", "Re: Markets", f"In June.\n\n> {KHMER}\n", 1, In_Reply_To=ours)
        + written("Thida", "Re: Markets", "No, July.", 2, In_Reply_To="<77@women.example.org>")
        + written("Maly", "Re: Markets", "Thanks.", 3, References=f"{ours} <2@old.example.org>")
        + written("Srey", "Elsewhere", "Here.", 4, References=f"<post.{elsewhere.posts.get().pk}@lists.example.org>")
    )

    report = import_archive(board, file)

    assert (report.threads, report.joined, report.posts) == (1, 1, 4)
    posts = thread.posts.filter(origin=Post.Origin.IMPORT).order_by("number")
    assert [(post.number, post.parent.number, post.text) for post in posts] == [
        (3, 1, "In June."),
        (4, 2, "No, July."),
        (5, 4, "Thanks."),
    ]
    assert {post.state for post in posts} == {Post.State.WAITING} and elsewhere.posts.count() == 1
    assert Matter.objects.waiting().filter(kind="archive", object_id=thread.pk).exists()
    assert import_archive(board, file).posts == 0
    # The next answer on the portal stands behind them.
    assert make_post(Thread.objects.get(pk=thread.pk), make_participant("Lin")).number == 6


PARENT = """Dear all,

the new market of the province opens in May, and the stalls cost less.
Thanks
"""
LAW = "Article 45: all forms of discrimination against women shall be abolished."
ANSWERS = {
    "marked": (
        "On 1 March 2004, Sokha wrote:\n> Dear all,\n>\n> the new market of the province opens in May, and the stalls"
        " cost less.\n\nWhich stalls?\n\nThanks\n",
        "Which stalls?\n\nThanks",
    ),
    "unmarked": (
        "Which stalls?\n\nFrom: Sokha\nSent: 1 March 2004 08:00\nTo: gender@old.example.org\nSubject: Markets\n\n"
        + PARENT,
        "Which stalls?",
    ),
    "foreign quote": (f"> {LAW}\n\nSo says the law.\n", f"> {LAW}\n\nSo says the law."),
    "nothing new": ("> the new market of the province opens in May, and the stalls cost less.\n", None),
    "program": ("Which stalls?\n\nWrite to me on Telegram\n", "Which stalls?\n\nWrite to me on Telegram"),
    "signature": ("Which stalls?\n-- \nBopha, 012 345 678\n", "Which stalls?"),
}


@pytest.mark.parametrize("headers", [{"In_Reply_To": "<1@old.example.org>"}, {}], ids=["reference", "subject"])
@pytest.mark.parametrize("answer", ANSWERS)
def test_an_answer_keeps_what_is_new_and_loses_what_the_archive_holds(board, tmp_path, answer, headers):
    given, kept = ANSWERS[answer]
    file = tmp_path / "list.mbox"
    file.write_bytes(written("Sokha", "Markets", PARENT, 1) + written("Bopha", "Re: Markets", given, 2, **headers))

    import_archive(board, file)

    assert Post.objects.get(number=2).text == (given.strip() if kept is None else kept)


def test_members_of_an_old_list_are_asked_once_and_forgotten_after_a_week(board, tmp_path, drain, time_machine):
    file = tmp_path / "members.txt"
    file.write_text("one@women.example.org\nTwo@women.example.org\nno address\n")
    assert "Asked 2 addresses. Not asked: 1" in run("ask", "gender", file, "--language", "en")
    assert "Asked 0 addresses. Not asked: 3" in run("ask", "gender", file)
    drain()

    assert sorted(each.to[0] for each in mail.outbox) == ["one@women.example.org", "two@women.example.org"]
    assert not Subscription.objects.exists()
    time_machine.move_to(timezone.now() + timedelta(days=8))
    delete_unconfirmed()
    assert not Participant.objects.exists() and not JoinRequest.objects.exists()


def test_an_unknown_board_and_a_file_that_is_missing_or_not_utf_8_are_said_in_a_sentence(board, tmp_path):
    with pytest.raises(CommandError, match="There is no board 'gendre'; there are gender"):
        run("import", "gendre", tmp_path / "x.mbox")
    with pytest.raises(CommandError, match="The file cannot be used"):
        run("import", "gender", tmp_path / "missing.mbox")
    file = tmp_path / "members.txt"
    file.write_bytes("Séra <sera@women.example.org>\n".encode("cp1252"))
    with pytest.raises(CommandError, match="it is not in UTF-8"):
        run("ask", "gender", file)


def test_a_post_of_an_archive_is_never_mailed_out(board, archive, editor, drain, settings):
    settings.DISCUSSIONS_MAIL_DOMAIN = "lists.example.org"
    reader = make_participant()
    Subscription.objects.create(participant=reader, board=board)
    import_archive(board, archive)
    for matter in Matter.objects.waiting().filter(kind="archive"):
        decide_matter(matter, editor, "approved", unchecked=True)
    drain()

    assert not [each for each in mail.outbox if reader.email in each.recipients()]
    make_post(Thread.objects.get(number=1), make_participant("Maly"), "It opened in June.")
    drain()
    assert [each for each in mail.outbox if reader.email in each.recipients()]
