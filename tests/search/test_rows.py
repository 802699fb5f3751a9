"""Rows follow pages: at once when one closes, by the outbox when one opens."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from catalog import reconciler as catalog_reconciler
from catalog import services
from catalog.models import CatalogEntry, CountingRow
from orgs.models import Organization
from search import reconciler
from search.engines import get_engine
from search.engines.base import Query
from search.engines.database_engines import database_engine
from search.engines.sql import execute
from vocabulary.models import Place, Topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(make_page, organization, drain):
    page = make_page(
        "article",
        organization,
        live=True,
        title="Weaving silk",
        summary="How silk is woven.",
        topics=[Topic.objects.get(slug="law")],
        places=[Place.objects.get(slug="kep")],
    )
    drain()
    return page


def is_found(text="weaving", type="article"):
    return bool(get_engine().search(Query(text=text, type=type)).total)


def row_of(page):
    return CatalogEntry.objects.public().filter(pk=page.pk).first()


def test_a_published_page_gets_its_row(article, organization):
    row = row_of(article)
    assert (row.title, row.summary, row.type, row.language) == ("Weaving silk", "How silk is woven.", "article", "en")
    assert row.organization == organization
    assert [topic.slug for topic in row.topics] == ["law"]
    assert [place.slug for place in row.places] == ["kep"]
    assert row.url == article.get_url()
    assert is_found()


def test_a_draft_has_none(make_page, organization, drain):
    page = make_page("article", organization, title="Weaving")
    drain()
    assert row_of(page) is None
    assert not is_found()


def test_a_changed_page_changes_its_row(article, drain):
    article.title = "Dyeing silk"
    article.save_revision().publish()
    drain()
    assert row_of(article).title == "Dyeing silk"
    assert is_found("dyeing")
    assert not is_found('"weaving silk"')


def restrict(page):
    return PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


CLOSINGS = {
    "withdrawn": lambda page: page.unpublish(),
    "deleted": lambda page: page.delete(),
    "restricted": restrict,
    "restricted above": lambda page: restrict(page.get_parent()),
    "hidden": lambda page: Organization.objects.filter(pk=page.organization_id).update(is_hidden=True),
    "suspended": lambda page: Organization.objects.filter(pk=page.organization_id).update(status="suspended"),
}


@pytest.mark.parametrize("closing", CLOSINGS)
def test_what_closes_is_gone_at_once(article, drain, closing):
    CLOSINGS[closing](article)
    assert row_of(article) is None
    assert not is_found()
    drain()
    assert row_of(article) is None
    assert not is_found()


def test_what_is_moved_below_a_restriction_is_gone_at_once(article, make_page, organization, drain):
    other = make_page("article", organization, live=True, title="Members")
    restrict(other)
    article.move(other, pos="last-child")
    assert not is_found()


def test_a_closing_that_fails_leaves_the_row(article):
    with transaction.atomic():
        article.unpublish()
        transaction.set_rollback(True)
    assert is_found()


def test_what_expires_needs_no_event(make_page, organization, drain):
    soon = timezone.now() + dt.timedelta(hours=1)
    page = make_page("article", organization, live=True, title="Weaving", expire_at=soon)
    drain()
    assert is_found()
    row = CatalogEntry.objects.get(pk=page.pk)
    row.expires_at, row.version = timezone.now() - dt.timedelta(seconds=10), services.new_version()
    services.write_rows([row])
    assert row_of(page) is None
    assert not is_found()


def test_a_lifted_restriction_brings_the_row_back(article, drain):
    restriction = restrict(article)
    drain()
    restriction.delete()
    drain()
    assert is_found()


def test_a_late_event_does_not_bring_a_page_back(article):
    article.unpublish()
    services.update_row(article.pk)
    assert not is_found()


def test_an_organizations_home_follows_it(organization, drain):
    from orgs.receivers import record_organization

    organization.description_en = "We weave by hand."
    organization.save()
    record_organization(organization)
    drain()
    assert is_found("hand", type="page")


def test_the_reconciler_finds_nothing_where_nothing_is_wrong(article):
    assert not reconciler.check()
    call_command("search_index", "check", stdout=StringIO())


def change_text(page, change):
    key = database_engine().text_id
    execute(f"update search_text set {change.format(key=key)} where {key} = %s", [page.pk])


FAULTS = {
    "row lost": (lambda page: CatalogEntry.objects.filter(pk=page.pk).delete(), "rows_to_write"),
    "row old": (lambda page: CatalogEntry.objects.filter(pk=page.pk).update(title="Old"), "rows_to_write"),
    "page closed": (lambda page: Page.objects.filter(pk=page.pk).update(live=False), "rows_to_remove"),
    "page gone": (lambda page: CatalogEntry.objects.filter(pk=page.pk).update(page_id=77_777_777), "rows_to_remove"),
    "index lost": (lambda page: database_engine().remove([page.pk]), "index_to_write"),
    "index old": (lambda page: change_text(page, "version = 1"), "index_to_write"),
    "counting row lost": (lambda page: CountingRow.objects.filter(pk=page.pk).delete(), "rows_to_write"),
    "counting row old": (lambda page: CountingRow.objects.filter(pk=page.pk).update(version=1), "rows_to_write"),
    "counting row alone": (lambda page: CountingRow.objects.filter(pk=page.pk).update(id=77_777_777), "rows_to_remove"),
    "index alone": (lambda page: change_text(page, "{key} = 77777777"), "index_to_remove"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_the_reconciler_mends_every_fault(article, fault):
    harm, field = FAULTS[fault]
    harm(article)
    with pytest.raises(CommandError):
        call_command("search_index", "check", stdout=StringIO())
    assert getattr(reconciler.check(), field) == 1
    call_command("search_index", "repair", stdout=StringIO())
    assert not reconciler.check()
    assert is_found() == Page.objects.get(pk=article.pk).live


def test_a_rebuild_writes_all_anew(article, monkeypatch):
    monkeypatch.setattr(catalog_reconciler, "BATCH", 1)
    CatalogEntry.objects.all().delete()
    call_command("search_index", "rebuild", stdout=StringIO())
    assert not reconciler.check()
    assert is_found()
    told = StringIO()
    call_command("search_index", "status", stdout=told)
    assert f"rows: {CatalogEntry.objects.count()}" in told.getvalue()


def test_asking_for_the_status_checks_no_pages(article, monkeypatch):
    monkeypatch.setattr(reconciler, "check", lambda **options: pytest.fail("Pages were checked"))
    call_command("search_index", "status", skip_checks=False, stdout=StringIO())
