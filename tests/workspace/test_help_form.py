"""Offering help from a phone: a number, the hours, and never where a safe place is."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.urls import reverse

from help_services.models import HelpServicePage
from moderation.models import Submission
from vocabulary.models import Place, Topic

NEW = reverse("workspace:new-help")


def filled(action="send", **fields):
    return {
        "title": "Advice on the law",
        "kind": "law",
        "phone": "012 000 101",
        "hours": "Monday to Friday",
        "languages": "Khmer, English",
        "is_free": "on",
        "what_happens": "You speak to a lawyer.\r\n\r\nShe asks for no name.",
        "language": "en",
        "action": action,
        "token": str(uuid4()),
    } | fields


def newest():
    return HelpServicePage.objects.get().get_latest_revision_as_object()


def test_a_service_is_sent_for_review(officers, organization):
    place = Place.objects.first()
    officers.post(NEW, filled(place=place.slug))
    page = Submission.objects.get().revision.as_object()
    assert (page.title, page.kind, page.phone, page.organization) == (
        "Advice on the law",
        "law",
        "012 000 101",
        organization,
    )
    assert (page.hours, page.is_free, page.is_always_open) == ("Monday to Friday", True, False)
    assert page.what_happens == "<p>You speak to a lawyer.</p><p>She asks for no name.</p>"
    assert list(page.places.all()) == [place] and not page.live


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"phone": ""}, "Please write the telephone number."),
        ({"phone": "call us"}, 'class="error"'),
        ({"title": ""}, "Please write a title."),
        ({"kind": "no-such"}, 'class="error"'),
        ({"hours": ""}, "Say when somebody answers"),
        ({"kind": "shelter", "what_happens": "Come to house 12, street 271."}, "may show where the safe place is"),
        ({"hours": "8" * 121}, 'class="error"'),
        ({"what_happens": "a" * 10_001}, 'class="error"'),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(officers, fields, said):
    typed = filled(**fields)
    response = officers.post(NEW, typed)
    assert said in response.content.decode()
    for name in ("title", "phone", "hours", "languages", "what_happens"):
        assert response.context["form"][name].value() == typed[name]
    assert not HelpServicePage.objects.exists()


def test_no_draft_holds_where_a_safe_place_is(officers):
    officers.post(NEW, filled("draft", kind="shelter", title="House 12, street 271"))
    assert not HelpServicePage.objects.exists()


def test_nothing_that_the_form_does_not_show_may_name_a_safe_place(officers, rich):
    rich.summary = "Come to house 12, street 271."
    rich.save_revision()
    url = reverse("workspace:edit-help", args=[rich.pk])
    for action in ("draft", "autosave"):
        content = officers.post(url, filled(action, kind="shelter")).content.decode()
        assert "may show where the safe place is" in content
    assert newest().kind == "law"


def test_two_taps_make_one_service(officers):
    form = filled()
    for _time in range(2):
        assert "Sent for review" in officers.post(NEW, form, follow=True).content.decode()
    assert (HelpServicePage.objects.count(), Submission.objects.count()) == (1, 1)


@pytest.fixture
def rich(make_page, organization):
    """A service of the full editor, with fields that the short form does not know."""
    page = make_page(
        "help",
        organization,
        summary="Lawyers answer.",
        what_happens='<p>See <a linktype="page" id="3">this</a>.</p>',
        verified_on=dt.date(2026, 1, 5),
    )
    page.topics = Topic.objects.all()[:2]
    page.places = Place.objects.all()[:3]
    page.save_revision()
    return page


def test_what_the_short_form_does_not_know_stays(officers, rich):
    url = reverse("workspace:edit-help", args=[rich.pk])
    form = officers.get(url).context["form"]
    chosen = {name: form[name].value() for name in ("topic", "place")}
    officers.post(url, filled("draft", title="Another title") | chosen)
    draft = newest()
    assert draft.title == "Another title"
    for name in ("summary", "what_happens", "verified_on"):
        assert getattr(draft, name) == getattr(rich, name)
    assert (draft.topics.count(), draft.places.count()) == (2, 3)


def test_autosave_answers_and_keeps(officers):
    told = officers.post(NEW, filled("autosave", phone="?"), headers={"Accept": "application/json"})
    assert told.status_code == 422
    told = officers.post(NEW, filled("autosave", languages="a" * 121), headers={"Accept": "application/json"}).json()
    assert told["refused"] == ["languages"] and newest().phone == "012 000 101"


def test_services_of_others_are_not_there(stranger, rich, officers, make_page, organization):
    assert stranger.get(reverse("workspace:edit-help", args=[rich.pk])).status_code == 404
    # An article is no help service.
    article = make_page("article", organization)
    assert officers.get(reverse("workspace:edit-help", args=[article.pk])).status_code == 404


def test_the_list_of_services_leads_to_the_form(officers, rich):
    content = officers.get(reverse("workspace:help-services")).content.decode()
    assert reverse("workspace:edit-help", args=[rich.pk]) in content and NEW in content


def test_the_form_takes_few_queries(officers, rich, django_assert_max_num_queries):
    url = reverse("workspace:edit-help", args=[rich.pk])
    officers.get(url)
    with django_assert_max_num_queries(23):
        officers.get(url)
