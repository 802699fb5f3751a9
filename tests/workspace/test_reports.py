"""Reports by readers, from the public page to the answer; looks at what was published by trust; tiers."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db import DatabaseError
from django.urls import reverse
from wagtail.models import Page

from common import rate_limit
from moderation import services
from moderation.models import Matter, Report, Submission
from moderation.services import submit
from moderation.services.reporting import ReaderReport, report_object
from orgs.models import Organization
from tests.accounts.sign_in_helpers import trust
from tests.factories import drain_outbox, make_page
from tests.kept_rows import KeptRows, keeps
from tests.moderation.matter_kinds import notes
from tests.population import standing_organization

__all__ = ["notes"]
FORM = {"kind": "danger", "text": "It shows where she lives.", "email": "reader@example.org"}


def make_live():
    page = make_page("article", standing_organization("silk-weavers"), live=True, title="Where she lives")
    drain_outbox()
    return page


LIVE = KeptRows(make_live)


@pytest.fixture
@keeps(LIVE)
def live(db, request):
    """A public article."""
    page = LIVE.of(request)
    cache.clear()
    return page


def public(page, language="en"):
    return f"/{language}/report/{page.pk}/"


@pytest.mark.parametrize("language", ["en", "km"])
def test_anybody_reports_what_is_public(client, live, language):
    assert client.get(public(live, language)).status_code == 200
    response = client.post(public(live, language), FORM)
    assert response.url == f"/{language}/help/?kind=urgent&reported=1", "somebody may need to call now"
    assert client.get(response.url).status_code == 200
    report = Report.objects.get()
    assert (report.kind, report.text, report.email, report.language) == (*FORM.values(), language)
    assert (report.page_id, report.organization) == (live.pk, live.organization)


@pytest.mark.parametrize(
    ("told", "leads_to", "urgent"),
    [
        ({"kind": "wrong", "text": "The date is wrong."}, "/en/report/thank-you/", False),
        (
            {"kind": "other", "text": "He beats me, I live in Takeo."},
            "/en/help/?kind=urgent&reported=1&place=takeo",
            True,
        ),
    ],
)
def test_a_report_that_tells_of_danger_comes_first_and_shows_whom_to_call(client, live, told, leads_to, urgent):
    assert client.post(public(live), told).url == leads_to
    assert Matter.objects.get().is_urgent is urgent
    shown = client.get("/en/help/?kind=urgent&reported=1").content.decode()
    assert "before all others" in shown
    assert "before all others" not in client.get("/en/help/?kind=urgent").content.decode()


def test_every_page_of_an_organization_leads_there(client, live):
    assert f'href="{public(live)}"' in client.get(live.url).content.decode()


def test_what_is_not_public_cannot_be_reported(client, live, make_page, organization, drain):
    draft = make_page("update", organization)
    Organization.objects.filter(pk=organization.pk).update(is_hidden=True)
    for page in (live, draft, Page(pk=999_999)):
        assert client.get(public(page)).status_code == 404
        assert client.post(public(page), FORM).status_code == 404
    assert not Report.objects.exists()


@pytest.mark.parametrize("fault", [{"kind": ""}, {"kind": "no-such"}, {"email": "no address"}, {"text": "x" * 2001}])
def test_a_report_with_faults_keeps_what_was_typed(client, live, fault):
    response = client.post(public(live), FORM | fault)
    assert response.status_code == 200
    content = response.content.decode()
    assert 'class="error"' in content
    assert (FORM | fault)["email"] in content and (FORM | fault)["text"] in content
    assert not Report.objects.exists()


def test_programs_are_thanked_and_forgotten(client, live):
    assert client.post(public(live), FORM | {"nickname": "x"}).status_code == 302
    assert not Report.objects.exists()


def test_not_too_many_from_one_address(client, live):
    for _time in range(10):
        assert client.post(public(live), FORM).status_code == 302
    assert "try again in an hour" in client.post(public(live), FORM).content.decode()
    assert Report.objects.count() == 10


def test_where_nothing_can_be_counted_everybody_is_heard(client, live, monkeypatch):
    def broken(*_args):
        raise DatabaseError

    monkeypatch.setattr(rate_limit, "count_hit", broken)
    assert client.post(public(live), FORM).status_code == 302
    assert Report.objects.count() == 1


def test_the_form_costs_few_queries(client, live, django_assert_max_num_queries):
    client.get(public(live))
    with django_assert_max_num_queries(8):
        client.get(public(live))


@pytest.fixture
def report(live):
    return services.report(live, **FORM)


def test_an_editor_takes_the_page_down_at_once(editors, officers, client, report, live):
    url = reverse("workspace:report", args=[report.pk])
    assert "1 report by a reader" in editors.get(reverse("workspace:queue")).content.decode()
    assert "It shows where she lives." in editors.get(url).content.decode()
    content = editors.post(url, {"decision": "take-down", "answer": " "}).content.decode()
    assert "Write why" in content
    editors.post(url, {"decision": "take-down", "answer": "It shows a home."})
    assert client.get(live.url).status_code == 404
    report.refresh_from_db()
    assert report.state == "taken-down"
    home = officers.get(reverse("workspace:home")).content.decode()
    assert "It shows a home." in home
    assert "reader@example.org" not in home and "where she lives." not in home
    assert "answered it already" in editors.post(url, {"decision": "keep"}).content.decode()


def test_a_page_that_stays(editors, client, report, live):
    editors.post(reverse("workspace:report", args=[report.pk]), {"decision": "keep", "answer": "It is an office."})
    assert client.get(live.url).status_code == 200
    report.refresh_from_db()
    assert (report.state, report.answer) == ("kept", "It is an office.")
    assert "Where she lives" in editors.get(reverse("workspace:reports"), {"state": "answered"}).content.decode()


def test_members_do_not_see_reports(officers, report):
    assert officers.get(reverse("workspace:report", args=[report.pk])).status_code == 404


@pytest.fixture
def by_trust(make_page, organization, officer):
    trust(organization)
    organization.refresh_from_db()
    page = make_page("update", organization, owner=officer, title="At once")
    submit(page, officer)
    submission = Submission.objects.get(page=page)
    Submission.objects.filter(pk=submission.pk).update(post_review="due")
    return submission


def test_what_was_published_by_trust_is_looked_at(editors, by_trust, organization):
    url = reverse("workspace:post-review", args=[by_trust.pk])
    assert url in editors.get(reverse("workspace:queue"), {"state": "after"}).content.decode()
    assert editors.get(url).status_code == 200
    assert "Write what you found" in editors.post(url, {"found": "take-down"}).content.decode()
    editors.post(url, {"found": "take-down", "reason": "It names a minor."})
    organization.refresh_from_db()
    assert organization.tier == "verified"
    assert not Page.objects.get(pk=by_trust.page_id).live


def test_nothing_to_look_at_where_an_editor_decided(editors, waiting):
    assert editors.get(reverse("workspace:post-review", args=[waiting.pk])).status_code == 404


def test_an_editor_changes_the_tier_with_a_reason(editors, officers, organization):
    url = reverse("workspace:tier", args=[organization.slug])
    assert officers.get(url).status_code == 404
    assert "Decided by editors" in editors.get(url).content.decode()
    assert 'class="error"' in editors.post(url, {"tier": "verified", "reason": ""}).content.decode()
    editors.post(url, {"tier": "verified", "reason": "Five good pieces."})
    organization.refresh_from_db()
    assert organization.tier == "verified"


def test_a_report_about_what_is_no_page_shows_its_words(editors, editor, notes, organization):
    notes.public, notes.organization = {1}, organization
    told = report_object("note", 1, ReaderReport("wrong", "She is named."))
    url = reverse("workspace:report", args=[told.pk])
    assert f'href="{url}"' in editors.get(reverse("workspace:reports")).content.decode()
    content = editors.get(url).content.decode()
    for words in ("Note 1: we met at the loom.", "Night Jasmine", 'href="/en/notes/1/"', "Take it down at once"):
        assert words in content
    told_editor = editors.post(url, {"decision": "take-down", "answer": "A name."}, follow=True).content.decode()
    assert "It is taken down." in told_editor
    assert notes.decided == [(1, "A name.")]
    assert "It is not public any more." in editors.get(url).content.decode()
