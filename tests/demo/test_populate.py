"""The synthetic corpus is made of real pages: in the tree, in lists, in search, and the editor can open them."""

from collections import Counter

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from wagtail.models import Page

from catalog.models import CatalogEntry
from catalog.services import entry_of
from feed.models import Activity
from orgs.models import OrgContentPage
from tests.factories import drain_outbox

pytestmark = pytest.mark.xdist_group("populate")

PAGES = 120
DERIVED = [field.name for field in CatalogEntry._meta.concrete_fields if field.name not in ("version", "image")]


@pytest.fixture(scope="module")
def populated(django_db_setup, django_db_blocker):
    """The corpus, made once inside a transaction that is undone after the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("populate", organizations=3, pages=PAGES, seed=7)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def corpus(populated):
    """The corpus as it was made; what a test changes is undone."""
    with transaction.atomic():
        yield OrgContentPage.objects.filter(organization__slug__startswith="corpus-").exclude(depth=4)
        transaction.set_rollback(True)


def test_half_of_the_pages_are_in_each_language(corpus):
    counts = Counter(corpus.values_list("locale__language_code", flat=True))
    assert counts["en"] + counts["km"] == PAGES
    assert abs(counts["en"] - counts["km"]) <= PAGES * 0.1


def test_the_tree_is_sound(corpus):
    assert Page.find_problems() == ([], [], [], [], [])
    assert all(page.url_path.startswith(page.get_parent().url_path) for page in corpus[:20])


def test_rows_are_what_the_pages_say(corpus):
    for page in corpus.specific()[:40]:
        stored, made = CatalogEntry.objects.get(pk=page.pk), entry_of(page)
        assert {name: getattr(stored, name) for name in DERIVED} == {name: getattr(made, name) for name in DERIVED}


def test_each_page_has_its_activity(corpus):
    assert Activity.objects.filter(page_id__in=corpus.values("pk")).count() == PAGES


def test_the_same_seed_gives_the_same_texts(corpus):
    titles = list(corpus.order_by("pk").values_list("title", flat=True))
    call_command("populate", organizations=3, pages=PAGES, seed=7)
    again = list(corpus.order_by("pk").values_list("title", flat=True))
    assert len(again) == 2 * PAGES
    assert sorted(again[PAGES:]) == sorted(titles)


def test_a_populated_page_can_be_edited_and_published_again(corpus):
    page = corpus.filter(locale__language_code="km").first().specific
    page.title = "ចំណងជើងថ្មី"
    page.save_revision().publish()
    drain_outbox()
    assert CatalogEntry.objects.get(pk=page.pk).title == "ចំណងជើងថ្មី"


@pytest.mark.django_db
def test_nonsense_is_refused():
    with pytest.raises(CommandError):
        call_command("populate", organizations=0, pages=10)
