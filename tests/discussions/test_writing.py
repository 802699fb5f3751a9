"""Writing on the web: an answer, a new discussion, drafts, quotes, and what is refused."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.test import Client

from discussions.models import Draft, JoinRequest, Participant, Post
from discussions.rules.limits import POSTS_A_DAY, THREADS_A_DAY
from discussions.rules.quoting import quotation_of
from discussions.services.publishing import close_post
from tests.accounts.sign_in_helpers import sign_in
from tests.discussions.factories import known_client, make_board, make_participant, make_post, make_thread
from tests.discussions.test_joining import digits_in

pytestmark = pytest.mark.django_db
STRANGER = {"text": "I know an answer.", "name": "Chan", "email": "Chan@example.org", "agrees": "on"}


def mail_to_chan():
    """Return the last mail to the stranger; editors get mails too."""
    return [each for each in mail.outbox if each.to == ["chan@example.org"]][-1]


@pytest.fixture
def board(portal):
    return make_board()


@pytest.fixture
def thread(board):
    return make_thread(board, make_participant("Sokha"), text="Who knows?\n> an older word\nA second line.")


@pytest.mark.parametrize("language", ["en", "km"])
def test_a_stranger_writes_first_and_confirms_after(client, thread, drain, language):
    url = f"/{language}/discussions/gender/1/answer/"
    page = client.get(f"{url}?quote=1").content.decode()
    assert "&gt; Who knows?\n&gt; A second line." in page and "older word" not in page
    answer = client.post(f"{url}?quote=1", STRANGER)
    drain()
    post = Post.objects.get(name="Chan")
    assert post.state == Post.State.UNCONFIRMED and post.parent == thread.posts.get(number=1)
    assert "I know an answer." not in client.get(thread.url).content.decode()

    back = client.post(answer.url, {"digits": digits_in(mail_to_chan())})

    post.refresh_from_db()
    assert post.state == Post.State.WAITING
    assert back.url.endswith("#post-2")
    assert "I know an answer." in client.get(back.url).content.decode()
    assert "I know an answer." not in Client().get(thread.url).content.decode()
    participant = Participant.objects.get(name="Chan")
    assert participant.rules_read_at and participant.email == "chan@example.org"
    # The next time she is asked for nothing but her words.
    client.post(url, {"text": "And another."})
    assert Post.objects.get(text="And another.").participant == participant


def test_the_cursor_stands_where_she_types_first(client, thread, drain):
    focused = 'name="{}"[^>]*autofocus'
    for page, box in (("1/answer", "text"), ("start", "title")):
        url = f"/en/discussions/gender/{page}/"
        shown = client.get(url).content.decode()
        assert shown.count("autofocus") == 1 and re.search(focused.format(box), shown)
    # On the page of the thread the form is not what she came for.
    assert "autofocus" not in known_client(make_participant("Dara")).get(thread.url).content.decode()
    asked = client.post(f"{thread.url}answer/", STRANGER)
    assert re.search(focused.format("digits"), client.get(asked.url).content.decode())
    # Whom to call is read first.
    Post.objects.update(is_urgent=True)
    assert "autofocus" not in client.get(asked.url).content.decode()


def test_nothing_is_written_in_the_name_of_a_known_address(client, thread, drain):
    known = make_participant("Known", email="chan@example.org")
    client.post(f"{thread.url}answer/", STRANGER)
    drain()
    known.refresh_from_db()
    assert known.name == "Known" and Post.objects.get(name="Chan").state == Post.State.UNCONFIRMED
    # Even the right name tells nothing: it is refused to everybody who is not known yet.
    for email in ("chan@example.org", "else@example.org"):
        answer = client.post(f"{thread.url}answer/", STRANGER | {"name": "Known", "email": email})
        assert answer.status_code == 200 and "Somebody has this name" in answer.content.decode()


@pytest.mark.parametrize("fault", [{"text": " "}, {"email": "x"}, {"agrees": ""}, {"name": ""}, {"text": "x" * 20_001}])
def test_a_fault_keeps_what_was_typed(client, thread, fault):
    answer = client.post(f"{thread.url}answer/", STRANGER | fault)
    page = answer.content.decode()
    assert answer.status_code == 200 and 'id="problems"' in page
    assert "text" in fault or "I know an answer." in page
    assert not JoinRequest.objects.exists()


def test_a_known_one_begins_a_discussion_about_a_page(board, make_page, organization, drain, client):
    page = make_page("article", organization, live=True, title="A report")
    drain()
    hers = known_client(make_participant("Chan"))
    url = f"/en/discussions/gender/start/?about={page.pk}"
    assert "A report" in hers.get(url).content.decode()

    answer = hers.post(url, {"title": "On the report", "text": "What do you think?"})

    post = Post.objects.get()
    assert answer.url == post.url and post.thread.page_id == page.pk and post.number == 1
    assert hers.get(post.thread.url).status_code == 200
    assert client.get(post.thread.url).status_code == 404
    assert client.get("/en/discussions/gender/start/?about=1").status_code == 404


def test_a_member_writes_for_her_organization_or_for_herself(thread, officer, organization):
    client = Client()
    sign_in(client, officer)
    page = client.get(thread.url).content.decode()
    assert organization.name in page and 'name="name"' in page
    assert officer.get_full_name() not in page
    form = {"text": "For us.", "name": "Bopha", "agrees": "on", "organization": str(organization.pk)}
    client.post(f"{thread.url}answer/", form)
    client.post(f"{thread.url}answer/", {"text": "For me.", "organization": ""})
    client.post(f"{thread.url}answer/", {"text": "For others.", "organization": "999999"})

    written = {post.text: post.organization for post in Post.objects.filter(name="Bopha")}
    assert written == {"For us.": organization, "For me.": None}


def test_drafts_are_kept_by_script_and_by_form(thread, client):
    hers = known_client(make_participant("Chan"))
    url = f"{thread.url}answer/"
    said = hers.post(url, {"text": "Beg", "action": "autosave"}, headers={"accept": "application/json"}).json()
    assert said["said"].startswith("Saved")
    assert hers.post(url, {"text": "Begun", "action": "draft"}).status_code == 302
    assert Draft.objects.get().text == "Begun"
    for page in (url, thread.url, "/en/discussions/me/"):
        assert "Begun" in hers.get(page).content.decode()
    hers.post(url, {"text": "Begun and done."})
    assert not Draft.objects.exists()
    assert client.post(url, {"text": "Beg", "action": "autosave"}).status_code == 404


def test_a_sensitive_board_asks_for_a_name_each_time_and_keeps_it_to_itself(board):
    board.is_sensitive = True
    board.save()
    thread = make_thread(board, make_participant("Sokha"))
    chan = make_participant("Chan")
    hers = known_client(chan)
    page = hers.get(thread.url).content.decode()
    assert 'name="name" value="' in page and 'class="leave"' in page
    hers.post(f"{thread.url}answer/", {"text": "Quietly.", "name": "Lotus 20"})
    chan.refresh_from_db()
    assert chan.name == "Chan" and Post.objects.get(text="Quietly.").name == "Lotus 20"


def test_who_may_not_write_finds_no_form(client, board, thread, officer):
    members = make_board("members", who_writes="members")
    of_members = make_thread(members, make_participant())
    blocked = make_participant("Blocked", state=Participant.State.BLOCKED)
    for who in (client, known_client(make_participant())):
        assert who.get(f"{of_members.url}answer/").status_code == 404
        assert who.get("/en/discussions/members/start/").status_code == 404
        assert "Members of organizations on Neary can write." in who.get(of_members.url).content.decode()
    assert known_client(blocked).post(f"{thread.url}answer/", {"text": "Hello"}).status_code == 404
    at_work = Client()
    sign_in(at_work, officer)
    assert at_work.get(f"{of_members.url}answer/").status_code == 200


def test_nobody_answers_where_it_is_closed_meanwhile(client, thread, drain):
    digits = client.post(f"{thread.url}answer/", STRANGER).url
    drain()
    thread.closed_at = thread.created_at
    thread.save()
    assert "closed" in client.get(f"{thread.url}answer/").content.decode()
    client.post(digits, {"digits": digits_in(mail_to_chan())})
    post = Post.objects.get(name="Chan")
    assert post.state == Post.State.UNCONFIRMED
    page = client.get("/en/discussions/me/").content.decode()
    assert "was not sent" in page and "I know an answer." in page


def test_twenty_posts_and_three_discussions_a_day(board, thread):
    chan = make_participant("Chan")
    hers = known_client(chan)
    for number in range(THREADS_A_DAY + 1):
        answer = hers.post("/en/discussions/gender/start/", {"title": f"Title {number}", "text": "Kept text."})
    assert answer.status_code == 200 and "three discussions today" in answer.content.decode()
    assert "Kept text." in answer.content.decode()
    for number in range(POSTS_A_DAY):
        answer = hers.post(f"{thread.url}answer/", {"text": f"Again {number}."})
    assert "twenty posts today" in answer.content.decode()
    assert Post.objects.filter(participant=chan).count() == POSTS_A_DAY


def test_only_her_own_post_is_withdrawn(thread):
    chan = make_participant("Chan")
    post = make_post(thread, chan, "Mine.")
    hers, others = known_client(chan), known_client(make_participant())
    others.post(f"{thread.url}2/", {"act": "withdraw"})
    assert "Mine." in Client().get(thread.url).content.decode()
    assert hers.get(f"{thread.url}2/").status_code == 200
    hers.post(f"{thread.url}2/", {"act": "withdraw"})
    assert "Mine." not in Client().get(thread.url).content.decode()
    assert others.get(f"{thread.url}2/").status_code == Client().get(f"{thread.url}1/").status_code == 404
    post.refresh_from_db()
    assert post.state == Post.State.WITHDRAWN


def test_a_quote_is_short_and_cuts_no_cluster(thread):
    post = make_post(thread, make_participant(), "ស្ត្រី" * 400 + "\n" + "\n".join("line" for _ in range(40)))
    lines = quotation_of(post).rstrip().split("\n")
    assert len(lines) == 12 and lines[0].endswith("ស្ត្រី…") and all(line.startswith("> ") for line in lines)
    close_post(post, Post.State.HIDDEN)
    assert Client().get(f"{thread.url}answer/?quote=2").status_code == 404
    assert Client().get(f"{thread.url}answer/?quote=x").status_code == 404
