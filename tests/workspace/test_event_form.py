"""Announcing an event from a phone: as a draft or sent, and what is wrong is said beside what was typed."""

from __future__ import annotations

from datetime import time, timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from assets.models import Document
from events.form_rows.plain_body import plain_text
from events.models import EventPage, Participants
from moderation.models import Submission
from tests.workspace.conftest import photo
from tests.workspace.typed_parts import TypedForm
from vocabulary.models import Place

EVENT = reverse("workspace:new-event")
ABOUT = "We show <all> our looms & silk.\r\n\r\nCome with your mothers."
DATETIME_FORMAT = "%d/%m/%Y %H:%M"


def moment(days, hour=9):
    return (timezone.localtime() + timedelta(days=days)).replace(hour=hour, minute=30).strftime(DATETIME_FORMAT)


def filled(action="send", **fields):
    return {
        "title": "Open house",
        "kind": "meeting",
        "starts_at": moment(7),
        "ends_at": moment(7, 11),
        "venue": "The weavers' house",
        "about": ABOUT,
        "language": "en",
        "action": action,
        "token": str(uuid4()),
    } | fields


def test_an_event_is_sent_for_review(officers, organization):
    place = Place.objects.first()
    officers.post(EVENT, filled(place=place.slug, file=photo(), alt_text="A loom.", people="none"))
    event = Submission.objects.get().revision.as_object()
    assert (event.title, event.kind, event.venue) == ("Open house", "meeting", "The weavers' house")
    assert event.organization == organization and not event.live
    assert timezone.localtime(event.starts_at).strftime(DATETIME_FORMAT) == moment(7)
    assert event.image.description == "A loom."
    assert list(event.places.all()) == [place]
    assert "&lt;all&gt; our looms &amp; silk" in event.body.render_as_block()


def test_what_was_written_comes_back_to_be_edited(officers):
    officers.post(EVENT, filled("draft"))
    page = EventPage.objects.get()
    url = reverse("workspace:edit-event", args=[page.pk])
    form = officers.get(url).context["form"]
    assert form["about"].value().splitlines() == ABOUT.splitlines()
    assert f'value="{moment(7)}"' in str(form["starts_at"])
    officers.post(url, filled("draft", title="Open days", about="Come."))
    draft = EventPage.objects.get().get_latest_revision_as_object()
    assert (draft.title, plain_text(draft.body)) == ("Open days", "Come.")
    assert url in officers.get(reverse("workspace:home")).content.decode()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"ends_at": moment(6)}, "It ends before it begins."),
        ({"starts_at": moment(-2), "ends_at": moment(-1)}, "This day is in the past."),
        ({"starts_at": ""}, "Please say when it begins."),
        ({"title": " "}, "Please write a title."),
        ({"about": ""}, "Please write what it is about before you send."),
        ({"kind": "no-such"}, 'class="error"'),
        ({"starts_at": "tomorrow"}, 'class="error"'),
        ({"venue": "a\x00b"}, 'class="error"'),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(officers, fields, said):
    typed = filled(**fields)
    response = officers.post(EVENT, typed)
    content = response.content.decode()
    assert said in content
    for name in {"title", "venue", "starts_at", "ends_at", "about"} - fields.keys():
        assert response.context["form"][name].value() == typed[name]
    assert not EventPage.objects.exists()


def test_a_draft_may_lack_its_words_and_lie_behind(officers):
    officers.post(EVENT, filled("draft", about="", starts_at=moment(-2), ends_at=moment(-1)))
    assert EventPage.objects.get().body.raw_data == [] or not EventPage.objects.get().body


def test_two_taps_make_one_event(officers):
    event = filled(file=photo(), alt_text="A loom.", people="none")
    for _time in range(2):
        event["file"].seek(0)
        assert "Sent for review" in officers.post(EVENT, event, follow=True).content.decode()
    assert (EventPage.objects.count(), Submission.objects.count()) == (1, 1)


def rows(name, *rows):
    boxes = {f"{name}-{n}-{box}": value for n, row in enumerate(rows) for box, value in row.items()}
    return boxes | {f"{name}-count": str(len(rows))}


def test_a_programme_people_and_links_are_written(officers):
    programme = rows(
        "programme", {"time": "8:30", "until": "9:00", "what": "Welcome"}, {"time": "៩:០០", "what": "Looms"}
    )
    people = rows("guests", {"role": "Weaver", "name": "Sokha"})
    links = rows("links", {"title": "In the press", "url": "https://example.org/a", "kind": "press"})
    more = {"theme": "Silk", "findings": "- One", "hashtags": "#silk", "other_partners": "The market"}
    officers.post(EVENT, filled(**programme, **people, **links, **more))
    event = Submission.objects.get().revision.as_object()
    assert [(str(item.value["time"]), item.value["what"]) for item in event.programme] == [
        ("08:30:00", "Welcome"),
        ("09:00:00", "Looms"),
    ]
    assert dict(event.people[0].value) == {"role": "Weaver", "name": "Sokha"}
    assert event.links[0].value["url"] == "https://example.org/a"
    assert (event.theme, event.findings, event.hashtags) == ("Silk", "<ul><li>One</li></ul>", "#silk")


LAST_FIELDS = {"summary", "recommendations", "follow_up"}


def test_summary_follow_up_and_other_recommendations_are_written(officers, make_page, organization):
    later = make_page("event", organization, title="Second forum")
    assert f"{later.title} (" in officers.get(EVENT).content.decode()
    said = {"summary": "A day of silk.", "other_recommendations": "Go on.", "follow_up": str(later.pk)}
    officers.post(EVENT, filled("draft", **said))
    event = EventPage.objects.exclude(pk=later.pk).get()
    assert (event.summary, event.recommendations, event.follow_up) == ("A day of silk.", "<p>Go on.</p>", later)
    url = reverse("workspace:edit-event", args=[event.pk])
    form = officers.get(url).context["form"]
    # An event does not follow itself.
    assert [value for value, _label in form.fields["follow_up"].choices] == ["", later.pk]
    officers.post(url, filled("draft"))
    event = EventPage.objects.get(pk=event.pk).get_latest_revision_as_object()
    assert (event.summary, event.recommendations, event.follow_up) == ("", "", None)


@pytest.mark.parametrize("is_public", [True, False])
def test_an_event_of_others_is_chosen_by_nobody_and_stays(
    officers, make_page, organization, other_organization, is_public
):
    theirs = make_page("event", other_organization, title="Theirs", live=is_public)
    response = officers.post(EVENT, filled("draft", follow_up=str(theirs.pk)))
    assert response.context["form"].errors["follow_up"] and "Theirs" not in response.content.decode()
    event = make_page("event", organization, follow_up=theirs)
    url = reverse("workspace:edit-event", args=[event.pk])
    form = TypedForm(officers, url)
    # The title of a draft is nobody else's to read.
    assert ("Theirs" in form.response.content.decode()) == is_public
    form.press("draft")
    assert EventPage.objects.get(pk=event.pk).get_latest_revision_as_object().follow_up == theirs


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (rows("programme", {"what": "Welcome"}), "1: Please write the hour."),
        (rows("programme", {"time": "soon", "what": "Welcome"}), "Write the hour as"),
        (rows("programme", {"time": "8", "what": "a" * 251}), "250"),
        (rows("programme", {"time": "8:00", "what": "Late", "day": moment(30)[:10]}), "The event is not held on"),
        (rows("guests", {"name": "Sokha"}), "Please write what this person does."),
        (rows("links", {"title": "No address"}), "1:"),
        (rows("links", {"title": "Bad", "url": "javascript:alert(1)"}), "1:"),
        ({"series": "99999"}, 'class="error"'),
    ],
)
def test_a_row_that_is_wrong_is_named_and_stays(officers, fields, said):
    response = officers.post(EVENT, filled(**fields))
    assert said in response.content.decode()
    assert not EventPage.objects.exists()
    for name, value in fields.items():
        if name.endswith("-what"):
            assert response.context["form"]["programme"].rows[0]["what"].value() == value


def test_what_the_short_form_does_not_know_stays(officers, make_page, organization, other_organization):
    body = [("heading", {"text": "Programme", "level": "h2"}), ("paragraph", "<p>Much.</p>")]
    event = make_page(
        "event",
        organization,
        body=body,
        findings='<p>See <a linktype="page" id="3">this</a>.</p>',
        recommendations='<p>See <a linktype="page" id="3">this</a>.</p>',
        programme=[("item", {"day": None, "time": time(8), "until": None, "what": "Welcome"})],
        competition=[],
    )
    event.partners = [other_organization]
    event.save_revision()
    url = reverse("workspace:edit-event", args=[event.pk])
    form = officers.get(url).context["form"]
    assert not {"about", "findings", "other_recommendations"} & form.fields.keys()
    key = form["programme"].rows[0]["id"].value()
    changed = rows(
        "programme", {"id": key, "time": "08:00", "what": "A warm welcome"}, {"time": "9:00", "what": "Looms"}
    )
    officers.post(url, filled("draft", title="Another title", **changed))
    draft = EventPage.objects.get().get_latest_revision_as_object()
    assert [item.value["what"] for item in draft.programme] == ["A warm welcome", "Looms"]
    assert draft.programme[0].id == key and draft.title == "Another title"
    for name in ("findings", "recommendations"):
        assert getattr(draft, name) == getattr(event, name)
    assert draft.body.get_prep_value() == event.body.get_prep_value()
    assert list(draft.partners.all()) == [other_organization]


def test_the_form_takes_few_queries_however_long_its_programme_is(
    officers, make_page, organization, django_assert_max_num_queries
):
    items = [("item", {"day": None, "time": time(8), "until": None, "what": f"Item {n}"}) for n in range(30)]
    event = make_page("event", organization, programme=items)
    url = reverse("workspace:edit-event", args=[event.pk])
    officers.get(url)
    with django_assert_max_num_queries(25):
        officers.get(url)


def test_a_public_event_that_is_over_gets_its_findings(officers, make_page, organization):
    event = make_page("event", organization, live=True, title="Held")
    url = reverse("workspace:edit-event", args=[event.pk])
    past = {"starts_at": moment(-2), "ends_at": moment(-1)}
    officers.post(url, filled(findings="Looms are dear.", **past))
    assert Submission.objects.get().revision.as_object().findings == "<p>Looms are dear.</p>"


def test_events_of_others_are_not_there(stranger, make_page, organization, draft):
    event = make_page("event", organization)
    assert stranger.get(reverse("workspace:edit-event", args=[event.pk])).status_code == 404
    assert stranger.get(reverse("workspace:edit-event", args=[draft.pk])).status_code == 404


def test_nobody_but_members_announces(sign_in, make_user):
    assert sign_in(make_user("visitor@example.org")).get(EVENT).status_code == 404


@pytest.mark.parametrize(
    "typed", ["05/12/2026 08:30", "៥/១២/២០២៦ ៨:៣០", "2026-12-05T08:30", "ថ្ងៃសៅរ៍ ទី៥ ធ្នូ ២០២៦ ម៉ោង ៨:៣០ ព្រឹក"]
)
def test_the_day_is_typed_first(officers, typed):
    officers.post(EVENT, filled("draft", starts_at=typed, ends_at="05/12/2026 5 pm"))
    page = EventPage.objects.get()
    begins, ends = timezone.localtime(page.starts_at), timezone.localtime(page.ends_at)
    assert (begins.day, begins.month, begins.hour, begins.minute, ends.hour) == (5, 12, 8, 30, 17)


@pytest.mark.parametrize("typed", ["12/25/2026 08:30", "05/12/2026", "05/12/0202 08:30", "05/12/2626 08:30", "soon"])
def test_a_day_that_is_not_understood_is_refused(officers, typed):
    response = officers.post(EVENT, filled("draft", starts_at=typed))
    assert response.context["form"].errors["starts_at"]
    assert f'value="{typed}"' in response.content.decode()
    assert not EventPage.objects.exists()


def test_khmer_forms_show_khmer_digits(officers):
    officers.post(EVENT, filled("draft", starts_at="05/12/2026 08:30", ends_at="05/12/2026 17:00"))
    url = reverse("workspace:edit-event", args=[EventPage.objects.get().pk])
    officers.cookies[settings.LANGUAGE_COOKIE_NAME] = "km"
    assert "០៥/១២/២០២៦ ០៨:៣០" in str(officers.get(url).context["form"]["starts_at"])


WHOLE = {"women": "12", "men": "៤", "another": "0", "not_said": ""}


def test_partners_participants_and_a_competition_are_written(officers, other_organization):
    partners = rows("partners", {"organization": str(other_organization.pk)})
    people = rows("participants", {"kind": "ngo"} | WHOLE)
    entries = rows(
        "entries",
        {"rank": "1", "title": "Six looms", "people": "The weavers", "agreed": "on", "prize": "A loom"},
        {"title": "Silk"},
    )
    officers.post(EVENT, filled(judging="By\r\nthree.", **partners, **people, **entries))
    event = Submission.objects.get().revision.as_object()
    assert list(event.partners.all()) == [other_organization]
    (row,) = event.participants.all()
    assert (row.kind, row.counts) == ("ngo", (12, 4, 0, 0))
    judging, first, second = event.competition
    assert judging.value == "By\nthree."
    assert (first.value["rank"], first.value["people"], first.value["agreed"]) == (1, "The weavers", True)
    assert (second.value["rank"], second.value["title"], second.value["agreed"]) == (None, "Silk", False)


def test_materials_are_chosen_or_uploaded(officers, organization):
    there = Document.objects.create(title="Minutes", file=text_file(), collection=organization.collection)
    # As without a script: one button more for a file, and nothing is wrong yet.
    form = officers.post(EVENT, filled("material", title="", new_material=text_file("silk.pdf"))).context["form"]
    new = Document.objects.exclude(pk=there.pk).get()
    assert not form.errors and form["materials"].rows[0]["document"].value() == str(new.pk)
    chosen = rows("materials", {"document": str(new.pk), "title": "Silk"}, {"document": str(there.pk)})
    officers.post(EVENT, filled("draft", **chosen))
    page = EventPage.objects.get()
    assert [(item.value["document"], item.value["title"]) for item in page.materials] == [(new, "Silk"), (there, "")]
    # A file that is chosen and sent with the form comes last.
    officers.post(reverse("workspace:edit-event", args=[page.pk]), filled("draft", new_material=text_file("last.pdf")))
    assert EventPage.objects.get().get_latest_revision_as_object().materials[2].value["document"].title == "last"


def text_file(name="minutes.pdf"):
    return SimpleUploadedFile(name, b"%PDF-1.4\n%%EOF\n", content_type="application/pdf")


def test_nothing_of_others_can_be_named(officers, other_organization, make_organization):
    theirs = Document.objects.create(title="Theirs", file=text_file(), collection=other_organization.collection)
    hidden = make_organization("hidden", is_hidden=True)
    assert "Theirs" not in officers.get(EVENT).content.decode()
    for fields in (
        rows("materials", {"document": str(theirs.pk)}),
        rows("partners", {"organization": str(hidden.pk)}),
    ):
        response = officers.post(EVENT, filled("draft", **fields))
        assert "Select a valid choice" in response.content.decode() and "Theirs" not in response.content.decode()
    assert not EventPage.objects.exists()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (rows("participants", {"kind": "ngo", "women": "1"}, {"kind": "ngo", "men": "1"}), "in one row only"),
        (rows("participants", {"women": "3"}), "Please choose where these people come from."),
        (rows("participants", {"kind": "ngo", "women": "-1"}), "0"),
        (rows("entries", {"title": "Silk", "people": "Sokha"}), "Name people only if everybody agreed"),
        (rows("entries", {"title": "One", "rank": "1"}, {"title": "Two", "rank": "3"}), "2: this must be rank 2"),
        ({"new_material": SimpleUploadedFile("run.exe", b"MZ")}, 'class="error"'),
    ],
)
def test_what_came_of_it_is_checked(officers, fields, said):
    assert said in officers.post(EVENT, filled("draft", **fields)).content.decode()
    assert not EventPage.objects.exists()


def test_counted_participants_are_shown_to_nobody_to_type(officers, make_page, organization):
    event = make_page("event", organization)
    event.participants.set([Participants(kind="ngo", women=9, source=Participants.Source.COUNTED)])
    event.save_revision()
    url = reverse("workspace:edit-event", args=[event.pk])
    response = officers.get(url)
    assert "participants" not in response.context["form"].fields
    assert "Counted from check-ins" in response.content.decode()
    officers.post(url, filled("draft", **rows("participants", {"kind": "ngo", "women": "1"})))
    assert EventPage.objects.get().get_latest_revision_as_object().participants.get().women == 9


def test_a_form_that_says_the_same_changes_nothing(
    officers, make_page, organization, other_organization, make_organization
):
    entry = {"rank": 1, "title": "Looms", "url": "", "people": "", "agreed": False, "prize": ""}
    there = Document.objects.create(title="Minutes", file=text_file(), collection=organization.collection)
    event = make_page(
        "event",
        organization,
        summary="A day of silk.",
        recommendations='<p data-block-key="a1b2c">Go on.</p>',
        follow_up=make_page("event", organization),
        competition=[("entry", entry), ("judging", "By  three.")],
        materials=[("document", {"document": there, "title": ""})],
    )
    event.partners = [other_organization, make_organization("hidden", is_hidden=True)]
    event.participants.set([Participants(kind="ngo", women=9)])
    event.save_revision()
    before = event.get_latest_revision_as_object().serializable_data()
    form = TypedForm(officers, reverse("workspace:edit-event", args=[event.pk]))
    assert form.press("draft").status_code == 302
    after = EventPage.objects.get(pk=event.pk).get_latest_revision_as_object().serializable_data()
    same = {"competition", "materials", "partners", "programme", "people", "links", "body", *LAST_FIELDS}
    assert {name: after[name] for name in same} == {name: before[name] for name in same}
    assert [row | {"pk": None} for row in after["participants"]] == before["participants"]
