"""An officer writes recommendations and their steps on a telephone; the review follows as for every text."""

import datetime as dt
import re

import pytest
from django.utils import timezone
from wagtail.models import Collection

from assets.models import Document
from events.models import Series
from moderation.models import Submission
from orgs.models import Organization
from tests.outcomes.conftest import recommended, step
from tests.queries import queries_of
from vocabulary.models import Institution

pytestmark = pytest.mark.django_db


@pytest.fixture
def ministry():
    return Institution.objects.create(slug="ministry-a", name_en="Ministry A", name_km="ក្រសួង ក")


@pytest.fixture
def page(make_page, organization, ministry):
    page = make_page(
        "event", organization, title="The forum", addressed_recommendations=[recommended("Open the forms", ministry)]
    )
    page.save_revision()
    return page


@pytest.fixture
def at_work(client, officer):
    client.force_login(officer)
    return client


def address(page, query=""):
    return f"/workspace/piece/{page.pk}/recommendations/{query}"


def send(client, page, query, **said):
    version = re.search(r'name="version" value="([^"]*)"', client.get(address(page, query)).text)[1]
    return client.post(address(page, query), {"version": version} | said, follow=True)


def draft(page):
    return type(page).objects.get(pk=page.pk).get_latest_revision_as_object().addressed_recommendations


def today(days=0):
    return f"{timezone.localdate() - dt.timedelta(days=days):%d/%m/%Y}"


def test_she_adds_changes_and_deletes_one_and_sends_it(at_work, page, ministry):
    assert "Findings and recommendations" in at_work.get(f"/workspace/piece/{page.pk}/").text
    said = {"save": "1", "text": "Print\nthe  lists", "institution": ministry.pk}
    answer = send(at_work, page, "?change=0", **said)
    assert "Saved as a draft" in answer.text and "Print the lists" in answer.text
    assert [each.value["text"] for each in draft(page)] == ["Open the forms", "Print the lists"]

    send(at_work, page, "?change=2", **said | {"text": "Print all lists"})
    assert draft(page)[1].value["text"] == "Print all lists"
    send(at_work, page, "?change=1", delete="1")
    assert [each.value["text"] for each in draft(page)] == ["Print all lists"]

    at_work.post(f"/workspace/piece/{page.pk}/send/")
    assert Submission.objects.waiting().filter(page=page.pk).exists()
    refused = send(at_work, page, "?change=0", **said)
    assert "take it back first" in refused.text and "Print\nthe  lists" in refused.text


def test_she_writes_the_findings_and_the_review_sees_them(at_work, page):
    lines = 'Few know the law.\r\n\r\n- "Forms" are missing\r\n- <b> is no tag'
    answer = send(at_work, page, "?findings=1", save="1", findings=lines)
    assert "Saved as a draft" in answer.text
    stored = type(page).objects.get(pk=page.pk).get_latest_revision_as_object()
    assert stored.findings == (
        '<p>Few know the law.</p><ul><li>"Forms" are missing</li><li>&lt;b&gt; is no tag</li></ul>'
    )
    form = at_work.get(address(page, "?findings=1")).context["form"]
    assert form["findings"].value() == 'Few know the law.\n\n- "Forms" are missing\n- <b> is no tag'
    at_work.post(f"/workspace/piece/{page.pk}/send/")
    (submission,) = Submission.objects.waiting().filter(page=page.pk)
    assert "Few know the law." in submission.revision.content["findings"]
    refused = send(at_work, page, "?findings=1", save="1", findings="Mine")
    assert "take it back first" in refused.text and "Mine" in refused.text


def test_findings_with_links_to_pages_stay_for_the_full_editor(at_work, page):
    markup = '<p data-block-key="a1">See <a linktype="page" id="3">this</a></p>'
    page.findings = markup
    page.save_revision()
    assert "Change them in the full editor" in at_work.get(address(page)).text
    answer = send(at_work, page, "?findings=1", save="1", findings="Mine")
    assert "full editor" in answer.text and "Mine" in answer.text
    assert type(page).objects.get(pk=page.pk).get_latest_revision_as_object().findings == markup


def test_what_the_full_editor_wrote_stays_when_nothing_is_changed(at_work, page):
    markup = '<ul><li data-block-key="a1">Few know &amp; use it</li></ul>'
    page.findings = markup
    page.save_revision()
    send(at_work, page, "?findings=1", save="1", findings="- Few know & use it")
    assert type(page).objects.get(pk=page.pk).get_latest_revision_as_object().findings == markup


def test_she_says_that_it_speaks_for_the_series(at_work, page, ministry):
    assert "speaks for the whole series" not in at_work.get(address(page, "?change=1")).text
    page.series = Series.objects.create(slug="forum", name_en="The forum", name_km="វេទិកា")
    page.save_revision()
    said = {"save": "1", "text": "Open the forms", "institution": ministry.pk}
    answer = send(at_work, page, "?change=1", is_of_series="on", **said)
    assert draft(page)[0].value["speaks_for"] == "series" and "In the name of the whole series" in answer.text
    assert " checked" in at_work.get(address(page, "?change=1")).text
    send(at_work, page, "?change=1", **said)
    assert "speaks_for" not in page.get_latest_revision().content["addressed_recommendations"]


def test_she_adds_a_step_with_its_letter_and_takes_it_back(at_work, page, organization):
    letter = Document.objects.create(title="The letter", collection=organization.collection, file="letter.pdf")
    said = {"save": "1", "kind": "sent", "day": today(3), "note": "By hand.", "document": letter.pk}
    answer = send(at_work, page, "?step=1", **said)
    assert "By hand." in answer.text and "Waiting" in answer.text
    (stored,) = draft(page)[0].value["steps"]
    assert (stored["kind"], stored["note"], stored["document"]) == ("sent", "By hand.", letter)
    send(at_work, page, "?step=1", remove="sent")
    assert not draft(page)[0].value["steps"]


def test_steps_that_contradict_are_refused_and_what_was_typed_stays(at_work, page):
    answer = send(at_work, page, "?step=1", save="1", kind="answered", day=today(1), note="They promise it.")
    assert "Say first on which day it was sent" in answer.text and "They promise it." in answer.text
    answer = send(at_work, page, "?step=1", save="1", kind="sent", day="31/02/2026")
    assert 'href="#id_day"' in answer.text
    assert not draft(page)[0].value["steps"]


def test_a_document_of_another_organization_is_no_choice(at_work, page):
    foreign = Collection.get_first_root_node().add_child(name="Foreign")
    secret = Document.objects.create(title="Secret", collection=foreign, file="secret.pdf")
    answer = send(at_work, page, "?step=1", save="1", kind="sent", day=today(), document=secret.pk)
    assert "Secret" not in answer.text and not draft(page)[0].value["steps"]


def test_what_was_changed_elsewhere_is_not_replaced(at_work, page, ministry):
    shown = at_work.get(address(page, "?change=1")).text
    version = re.search(r'name="version" value="([^"]*)"', shown)[1]
    page.save_revision()
    said = {"version": version, "save": "1", "text": "Mine", "institution": ministry.pk}
    answer = at_work.post(address(page, "?change=1"), said)
    assert "changed elsewhere" in answer.text and "Mine" in answer.text
    assert draft(page)[0].value["text"] == "Open the forms"


def test_the_steps_are_those_of_the_page_that_was_public_first(at_work, make_page, organization, ministry, drain):
    first = make_page(
        "event",
        organization,
        live=True,
        title="Public first",
        addressed_recommendations=[recommended("Open the forms", ministry, step("sent", 9))],
    )
    drain()
    khmer = make_page(
        "event",
        organization,
        "km",
        translation_key=first.translation_key,
        addressed_recommendations=[recommended("បើកទម្រង់", ministry)],
    )
    khmer.save_revision()
    page = at_work.get(address(khmer)).text
    assert "Public first" in page and address(first) in page and "?step=1" not in page and "9 days" in page
    assert "?step=1" in at_work.get(address(first)).text
    answer = send(at_work, khmer, "?step=1", save="1", kind="sent", day=today())
    assert "Add it there" in answer.text and not draft(khmer)[0].value["steps"]


def test_others_find_nothing_there(client, page, make_page, organization, officer, other_officer):
    update = make_page("update", organization)
    client.force_login(officer)
    assert client.get(address(update)).status_code == 404
    for query in ("?change=2", "?step=0", "?change=-1", "?step=x"):
        assert client.get(address(page, query)).status_code == 404
    assert client.post(address(page)).status_code == 404
    client.force_login(other_officer)
    assert client.get(address(page)).status_code == 404
    assert client.post(address(page, "?change=1"), {"delete": "1"}).status_code == 404


def test_a_suspended_organization_changes_nothing(at_work, page, organization, ministry):
    Organization.objects.filter(pk=organization.pk).update(status="suspended")
    answer = send(at_work, page, "?change=1", save="1", text="Mine", institution=ministry.pk)
    assert "suspended" in answer.text and draft(page)[0].value["text"] == "Open the forms"


def test_queries_do_not_grow_with_the_recommendations(at_work, page, ministry):
    at_work.get(address(page))
    few = queries_of(at_work, address(page))
    page.addressed_recommendations = [recommended(f"Do {n}", ministry, step("sent", n)) for n in range(9)]
    page.save_revision()
    assert len(queries_of(at_work, address(page))) == len(few) <= 24, few
