"""Notes on a piece as its organization and the editors see them."""

from __future__ import annotations

import pytest
from django.urls import reverse

from moderation.models import SubmissionNote
from moderation.notes.reading import SHOWN_BESIDE
from orgs.services import set_membership
from tests.factories import make_user
from tests.queries import queries_of

pytestmark = pytest.mark.django_db


def url_of(page):
    return reverse("workspace:notes", args=[page.pk])


def test_two_sides_write_and_both_read_it_beside_the_piece(officers, editors, waiting, draft):
    answer = editors.post(url_of(draft), {"text": "Which village?"}, follow=True)
    review = reverse("workspace:review", args=[waiting.pk])
    assert answer.redirect_chain[-1][0] == f"{review}#notes-{draft.pk}"
    assert "A word with the author" in answer.content.decode()
    answer = officers.post(url_of(draft), {"text": "It is Bati."}, follow=True)
    piece = reverse("workspace:content-item", args=[draft.pk])
    assert answer.redirect_chain[-1][0] == f"{piece}#notes-{draft.pk}"
    assert "A word with the editors" in answer.content.decode()
    for client, url in ((officers, piece), (editors, review), (officers, url_of(draft)), (editors, url_of(draft))):
        shown = client.get(url).content.decode()
        assert shown.index("Which village?") < shown.index("It is Bati.")


def test_from_the_stream_it_leads_back_to_the_piece_in_the_stream(editors, waiting, draft):
    queue = reverse("workspace:queue")
    beside = editors.get(queue, {"open": waiting.pk, "language": "en"}).content.decode()
    form = beside.partition(f'action="{url_of(draft)}"')[2].partition("</form>")[0]
    assert 'name="back" value="language=en"' in form and 'name="stream" value="1"' in form
    sent = {"stream": "1", "back": "language=en"}
    refused = editors.post(url_of(draft), sent | {"text": "a" * 1001}).content.decode()
    assert "a" * 1001 in refused and 'name="back" value="language=en"' in refused
    answer = editors.post(url_of(draft), sent | {"text": "Which village?"}, follow=True)
    assert answer.redirect_chain[-1][0] == f"{queue}?language=en&open={waiting.pk}#notes-{draft.pk}"
    assert "Which village?" in answer.content.decode().partition('id="open"')[2]


def test_a_suspended_organization_reads_and_keeps_what_was_typed(officers, waiting, draft, organization):
    organization.status = "suspended"
    organization.save()
    assert 'name="text"' not in officers.get(url_of(draft)).content.decode()
    answer = officers.post(url_of(draft), {"text": "The village is Bati."}).content.decode()
    assert "suspended at the moment" in answer and "The village is Bati." in answer
    assert not SubmissionNote.objects.exists()


def test_what_was_typed_stays_after_a_refusal(officers, draft, waiting):
    answer = officers.post(url_of(draft), {"text": "a" * 1001}).content.decode()
    assert "a" * 1001 in answer
    assert f"#note-{draft.pk}-text" in answer
    assert not SubmissionNote.objects.exists()


def test_strangers_and_unsent_pieces_are_not_there(
    stranger, officers, editors, draft, waiting, make_page, organization
):
    unsent = make_page("update", organization)
    for client, page in ((stranger, draft), (officers, unsent), (editors, unsent)):
        assert client.get(url_of(page)).status_code == 404
        assert client.post(url_of(page), {"text": "Hello"}).status_code == 404
    assert not SubmissionNote.objects.exists()


def test_a_translator_writes_on_pages_in_her_language_alone(sign_in, draft, waiting, organization):
    found = {}
    for language in ("en", "km"):
        person = make_user(f"{language}@example.org")
        set_membership(person, organization, "officer", translates_into=language)
        found[language] = sign_in(person).post(url_of(draft), {"text": f"In {language}"}).status_code
    assert found == {"en": 302, "km": 404}
    assert [note.text for note in SubmissionNote.objects.all()] == ["In en"]


def test_only_the_newest_stand_beside_the_piece(officers, draft, waiting, officer):
    rows = [SubmissionNote(submission=waiting, author=officer, text=f"Note {n}.") for n in range(SHOWN_BESIDE + 1)]
    SubmissionNote.objects.bulk_create(rows)
    beside = officers.get(reverse("workspace:content-item", args=[draft.pk])).content.decode()
    assert "Note 0." not in beside
    assert "Note 10." in beside
    assert url_of(draft) in beside
    assert "Note 0." in officers.get(url_of(draft)).content.decode()


def test_the_notes_cost_the_same_however_many_there_are(officers, editors, draft, waiting, officer, editor):
    SubmissionNote.objects.create(submission=waiting, author=editor, text="One.", is_from_editor=True)
    addresses = {
        (officers, reverse("workspace:content-item", args=[draft.pk])): 24,
        (editors, reverse("workspace:review", args=[waiting.pk])): 26,
        (officers, url_of(draft)): 12,
        (editors, url_of(draft)): 12,
    }
    few = {url: len(queries_of(client, url)) for client, url in addresses}
    rows = [SubmissionNote(submission=waiting, author=person, text="More.") for person in (officer, editor) * 4]
    SubmissionNote.objects.bulk_create(rows)
    for (client, url), most in addresses.items():
        asked = len(queries_of(client, url))
        assert asked <= few[url] + 1, url
        assert asked <= most, (url, asked)
