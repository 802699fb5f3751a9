"""Attacks on discussions that once worked: names, trust, secrets in posts, and requests that meet each other."""

from __future__ import annotations

from unittest.mock import patch

import pytest
from django.db import IntegrityError
from django.test import Client

from common.refusal import Refusal
from discussions.joining.links import join_link
from discussions.models import BlockedAddress, IncomingMail, JoinRequest, Participant, Post
from discussions.rules.writing import Closed, why_closed
from discussions.services.after_leaving import state_on_confirming
from discussions.services.deciding import (
    appeal_decision,
    approve_post,
    block_participant,
    hide_post,
    reveal_author,
    unblock_participant,
)
from discussions.services.mail_in.asking import restore_cut
from discussions.services.posting import Written, add_post
from discussions.services.preferences import change_profile
from discussions.services.publishing import close_post
from tests.discussions.factories import known_client, make_board, make_participant, make_post, make_thread
from tests.factories import make_page

pytestmark = pytest.mark.django_db
LINK = "https://neary.example/en/discussions/mail/WzEsImtleSJd:signed-by_us/leave/"


@pytest.fixture
def thread(portal):
    return make_thread(make_board(), make_participant("Vanna"))


def typed_by_stranger(thread, email, text="Mine."):
    form = {"text": text, "name": "Sokha Chan", "email": email, "agrees": "on", "action": "send"}
    return Client().post(f"{thread.url}answer/", form)


def open_link(asked):
    return Client().post(join_link(asked).partition("/en/")[2].join(["/en/", ""]))


def test_of_two_people_who_chose_one_name_the_first_to_confirm_has_it(thread):
    for email in ("one@example.org", "two@example.org"):
        assert typed_by_stranger(thread, email).status_code == 302
    for asked in JoinRequest.objects.order_by("pk"):
        open_link(asked)
    states = dict(Post.objects.filter(name="Sokha Chan").values_list("participant__email", "state"))
    assert states == {"one@example.org": "waiting", "two@example.org": "unconfirmed"}
    assert Participant.objects.filter(name="Sokha Chan").count() == 1


def test_two_people_cannot_take_one_name_at_the_same_moment(portal):
    make_participant("Sokha Chan")
    other = make_participant("Dara")
    with pytest.raises(Refusal, match="Somebody has this name"):
        change_profile(other, "sokha  chan", "en")
    assert other.name == "Dara"
    # Both were told that the name is free.
    with patch("discussions.forms.clean_name", lambda name, *args: name):
        form = {"what": "profile", "name": "Sokha Chan", "language": "en"}
        page = known_client(other).post("/en/discussions/me/", form)
    assert page.status_code == 200 and "Somebody has this name" in page.content.decode()
    with pytest.raises(IntegrityError):
        Participant.objects.create(email="third@example.org", name="SOKHA CHAN", language="en")


def test_an_appeal_gives_no_trust_back_while_another_post_is_hidden(thread, editor):
    author = make_participant("Sokha")
    one, two = (make_post(thread, author, text) for text in ("One.", "Two."))
    for post in (one, two):
        hide_post(post, editor, "Rude.")
    appeal_decision(Post.objects.get(pk=one.pk), author, "It is not.")
    approve_post(Post.objects.get(pk=one.pk))
    author.refresh_from_db()
    assert author.trust_lost_at is not None
    approve_post(Post.objects.get(pk=two.pk))
    author.refresh_from_db()
    assert author.trust_lost_at is None


def test_nobody_is_blocked_or_named_for_a_post_that_somebody_else_may_have_typed(thread, editor, make_user):
    victim = make_participant("Dara")
    typed_by_stranger(thread, victim.email)
    forged = Post.objects.get(name="Sokha Chan")
    with pytest.raises(Refusal, match="nobody has confirmed"):
        block_participant(forged, editor, "Rude.")
    administers = patch("discussions.services.deciding.is_administrator", lambda user: True)
    with administers, pytest.raises(Refusal, match="nobody has confirmed"):
        reveal_author(forged, editor, "Rude.")
    victim.refresh_from_db()
    assert victim.state == "active"


def test_an_editor_who_was_blocked_does_not_unblock_herself(portal, editor):
    hers = make_participant("Sokha", user=editor, state="blocked")
    with pytest.raises(Refusal):
        unblock_participant(hers, editor)


def test_a_blocked_address_is_remembered_however_she_goes_and_after_a_new_key(portal, settings):
    blocked, free = make_participant("Sokha", state="blocked"), make_participant("Dara")
    Participant.objects.all().delete()
    assert BlockedAddress.objects.count() == 1
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "a new key " * 6, [settings.SECRET_KEY]
    assert state_on_confirming(free) == "active"
    assert state_on_confirming(blocked) == "blocked"


def test_whoever_leaves_or_is_blocked_at_this_moment_posts_nothing(thread):
    author = make_participant("Sokha")
    Participant.objects.filter(pk=author.pk).update(state="blocked")
    with pytest.raises(Refusal, match="blocked"):
        add_post(thread, Written(author, author.name, "Late."))
    gone = Participant.objects.get(pk=author.pk)
    Participant.objects.filter(pk=author.pk).delete()
    with pytest.raises(Refusal, match="not take part"):
        add_post(thread, Written(gone, gone.name, "Late."))


def test_whoever_presses_twice_posts_once(thread):
    author = make_participant("Sokha")
    client = known_client(author)
    for text in ("Once.", "Once.", "Again."):
        client.post(f"{thread.url}answer/", {"text": text, "action": "send"})
    assert [post.text for post in Post.objects.filter(participant=author)] == ["Once.", "Again."]
    for _ in range(2):
        client.post(f"/en/discussions/{thread.board.slug}/start/", {"title": "T", "text": "First.", "action": "send"})
    assert thread.board.threads.count() == 2
    for _ in range(2):
        typed_by_stranger(thread, "new@example.org")
    assert Post.objects.filter(participant__email="new@example.org").count() == 1
    # What a stranger types with her address takes nothing of hers.
    typed_by_stranger(thread, author.email, "Once.")
    assert Post.objects.filter(participant=author, text="Once.").count() == 2


def test_no_post_shows_a_link_that_ends_somebodys_mails(thread):
    author = make_participant("Sokha")
    text = f"See {LINK} and reply+abcdefghijklmnopqrstuvwxyz23456@lists.example.org"
    known_client(author).post(f"{thread.url}answer/", {"text": text, "action": "send"})
    kept = Post.objects.get(participant=author).text
    assert "signed-by_us" not in kept and "abcdefghijklmnop" not in kept and "/discussions/mail/***" in kept


def test_what_is_put_back_of_a_mail_is_checked_as_it_is_now(thread):
    author = make_participant("Sokha")
    post = make_post(thread, author, "Short.")
    mail = IncomingMail.objects.create(digest="a" * 64, post=post, state="posted", cut=f"My husband beats me. {LINK}")
    stale = IncomingMail.objects.select_related("post").get(pk=mail.pk)
    restore_cut(stale)
    post.refresh_from_db()
    assert post.is_urgent and post.state == "waiting" and "signed-by_us" not in post.text
    mail.refresh_from_db()
    mail.cut = "More."
    mail.save()
    close_post(post, Post.State.HIDDEN)
    with pytest.raises(Refusal, match="decided"):
        restore_cut(stale)


def test_a_discussion_of_a_page_that_is_no_longer_public_is_closed_on_the_web_too(organization, thread):
    thread.page = make_page("article", organization, live=False)
    thread.save()
    assert why_closed(thread) == Closed.PAGE
    client = known_client(make_participant("Sokha"))
    page = client.post(f"{thread.url}answer/", {"text": "Late.", "action": "send"})
    assert "no longer public" in page.content.decode() and not Post.objects.filter(text="Late.").exists()
    assert thread.title in client.get(f"/en/discussions/{thread.board.slug}/?tab=closed").content.decode()
