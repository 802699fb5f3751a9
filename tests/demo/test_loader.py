"""The demo loaded once into a database of its own: all is there, public or waiting, and a second run adds nothing."""

from __future__ import annotations

import json
import time
from collections import Counter
from datetime import timedelta
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import Mock

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Sum
from django.test import Client, override_settings
from django.utils import timezone
from wagtail.models import Page
from wagtail_localize.models import StringTranslation, Translation

from accounts.models import User
from assets.models import Document, FilePublicity, Image
from catalog.models import CatalogEntry
from common import cached_value
from demo import content_files
from demo.drawings.logos import MARKS
from discussions.models import Post, Thread
from events.attendance.releases import released_table
from events.competition.ranks import competition
from events.models import EventPage, Participants, Registration, Series
from events.sessions.programme import days_outside, programme_days
from feed.models import Activity
from moderation.models import Submission
from moderation.timing.response_times import due_at
from orgs.models import Organization, OrganizationHome, OrgContentPage
from orgs.pages.count_block import numbers_of
from orgs.permissions import is_editor
from outbox.models import Event
from takeout.restoring.whole_archive import restore_takeout
from tests.demo.first_view import FirstView
from tests.queries import queries_of
from tests.takeout.archives import archive_of
from tests.takeout.round_trip import below_homes, file_hashes, translations, written
from translations.engine.alignment import texts_of
from translations.pairs import adopt_pairs
from vocabulary.models import Topic

LIVE = [(piece, language) for piece in content_files.pages() if piece.is_live for language in piece.texts]
pytestmark = pytest.mark.xdist_group("demo")

NOW = timezone.now()


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker, tmp_path_factory):
    """The demo, loaded once inside a transaction that is undone after the module."""
    data: Path = tmp_path_factory.mktemp("demo")
    with (
        override_settings(MEDIA_ROOT=str(data / "files"), DATA=data),
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        call_command("demo")
        told = json.loads((data / "demo.json").read_text(encoding="utf-8"))
        yield SimpleNamespace(data=data, told=told)
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def loaded(demo, own_files, settings):
    """Each test looks at the loaded demo; what it changes is undone."""
    settings.MEDIA_ROOT, settings.DATA = str(demo.data / "files"), demo.data
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def read(demo):
    """Return a function that gives the answer to a reader at an address; each address is asked for once.

    The first time a page is shown its pictures are made in their sizes, which takes most of the time.
    """
    client = Client()
    return cache(lambda address: client.get(address))


def test_every_piece_is_public_in_each_of_its_languages():
    homes = OrganizationHome.objects.values("page")
    entries = CatalogEntry.objects.exclude(pk__in=homes).exclude(type="page", organization__slug="neary")
    entries = entries.exclude(type__in=("discussion", "clipping"))
    found = set(entries.values_list("organization__slug", "title", "language"))
    assert found == {(piece.organization, piece.texts[language].title, language) for piece, language in LIVE}
    assert entries.count() == len(LIVE) >= 130


def test_discussions_stand_on_their_boards_and_the_private_one_is_nobodys(client):
    assert Thread.objects.filter(board__slug="gender", public_posts__gt=0).count() == 20
    assert CatalogEntry.objects.filter(type="discussion").count() == 22
    assert Post.objects.waiting().count() == 1
    for thread in Thread.objects.select_related("board"):
        assert thread.public_posts == thread.posts.public().count() >= 1
        assert client.get(thread.url).status_code == (200 if thread.board.is_public else 404)
    assert "PRIVATE" not in client.get("/en/discussions/").content.decode()


def test_translations_belong_together():
    written = CatalogEntry.objects.filter(title__in=[piece.texts[language].title for piece, language in LIVE])
    keys = Counter(written.values_list("translation_key", flat=True))
    pairs = sum(len(piece.texts) == 2 for piece in content_files.pages() if piece.is_live)
    assert Counter(keys.values())[2] == pairs


@pytest.mark.parametrize("language", content_files.LANGUAGES)
def test_each_topic_has_three_articles_to_read(language):
    articles = CatalogEntry.objects.public().filter(type="article", language=language)
    assert {
        topic.slug: articles.on_topic(topic).count()
        for topic in Topic.objects.all()
        if articles.on_topic(topic).count() < 3
    } == {}


def came(**events):
    """The numbers of people, women and men who were checked in at events: nothing but check-ins."""
    keys = EventPage.objects.filter(**events).values("translation_key")
    people = Registration.objects.filter(gathering__key__in=keys, check_ins__isnull=False).distinct()
    return [people.count(), people.filter(sex="woman").count(), people.filter(sex="man").count()]


def test_from_check_ins_alone_the_figures_of_the_programme_come_out():
    trainings = EventPage.objects.filter(series__slug="ict-training", locale__language_code="en", ends_at__lt=NOW)
    assert trainings.count() == 11
    assert trainings.filter(places__slug="phnom-penh").count() == 6
    assert trainings.exclude(places__slug="phnom-penh").count() == 5
    assert came(series__slug="ict-training") == [167, 79, 88]
    assert came(series__slug="womens-forum")[0] == 200
    assert (
        EventPage.objects.filter(series__slug="womens-forum", locale__language_code="en", ends_at__lt=NOW).count() == 5
    )
    assert came(slug="training-2017-treat-and-respect") == [20, 17, 3]
    assert came(slug="follow-up-2017") == [9, 9, 0]


def test_a_coming_training_is_full_and_three_people_wait():
    training = EventPage.objects.get(slug="training-unicode-next", locale__language_code="en")
    people = Registration.objects.filter(gathering__key=training.translation_key)
    assert (people.registered().count(), people.waiting().count()) == (12, 3)
    assert f"/en/events/{training.pk}/register/" in Client().get(training.url).content.decode()


@pytest.mark.parametrize(
    ("series", "events", "women", "men"), [("ict-training", 11, 79, 88), ("womens-forum", 5, 143, 57)]
)
@pytest.mark.parametrize("language", content_files.LANGUAGES)
def test_participants_on_pages_were_counted_in_each_language(series, events, women, men, language):
    people = Participants.objects.filter(event__series__slug=series, event__locale__language_code=language)
    assert people.values("event").distinct().count() == events
    assert people.aggregate(women=Sum("women"), men=Sum("men")) == {"women": women, "men": men}
    assert not Participants.objects.exclude(source="counted").exists()


def test_the_tables_of_the_series_are_released():
    def rows(slug):
        table = released_table(Series.objects.get(slug=slug))
        return {str(label): tuple(counts) for label, counts in table.rows}

    trainings = rows("ict-training")
    assert trainings.pop("Others") == (7, 15, 0) and len(trainings) == 6
    forums = rows("womens-forum")
    assert forums.pop("Others") == (26, 10, 0) and len(forums) == 4


def test_the_training_of_2017_leads_to_its_follow_up_in_the_same_language():
    for language in content_files.LANGUAGES:
        training = EventPage.objects.get(slug="training-2017-treat-and-respect", locale__language_code=language)
        assert training.follow_up.slug == "follow-up-2017"
        assert training.follow_up.locale_id == training.locale_id
        assert len(training.people) == 3 and len(training.programme) == 8 and len(training.links) == 2
        assert training.series is None
        assert timezone.localtime(training.starts_at).isoformat()[:16] == "2017-06-10T08:00"


def test_the_training_of_2017_tells_its_exercise_and_its_competition_as_data():
    for language in content_files.LANGUAGES:
        training = EventPage.objects.get(slug="training-2017-treat-and-respect", locale__language_code=language)
        [exercise] = [block.value for block in training.body if block.block_type == "count"]
        assert numbers_of(exercise) == [17, 3] and exercise["total"] == 20
        shown = competition(training.competition)
        assert [entry.rank for entry in shown.entries] == [1, 2, 3, None, None, None]
        assert all(entry.people and (entry.url if entry.rank else not entry.url) for entry in shown.entries)
        assert shown.judging
        # As the forms of an editor would take it.
        training.competition.stream_block.clean(training.competition)
        training.body.stream_block.clean(training.body)


def test_a_training_of_two_mornings_names_its_sessions():
    pages = EventPage.objects.filter(slug="training-cost-price")
    assert {page.locale.language_code for page in pages} == {"en", "km"}
    for page in pages:
        days = programme_days(page.programme, page.starts_at)
        assert [len(day.sessions) for day in days] == [2, 2]
        assert days_outside(page.programme, page.starts_at, page.ends_at) == []
        assert all(session.ends_at for day in days for session in day.sessions)


def test_dates_lie_in_the_past_and_history_tells_the_same():
    now = timezone.now()
    published = dict(CatalogEntry.objects.exclude(type="page").values_list("page_id", "published_at"))
    assert max(published.values()) <= now
    assert (now - min(published.values())).days > 300
    told = dict(Activity.objects.filter(page_id__in=published).values_list("page_id", "created_at"))
    assert told == published


def test_every_public_page_of_the_demo_can_be_read(read):
    addresses = CatalogEntry.objects.public().values_list("url", flat=True)
    answers = {address: read(address).status_code for address in addresses}
    assert {address: status for address, status in answers.items() if status != 200} == {}


def test_papers_and_pictures_of_public_pages_are_public_and_the_private_ones_are_not():
    assert Document.objects.filter(publicity__isnull=False).distinct().count() == 17
    private = {title for demo_org in content_files.organizations() for title in demo_org.private}
    for model, shown in ((Image, "image__title"), (Document, "document__title")):
        titles = set(model.objects.filter(title__in=private).values_list("title", flat=True))
        assert len(titles) == len(content_files.organizations())
        assert not titles & set(FilePublicity.objects.values_list(shown, flat=True))


def test_pictures_are_described_in_the_language_of_their_page():
    for page in OrgContentPage.objects.live().select_related("locale").specific():
        image = page.entry_image()
        if image and page.page_kind.name != "page":
            assert image.description, page.slug
            assert any("\u1780" <= letter <= "\u17ff" for letter in image.description) == (
                page.locale.language_code == "km"
            ), page.slug


def test_nothing_private_is_public():
    private = {title for demo_org in content_files.organizations() for title in demo_org.private}
    assert not CatalogEntry.objects.filter(title__in=private).exists()
    assert not Page.objects.filter(title__in=private).live().exists()
    stored = set(Page.objects.values_list("title", flat=True))
    stored |= set(Image.objects.values_list("title", flat=True)) | set(Document.objects.values_list("title", flat=True))
    assert private <= stored


def test_every_organization_has_something_in_the_queue_and_one_is_late():
    waiting = Submission.objects.filter(state=Submission.State.WAITING)
    assert set(waiting.values_list("organization__slug", flat=True)) == {
        demo_org.slug for demo_org in content_files.organizations()
    }
    assert [submission.organization.slug for submission in waiting if submission.is_late] == ["womens-law-circle"]
    returned = Submission.objects.get(state=Submission.State.RETURNED)
    assert returned.reason and not is_editor(returned.submitted_by)


def test_the_late_one_is_late_on_every_day_of_the_year():
    late = Organization.objects.get(slug="womens-law-circle")
    pages = {each.slug: each.pages for each in content_files.organizations()}[late.slug]
    [hours] = [page.settings["sent"] for page in pages if "sent" in page.settings]
    # Weekends and the weeks of holidays stop the clock of a response.
    days = [timezone.now() + timedelta(days=day) for day in range(366)]
    assert not [day for day in days if due_at(late, "article", day + timedelta(hours=hours)) >= day]


def test_nothing_waits_in_the_outbox_and_nothing_failed():
    assert not Event.objects.exclude(error="").exists()
    assert not Event.objects.pending().exists()


def test_organizations_have_their_face_and_team():
    for demo_org in content_files.organizations():
        organization = Organization.objects.get(slug=demo_org.slug)
        assert organization.colour == demo_org.colour and organization.logo
        assert demo_org.settings["logo"] in MARKS
        assert set(organization.topics.values_list("slug", flat=True)) == set(demo_org.settings["topics"])
        assert Counter(organization.memberships.values_list("role", flat=True)) == {"officer": 1, "manager": 1}
        assert organization.created_at < timezone.now()


def test_the_programmes_pages_stand_at_their_addresses(client):
    for language in content_files.LANGUAGES:
        for address in ("about", "how-review-works", "contact", "programme/training", "programme/plan"):
            assert client.get(f"/{language}/{address}/").status_code == 200, address


def test_json_tells_what_it_takes_to_sign_in(demo, client):
    from allauth.mfa.models import Authenticator
    from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time

    assert demo.told.keys() == {"url", "organizations", "accounts"}
    for organization in demo.told["organizations"]:
        assert organization.keys() == {"slug", "name", "name_km", "trust", "private"}
    assert Counter(account["role"] for account in demo.told["accounts"]) == {
        "administrator": 1, "editor": 2, "officer": 10, "manager": 10
    }  # fmt: skip
    for account in demo.told["accounts"]:
        user = User.objects.get(email=account["email"])
        assert user.check_password(account["password"])
        assert user.emailaddress_set.get().verified
        assert is_editor(user) == (account["role"] in {"editor", "administrator"})
        totp = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
        assert bool(totp) == ("totp" in account)
        if totp:
            counter = next(yield_hotp_counters_from_time())
            assert TOTP(totp).validate_code(format_hotp_value(hotp_value(account["totp"], counter)))


def test_a_second_run_changes_nothing_and_is_quick(demo, capsys):
    def state():
        models = (Page, Image, Document, User, Submission, Activity, Event, CatalogEntry, Organization)
        return {model.__name__: model.objects.count() for model in models}, (demo.data / "demo.json").read_text()

    before, began = state(), time.monotonic()
    call_command("demo")
    assert time.monotonic() - began < 5
    assert state() == before
    assert "already loaded" in capsys.readouterr().out


def test_what_is_missing_comes_back():
    page = OrgContentPage.objects.get(slug="passwords-that-hold", locale__language_code="km")
    twin = OrgContentPage.objects.get(slug="passwords-that-hold", locale__language_code="en")
    page.specific.delete()
    call_command("demo")
    again = OrgContentPage.objects.get(slug="passwords-that-hold", locale__language_code="km")
    assert again.live and again.translation_key == twin.translation_key


def test_it_refuses_under_any_other_settings(monkeypatch):
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "portal.settings.production")
    with pytest.raises(CommandError, match="public"):
        call_command("demo")


def articles_in(language):
    return list(CatalogEntry.objects.public().filter(type="article", language=language).values_list("url", flat=True))


@pytest.mark.parametrize("language", content_files.LANGUAGES)
def test_the_first_view_of_every_article_is_light(client, read, language):
    weights = {url: FirstView(client, read(url).content).weight for url in articles_in(language)}
    assert len(weights) > 30
    print(f"\nfirst view ({language}): {min(weights.values()):,} to {max(weights.values()):,} bytes")
    assert {url: weight for url, weight in weights.items() if weight > 30_000} == {}


@pytest.mark.parametrize("language", content_files.LANGUAGES)
def test_pictures_of_articles_wait_until_they_are_near_and_suit_the_screen(client, read, language):
    views = [FirstView(client, read(url).content) for url in articles_in(language)]
    several = [view.pictures for view in views if len(view.pictures) > 1]
    assert several, "No article of the demo has two pictures"
    for picture in (picture for view in views for picture in view.pictures):
        assert ".webp" in picture["src"] and "w," in picture["srcset"] and picture["sizes"] and picture["height"]
    assert all(picture.get("loading") == "lazy" for pictures in several for picture in pictures[1:])
    assert all(pictures[0].get("loading") != "lazy" for pictures in several), "What is seen first does not wait"


@pytest.mark.parametrize("language", content_files.LANGUAGES)
def test_articles_are_read_with_few_queries(client, monkeypatch, language):
    # What is kept for a minute is kept throughout.
    monkeypatch.setattr(cached_value, "time", Mock(monotonic=lambda: 0.0))
    for url in articles_in(language)[:10]:
        assert len(queries_of(client, url)) <= 10


def test_every_organization_can_leave_with_everything_and_come_back(tmp_path):
    """Pages of the portal itself stand below no organization, and stay out."""
    for organization in Organization.objects.all():
        archive = archive_of(organization, tmp_path / f"{organization.slug}.zip")
        restored = restore_takeout(archive, f"new-{organization.slug}").organization
        assert written(restored) == written(organization), organization.slug
        assert file_hashes(restored) == file_hashes(organization)
        assert translations(restored) == translations(organization)
        assert not any(page.live for page in below_homes(restored))
        assert not restored.memberships.exists() and not restored.is_public


def test_every_pair_of_the_demo_is_read_into_the_memory_of_translations_and_made_again_word_for_word():
    readings = {page.url_path: reading for page, reading in adopt_pairs()}
    assert len(readings) >= 80
    assert {path: reading.left for path, reading in readings.items() if reading.left} == {}
    for translation in Translation.objects.select_related("source", "target_locale"):
        twin = translation.get_target_instance()
        again = translation.source.get_ephemeral_translated_instance(translation.target_locale, fallback=False)
        assert [text.string.data for text in texts_of(again)] == [text.string.data for text in texts_of(twin)]
    known = list(StringTranslation.objects.order_by("pk").values_list("pk", "updated_at"))
    assert all(reading.left == [] for _page, reading in adopt_pairs())
    assert list(StringTranslation.objects.order_by("pk").values_list("pk", "updated_at")) == known
