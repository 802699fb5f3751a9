"""The page on which an editor decides about a matter that is no page."""

from __future__ import annotations

import pytest
from django.urls import reverse

from assets.services import add_picture
from moderation.models import Matter, Reason
from moderation.services.matters import claim_matter, close_matter, open_matter
from tests.assets.files import picture_file
from tests.moderation.matter_kinds import notes

__all__ = ["notes"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("notes")]


@pytest.fixture
def matter(notes, organization):
    return open_matter("note", 1, organization, "A note about looms", language="en", urgent=True)


def url_of(matter, name="matter"):
    return reverse(f"workspace:{name}", args=[matter.pk])


def shown(client, matter):
    return client.get(url_of(matter)).content.decode()


def test_nobody_but_an_editor_finds_it(officers, matter):
    for name in ("matter", "claim-matter", "renew-matter-claim", "release-matter-claim"):
        assert officers.get(url_of(matter, name)).status_code in (404, 405)
        assert officers.post(url_of(matter, name), {"decision": "approved"}).status_code == 404
    matter.refresh_from_db()
    assert matter.is_waiting


def test_she_reads_what_it_says_and_who_wrote_it(editors, matter):
    content = shown(editors, matter)
    for told in ("A note about looms", "Note 1: we met at the loom.", "Night Jasmine", "Urgent", "Silk Weavers"):
        assert told in content


def test_a_decision_is_a_post_and_leads_back_to_the_queue(editors, notes, matter):
    assert "These checks have not been made yet" in shown(editors, matter)
    assert "not been made yet" in editors.post(url_of(matter), {"decision": "approved"}).content.decode()
    response = editors.post(url_of(matter), {"decision": "approved", "unchecked": "on"})
    assert response.url == reverse("workspace:queue")
    assert notes.decided == [(1, "approved")]
    content = shown(editors, matter)
    assert "no longer waiting" in content
    assert 'id="decide"' not in content


def test_what_was_typed_stays_when_it_is_refused(editors, notes, matter):
    content = editors.post(url_of(matter), {"decision": "returned"}).content.decode()
    assert "Choose a reason, or write what should be changed." in content
    notes.obstacle = "The board is closed."
    content = editors.post(url_of(matter), {"decision": "rejected", "reason": "Name the village."}).content.decode()
    assert "The board is closed." in content
    assert "Name the village." in content
    assert editors.post(url_of(matter), {"decision": "unknown"}).status_code == 200
    assert not notes.decided


def test_reasons_of_the_list_are_kept_and_shown(editors, matter):
    reason = Reason.objects.first()
    editors.post(url_of(matter), {"decision": "returned", "reasons": [reason.pk]})
    assert list(Matter.objects.get().reasons.all()) == [reason]
    assert reason.name in shown(editors, matter)


def test_what_another_holds_is_hers(editors, editor, make_user, matter):
    from orgs.services import set_editor

    second = make_user("second@example.org", first_name="Second")
    set_editor(second, True)
    claim_matter(matter, second)
    content = shown(editors, matter)
    assert "Second has claimed it" in content
    assert 'id="decide"' not in content
    assert editors.post(url_of(matter, "renew-matter-claim")).status_code == 409


def test_she_claims_renews_and_releases(editors, editor, matter):
    assert editors.post(url_of(matter, "claim-matter")).url == url_of(matter)
    matter.refresh_from_db()
    assert matter.holder == editor
    assert url_of(matter, "renew-matter-claim") in shown(editors, matter)
    assert editors.post(url_of(matter, "renew-matter-claim")).status_code == 204
    editors.post(url_of(matter, "release-matter-claim"))
    matter.refresh_from_db()
    assert matter.holder is None


def test_a_kind_with_its_own_page_leads_there(editors, organization):
    own = open_matter("own", 7, organization, "Its own page")
    assert editors.get(url_of(own)).url == "/workspace/own/7/"


def test_it_is_gone_with_the_package_of_its_kind(editors, matter):
    Matter.objects.filter(pk=matter.pk).update(kind="gone")
    assert editors.get(url_of(matter)).status_code == 404


def test_what_was_taken_back_says_so(editors, matter):
    close_matter("note", 1)
    assert "It was taken back." in shown(editors, matter)


def test_she_sees_the_pictures(editors, notes, matter, organization):
    words = {"title": "Loom", "description": "A loom by the window"}
    notes.images = [add_picture(picture_file("loom.jpg"), collection=organization.collection, **words)]
    content = shown(editors, matter)
    assert "A loom by the window" in content and "<img" in content
