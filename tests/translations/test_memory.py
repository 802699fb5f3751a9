"""The memory of translations: pairs that people wrote, sentences that are stale, drafts made of memory."""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import CharField, TextField
from django.test.utils import CaptureQueriesContext
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.fields import StreamField
from wagtail.models import Locale, Page
from wagtail_localize.models import LocaleSynchronization, String, StringTranslation, Translation

from common.refusal import Refusal
from common.typed_text.tables import LONGEST_CELL, LONGEST_HEADING
from moderation import services as moderation
from operations.personal_data.retention import delete_expired_data
from orgs.pages.content_walker import content_of, fields_of
from orgs.pages.registry import page_kinds
from outbox.services import drain
from tests.factories import make_page
from tests.kept_rows import KeptRows, keeps
from tests.population import standing_member, standing_organization
from tests.translations.sentence_helpers import by_source
from translations.declarations import content_field_names, longest_of
from translations.handlers import follow_publication
from translations.memory import adopt, orphaned_sentences, read_back, remember_source
from translations.segments import SentenceState, counts_of, sentences_of
from translations.services import begin, draft, keep, send
from vocabulary.models import Topic

pytestmark = pytest.mark.django_db

ENGLISH: list[Any] = [
    ("heading", {"text": "Seven looms", "level": "h2"}),
    ("paragraph", '<p>They came in <a href="https://example.org/en">May</a>.</p><p>All work.</p>'),
    ("quotation", {"text": "We weave again.", "source": "A weaver"}),
    ("table", {"columns": [{"type": "text", "heading": "Year"}], "rows": [{"values": ["two"]}], "caption": "Looms"}),
    # Without the ids of inner blocks, as programs write it.
    ("count", {"title": "Who weaves", "options": [{"type": "option", "value": {"label": "Old", "number": 7}}]}),
]
KHMER: list[Any] = [
    ("heading", {"text": "កី ៧", "level": "h2"}),
    ("paragraph", '<p>វាមកដល់ក្នុងខែ <a href="https://example.org/km">ឧសភា</a>។</p><p>ទាំងអស់ដំណើរការ។</p>'),
    ("quotation", {"text": "យើងត្បាញវិញ។", "source": "អ្នកត្បាញ"}),
    ("table", {"columns": [{"type": "text", "heading": "ឆ្នាំ"}], "rows": [{"values": ["ពីរ"]}], "caption": "កី"}),
    ("count", {"title": "អ្នកត្បាញ", "options": [{"type": "option", "value": {"label": "ចាស់", "number": 7}}]}),
]


def body(blocks: list[Any]) -> list[dict[str, Any]]:
    return [{"type": kind, "value": value} for kind, value in blocks]


@pytest.fixture
def khmer(db: None) -> Locale:
    return Locale.objects.get(language_code="km")


def make_pair() -> list[Any]:
    organization = standing_organization("silk-weavers")
    officer = standing_member(organization, "officer")
    page = make_page(
        "article", organization, live=True, owner=officer, title="Looms", summary="Short.", body=body(ENGLISH)
    )
    twin = make_page(
        "article",
        organization,
        "km",
        live=True,
        owner=officer,
        translation_key=page.translation_key,
        title="កី",
        summary="ខ្លី។",
        body=body(KHMER),
    )
    return [page, twin]


PAIR = KeptRows(make_pair)


@pytest.fixture
@keeps(PAIR)
def pair(db: None, request: pytest.FixtureRequest) -> list[Any]:
    """An article in both languages, each written by hand."""
    return PAIR.of(request)


def words_of(page: Any) -> Any:
    """Return an article's words and links, without the ids of its blocks."""
    content = content_of(page)
    return content["title"], content["summary"], without_ids(content["body"])


def without_ids(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: without_ids(part) for name, part in value.items() if name != "id"}
    return [without_ids(part) for part in value] if isinstance(value, list) else value


def test_every_class_of_pages_says_for_each_field_whether_it_is_translated() -> None:
    for model in page_kinds().models:
        assert set(model.translated_fields) <= set(content_field_names(model)), model
        assert [field.field_name for field in model.translatable_fields] == content_field_names(model)
        assert not any(field.field_name in {"slug", "search_description"} for field in model.translatable_fields)
        assert not any(getattr(field, "overridable", False) for field in model.translatable_fields)


# Fields with text that is the same in both languages, with the reason.
SHARED = {
    "kind": "a choice from a list",
    "phone": "a number",
    "address": "of the original; a clipping stands in one language",
    "excerpt": "a clipping stands in one language",
}
WITH_WORDS = (blocks.CharBlock, blocks.TextBlock, blocks.RichTextBlock, TypedTableBlock)
WORDLESS = (
    *(blocks.URLBlock, blocks.ChooserBlock, blocks.ChoiceBlock, blocks.IntegerBlock, blocks.BooleanBlock),
    *(blocks.DateBlock, blocks.TimeBlock),
)


def leaves(block: Any) -> Iterator[Any]:
    """Every block inside a block that holds no other, tables as one."""
    if isinstance(block, blocks.ListBlock):
        yield from leaves(block.child_block)
    elif isinstance(block, blocks.StreamBlock | blocks.StructBlock):
        for child in block.child_blocks.values():
            yield from leaves(child)
    else:
        yield block


def test_every_text_is_translated_or_named_as_shared_and_every_type_of_block_is_known() -> None:
    ours = [model for model in page_kinds().models if not model.__module__.startswith("tests.")]
    for model in ours:
        for field in fields_of(model):
            if isinstance(field, CharField | TextField | StreamField) and field.name not in model.translated_fields:
                assert field.name in SHARED or model.page_kind.name == "clipping", (model, field.name)
            if isinstance(field, StreamField):
                for block in leaves(field.stream_block):
                    assert isinstance(block, (*WITH_WORDS, *WORDLESS)), (model, field.name, block)


def test_a_pair_written_by_hand_is_taken_whole_and_made_again_word_for_word(pair: Any, khmer: Locale) -> None:
    page, twin = pair
    reading = adopt(page, twin)
    assert reading.left == []
    assert reading.sentences == reading.taken == 12
    translation = Translation.objects.get()
    assert not translation.enabled
    assert counts_of(sentences_of(translation)) == {SentenceState.DONE: 12}
    again = translation.source.get_ephemeral_translated_instance(khmer, fallback=False)
    assert words_of(again) == words_of(twin)


def test_reading_a_pair_again_changes_nothing(pair: Any) -> None:
    adopt(*pair)
    before = list(StringTranslation.objects.order_by("pk").values("pk", "data", "updated_at"))
    adopt(*pair)
    assert list(StringTranslation.objects.order_by("pk").values("pk", "data", "updated_at")) == before


def test_a_text_with_another_number_of_sentences_is_left_and_named(pair: Any) -> None:
    page, twin = pair
    twin.body = body([(kind, "<p>មួយ។</p>" if kind == "paragraph" else value) for kind, value in KHMER])
    twin.save_revision().publish()
    reading = adopt(page, Page.objects.get(pk=twin.pk).specific)
    assert reading.taken == 10
    assert {path.partition(".")[0] for path in reading.left} == {"body"}
    assert len(reading.left) == 2


def edited(page: Any, officer: Any, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision(user=officer).publish()


def test_what_changed_in_the_source_is_stale_with_the_pair_of_before(pair: Any, officer: Any) -> None:
    page, twin = pair
    adopt(page, twin)
    page = Page.objects.get(pk=page.pk).specific
    page.body[1].value = type(page.body[1].value)(
        '<p>They came in <a href="https://example.org/en">June</a>.</p><p>All work.</p><p>Come and see.</p>'
    )
    edited(page, officer, title="Eight looms")
    remember_source(page)
    found = by_source(Translation.objects.get())
    assert found["Eight looms"].state == SentenceState.STALE
    assert found["Eight looms"].former == ("Looms", "កី")
    assert found["They came in June."].former[1].startswith("វាមកដល់")
    assert found["Come and see."].state == SentenceState.MISSING
    states = counts_of(list(found.values()))
    assert states == {SentenceState.DONE: 10, SentenceState.STALE: 2, SentenceState.MISSING: 1}


def test_memory_follows_a_page_that_is_edited_elsewhere(pair: Any, officer: Any) -> None:
    page, twin = pair
    adopt(page, twin)
    edited(twin, officer, summary="ខ្លីណាស់។")
    assert read_back(Page.objects.get(pk=twin.pk).specific) == 1
    assert StringTranslation.objects.get(context__path="summary").data == "ខ្លីណាស់។"
    assert read_back(Page.objects.get(pk=twin.pk).specific) == 0


def test_memory_of_a_stale_sentence_is_not_taken_for_one_of_the_new_source(pair: Any, officer: Any) -> None:
    page, twin = pair
    adopt(page, twin)
    edited(page, officer, title="Eight looms")
    remember_source(page)
    edited(twin, officer, title="កីថ្មី")
    assert read_back(Page.objects.get(pk=twin.pk).specific) == 0
    assert counts_of(sentences_of(Translation.objects.get()))[SentenceState.STALE] == 1


@pytest.fixture
def begun(organization: Any, officer: Any, khmer: Locale) -> Translation:
    page = make_page(
        "article", organization, live=True, owner=officer, title="Looms", summary="Short.", body=body(ENGLISH[:2])
    )
    return begin(page, khmer, officer)


def fill(translation: Translation, officer: Any) -> None:
    for sentence in sentences_of(translation):
        links = "".join(f'<a id="a{n + 1}">តំណ</a>' for n in range(sentence.source.count("<a ")))
        keep(translation, sentence.segment, f"ពាក្យ {sentence.segment}{links}", officer)


def test_a_translation_begins_empty_and_ends_as_a_draft_that_an_editor_decides(
    begun: Any, officer: Any, editor: Any
) -> None:
    assert set(counts_of(sentences_of(begun))) == {SentenceState.MISSING}
    with pytest.raises(Refusal) as refused:
        draft(begun, officer)
    assert refused.value.code == "unfinished"
    assert refused.value.message.startswith("5 sentences")
    twin = Page.objects.get(translation_key=begun.source.object_id, locale=begun.target_locale)
    fill(begun, officer)
    before = Page.objects.filter(pk=twin.pk).values().get()
    submission = send(begun, officer)
    row = Page.objects.filter(pk=twin.pk).values().get()
    assert (row["title"], row["live"]) == (before["title"], False)
    moderation.approve(submission, editor)
    shown = Page.objects.get(pk=twin.pk).specific
    assert shown.live
    assert shown.title.startswith("ពាក្យ")
    assert 'href="https://example.org/en"' in str(shown.body[1].value)


def test_what_waits_for_an_editor_is_not_written_over(begun: Any, officer: Any) -> None:
    fill(begun, officer)
    send(begun, officer)
    with pytest.raises(Refusal) as refused:
        draft(begun, officer)
    assert refused.value.code == "in_review"


def test_a_translated_title_stands_nowhere_before_the_draft_is_made(begun: Any, officer: Any) -> None:
    fill(begun, officer)
    twin = Page.objects.get(translation_key=begun.source.object_id, locale=begun.target_locale)
    assert twin.draft_title == "Looms"


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '<a href="https://evil.example">x</a>',
        '<b onclick="x">x</b>',
        "<iframe src=x></iframe>",
        "<img src=x onerror=y>",
        "no link at all",
        "<b>" * 30 + '<a id="a1">x</a>',
        '<a id="a1">x</a><a id="a2">y</a>',
    ],
)
def test_markup_that_the_source_has_not_is_refused_and_not_stored(text: str, begun: Any, officer: Any) -> None:
    linked = next(sentence for sentence in sentences_of(begun) if "<a " in sentence.source)
    with pytest.raises(Refusal) as refused:
        keep(begun, linked.segment, text, officer)
    assert refused.value.code == "markup"


def test_plain_text_stays_plain_and_keeps_its_limit(begun: Any, officer: Any) -> None:
    title = sentences_of(begun)[0]
    assert (title.path, title.is_plain, title.longest) == ("title", True, 255)
    assert keep(begun, title.segment, "<b>Looms</b>", officer) == "&lt;b&gt;Looms&lt;/b&gt;"
    with pytest.raises(Refusal) as refused:
        keep(begun, title.segment, "ក" * 256, officer)
    assert refused.value.code == "too_long"
    assert keep(begun, title.segment, "", officer) == ""
    assert sentences_of(begun)[0].state == SentenceState.MISSING


def test_each_text_of_a_stream_has_its_limit(pair: Any) -> None:
    page, _twin = pair
    heading, _text, quotation, table, count = page.body
    content = page.serializable_data()

    def longest(path: str) -> int | None:
        return longest_of(type(page), content, f"body.{path}")

    assert longest(f"{heading.id}.text") == LONGEST_HEADING
    assert longest(f"{quotation.id}.source") == longest(f"{count.id}.title") == 200
    assert (longest(f"{table.id}.0-0"), longest(f"{table.id}.heading0")) == (LONGEST_CELL, LONGEST_HEADING)


def test_a_sentence_of_another_translation_is_not_there(begun: Any, pair: Any, officer: Any) -> None:
    adopt(*pair)
    other = Translation.objects.exclude(pk=begun.pk).get()
    with pytest.raises(type(begun.source.stringsegment_set.model.DoesNotExist())):
        keep(other, sentences_of(begun)[0].segment, "x", officer)


def test_topics_and_places_follow_the_source_also_when_they_are_emptied(begun: Any, officer: Any) -> None:
    page = begun.source.get_source_instance()
    page.topics = [Topic.objects.first()]
    edited(page, officer)
    remember_source(page)
    fill(begun, officer)
    assert draft(begun, officer).as_object().topics.count() == 1
    edited(Page.objects.get(pk=page.pk).specific, officer, topics=[])
    remember_source(Page.objects.get(pk=page.pk).specific)
    assert draft(begun, officer).as_object().topics.count() == 0


def test_localizes_own_ways_to_a_page_are_closed(pair: Any, khmer: Locale) -> None:
    page, twin = pair
    adopt(page, twin)
    translation = Translation.objects.get()
    translation.enabled = True
    with pytest.raises(Refusal):
        translation.save()
    with pytest.raises(Refusal):
        LocaleSynchronization.objects.create(locale=khmer, sync_from=page.locale)
    StringTranslation.objects.filter(context__path="title").update(data="ថ្មី")
    with pytest.raises(Refusal):
        Translation.objects.get().save_target(publish=True)


def test_the_command_reads_pairs_and_shows_their_state(pair: Any, capsys: Any) -> None:
    call_command("translations", "adopt")
    assert re.fullmatch(r"\d pages, (\d+) of \1 sentences", capsys.readouterr().out.splitlines()[-1])
    call_command("translations", "status", organization=pair[0].organization.slug)
    assert f"{pair[1].url_path}: 12 done\n" in capsys.readouterr().out
    with pytest.raises(CommandError):
        call_command("translations", "status", organization="nobody")


def test_a_published_change_makes_sentences_stale_by_the_outbox(pair: Any, officer: Any) -> None:
    page, twin = pair
    drain()
    adopt(page, twin)
    edited(page, officer, title="Eight looms")
    assert counts_of(sentences_of(Translation.objects.get())) == {SentenceState.DONE: 12}
    drain()
    assert counts_of(sentences_of(Translation.objects.get())) == {SentenceState.DONE: 11, SentenceState.STALE: 1}
    edited(twin, officer, summary="ខ្លីណាស់។")
    drain()
    assert StringTranslation.objects.get(context__path="summary").data == "ខ្លីណាស់។"


def test_publishing_a_page_that_nobody_translates_costs_the_outbox_two_queries_more(
    pair: Any, django_assert_num_queries: Any
) -> None:
    event = SimpleNamespace(payload={"page": pair[0].pk})
    with django_assert_num_queries(2):
        follow_publication(event)  # type: ignore[arg-type]


def test_beginning_a_translation_takes_as_many_queries_for_sixty_sentences_as_for_twelve(
    organization: Any, officer: Any, khmer: Locale
) -> None:
    def asked(text: list[Any]) -> int:
        page = make_page("article", organization, live=True, owner=officer, title="Looms", body=body(text))
        with CaptureQueriesContext(connection) as captured:
            begin(Page.objects.get(pk=page.pk).specific, khmer, officer)
        return len(captured)

    asked(ENGLISH)
    sixty = [("paragraph", "".join(f"<p>Sentence {n} tells of {n} looms.</p>" for n in range(50)))]
    few, many = asked(ENGLISH), asked(ENGLISH + sixty)
    assert many <= few + 2
    assert few <= 60


def test_links_to_pages_lead_to_their_public_pages_in_the_other_language(
    organization: Any, officer: Any, khmer: Locale
) -> None:
    there, alone = (make_page("update", organization, live=True, owner=officer) for _ in range(2))
    twin = make_page("update", organization, "km", live=True, translation_key=there.translation_key)
    make_page("update", organization, "km", translation_key=alone.translation_key)
    links = "".join(f'<a id="{page.pk}" linktype="page">x</a> ' for page in (there, alone))
    linked = make_page(
        "article", organization, live=True, owner=officer, body=body([("paragraph", f"<p>See {links}.</p>")])
    )
    translation = begin(linked, khmer, officer)
    fill(translation, officer)
    shown = draft(translation, officer).as_object().body[0].value.source
    assert f'<a id="{twin.pk}" linktype="page">' in shown
    assert f'<a id="{alone.pk}" linktype="page">' in shown
    assert f'id="{there.pk}"' not in shown


def test_sentences_of_deleted_pages_go_and_others_stay(
    begun: Any, organization: Any, officer: Any, khmer: Locale
) -> None:
    page = make_page("article", organization, live=True, owner=officer, summary="A summary like no other.")
    begin(page, khmer, officer)
    assert not orphaned_sentences().exists()
    Page.objects.get(pk=page.pk).delete()
    gone = orphaned_sentences()
    assert gone.filter(data="A summary like no other.").exists()
    kept = String.objects.count() - gone.count()
    assert delete_expired_data()["sentences of deleted pages"] >= 1
    assert String.objects.count() == kept
    assert sentences_of(begun)
