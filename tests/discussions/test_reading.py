"""The pages on which discussions are read: who sees what, and what it costs."""

from __future__ import annotations

import gzip
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.test import Client
from django.utils import timezone

from discussions.devices import COOKIE
from discussions.models import Block, Post, Subscription
from discussions.rules.mail import wanted_posts, wanting_subscriptions
from discussions.services.posting import Written, add_post
from discussions.services.publishing import close_post, count_posts, publish_post
from tests.accounts.sign_in_helpers import sign_in
from tests.discussions.factories import known_client, make_board, make_participant, make_post, make_thread
from tests.queries import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def board(portal):
    return make_board()


@pytest.fixture
def author(db):
    return make_participant("Sokha")


@pytest.fixture
def long_thread(board, author):
    """A thread of 200 public posts."""
    thread = make_thread(board, author)
    text = "What we saw in our commune, in two sentences. We wrote it down, and you find it at https://example.org/a ."
    Post.objects.bulk_create(
        Post(thread=thread, number=number, participant=author, name="Sokha", language="en", text=text,
             state=Post.State.PUBLIC, published_at=timezone.now())
        for number in range(2, 201)
    )  # fmt: skip
    thread.last_number = 200
    thread.save()
    count_posts(thread)
    return thread


def content(client, url):
    response = client.get(url)
    assert response.status_code == 200, url
    return response.content.decode()


@pytest.mark.parametrize("language", ["en", "km"])
def test_boards_threads_and_posts_are_read_by_everybody(client, board, author, language):
    thread = make_thread(
        board, author, "Night shifts & pay", "See <b>this</b>\n> quoted\n\nwww.example.org a@example.org"
    )
    make_post(thread, author, "An answer.")
    root = f"/{language}/discussions/"

    assert board.name_in(language) in content(client, root)
    assert "Night shifts &amp; pay" in content(client, f"{root}gender/")
    page = content(client, f"{root}gender/1/")
    assert 'id="post-1"' in page and 'id="post-2"' in page
    assert "See &lt;b&gt;this&lt;/b&gt;" in page and "<blockquote><p>quoted</p></blockquote>" in page
    assert 'href="https://www.example.org"' in page and "mailto:a@" not in page
    assert client.get(f"{root}rules/").status_code == 200


def test_what_is_not_public_is_a_404(client, board, author):
    waiting = make_thread(board, author)
    close_post(waiting.posts.get(), Post.State.HIDDEN)
    make_thread(make_board("members", who_reads="members", who_writes="members"), author)
    hidden = make_thread(make_board("hidden"), author).board
    hidden.is_hidden = True
    hidden.save()

    for path in (
        "gender/1/",
        "gender/9/",
        f"gender/{2**70}/",
        "members/",
        "members/1/",
        "hidden/",
        "none/",
        "about/1/",
    ):
        assert client.get(f"/en/discussions/{path}").status_code == 404, path
    page = content(client, "/en/discussions/")
    assert "Board members" not in page and "Board hidden" not in page


def test_a_post_that_waits_is_shown_to_its_author_and_to_editors_alone(client, board, author, editor):
    thread = make_thread(board, author)
    make_post(thread, author, "Only for her.", public=False)
    at_work = Client()
    sign_in(at_work, editor)

    assert "Only for her." not in content(client, thread.url)
    assert "Only for her." not in content(known_client(make_participant()), thread.url)
    assert "Only for her." in content(known_client(author), thread.url)
    assert "Only for her." in content(at_work, thread.url)


def test_members_and_invited_people_read_their_boards(board, author, officer):
    make_board("members", who_reads="members", who_writes="members")
    private = make_board("invited", who_reads="invited", who_writes="invited")
    private.invitees.create(participant=author)
    member, hers = Client(), known_client(author)
    sign_in(member, officer)

    assert "Board members" in content(member, "/en/discussions/")
    assert "Board invited" not in content(member, "/en/discussions/")
    assert "Board invited" in content(hers, "/en/discussions/")
    assert content(hers, "/en/discussions/invited/")
    assert hers.get("/en/discussions/members/").status_code == 404


def test_posts_of_somebody_who_is_blocked_are_folded(board, author):
    reader = make_participant()
    thread = make_thread(board, author, text="Loud words.")
    Block.objects.create(participant=reader, blocked=author, name=author.name)

    assert "folded" in content(known_client(reader), thread.url)
    assert "folded" not in content(known_client(author), thread.url)


def test_a_block_does_not_tell_who_is_behind_a_pseudonym(board):
    author, reader = make_participant("Sokha Chan"), make_participant("Dara")
    sensitive = make_board("violence", is_sensitive=True)
    secret = add_post(
        make_thread(sensitive, make_participant("Vanna")), Written(author, "Lotus 12", "It was my uncle.")
    )
    publish_post(secret)
    known = make_thread(board, author, text="Loud words.")
    client = known_client(reader)
    client.post(f"{secret.thread.url}{secret.number}/", {"act": "block"})

    assert "folded" in content(client, secret.thread.url)
    assert "folded" not in content(client, known.url), "Her post under her own name is not folded."
    mine = content(client, "/en/discussions/me/")
    assert "Lotus 12" in mine and "Sokha Chan" not in mine


def test_mails_do_not_tell_who_is_behind_a_pseudonym(board):
    author, reader = make_participant("Sokha Chan"), make_participant("Dara")
    gets = Subscription.objects.create(participant=reader, board=board)
    thread = make_thread(board, make_participant("Vanna"))
    named, secret = (add_post(thread, Written(author, name, "Words.")) for name in ("Sokha Chan", "Lotus 12"))
    for post in (named, secret):
        publish_post(post)

    def mailed():
        one_by_one = {post.name for post in (named, secret) if wanting_subscriptions(post).exists()}
        assert one_by_one == set(wanted_posts(gets).filter(participant=author).values_list("name", flat=True))
        return one_by_one

    assert mailed() == {"Sokha Chan", "Lotus 12"}
    mine = Block.objects.create(participant=reader, blocked=author, name="Lotus 12")
    assert mailed() == {"Sokha Chan"}
    mine.delete()
    Block.objects.create(participant=author, blocked=reader, name="Dara")
    assert mailed() == {"Lotus 12"}, "Whom she blocked cannot find out her pseudonym."


def test_a_forged_old_or_ended_cookie_is_a_strangers(board, author, settings):
    private = make_board("invited", who_reads="invited", who_writes="invited")
    private.invitees.create(participant=author)
    url = "/en/discussions/invited/"
    known = known_client(author)
    assert known.get(url).status_code == 200

    forged = Client()
    forged.cookies[COOKIE] = known.cookies[COOKIE].value[:-2] + "xx"
    assert forged.get(url).status_code == 404
    author.signed_out_at = timezone.now() + timedelta(seconds=1)
    author.save()
    assert known.get(url).status_code == 404


def test_lists_of_a_board(client, board, author):
    answered, alone = make_thread(board, author, "Answered"), make_thread(board, author, "Alone")
    make_post(answered, author)
    shut = make_thread(board, author, "Shut")
    shut.closed_at = timezone.now()
    shut.save()

    newest, unanswered, closed = (
        content(client, f"/en/discussions/gender/{tab}") for tab in ("", "?tab=unanswered", "?tab=closed")
    )
    assert all(title in newest for title in ("Answered", "Alone", "Shut"))
    assert ">Alone<" in unanswered and ">Answered<" not in unanswered and ">Shut<" not in unanswered
    assert ">Shut<" in closed and ">Alone<" not in closed
    assert client.get("/en/discussions/gender/?tab=other").status_code == 404
    assert alone.url in newest


def test_a_discussion_closes_two_weeks_after_its_event(client, board, author, make_page, organization, drain):
    yesterday = timezone.now() - timedelta(days=1)
    times = {"starts_at": yesterday - timedelta(hours=8), "ends_at": yesterday}
    page = make_page("event", organization, live=True, title="Forum on night work", **times)
    drain()
    thread = make_thread(board, author)
    thread.page = page
    thread.save()

    before = content(client, thread.url)
    assert "Forum on night work" in before and "This discussion closes on" in before
    assert thread.title in content(client, f"/en/discussions/about/{page.pk}/")
    page.ends_at = timezone.now() - timedelta(days=15)
    page.starts_at = page.ends_at - timedelta(days=1)
    page.save_revision().publish()
    drain()
    assert "more than two weeks ago" in content(client, thread.url)
    assert thread.title in content(client, "/en/discussions/gender/?tab=closed")
    page.unpublish()
    assert "Forum on night work" not in content(client, thread.url)
    assert client.get(f"/en/discussions/about/{page.pk}/").status_code == 404


def test_a_long_thread_costs_few_queries_and_little_weight(client, long_thread, author):
    known = known_client(author)
    known.cookies["messages"] = ""
    for who in (client, known):
        assert len(queries_of(who, f"{long_thread.url}?page=4")) <= 12
    page = client.get(long_thread.url).content
    assert len(gzip.compress(page, 6)) <= 30_000
    assert page.decode().count('class="posting"') == 50
    assert client.get(f"{long_thread.url}?page=5").status_code == 404
    assert client.get(f"{long_thread.url}?page=x").status_code == 404


def test_a_board_costs_few_queries(client, board, author):
    for number in range(3):
        make_thread(board, author, f"Thread {number}")
    before = queries_of(client, "/en/discussions/gender/")
    make_thread(board, make_participant(), "Another")
    after = queries_of(client, "/en/discussions/gender/")
    assert len(after) == len(before) <= 10


def test_pages_of_strangers_are_kept_and_those_of_others_are_not(client, board, author, settings):
    settings.CACHES = settings.CACHES | {
        "pages": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "discussions"}
    }
    caches["pages"].clear()
    thread = make_thread(board, author)
    for url in ("/en/discussions/", "/en/discussions/gender/", thread.url):
        first = client.get(url)
        assert first.headers["Cache-Control"] == "no-cache" and not first.cookies, url
        assert len(queries_of(client, url)) == 1, url
        assert known_client(author).get(url).headers["Cache-Control"] == "private, no-store"

    post = make_post(thread, author, "Comes at once.")
    assert "Comes at once." in content(client, thread.url)
    close_post(post, Post.State.HIDDEN)
    assert "Comes at once." not in content(client, thread.url)
