"""What a translation begins with: the twin, and the source, as Wagtail and wagtail-localize would write them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import transaction
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import get_all_child_relations
from wagtail.log_actions import LogContext
from wagtail.models import Locale, Page, PageLogEntry, PageViewRestriction, TranslatableMixin
from wagtail_localize.models import Translation, TranslationSource

from events.models.participants import Attendance
from orgs.pages.registry import page_kinds
from outbox.models import Event
from tests.factories import make_page
from translations.first_draft import TranslationExistsError, create_twin
from translations.memory import source_version
from translations.services import begin
from vocabulary.models import Place, Topic

pytestmark = pytest.mark.django_db

# Differ from copy to copy, or (the owner) on purpose.
OF_ITS_OWN = {"pk", "path", "url_path", "owner", "latest_revision", "latest_revision_created_at"}
BLOCKS = {"people", "programme", "body", "competition", "materials", "links"}
TEXT = [("paragraph", "<p>They came. All <b>work</b>.</p>"), ("quotation", {"text": "We weave.", "source": "A weaver"})]


@pytest.fixture
def khmer(db: None) -> Locale:
    return Locale.objects.get(language_code="km")


@pytest.fixture
def article(organization: Any, officer: Any) -> Any:
    page = make_page(
        "article",
        organization,
        live=True,
        owner=officer,
        title="Looms",
        body=[{"type": kind, "value": value} for kind, value in TEXT],
    )
    page.topics, page.places = Topic.objects.all()[:2], Place.objects.all()[:1]
    page.save()
    return page


@pytest.fixture
def event(organization: Any, officer: Any) -> Any:
    page = make_page("event", organization, owner=officer)
    page.participants.create(kind=Attendance.NGO, women=7)
    page.topics = Topic.objects.all()[:1]
    page.save_revision()
    return page


def content_of_copy(page: Page) -> Any:
    """Return a copy's row and its newest revision without what differs from copy to copy, and its log."""
    page = Page.objects.get(pk=page.pk).specific
    both = page.serializable_data(), page.get_latest_revision().content
    for content in both:
        for name in OF_ITS_OWN:
            content.pop(name)
        for row in content.get("participants", []):
            del row["pk"], row["event"]
        # PostgreSQL orders the keys of JSON anew: blocks are compared, not their text.
        for name in BLOCKS & set(content):
            content[name] = json.loads(content[name] or "null")
    log = PageLogEntry.objects.filter(page=page).order_by("pk")
    data = [{**entry.data, "page": {**entry.data.get("page", {}), "id": 0}} for entry in log]
    wakes = sorted(
        event.payload["task"] for event in Event.objects.filter(key__contains=f'"{page.pk}"') if "task" in event.payload
    )
    return json.loads(json.dumps(both, default=str)), data, list(log.values_list("action", "label", "user")), wakes


@pytest.mark.parametrize("kind", ["article", "event"])
def test_a_twin_is_what_wagtails_copy_is(kind: str, request: Any, officer: Any, khmer: Locale) -> None:
    page = Page.objects.get(pk=request.getfixturevalue(kind).pk).specific
    with transaction.atomic():
        with LogContext(user=officer):
            wagtails = content_of_copy(page.copy_for_translation(khmer))
        transaction.set_rollback(True)
    twin = create_twin(page, khmer, officer)
    assert content_of_copy(twin) == wagtails
    assert twin.owner == officer
    assert not Page.objects.get(pk=twin.pk).live
    with pytest.raises(TranslationExistsError), transaction.atomic():
        create_twin(page, khmer, officer)


def test_a_restriction_of_the_page_holds_for_the_twin(article: Any, officer: Any, khmer: Locale) -> None:
    PageViewRestriction.objects.create(page=article, restriction_type=PageViewRestriction.LOGIN)
    twin = create_twin(article, khmer, officer)
    assert [each.restriction_type for each in twin.view_restrictions.all()] == [PageViewRestriction.LOGIN]


def test_no_kind_of_page_has_what_the_twin_would_lose() -> None:
    for model in page_kinds().models:
        assert all(isinstance(field, ParentalManyToManyField) for field in model._meta.many_to_many)
        for relation in get_all_child_relations(model):
            assert not issubclass(relation.related_model, TranslatableMixin)


def rows_of(source: TranslationSource) -> Any:
    """Return all that is stored of a source, without ids and hours."""
    stored = ("object_id", "locale_id", "specific_content_type_id", "object_repr", "schema_version")
    texts = source.stringsegment_set.values_list("context__path", "context__path_id", "order", "attrs", "string__data")
    layouts = source.templatesegment_set.values_list("context__path", "order", "template__template")
    others = source.overridablesegment_set.values_list("context__path", "order", "data_json")
    content = json.loads(source.content_json)
    return [getattr(source, name) for name in stored], content, set(texts), set(layouts), set(others)


@pytest.mark.parametrize("kind", ["article", "event"])
def test_a_new_source_is_what_localize_stores(kind: str, request: Any, officer: Any, khmer: Locale) -> None:
    page = Page.objects.get(pk=request.getfixturevalue(kind).pk).specific
    with transaction.atomic():
        ours = rows_of(begin(page, khmer, officer).source)
        transaction.set_rollback(True)
    source, is_new = TranslationSource.update_or_create_from_instance(
        source_version(Page.objects.get(pk=page.pk).specific)
    )
    assert is_new
    assert rows_of(source) == ours


def test_a_translation_begins_anew_when_its_twin_was_deleted(article: Any, officer: Any, khmer: Locale) -> None:
    begin(article, khmer, officer)
    article.get_translation(khmer).delete()
    second = begin(Page.objects.get(pk=article.pk).specific, khmer, officer)
    assert article.get_translation(khmer).owner == officer
    assert Translation.objects.get() == second
