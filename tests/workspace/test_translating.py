"""The translator's page: sentences beside their originals, kept, made a draft, and sent."""

from __future__ import annotations

import gzip
import re
from typing import Any

import pytest
from django.urls import reverse
from wagtail.models import Page
from wagtail_localize.models import Translation

from moderation.models import Submission
from moderation.services import approve
from outbox.services import drain
from tests.factories import make_page
from tests.queries import queries_of
from tests.translations.sentence_helpers import by_source
from translations.engine.typed_notation import from_typed, to_typed
from translations.memory import remember_source
from translations.segments import SentenceState, counts_of, sentences_of

pytestmark = pytest.mark.django_db

TEXT = '<p>Read <a href="https://example.org/a">this</a> and <b>come</b>.</p><p>We weave.</p>'


@pytest.fixture
def article(organization: Any, officer: Any) -> Any:
    body = [{"type": "paragraph", "value": TEXT}]
    return make_page("article", organization, live=True, owner=officer, title="Looms", summary="Short.", body=body)


@pytest.fixture
def twin(article: Any, officers: Any) -> Any:
    """The page in Khmer, begun by the button."""
    answer = officers.post(reverse("workspace:translate", args=[article.pk]))
    copy = Page.objects.get(translation_key=article.translation_key, locale__language_code="km").specific
    assert answer["Location"] == address(copy)
    return copy


def address(page: Any) -> str:
    return reverse("workspace:translation", args=[page.pk])


def names() -> dict[str, str]:
    """The name of each box by the sentence of the original."""
    return {source: f"sentence-{s.segment}" for source, s in by_source(Translation.objects.get()).items()}


def filled(**more: str) -> dict[str, str]:
    boxes = names()
    texts = {
        "Looms": "កី",
        "Short.": "ខ្លី។",
        "Read this and come.": "អាន [1: នេះ] ហើយ**មក**។",
        "We weave.": "យើងត្បាញ។",
    }
    return {boxes[source]: words for source, words in texts.items()} | more


def test_all_is_missing_at_first_and_the_page_leads_there(officers: Any, twin: Any) -> None:
    page = officers.get(address(twin)).content.decode()
    assert "4 missing" in page
    assert page.count('class="sentence missing"') == 4
    assert re.search(
        r'Read <span class="chip" data-link="1"><svg.*?</svg><small>1</small> this</span> and <b>come</b>\.', page
    )
    assert 'href="#sentence-' in page
    assert 'name="send" value="1" disabled' in page


def test_what_is_typed_is_kept_sent_and_public_after_the_approval(officers: Any, twin: Any, editor: Any) -> None:
    officers.post(address(twin), filled())
    page = officers.get(address(twin)).content.decode()
    assert "4 done" in page
    assert "អាន [1: នេះ] ហើយ**មក**។" in page
    assert 'name="send" value="1">' in page
    officers.post(address(twin), {"send": "1"})
    assert not Page.objects.get(pk=twin.pk).live
    approve(Submission.objects.get(page=twin.pk), editor)
    shown = Page.objects.get(pk=twin.pk).specific
    assert (shown.title, shown.summary) == ("កី", "ខ្លី។")
    assert str(shown.body[0].value) == (
        '<p>អាន <a href="https://example.org/a">នេះ</a> ហើយ<b>មក</b>។</p><p>យើងត្បាញ។</p>'
    )


def test_what_does_not_fit_is_kept_in_its_box_and_the_summary_leads_there(officers: Any, twin: Any) -> None:
    box = names()["Read this and come."]
    answer = officers.post(address(twin), filled(**{box: "អាន <script>alert(1)</script>"}))
    page = answer.content.decode()
    assert f'href="#{box}"' in page
    assert "អាន &lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert counts_of(sentences_of(Translation.objects.get())) == {SentenceState.DONE: 3, SentenceState.MISSING: 1}


def test_a_changed_original_is_settled_by_new_words_or_by_the_check_box(
    officers: Any, twin: Any, article: Any, officer: Any
) -> None:
    officers.post(address(twin), filled())
    article.title = "Eight looms"
    article.save_revision(user=officer).publish()
    remember_source(Page.objects.get(pk=article.pk).specific)
    page = officers.get(address(twin)).content.decode()
    assert "The English changed" in page
    assert "Before: <span" in page
    box = names()["Eight looms"]
    # Saving the page with the former words in the box decides nothing.
    officers.post(address(twin), {box: "កី"})
    assert counts_of(sentences_of(Translation.objects.get()))[SentenceState.STALE] == 1
    officers.post(address(twin), {box: "កី", box.replace("sentence", "still"): "1"})
    assert counts_of(sentences_of(Translation.objects.get())) == {SentenceState.DONE: 4}


def test_a_pair_written_by_hand_opens_with_its_words(officers: Any, organization: Any, article: Any) -> None:
    body = [{"type": "paragraph", "value": TEXT.replace("this", "នេះ")}]
    twin = make_page(
        "article",
        organization,
        "km",
        live=True,
        translation_key=article.translation_key,
        title="កី",
        summary="ខ្លី",
        body=body,
    )
    # From either of the two pages the button leads to the one that was public later.
    for page in (twin, article):
        assert officers.post(reverse("workspace:translate", args=[page.pk]))["Location"] == address(twin)
    assert "4 done" in officers.get(address(twin)).content.decode()


def test_nobody_else_sees_or_writes_it(sign_in: Any, twin: Any, other_officer: Any, editor: Any) -> None:
    for person in (other_officer, editor):
        client = sign_in(person)
        assert client.get(address(twin)).status_code == 404
        assert client.post(address(twin), filled()).status_code == 404
    assert counts_of(sentences_of(Translation.objects.get())) == {SentenceState.MISSING: 4}


def test_boxes_of_another_page_are_left_alone(officers: Any, twin: Any, organization: Any, officer: Any) -> None:
    foreign = filled()
    other = make_page("update", organization, live=True, owner=officer)
    officers.post(reverse("workspace:translate", args=[other.pk]))
    copy = Page.objects.get(translation_key=other.translation_key, locale__language_code="km")
    officers.post(address(copy), foreign)
    assert counts_of(sentences_of(Translation.objects.order_by("pk").first())) == {SentenceState.MISSING: 4}


def test_a_page_whose_translation_was_not_begun_is_not_found(officers: Any, article: Any) -> None:
    assert officers.get(address(article)).status_code == 404


def fifty_sentences() -> list[dict[str, str]]:
    """A text of 60 sentences; the portal's words stand in each."""
    sentences = (
        f"In village {n} of Kampong Cham {n * 3} women spoke of human rights and of work with the commune council."
        for n in range(60)
    )
    return [{"type": "paragraph", "value": "".join(f"<p>{sentence}</p>" for sentence in sentences)}]


def test_fifty_sentences_with_suggestions_take_25_queries_and_40_kb_at_most(
    officers: Any, organization: Any, other_organization: Any, officer: Any
) -> None:
    body = fifty_sentences()
    # Two suggestions for each: another page of hers, and one of another organization.
    for owner in (organization, other_organization):
        page = make_page("article", owner, live=True, owner=officer, body=body)
        words = [{"type": "paragraph", "value": body[0]["value"].replace("spoke", f"និយាយ {owner.slug}")}]
        make_page("article", owner, "km", live=True, translation_key=page.translation_key, body=words)
    drain()
    page = make_page("article", organization, live=True, owner=officer, body=body)
    officers.post(reverse("workspace:translate", args=[page.pk]))
    there = address(Page.objects.get(translation_key=page.translation_key, locale__language_code="km"))
    asked = queries_of(officers, there)
    assert len(asked) <= 25, "\n".join(q[:180] + " ... " + q[-120:] for q in asked)
    shown = officers.get(there).content
    assert shown.count(b'<textarea id="sentence-') == 50
    assert shown.count(b'name="use"') >= 90
    assert b"Kampong Cham" in shown
    assert len(gzip.compress(shown, 6)) <= 40_000


def test_a_suggestion_for_the_same_sentence_is_taken_by_one_tap_and_what_is_typed_elsewhere_is_kept(
    officers: Any, twin: Any, organization: Any, officer: Any
) -> None:
    officers.post(address(twin), filled())
    other = make_page("article", organization, live=True, owner=officer, title="Looms", summary="Short, too.")
    officers.post(reverse("workspace:translate", args=[other.pk]))
    copy = Page.objects.get(translation_key=other.translation_key, locale__language_code="km")
    page = officers.get(address(copy)).content.decode()
    assert "Your organization wrote it before" in page
    (chosen,) = re.findall(r'name="use" value="([^"]+)"', page)
    translation = Translation.objects.get(source__object=other.translation_key)
    title, summary = sentences_of(translation)
    boxes = {f"sentence-{title.segment}": "half typed", f"sentence-{summary.segment}": "ខ្លី"}
    answer = officers.post(address(copy), {"use": chosen, **boxes})
    assert answer["Location"] == f"{address(copy)}#sentence-{title.segment}"
    assert [sentence.words for sentence in sentences_of(translation)] == ["កី", "ខ្លី"]
    # A suggestion that is not offered, or is one of another sentence, is not taken.
    for key in (f"{summary.segment} own-1", f"{summary.segment} {chosen.partition(' ')[2]}", "x", "1 public-1"):
        officers.post(address(copy), {"use": key})
    assert [sentence.words for sentence in sentences_of(translation)] == ["កី", "ខ្លី"]


def test_a_suggestion_for_a_similar_sentence_is_to_be_read_before_it_is_kept(
    officers: Any, organization: Any, other_organization: Any, officer: Any
) -> None:
    page = make_page("article", other_organization, live=True, title="A", summary="Six of the looms came on Monday.")
    make_page(
        "article", other_organization, "km", live=True, title="ក", summary="កីមក។", translation_key=page.translation_key
    )
    drain()
    own = make_page("article", organization, live=True, owner=officer, summary="Ten of the looms came on Monday.")
    officers.post(reverse("workspace:translate", args=[own.pk]))
    there = address(Page.objects.get(translation_key=own.translation_key, locale__language_code="km"))
    shown = officers.get(there).content.decode()
    assert f"{other_organization.name} published something similar" in shown
    assert "Six of the looms came on Monday." in shown
    (chosen,) = re.findall(r'name="use" value="([^"]+)"', shown)
    answer = officers.post(there, {"use": chosen})
    assert ">កីមក។</textarea>" in answer.content.decode()
    assert counts_of(sentences_of(Translation.objects.get(source__object=own.translation_key))) == {
        SentenceState.MISSING: 2
    }


BY_SCRIPT = {"Accept": "application/json"}


def test_a_box_is_saved_by_itself(officers: Any, twin: Any) -> None:
    boxes = names()
    answer = officers.post(address(twin), {boxes["Looms"]: "កី"}, headers=BY_SCRIPT)
    assert answer.json()["said"].startswith("Saved ")
    assert counts_of(sentences_of(Translation.objects.get())) == {SentenceState.DONE: 1, SentenceState.MISSING: 3}
    box = boxes["Read this and come."]
    answer = officers.post(address(twin), {box: "no link"}, headers=BY_SCRIPT)
    assert answer.status_code == 422
    assert "Keep each link" in answer.json()["problems"][box]


def test_a_sentence_that_stands_in_another_part_of_the_list_by_now_is_kept(
    officers: Any, organization: Any, officer: Any
) -> None:
    page = make_page("article", organization, live=True, owner=officer, body=fifty_sentences())
    officers.post(reverse("workspace:translate", args=[page.pk]))
    there = address(Page.objects.get(translation_key=page.translation_key, locale__language_code="km"))
    translation = Translation.objects.get(source__object=page.translation_key)
    last = sentences_of(translation)[-1]
    assert f'id="sentence-{last.segment}"' not in officers.get(there).content.decode()
    assert (
        f'href="?page=1#sentence-{sentences_of(translation)[0].segment}"'
        in officers.get(f"{there}?page=2").content.decode()
    )
    officers.post(there, {f"sentence-{last.segment}": "ចុងក្រោយ"})
    assert sentences_of(translation)[-1].words == "ចុងក្រោយ"


@pytest.mark.parametrize(
    ("html", "typed"),
    [
        ("plain &amp; simple", "plain & simple"),
        ('see <a id="a1">this</a> and <a id="a2"><b>that</b></a>', "see [1: this] and [2: **that**]"),
        ("one<br/>two", "one\ntwo"),
        ("<b>all</b>", "**all**"),
        ("2 &lt; 3 * 4 ** 5", "2 < 3 * 4 ** 5"),
        ("[1] and [x: y]", "[1] and [x: y]"),
    ],
)
def test_the_notation_of_boxes_goes_both_ways(html: str, typed: str) -> None:
    assert to_typed(html) == typed
    assert from_typed(typed) == html
