"""Readers are told of a public translation whose original was changed: from when, until when, and where."""

from __future__ import annotations

from typing import Any

import pytest
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation, TranslationSource

from catalog.models import CatalogEntry
from catalog.reconciler import check_rows
from moderation import services as moderation
from orgs import public_version
from orgs.models import OrgContentPage
from outbox.services import drain
from tests.factories import make_page
from tests.kept_rows import KeptRows, keeps
from tests.population import standing_member, standing_organization
from translations.memory import adopt, remember_source
from translations.models import TranslationProgress
from translations.segments import sentences_of
from translations.services import begin, draft, keep
from translations.together import send_both

pytestmark = pytest.mark.django_db


def make_pair() -> list[Any]:
    organization = standing_organization("silk-weavers")
    officer = standing_member(organization, "officer")
    page = make_page("update", organization, live=True, owner=officer, title="Looms", text="We weave.")
    twin = make_page(
        "update",
        organization,
        "km",
        live=True,
        owner=officer,
        translation_key=page.translation_key,
        title="កី",
        text="យើងត្បាញ។",
    )
    drain()
    adopt(page, twin)
    return [page, twin]


PAIR = KeptRows(make_pair)


@pytest.fixture
@keeps(PAIR)
def pair(db: None, request: pytest.FixtureRequest) -> list[Any]:
    """An update in both languages, public and in memory, English first."""
    return PAIR.of(request)


def published(page: Any, officer: Any, **fields: Any) -> Any:
    """Publish a page with other words, and carry out what follows."""
    page = Page.objects.get(pk=page.pk).specific
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision(user=officer).publish()
    drain()
    return Page.objects.get(pk=page.pk).specific


def marks(*pages: Any) -> list[Any]:
    return [CatalogEntry.objects.get(pk=page.pk).outdated_since for page in pages]


def test_a_changed_original_makes_the_translation_older_until_it_is_published_anew(pair: Any, officer: Any) -> None:
    page, twin = pair
    assert marks(page, twin) == [None, None]
    page = published(page, officer, text="We weave again.")
    assert marks(page, twin) == [None, page.last_published_at]
    assert TranslationProgress.objects.values_list("stale", "missing").get() == (1, 0)
    published(twin, officer, text="យើងត្បាញវិញ។")
    assert marks(page, twin) == [None, None]


def test_both_ends_outdate_cached_pages_and_the_reconciler_agrees(pair: Any, officer: Any) -> None:
    page, twin = pair
    for changed, words in ((page, "We weave again."), (twin, "យើងត្បាញវិញ។")):
        page_now = Page.objects.get(pk=changed.pk).specific
        page_now.text = words
        page_now.save_revision(user=officer).publish()
        version = public_version.current_version()
        drain()
        assert public_version.current_version() != version
        assert check_rows().rows_to_write == 0
    CatalogEntry.objects.filter(pk=twin.pk).update(outdated_since=page.last_published_at)
    assert check_rows(repair=True).rows_to_write == 1
    assert marks(twin) == [None]


def test_what_is_shared_makes_nothing_older_and_going_back_makes_it_level(pair: Any, officer: Any) -> None:
    page, twin = pair
    published(page, officer)
    assert marks(twin) == [None]
    published(page, officer, text="We weave again.")
    assert marks(twin) != [None]
    published(page, officer, text="We weave.")
    assert marks(twin) == [None]


def test_settling_in_memory_alone_changes_nothing_for_readers(pair: Any, officer: Any) -> None:
    page, twin = pair
    published(page, officer, text="We weave again.")
    translation = Translation.objects.get()
    for sentence in sentences_of(translation):
        keep(translation, sentence.segment, sentence.words or "យើងត្បាញវិញ។", officer)
    drain()
    assert TranslationProgress.objects.values_list("stale", "missing").get() == (0, 0)
    assert marks(twin) != [None]
    # The original is published again, with the same words: the public translation still has the older ones.
    published(page, officer)
    assert marks(twin) != [None]


def test_what_was_sent_before_the_change_is_older_from_its_first_day(
    organization: Any, officer: Any, editor: Any
) -> None:
    page = make_page("update", organization, live=True, owner=officer, title="Looms", text="We weave.")
    translation = begin(page, Locale.objects.get(language_code="km"), officer)
    for sentence in sentences_of(translation):
        keep(translation, sentence.segment, f"ពាក្យ {sentence.segment}", officer)
    submission = moderation.submit(draft(translation, officer).content_object, officer)
    page = published(page, officer, text="We weave again.")
    moderation.approve(submission, editor)
    drain()
    twin = OrgContentPage.objects.get(translation_key=page.translation_key, locale__language_code="km")
    assert twin.live
    assert marks(twin) == [page.last_published_at]


def test_readers_see_since_when_with_the_way_to_the_newer_text(pair: Any, officer: Any, client: Any) -> None:
    page, twin = pair
    assert "x-default" not in client.get(page.url).content.decode()
    page = published(page, officer, text="We weave again.")
    shown = client.get(twin.url).content.decode()
    assert "អត្ថបទនេះចាស់ជាង" in shown
    assert f'hreflang="x-default" href="http://testserver{page.url}"' in shown
    assert f'hreflang="km" href="http://testserver{twin.url}"' in shown
    newer = client.get(page.url).content.decode()
    assert f'hreflang="x-default" href="http://testserver{page.url}"' in newer
    assert "older text" not in newer
    assert "អត្ថបទចាស់" in client.get("/km/search/?q=កី").content.decode()


def test_the_api_says_it_of_the_page_and_of_its_translations(pair: Any, officer: Any, client: Any) -> None:
    page, twin = pair
    published(page, officer, text="We weave again.")

    def answer(pk: int) -> tuple[bool, list[bool]]:
        told = client.get(f"/api/v1/pages/{pk}").json()
        return told["is_stale"], [each["is_stale"] for each in told["translations"]]

    assert answer(page.pk) == (False, [True])
    assert answer(twin.pk) == (True, [False])
    found = client.get("/api/v1/search", {"q": "looms"}).json()["results"]
    assert [(each["id"], each["translations"][0]["is_stale"]) for each in found] == [(page.pk, True)]


@pytest.mark.parametrize("act", ["unpublish", "delete"])
def test_without_its_original_nothing_is_newer(act: str, pair: Any, officer: Any, client: Any) -> None:
    page, twin = pair
    page = published(page, officer, text="We weave again.")
    getattr(page, act)()
    drain()
    assert marks(twin) == [None]
    assert "x-default" not in client.get(twin.url).content.decode()


def test_a_deleted_translation_does_not_come_back_into_lists(pair: Any, officer: Any) -> None:
    page, twin = pair
    published(page, officer, text="We weave again.")
    Page.objects.get(pk=twin.pk).specific.delete()
    assert not CatalogEntry.objects.filter(pk=twin.pk).exists()
    drain()
    assert not CatalogEntry.objects.filter(pk=twin.pk).exists()


def test_writing_many_sentences_is_counted_once(pair: Any, officer: Any) -> None:
    translation = Translation.objects.get()
    for sentence in sentences_of(translation):
        keep(translation, sentence.segment, "", officer)
    drain()
    assert TranslationProgress.objects.values_list("stale", "missing").get() == (0, 2)


def test_the_home_of_an_organization_goes_through_memory_like_every_pair(organization: Any, officer: Any) -> None:
    homes = {}
    for home, words in zip(
        organization.homes.order_by("locale__language_code"), ("We weave.", "យើងត្បាញ។"), strict=True
    ):
        body = [("paragraph", f"<p>{words}</p>")]
        homes[home.locale.language_code] = published(home.page, officer, body=body)
    translation = begin(homes["en"], Locale.objects.get(language_code="km"), officer)
    assert {each.source: each.words for each in sentences_of(translation)}["We weave."] == "យើងត្បាញ។"
    published(homes["en"], officer, body=[("paragraph", "<p>We weave again.</p>")])
    assert marks(homes["km"]) != [None]


def test_both_languages_sent_as_one_are_level_from_their_first_day(pair: Any, officer: Any, editor: Any) -> None:
    page, twin = pair
    page = Page.objects.get(pk=page.pk).specific
    page.text = "We weave again."
    page.save_revision(user=officer)
    translation = Translation.objects.get()
    remember_source(Page.objects.get(pk=page.pk).specific)
    TranslationSource.update_or_create_from_instance(page.get_latest_revision_as_object())
    for sentence in sentences_of(Translation.objects.get()):
        keep(translation, sentence.segment, sentence.words or "យើងត្បាញវិញ។", officer)
    original = send_both(Translation.objects.get(), officer)[0]
    moderation.approve(original, editor)
    drain()
    assert marks(page, twin) == [None, None]
