"""An organization's own site: read once it is proved, its items become drafts of that organization alone."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from blog.models import UpdatePage
from common.refusal import Refusal
from moderation.models import Submission
from moderation.services import submit
from orgs.models import Organization
from press.models import FetchState, Item, SiteProof, Source
from press.own_site.drafting import make_draft, pass_item, waiting_items
from press.own_site.managing import add_site, own_site_of, remove_site
from press.own_site.proving import ask_for_proof, host_of
from press.polling import rounds
from tests.accounts.sign_in_helpers import trust
from tests.press.feed_server import Media, item, rss, serving
from tests.press.press_helpers import make_item

pytestmark = pytest.mark.django_db
FEED, XML = "http://www.weavers.example/rss", {"Content-Type": "text/xml"}


@pytest.fixture(autouse=True)
def day_after(time_machine):
    """Items that are more than 30 days old are not kept: the tests run on the day after the date of their feed."""
    time_machine.move_to("2026-11-17T01:00:00+00:00")


@pytest.fixture
def web(monkeypatch):
    """The replies of a server by path; "" is the front page."""
    replies = {"rss": (200, XML, rss(item("New looms", text="Six looms came.")).encode())}
    with serving(monkeypatch, replies):
        yield replies


@pytest.fixture
def site(organization, manager):
    return add_site(organization, FEED, manager)


def proof_of(site):
    return SiteProof.objects.get(source=site)


def is_read(site):
    return {each.source for each in rounds.read_due_sources()} == {site}


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://WWW.Weavers.example./feed", "weavers.example"),
        ("http://weavers.example:80/", "weavers.example"),
        ("http://news.weavers.example/", "news.weavers.example"),
        ("http://[broken/", ""),
        ("", ""),
    ],
)
def test_hosts_are_compared_without_www(url: str, host: str) -> None:
    assert host_of(url) == host


def test_nothing_is_read_until_it_is_proved(web, site) -> None:
    assert not rounds.due_states().exists() and not rounds.record_round()
    assert rounds.read_due_sources() == [] and Media.asked == []


def test_the_host_of_the_stored_website_proves_it(web, organization, manager) -> None:
    Organization.objects.filter(pk=organization.pk).update(website="https://weavers.example/about")
    site = add_site(organization, FEED, manager)
    assert (proof_of(site).host, proof_of(site).way) == ("weavers.example", "website")
    assert is_read(site) and site.items.get().title == "New looms"


@pytest.mark.parametrize("website", ["https://weavers.example.org/", "https://news.weavers.example/", "", "weavers"])
def test_another_host_proves_nothing(organization, manager, website: str) -> None:
    Organization.objects.filter(pk=organization.pk).update(website=website)
    assert not proof_of(add_site(organization, FEED, manager)).is_proved


def test_a_website_that_changes_ends_its_proof_and_begins_another(organization, manager, site) -> None:
    for website, is_proved in (("http://weavers.example", True), ("http://other.example", False)):
        organization.website = website
        organization.save()
        assert proof_of(site).is_proved == is_proved
        assert Source.objects.read().filter(pk=site.pk).exists() == is_proved


def test_the_token_on_its_front_page_proves_it(web, site, manager, drain) -> None:
    web[""] = (200, {}, f"<html><footer>{proof_of(site).token}</footer></html>".encode())
    ask_for_proof(site, manager)
    assert proof_of(site).is_waiting and Media.asked == []
    drain()
    assert [path for path, _headers in Media.asked] == ["/"]
    assert (proof_of(site).host, proof_of(site).way) == ("weavers.example", "token")
    # Another website in the profile takes nothing from it.
    site.organization.website = "http://other.example"
    site.organization.save()
    assert proof_of(site).is_proved and is_read(site)


@pytest.mark.parametrize(
    ("reply", "problem"),
    [
        ((200, {}, b"<html>neary-</html>"), ""),
        ((404, {}, b""), "missing"),
        ((302, {"Location": "http://other.example/page"}, b""), "other-host"),
        ((302, {"Location": "http://10.0.0.1/"}, b""), "forbidden"),
    ],
)
def test_without_it_the_manager_reads_why(web, site, manager, drain, reply, problem: str) -> None:
    web[""], web["page"] = reply, (200, {}, proof_of(site).token.encode())
    ask_for_proof(site, manager)
    drain()
    proof = proof_of(site)
    assert (proof.is_proved, proof.is_waiting, proof.problem) == (False, False, problem)


def test_it_is_looked_for_six_times_an_hour(site, manager) -> None:
    for _time in range(6):
        ask_for_proof(site, manager)
    with pytest.raises(Refusal):
        ask_for_proof(site, manager)


def proved(organization, manager):
    Organization.objects.filter(pk=organization.pk).update(website="http://weavers.example")
    return add_site(organization, FEED, manager)


@pytest.mark.parametrize("status", [301, 302])
def test_a_site_that_leads_to_another_is_to_be_proved_anew(web, organization, manager, status: int) -> None:
    site = proved(organization, manager)
    web["rss"], web["new"] = (status, {"Location": "http://other.example/new"}, b""), (200, XML, rss(item()).encode())
    for _poll in range(4):
        FetchState.objects.update(next_at=timezone.now())
        [outcome] = rounds.read_due_sources()
        assert (outcome.problem, outcome.new) == ("other-host", 0)
    site.refresh_from_db()
    assert site.feed == FEED and not site.items.exists()
    assert site.fetch_state.moved_times == 0


def test_a_suspended_organizations_site_is_not_read(web, organization, manager) -> None:
    proved(organization, manager)
    Organization.objects.filter(pk=organization.pk).update(status="suspended")
    assert not rounds.due_states().exists()


def test_managers_alone_add_prove_and_remove(organization, officer, other_manager, editor, site, manager) -> None:
    for person in (officer, other_manager, editor):
        for service in (
            lambda who=person: add_site(organization, FEED, who),
            lambda who=person: ask_for_proof(site, who),
            lambda who=person: remove_site(organization, who),
        ):
            with pytest.raises(Refusal):
                service()
    with pytest.raises(Refusal):
        add_site(organization, FEED, manager)
    remove_site(organization, manager)
    assert own_site_of(organization) is None


@pytest.mark.parametrize(
    "feed", ["javascript:alert(1)", "file:///etc/passwd", "http://u:p@weavers.example/", "x" * 900]
)
def test_only_addresses_of_the_web_are_added(organization, manager, feed: str) -> None:
    with pytest.raises(Refusal):
        add_site(organization, feed, manager)


def test_an_item_becomes_a_draft_in_its_language_that_an_editor_reads(
    organization, officer, site, other_officer
) -> None:
    trust(organization)
    words = {"title": "គ្លីនិកចល័ត", "language": "km", "excerpt": "ពាក្យ"}
    news = make_item(site, **words)
    page = make_draft(news, organization, officer)
    assert make_draft(news, organization, officer) == page and UpdatePage.objects.count() == 1
    assert (page.title, page.text) == ("គ្លីនិកចល័ត", f"ពាក្យ\n\n{news.url}")
    assert page.get_parent().specific == organization.homes.get(locale__language_code="km").page.specific
    assert (page.organization, page.live, page.owner) == (organization, False, officer)
    assert not waiting_items(organization).exists()
    assert submit(page, officer).state == Submission.State.WAITING
    with pytest.raises(Refusal):
        make_draft(make_item(site), organization, other_officer)


def test_what_is_passed_stays_away(web, organization, manager, officer) -> None:
    site = proved(organization, manager)
    assert is_read(site)
    pass_item(site.items.get(), organization, officer)
    FetchState.objects.update(next_at=timezone.now() - dt.timedelta(hours=1), digest="")
    assert is_read(site) and not waiting_items(organization).exists()
    assert (Item.objects.get().state, Item.objects.get().decided_by) == ("passed", officer)
    with pytest.raises(Refusal):
        make_draft(site.items.get(), organization, officer)


def test_removing_takes_the_items_and_leaves_the_drafts(organization, manager, officer, site) -> None:
    page = make_draft(make_item(site), organization, officer)
    remove_site(organization, manager)
    assert not Item.objects.exists() and not SiteProof.objects.exists()
    page.refresh_from_db()
    assert submit(page, officer).is_waiting
