"""One decision on many is made on what she has opened and what is clean; of all else she is asked first."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from moderation.models import CheckResult, Submission
from moderation.services import submit
from tests.factories import make_page
from tests.kept_rows import KeptRows, keeps
from tests.moderation.row_helpers import mark_checked
from tests.population import standing_member, standing_organization

pytestmark = pytest.mark.django_db
QUEUE = reverse("workspace:queue")
ASKED = "Nothing is decided yet."


def make_two():
    organization = standing_organization("silk-weavers")
    officer = standing_member(organization, "officer")
    rows = [submit(make_page("update", organization, owner=officer, title=f"Piece {n}"), officer) for n in range(2)]
    mark_checked(*rows)
    return rows


TWO = KeptRows(make_two)


@pytest.fixture
@keeps(TWO)
def two(db, request):
    """Two pieces that wait."""
    return TWO.of(request)


def states():
    return set(Submission.objects.values_list("state", flat=True))


def chosen(two, decision="approve", **more):
    return {"chosen": [row.pk for row in two], "decision": decision, "reason": "Name it.", **more}


def open_all(editors, two):
    for row in two:
        editors.get(QUEUE, {"open": row.pk})


def yes(content, decision="approve"):
    """Return what the button of the question sends beside the form."""
    return {"confirmed": decision, "sure": re.findall(r'name="sure" value="([^"]+)"', content)}


@pytest.mark.parametrize("decision", ["approve", "return"])
def test_what_was_not_opened_is_asked_about(editors, two, decision):
    editors.get(QUEUE, {"open": two[0].pk})
    content = editors.post(QUEUE, chosen(two, decision)).content.decode()
    assert ASKED in content and "You have not opened it." in content
    assert f"/{two[1].pk}/" in content.partition(ASKED)[2].partition("</section>")[0]
    assert f"/{two[0].pk}/" not in content.partition(ASKED)[2].partition("</section>")[0]
    assert states() == {"waiting"}
    editors.post(QUEUE, chosen(two, decision) | yes(content, decision))
    assert states() == {{"approve": "approved", "return": "returned"}[decision]}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"outcome": "found"}, "found a problem"),
        ({"outcome": "crashed"}, "found a problem"),
        (None, "have not been made yet"),
    ],
)
def test_what_is_not_clean_is_asked_about(editors, two, change, said):
    open_all(editors, two)
    one = two[0].check_results.filter(check_name="headings")
    one.update(**change) if change else one.delete()
    content = editors.post(QUEUE, chosen(two)).content.decode()
    assert ASKED in content and said in content
    assert states() == {"waiting"}
    told = editors.post(QUEUE, chosen(two) | yes(content), follow=True).content.decode()
    assert states() == {"approved"}
    assert ("The checks had not all been made." in told) == (change is None)


def test_a_yes_holds_for_what_was_asked_alone(editors, two):
    """A finding that comes between the question and the yes is asked about."""
    content = editors.post(QUEUE, chosen(two)).content.decode()
    CheckResult.objects.filter(submission=two[0], check_name="headings").update(outcome="found")
    again = editors.post(QUEUE, chosen(two) | yes(content)).content.decode()
    assert ASKED in again and "found a problem" in again
    assert states() == {"waiting"}


def test_old_answers_in_the_form_are_none_without_the_button(editors, two):
    content = editors.post(QUEUE, chosen(two)).content.decode()
    assert ASKED in editors.post(QUEUE, chosen(two, sure=yes(content)["sure"])).content.decode()
    assert states() == {"waiting"}


def test_what_somebody_else_opened_is_not_opened(editors, sign_in, administrator, two):
    open_all(sign_in(administrator), two)
    assert ASKED in editors.post(QUEUE, chosen(two)).content.decode()


def test_what_is_opened_and_clean_is_decided_at_once(editors, two):
    for row in two:
        editors.get(reverse("workspace:review", args=[row.pk]))
    editors.post(QUEUE, chosen(two))
    assert states() == {"approved"}


# One alone


def review(submission):
    return reverse("workspace:review", args=[submission.pk])


def test_the_page_says_which_checks_are_not_made_and_asks(editors, waiting):
    assert "Approve it without these checks" not in editors.get(review(waiting)).content.decode()
    waiting.check_results.filter(check_name="dead-links").delete()
    content = editors.get(review(waiting)).content.decode()
    assert "These checks have not been made yet:" in content and "Approve it without these checks" in content
    refused = editors.post(review(waiting), {"decision": "approve"}).content.decode()
    assert "try again in a minute" in refused
    assert not Page.objects.get(pk=waiting.page_id).live
    told = editors.post(review(waiting), {"decision": "approve", "unchecked": "on"}, follow=True).content.decode()
    assert "The checks had not all been made." in told
    assert Page.objects.get(pk=waiting.page_id).live


@pytest.mark.parametrize("decision", ["return", "refuse", "second"])
def test_other_decisions_say_that_the_checks_were_not_made(editors, waiting, decision):
    waiting.check_results.all().delete()
    told = editors.post(review(waiting), {"decision": decision, "reason": "Name it."}, follow=True).content.decode()
    assert "The checks had not all been made." in told


def test_an_officer_waits_with_a_correction(officers, waiting, editor):
    from moderation.services import offer_correction

    waiting.check_results.all().delete()
    correction = offer_correction(waiting, editor, {"text": f"Seven looms came in {timezone.localdate().year}."})
    url = reverse("workspace:correction", args=[correction.pk])
    assert "try again in a minute" in officers.post(url, {"answer_is": "accept"}).content.decode()
    assert not Page.objects.get(pk=waiting.page_id).live
