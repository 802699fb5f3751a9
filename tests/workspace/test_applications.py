"""Applications to join stand in the editors' queue, and their own page knows the queue and the claim."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from moderation.models import Matter
from moderation.services.matters import claim_matter
from orgs.membership.applications import apply
from orgs.models import Application
from orgs.services import set_editor

pytestmark = pytest.mark.django_db


def ask(email: str = "chenda@example.org", name: str = "Weavers of Takeo") -> Application:
    return apply(sender=email, name=name, about="We weave.", contact="Chenda", email=email, language="km")


def test_it_stands_in_the_queue_and_its_answer_leads_on(portal, editors):
    first, other = ask(), ask("other@example.org", "Silk of Kampot")
    queue = editors.get(reverse("workspace:queue")).content.decode()
    page = f"{reverse('workspace:application', args=[first.pk])}?desk="
    assert "Application to join" in queue and page in queue

    with CaptureQueriesContext(connection) as captured:
        shown = editors.get(page).content.decode()
    assert ">Skip</a>" in shown and ">Claim</button>" in shown
    assert len(captured) <= 30
    answered = editors.post(page, {"answer": "decline", "reason": "Not now."})

    assert answered.url == f"{reverse('workspace:application', args=[other.pk])}?desk="


def test_after_a_claim_the_reader_is_still_in_the_queue(portal, editors, editor):
    ask()
    matter = Matter.objects.get()
    page = reverse("workspace:application", args=[matter.object_id])
    claim = reverse("workspace:claim-matter", args=[matter.pk])
    shown = editors.get(f"{page}?desk=type%3Dapplication%26q%3Dtakeo").content.decode()
    assert 'name="back" value="type=application&amp;q=takeo"' in shown and 'name="stream" value="1"' in shown
    sent = {"back": "type=application&q=takeo", "stream": "1"}
    assert editors.post(claim, sent).url == f"{page}?desk=type%3Dapplication%26q%3Dtakeo"
    # What stands in the field can be nothing but parameters of the queue.
    assert editors.post(claim, {"back": "https://example.com/", "stream": "1"}).url.startswith(f"{page}?desk=")
    release = reverse("workspace:release-matter-claim", args=[matter.pk])
    assert editors.post(release, sent).url == f"{reverse('workspace:queue')}?type=application&q=takeo"
    # Without the queue she stays on the page.
    assert editors.post(claim, {"back": ""}).url == page


def test_without_the_queue_the_list_follows(portal, editors):
    page = reverse("workspace:application", args=[ask().pk])
    assert ">Skip</a>" not in editors.get(page).content.decode()
    assert editors.post(page, {"answer": "decline", "reason": "Not now."}).url == reverse("workspace:applications")


def test_who_may_not_answer_reads_why(portal, editors, make_user):
    asked, second = ask(), make_user("second@example.org", first_name="Second")
    set_editor(second, True)
    claim_matter(Matter.objects.get(), second)
    shown = editors.get(reverse("workspace:application", args=[asked.pk])).content.decode()
    assert "Second has claimed it" in shown
    assert 'value="accept"' not in shown and 'value="decline"' not in shown
