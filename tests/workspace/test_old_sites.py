"""The desk's pages of an old site: the report, each page, and one decision on all of them."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from moderation.models import Matter
from moderation.services.matters import claim_matter
from moving.models import MoveIn
from orgs.services import set_editor
from tests.factories import drain_outbox
from tests.moving.old_sites import PICTURE_URL, bring, category, item, picture_item, write_export, write_picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def batch(tmp_path, organization, officer):
    text = f'Text <img src="{PICTURE_URL}">'
    items = [item(number, text, more=category("Weaving")) for number in range(1, 4)]
    return bring(write_export(tmp_path, picture_item(), *items), organization, officer, files=write_picture(tmp_path))


def test_the_list_leads_to_the_batch_with_its_report_and_pages(editors, batch):
    address = reverse("workspace:move-in", args=[batch.pk])
    assert address in editors.get(reverse("workspace:move-ins")).content.decode()
    assert address in editors.get(reverse("workspace:queue")).content.decode()
    text = editors.get(address).content.decode()
    for words in ("old.xml", "Old post 2", "Weaving", "Publish all pages", "Can anybody be recognised"):
        assert words in text
    for each in batch.items.all():
        assert editors.get(reverse("workspace:preview", args=[each.page_id])).status_code == 200


def test_one_decision_publishes_all_and_needs_the_answer_about_people(editors, batch):
    address = reverse("workspace:move-in", args=[batch.pk])
    asked = editors.post(address, {"decision": "approve"})
    assert "whether they agreed" in asked.content.decode()
    assert MoveIn.objects.get().state == MoveIn.State.WAITING
    assert editors.post(address, {"decision": "approve", "people": "agreed"}).status_code == 302
    assert 'max="3"' in editors.get(address).content.decode()
    drain_outbox()
    assert MoveIn.objects.get().state == MoveIn.State.PUBLISHED
    assert "Publish all pages" not in editors.get(address).content.decode()
    editors.post(address, {"decision": "undo"})
    drain_outbox()
    assert MoveIn.objects.get().state == MoveIn.State.UNDONE


def test_what_was_opened_from_the_queue_leads_on_in_it(editors, batch):
    queue = reverse("workspace:queue")
    address = f"{reverse('workspace:move-in', args=[batch.pk])}?desk=type%3Dmove-in"
    assert editors.post(address, {"decision": "approve", "people": "agreed"}).url == f"{queue}?type=move-in"


def test_another_editor_claims_it_and_the_reader_stays_in_the_queue(editors, editor, batch, make_user):
    address = f"{reverse('workspace:move-in', args=[batch.pk])}?desk=type%3Dmove-in"
    shown = editors.get(address).content.decode()
    assert ">Skip</a>" in shown and ">Claim</button>" in shown and 'name="back" value="type=move-in"' in shown
    second = make_user("second@example.org", first_name="Second")
    set_editor(second, True)
    claim_matter(Matter.objects.get(kind="move-in"), second)
    shown = editors.get(address).content.decode()
    assert "Second has claimed it" in shown and "Publish all pages" not in shown
    for decision in ("approve", "undo"):
        answer = editors.post(address, {"decision": decision, "people": "agreed"}, follow=True)
        assert "Second has claimed it" in answer.content.decode()
    assert MoveIn.objects.get().state == MoveIn.State.WAITING


def test_nothing_is_decided_by_get_or_by_others(officers, editors, batch):
    address = reverse("workspace:move-in", args=[batch.pk])
    editors.get(address, {"decision": "approve", "people": "none"})
    assert MoveIn.objects.get().state == MoveIn.State.WAITING
    assert officers.get(address).status_code == officers.post(address, {"decision": "undo"}).status_code == 404
    assert officers.get(reverse("workspace:move-ins")).status_code == 404


def test_the_page_takes_as_many_queries_for_many_pages_as_for_few(editors, batch):
    address = reverse("workspace:move-in", args=[batch.pk])
    editors.get(address)
    with CaptureQueriesContext(connection) as asked:
        editors.get(address)
    assert len(asked) <= 20
