"""Digests: one a period whatever the clocks, with what is public at that moment, in the follower's language."""

from __future__ import annotations

import datetime as dt
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.db.models import DateField, Value
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from catalog.models import CatalogEntry
from catalog.terms import topics
from feed.follow import digests, mails, services
from feed.follow.links import Confirmation
from feed.models import Activity, Digest, Follow, Follower
from feed.models.followers import FollowerQuerySet
from orgs.models import Organization
from outbox.models import Event
from tests.entries import make_entries

PHNOM_PENH = ZoneInfo("Asia/Phnom_Penh")
# A Monday.
MONDAY = dt.datetime(2026, 11, 30, 7, 30, tzinfo=PHNOM_PENH)
DAY, WEEK = timedelta(days=1), timedelta(days=7)


@pytest.fixture(autouse=True)
def monday(db, time_machine, settings):
    settings.WAGTAILADMIN_BASE_URL = "http://testserver"
    time_machine.move_to(MONDAY)
    mail.outbox.clear()


@pytest.fixture
def follow(organization):
    """Let somebody follow something from now on: follow("a@example.org", topic=..., rhythm="daily")."""

    def follow(email="reader@example.org", rhythm="daily", language="en", **what):
        services.request_follow(email, Follow(**(what or {"organization": organization})), rhythm, language)
        asked = Follow.objects.latest("pk")
        Event.objects.filter(kind="feed.confirmation").delete()
        return services.confirm_follow(Confirmation(asked.pk, rhythm, language)).follower

    return follow


@pytest.fixture
def sent(drain):
    """Do what beat does, and give the mails that this brought."""

    def sent():
        mail.outbox.clear()
        digests.record_due_digests()
        drain()
        return list(mail.outbox)

    return sent


@pytest.fixture
def next_day(time_machine):
    return lambda days=1: time_machine.shift(timedelta(days=days))


def html_of(letter):
    return letter.alternatives[0][0]


def appear(organization, *titles, **fields):
    return [
        make_entries(organization, 1, title=title, published_at=timezone.now() - timedelta(minutes=5), **fields)[0]
        for title in titles
    ]


def test_what_is_new_comes_the_next_morning_and_once(organization, other_organization, follow, sent, next_day):
    follow()
    (entry,) = appear(organization, "Six new looms")
    appear(other_organization, "Of others")
    assert not sent(), "The day on which she began is over."
    next_day()
    (letter,) = sent()
    assert letter.to == ["reader@example.org"]
    assert letter.subject == "1 new page on Neary"
    html = html_of(letter)
    for words in ("Six new looms", f"http://testserver{entry.url}", "Silk Weavers"):
        assert words in letter.body and words in html
    assert "Of others" not in letter.body + html
    assert not sent()
    next_day()
    assert not sent(), "Nothing is sent where nothing is new."


def test_nobody_is_told_of_what_was_there_before(organization, follow, sent, next_day):
    appear(organization, "Old")
    follow()
    next_day()
    assert not sent()


def test_a_week_is_one_mail_on_monday(organization, follow, sent, next_day):
    follow(rhythm="weekly")
    for day in range(6):
        next_day()
        appear(organization, f"Of day {day}")
        assert not sent()
    next_day()
    (letter,) = sent()
    assert letter.subject == "6 new pages on Neary"
    next_day()
    appear(organization, "Of Tuesday")
    assert not sent()


def test_mails_wait_for_the_morning(organization, follow, sent, time_machine):
    follow()
    appear(organization, "Late")
    time_machine.move_to((MONDAY + DAY).replace(hour=6, minute=59))
    assert not sent()
    # The day is that of Cambodia: at this moment it is still the night of Monday elsewhere.
    time_machine.move_to((MONDAY + DAY).replace(hour=7, minute=0))
    assert len(sent()) == 1


def test_a_topic_and_a_search_are_followed(organization, other_organization, follow, sent, next_day):
    follow(topic=topics.by_slug("law"))
    follow(query="q=loom&type=article")
    appear(organization, "About law", topics=[topics.by_slug("law")])
    appear(other_organization, "A loom for law", topics=[topics.by_slug("law")])
    appear(other_organization, "Another loom")
    appear(other_organization, "A loom in short", type="update")
    appear(organization, "Neither")
    next_day()
    (letter,) = sent()
    assert letter.subject == "3 new pages on Neary", letter.body
    assert "in short" not in letter.body and "Neither" not in letter.body
    assert "You follow: Law, “loom” · Article" in letter.body


def test_everything_is_followed_once_and_told_once(organization, other_organization, follow, sent, next_day):
    follow(is_everything=True)
    follow(organization=organization)
    follow(is_everything=True)
    assert Follow.objects.filter(is_everything=True).count() == 1
    appear(organization, "Six looms")
    appear(other_organization, "A new law")
    next_day()
    (letter,) = sent()
    assert letter.body.count("Six looms") == 1 and letter.body.count("A new law") == 1
    assert "everything on Neary" in letter.body


def test_a_clock_that_is_set_back_doubles_nothing(organization, follow, sent, next_day):
    follow()
    next_day()
    appear(organization, "On Tuesday")
    assert len(sent()) == 1
    next_day(-1)
    appear(organization, "Again on Monday")
    assert not sent(), "Monday is dealt with."
    next_day()
    assert not sent(), "So is Tuesday."
    next_day()
    (letter,) = sent()
    assert "Again on Monday" in letter.body and "On Tuesday" not in letter.body


def test_a_clock_that_was_far_ahead_stops_nothing(organization, follow, sent, next_day):
    follow()
    next_day(500)
    assert not sent()
    next_day(-499)
    appear(organization, "On Tuesday")
    assert len(sent()) == 1


def test_a_change_of_rhythm_brings_no_second_mail(organization, follow, sent, next_day):
    follower = follow(rhythm="weekly")
    next_day(7)
    appear(organization, "New")
    assert len(sent()) == 1
    appear(organization, "Newer")
    services.change_preferences(follower, "daily", "en")
    assert not sent()
    next_day()
    assert len(sent()) == 1


def test_the_database_holds_one_digest_a_period(follow):
    follower = follow()
    with pytest.raises(IntegrityError), transaction.atomic():
        Digest.objects.create(follower=follower, period_start=MONDAY.date(), after_activity=0, until_activity=0)


def test_two_workers_record_one_digest(organization, follow, sent, next_day, drain, monkeypatch):
    """The second has looked up who is due before the first has committed."""
    follow()
    follow("second@example.org")
    next_day()
    appear(organization, "New")
    first = sent()
    due, asked = FollowerQuerySet.due, []

    def due_as_it_was(self, today):
        asked.append(today)
        start = Value(today, output_field=DateField())
        return self.confirmed().annotate(period_start=start) if len(asked) == 1 else due(self, today)

    monkeypatch.setattr(FollowerQuerySet, "due", due_as_it_was)
    assert not sent()
    assert len(asked) == 2 and len(first) == 2
    assert Digest.objects.filter(period_start=(MONDAY + DAY).date()).count() == 2


def test_a_failure_between_leaves_nothing_half(organization, follow, sent, next_day, monkeypatch):
    follower = follow()
    next_day()
    appear(organization, "New")

    def fail(*args, **kwargs):
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr("outbox.record", fail)
        with pytest.raises(RuntimeError):
            digests.record_due_digests()
    assert Follower.objects.get().last_activity == follower.last_activity
    assert len(sent()) == 1


@pytest.mark.parametrize("fate", ["withdrawn", "hidden", "suspended", "expired"])
def test_what_closes_before_sending_is_in_no_mail(organization, other_organization, follow, drain, next_day, fate):
    follow()
    follow(organization=other_organization)
    (gone,) = appear(organization, "Gone")
    appear(other_organization, "Stays")
    next_day()
    digests.record_due_digests()
    if fate == "withdrawn":
        CatalogEntry.objects.filter(pk=gone.pk).delete()
    elif fate == "expired":
        CatalogEntry.objects.filter(pk=gone.pk).update(expires_at=timezone.now() - DAY)
    else:
        change = {"is_hidden": True} if fate == "hidden" else {"status": "suspended"}
        Organization.objects.filter(pk=organization.pk).update(**change)
    drain()
    (letter,) = mail.outbox
    assert "Stays" in letter.body and "Gone" not in letter.body + html_of(letter)
    assert letter.subject.startswith("1 ")


def test_nothing_is_sent_where_all_has_closed(organization, follow, drain, next_day):
    follow()
    (gone,) = appear(organization, "Gone")
    next_day()
    assert digests.record_due_digests() == 1
    CatalogEntry.objects.filter(pk=gone.pk).delete()
    drain()
    assert not mail.outbox


def test_a_retry_is_written_anew(organization, follow, next_day, monkeypatch, time_machine):
    """While the server was away, a page was withdrawn."""
    from outbox.services import drain as drain_some

    follow()
    gone, _stays = appear(organization, "Gone", "Stays")
    next_day()
    digests.record_due_digests()

    def away(self, messages):
        raise ConnectionError

    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", away)
        drain_some()
    assert not mail.outbox
    CatalogEntry.objects.filter(pk=gone.pk).delete()
    time_machine.shift(timedelta(hours=1))
    drain_some()
    (letter,) = mail.outbox
    assert "Stays" in letter.body and "Gone" not in letter.body


def test_who_left_before_sending_gets_none(organization, follow, drain, next_day):
    follower = follow()
    appear(organization, "New")
    next_day()
    digests.record_due_digests()
    services.delete_follower(follower.pk, follower.key)
    drain()
    assert not mail.outbox


def test_a_page_is_told_in_her_language_where_it_is_written_in_it(
    make_page, organization, follow, sent, next_day, drain
):
    follow("khmer@example.org", language="km")
    follow("english@example.org", language="en")
    page = make_page("article", organization, "en", live=True, title="In both")
    twin = page.copy_for_translation(organization.homes.get(locale__language_code="km").page.locale)
    twin.title = "ជាពីរភាសា"
    twin.save_revision().publish()
    make_page("article", organization, "en", live=True, title="English alone")
    drain()
    next_day()
    letters_to = {letter.to[0]: letter for letter in sent()}
    khmer, english = letters_to["khmer@example.org"], letters_to["english@example.org"]
    assert "ជាពីរភាសា" in khmer.body and "In both" not in khmer.body
    assert "In both" in english.body and "ជាពីរភាសា" not in english.body
    assert khmer.message()["Content-Language"] == "km" and "/km/follow/manage/" in khmer.body
    html = html_of(khmer)
    assert '<html lang="km">' in html
    assert ' lang="en"><a href="http://testserver/en/organizations/silk-weavers/english-alone/"' in html


def test_a_correction_is_no_news(organization, follow, sent, next_day):
    follow()
    (entry,) = appear(organization, "Old")
    next_day()
    assert len(sent()) == 1
    Activity.objects.create(
        kind="updated", page_id=entry.pk, organization=organization, created_at=timezone.now() - timedelta(minutes=2)
    )
    next_day()
    assert not sent()


def test_a_long_list_is_cut(organization, follow, sent, next_day):
    follow()
    appear(organization, *[f"Number {number}" for number in range(digests.MAX_ENTRIES + 3)])
    next_day()
    (letter,) = sent()
    assert letter.subject == "23 new pages on Neary"
    assert letter.body.count("Number ") == digests.MAX_ENTRIES
    assert "And 3 more:" in letter.body


def test_her_mail_program_can_leave_for_her(client, organization, follow, sent, next_day):
    follow()
    appear(organization, "New")
    next_day()
    (letter,) = sent()
    headers = letter.message()
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    url = headers["List-Unsubscribe"].strip("<>")
    assert client.post(url.removeprefix("http://testserver"), {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Follower.objects.exists()


def test_what_people_wrote_is_no_markup(organization, follow, sent, next_day):
    follow()
    appear(organization, "<b>Looms & more</b>")
    next_day()
    (letter,) = sent()
    assert "<b>Looms & more</b>" in letter.body
    assert "&lt;b&gt;Looms &amp; more&lt;/b&gt;" in html_of(letter)


def test_a_batch_costs_the_same_for_many_followers_and_pages(organization, follow, next_day):
    def cost():
        with CaptureQueriesContext(connection) as captured:
            digests.record_due_digests()
        return len(captured.captured_queries)

    follow("one@example.org", topic=topics.by_slug("law"))
    appear(organization, "Not for them", topics=[topics.by_slug("law")])
    Organization.objects.filter(pk=organization.pk).update(is_hidden=True)
    next_day()
    few = cost()
    for number in range(40):
        follow(f"{number}@example.org", topic=topics.by_slug("law"))
    make_entries(organization, 200, topics=[topics.by_slug("law")])
    next_day()
    assert cost() == few <= 16


def test_a_mail_costs_the_same_for_many_pieces_and_follows(organization, make_organization, follow, next_day):
    def cost():
        next_day()
        digests.record_due_digests()
        digest = Digest.objects.select_related("follower").latest("pk")
        with CaptureQueriesContext(connection) as captured:
            mails.digest_mail(digest, digests.digest_content(digest))
        return len(captured.captured_queries)

    follow()
    appear(organization, "One", "Two")
    few = cost()
    for number in range(5):
        follow(organization=make_organization(f"other-{number}"))
    for topic in topics.all():
        follow(topic=topic)
    appear(organization, *[f"Number {number}" for number in range(15)], topics=[topics.by_slug("law")])
    assert cost() <= few + 1 <= 6


def test_old_periods_are_purged(organization, follow, sent, next_day):
    follow()
    next_day(61)
    sent()
    digests.delete_old_digests()
    assert [digest.period_start for digest in Digest.objects.all()] == [(MONDAY + 61 * DAY).date()]
