"""Both languages at once: sent from the translator's page, one line of the desk, sentence by sentence, withdrawn."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation
from wagtail_localize.strings import StringValue

from moderation.models import Correction, Submission
from moderation.services import approve, submit
from outbox.services import drain
from tests.factories import make_page
from tests.queries import queries_of
from tests.translations.sentence_helpers import by_source
from translations.segments import SentenceState, counts_of, sentences_of
from translations.services import begin, keep, send

pytestmark = pytest.mark.django_db

TEXT = '<p>Read <a href="https://example.org/a">this</a> and <b>come</b>.</p><p>We weave.</p>'
WORDS = {
    "Looms": "កី",
    "Short.": "ខ្លី។",
    "Read this and come.": 'អាន <a id="a1">នេះ</a> ហើយ<b>មក</b>។',
    "We weave.": "យើងត្បាញ។",
}


@pytest.fixture
def article(organization: Any, officer: Any) -> Any:
    """An article that nobody has sent yet."""
    body = [{"type": "paragraph", "value": TEXT}]
    return make_page("article", organization, owner=officer, title="Looms", summary="Short.", body=body)


@pytest.fixture
def translated(article: Any, officer: Any) -> Translation:
    translation = begin(article, Locale.objects.get(language_code="km"), officer)
    for sentence in sentences_of(translation):
        keep(translation, sentence.segment, WORDS[StringValue(sentence.source).render_text()], officer)
    return translation


def sent_both(officers: Any, translated: Translation) -> list[Submission]:
    twin = translated.get_target_instance()
    officers.post(reverse("workspace:translation", args=[twin.pk]), {"send_both": "1"})
    return list(Submission.objects.order_by("pk"))


@pytest.fixture
def both(officers: Any, translated: Translation) -> list[Submission]:
    return sent_both(officers, translated)


def review_url(submission: Submission, name: str = "review") -> str:
    return reverse(f"workspace:{name}", args=[submission.pk])


def test_the_translators_page_sends_both(officers: Any, translated: Translation, article: Any, editor: Any) -> None:
    twin = translated.get_target_instance()
    address = reverse("workspace:translation", args=[twin.pk])
    assert 'name="send_both"' in officers.get(address).content.decode()
    sent = officers.post(address, {"send_both": "1"}, follow=True).content.decode()
    assert "Both languages are sent as one." in sent
    original, translation = Submission.objects.order_by("pk")
    assert (original.page_id, translation.page_id) == (article.pk, twin.pk)
    assert original.parts == [original, translation]
    assert 'name="send_both"' not in officers.get(address).content.decode()


def test_an_original_that_went_on_is_translated_first(officers: Any, translated: Translation, article: Any) -> None:
    article.title = "Eight looms"
    article.save_revision()
    assert sent_both(officers, translated) == []
    # The sentence is now shown as changed.
    assert counts_of(sentences_of(translated)) == {SentenceState.DONE: 3, SentenceState.STALE: 1}


def test_an_unsent_change_of_a_public_original_leaves_memory_as_it_is(
    officers: Any, translated: Translation, article: Any
) -> None:
    article.save_revision().publish()
    drain()
    article = Page.objects.get(pk=article.pk).specific
    article.title = "Eight looms"
    article.save_revision()
    twin = translated.get_target_instance()
    answer = officers.post(reverse("workspace:translation", args=[twin.pk]), {"send_both": "1"}, follow=True)
    assert "Send the original first" in answer.content.decode()
    assert counts_of(sentences_of(Translation.objects.get())) == {SentenceState.DONE: 4}


def test_pages_written_by_hand_are_sent_from_their_own_page(officers: Any, organization: Any, officer: Any) -> None:
    page = make_page("update", organization, owner=officer, title="Six looms", text="Six looms came.")
    assert officers.post(reverse("workspace:send-both", args=[page.pk])).status_code == 404
    twin = make_page(
        "update", organization, "km", owner=officer, translation_key=page.translation_key, title="កី", text="កី ៦។"
    )
    shown = officers.get(reverse("workspace:content-item", args=[twin.pk])).content.decode()
    address = reverse("workspace:send-both", args=[twin.pk])
    assert address in shown
    assert officers.get(address).status_code == 405
    officers.post(address)
    assert [each.page_id for each in Submission.objects.get(page=page.pk).parts] == [page.pk, twin.pk]
    assert address not in officers.get(reverse("workspace:content-item", args=[twin.pk])).content.decode()


def test_both_stand_on_one_line(editors: Any, both: list[Submission]) -> None:
    page = editors.get(reverse("workspace:queue")).content.decode()
    assert "1 waits" in page
    assert page.count('name="chosen"') == 1
    assert "both languages" in page
    for language in ("en", "km"):
        assert (
            editors.get(reverse("workspace:queue"), {"language": language}).content.decode().count('name="chosen"') == 1
        )


@pytest.mark.parametrize("opened", [0, 1])
def test_either_address_shows_both_and_decides_on_both(editors: Any, both: list[Submission], opened: int) -> None:
    page = editors.get(review_url(both[opened])).content.decode()
    assert "Two languages, one decision" in page
    assert "Read [1: this] and **come**." in page
    assert "អាន [1: នេះ] ហើយ**មក**។" in page.replace("\u200b", "").replace("<wbr>", "")
    answer = editors.post(review_url(both[opened]), {"decision": "approve", "unchecked": "on"}, follow=True)
    assert "The decision is for both languages." in answer.content.decode()
    assert set(Submission.objects.values_list("state", flat=True)) == {"approved"}


def test_the_decision_on_many_never_takes_one_alone(editors: Any, both: list[Submission]) -> None:
    queue = reverse("workspace:queue")
    # The second has no line: its number is refused.
    answer = editors.post(queue, {"chosen": [both[1].pk], "decision": "return", "reason": "Name it."})
    assert "no longer waiting" in answer.content.decode()
    editors.get(review_url(both[0]))
    answer = editors.post(queue, {"chosen": [both[0].pk], "decision": "approve"}).content.decode()
    sure = re.findall(r'name="sure" value="([^"]+)"', answer)
    editors.post(queue, {"chosen": [both[0].pk], "confirmed": "approve", "sure": sure})
    assert set(Submission.objects.values_list("state", flat=True)) == {"approved"}


def test_the_desk_page_of_both_takes_few_queries(
    editors: Any, both: list[Submission], draft: Any, officer: Any
) -> None:
    submit(draft, officer)
    drain()
    for address, most in ((review_url(both[0]), 60), (review_url(both[1]), 60), (reverse("workspace:queue"), 32)):
        editors.get(address)
        asked = queries_of(editors, address)
        assert len(asked) <= most, (address, len(asked))


@pytest.fixture
def sent_again(both: list[Submission], editor: Any, officer: Any, translated: Translation) -> Submission:
    """The Khmer alone, after both were public: one sentence is written in other words."""
    approve(both[0], editor)
    drain()
    translation = Translation.objects.get()
    weave = by_source(translation)["We weave."]
    keep(translation, weave.segment, "យើងត្បាញសូត្រ។", officer)
    return send(translation, officer)


def test_a_translation_stands_beside_its_original(editors: Any, sent_again: Submission) -> None:
    page = editors.get(review_url(sent_again)).content.decode()
    assert "Sentence by sentence" in page
    assert "The original that is public now" in page
    assert page.count('class="sentence stale"') == 1
    assert page.count('class="sentence done"') == 3
    changed = page.partition('class="sentence stale"')[2].partition("Everything that changed")[0]
    plain = changed.replace("\u200b", "").replace("<wbr>", "")
    assert plain.index("We weave.") < plain.index("យើងត្បាញ។") < plain.index("យើងត្បាញសូត្រ។")
    asked = queries_of(editors, review_url(sent_again))
    assert len(asked) <= 45, len(asked)


def test_an_editor_corrects_a_sentence_and_memory_follows(
    editors: Any, editor: Any, sent_again: Submission, officer: Any, officers: Any
) -> None:
    address = review_url(sent_again, "correct")
    page = editors.get(address).content.decode()
    assert "Read [1: this] and **come**." in page
    boxes = dict(re.findall(r'<textarea name="(text-[^"]+)"[^>]*>\n?([^<]*)', page))
    [box] = [name for name, words in boxes.items() if words == "យើងត្បាញសូត្រ។"]
    [linked] = [name for name, words in boxes.items() if words.startswith("អាន")]
    bad = editors.post(address, boxes | {linked: "អាន [2: នេះ]", "note": ""}).content.decode()
    assert "Keep each link of the original once" in bad
    editors.post(address, boxes | {box: "យើងត្បាញសូត្រល្អ។", "note": ""})
    correction = Correction.objects.get()
    assert correction.created_by == editor
    # The checks are made first.
    drain()
    officers.post(reverse("workspace:correction", args=[correction.pk]), {"answer_is": "accept"})
    shown = Page.objects.get(pk=sent_again.page_id).specific
    # The keys of paragraphs are Wagtail's own.
    assert re.sub(r' data-block-key="\w+"', "", str(shown.body[0].value)) == (
        '<p>អាន <a href="https://example.org/a">នេះ</a> ហើយ<b>មក</b>។</p><p>យើងត្បាញសូត្រល្អ។</p>'
    )
    drain()
    translation = Translation.objects.get()
    assert by_source(translation)["We weave."].words == "យើងត្បាញសូត្រល្អ។"
    assert counts_of(sentences_of(translation)) == {SentenceState.DONE: 4}


@pytest.mark.parametrize(("answer", "live"), [("both", [False, False]), ("alone", [False, True])])
def test_withdrawing_asks_what_becomes_of_the_other(
    officers: Any, both: list[Submission], editor: Any, answer: str, live: list[bool]
) -> None:
    approve(both[0], editor)
    address = reverse("workspace:withdraw", args=[both[0].page_id])
    page = officers.get(address).content.decode()
    assert "It is public in the other language too." in page
    assert "checked" not in page.partition('name="other_language"')[2].partition("</fieldset>")[0]
    assert "Please choose one." in officers.post(address, {"reason": ""}).content.decode()
    officers.post(address, {"other_language": answer, "reason": ""})
    assert [Page.objects.get(pk=each.page_id).live for each in both] == live
    # Nothing is asked where the other is not public.
    if answer == "both":
        return
    other = officers.get(reverse("workspace:withdraw", args=[both[1].page_id])).content.decode()
    assert "other_language" not in other
