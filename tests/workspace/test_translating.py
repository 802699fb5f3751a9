"""The translator's page: sentences beside their originals, kept, made a draft, and sent."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from wagtail.models import Page
from wagtail_localize.models import Translation

from moderation.models import Submission
from moderation.services import approve
from tests.factories import make_page
from tests.queries import queries_of
from translations.memory import remember_source
from translations.segments import SentenceState, counts_of, sentences_of
from translations.typed_notation import from_typed, to_typed

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
    return {s.plain_source: f"sentence-{s.segment}" for s in sentences_of(Translation.objects.get())}


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
    assert "Read [1: this] and **come**." in page
    assert 'href="#sentence-' in page
    assert 'name="send"' not in page


def test_what_is_typed_is_kept_sent_and_public_after_the_approval(officers: Any, twin: Any, editor: Any) -> None:
    officers.post(address(twin), filled())
    page = officers.get(address(twin)).content.decode()
    assert "4 done" in page
    assert "អាន [1: នេះ] ហើយ**មក**។" in page
    assert 'name="send"' in page
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


def test_the_page_takes_25_queries_at_most(officers: Any, twin: Any) -> None:
    officers.get(address(twin))
    asked = queries_of(officers, address(twin))
    assert len(asked) <= 25, "\n".join(q[:180] + " ... " + q[-120:] for q in asked)


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
