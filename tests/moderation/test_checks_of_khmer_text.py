"""Khmer of old fonts, broken syllables, and words for pictures in the other language."""

from __future__ import annotations

import json

import pytest
from django.core.files.base import ContentFile
from django.utils.html import escape
from django.utils.translation import override

from assets.models import Document
from assets.services import add_picture
from moderation.checks import check_now
from tests.assets.files import picture_file, text_pdf, zip_bytes
from tests.khmer.limon_writer import limon

pytestmark = pytest.mark.django_db
KHMER = "អង្គការនារីដើម្បីសន្តិភាព បានបើកវគ្គបណ្ដុះបណ្ដាលដល់ស្ត្រី ៤៥ នាក់ នៅខេត្តសៀមរាប។"
LIMON = limon(KHMER)
ABC = "c,ab´sþIBIkargar nigkarsikSarbs´nak´RKÜsar"


def office_document(part, prefix, words):
    return zip_bytes({part: f'<{prefix}:document xmlns:{prefix}="x">{words}</{prefix}:document>'})


def found(page, name):
    (result,) = [result for result in check_now(page) if result.check.name == name]
    assert result.outcome != "crashed"
    return [(finding.code, finding.where, dict(finding.values)) for finding in result.findings]


def body(*blocks):
    return json.dumps([{"type": kind, "value": value} for kind, value in blocks])


TABLE = {
    "columns": [{"type": "text", "heading": ""}],
    "rows": [{"values": [LIMON]}],
    "caption": "",
}
PLACES = {
    "text of an update": ("update", {"text": LIMON}),
    "one line among others": (
        "update",
        {"text": f"The women of Prey Kabas weave.\n{LIMON}\nThey sell it at the market."},
    ),
    "title": ("article", {"title": LIMON}),
    "summary": ("article", {"summary": LIMON}),
    "one paragraph of many": (
        "article",
        {"body": body(("paragraph", f"<p>{'The women weave silk. ' * 20}</p><p>{LIMON.replace('<', '&lt;')}</p>"))},
    ),
    "heading": ("article", {"body": body(("heading", {"text": LIMON, "level": "h2"}))}),
    "quotation": ("article", {"body": body(("quotation", {"text": LIMON, "source": ""}))}),
    "cell of a table": ("article", {"body": body(("table", TABLE))}),
    "findings of a publication": ("publication", {"findings": f"<p>{LIMON.replace('<', '&lt;')}</p>"}),
    "place of an event": ("event", {"venue": LIMON}),
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("language", ["km", "en"])
def test_an_old_font_is_named_and_converted_wherever_it_stands(make_page, organization, place, language):
    kind, content = PLACES[place]
    page = make_page(kind, organization, language=language, **content)
    assert (("limon", LIMON, {"converted": KHMER})) in [
        (code, where, values) for code, where, values in found(page, "old-fonts")
    ]


def test_it_is_khmer_for_the_check_of_the_language(make_page, organization):
    text = "\n".join([LIMON] * 3)
    assert found(make_page("update", organization, language="km", text=text), "language") == []
    assert [code for code, *_ in found(make_page("update", organization, language="en", text=text), "language")] == [
        "not-english"
    ]


def test_another_make_is_named_without_guessing(make_page, organization):
    page = make_page("update", organization, language="km", text=ABC)
    assert found(page, "old-fonts") == [("unknown", ABC, {})]
    # Long enough for its language to be judged: it is no English because of its letters.
    page = make_page("update", organization, language="km", text="\n".join([ABC] * 3))
    assert found(page, "language") == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("report.txt", LIMON.encode()),
        ("report.csv", f"name,what\n1,x\n{LIMON}".encode()),
        ("report.docx", office_document("word/document.xml", "w", f"<w:p><w:r><w:t>{escape(LIMON)}</w:t></w:r></w:p>")),
        ("report.pdf", text_pdf("The women weave silk.", LIMON.replace("‘", "'"))),
    ],
)
def test_documents_of_an_old_font_are_named(make_page, organization, name, content):
    document = Document(title="Report", collection=organization.collection)
    document.file.save(name, ContentFile(content), save=False)
    Document.objects.bulk_create([document])
    stored = Document.objects.get()
    page = make_page("publication", organization, language="km", document=stored)
    assert found(page, "old-fonts") == [("document", "Report", {"converted": KHMER})]


@pytest.mark.parametrize("place", ["update", "rich", "alt"])
def test_broken_syllables_are_counted_and_shown_where_they_are(make_page, organization, place):
    text = "យើងបានទិញក ីថ្មី និងកាាំង សម្រាប់ស្ ត្រី"
    content = {
        "update": ("update", {"text": text}),
        "rich": ("article", {"body": body(("paragraph", f"<p>{text}</p>"))}),
    }
    if place == "alt":
        image = add_picture(picture_file(), title="P", collection=organization.collection, description=text)
        content["alt"] = ("update", {"text": "យើងបានទិញកីថ្មី", "image": image})
    kind, fields = content[place]
    ((code, where, values),) = found(make_page(kind, organization, language="km", **fields), "broken-khmer")
    assert (code, values) == ("broken", {"count": 3, "syllable": "ី"})
    assert where in text
    assert "ក ី" in where


def test_numbers_in_findings_are_of_the_language_of_the_reader(make_page, organization):
    page = make_page("update", organization, language="km", text="ក ី")
    (result,) = [result for result in check_now(page) if result.check.name == "broken-khmer"]
    with override("km"):
        assert "១" in result.shown[0].message
    with override("en"):
        assert ": 1 in one text" in result.shown[0].message


ENGLISH_ALT, KHMER_ALT = "A woman weaves silk at her loom", "ស្ត្រីម្នាក់ត្បាញសូត្រនៅលើកី"


@pytest.mark.parametrize(
    ("language", "alt", "codes"),
    [
        ("km", ENGLISH_ALT, ["not-khmer"]),
        ("km", KHMER_ALT, []),
        ("km", f"{KHMER_ALT} (UN Women, Phnom Penh)", []),
        ("km", "UN Women Cambodia", []),
        ("km", "Women weave silk", ["not-khmer"]),
        ("km", "Sok Sophea", []),
        ("km", limon(KHMER), []),
        ("km", f"{ABC} {ABC}", []),
        ("en", KHMER_ALT, ["not-english"]),
        ("en", ENGLISH_ALT, []),
        ("en", "A sign that says ផ្ទះត្បាញ stands at the door of the house", []),
        ("en", limon(KHMER), ["not-english"]),
    ],
)
@pytest.mark.parametrize("own", [True, False], ids=["block", "description"])
def test_words_for_a_picture_are_in_the_language_of_its_page(make_page, organization, language, alt, codes, own):
    image = add_picture(picture_file(), title="P", collection=organization.collection, description="" if own else alt)
    if own:
        block = ("picture", {"image": image.pk, "alt_text": alt, "caption": ""})
        page = make_page("article", organization, language=language, body=body(block))
    else:
        page = make_page("update", organization, language=language, image=image)
    assert [code for code, *_ in found(page, "alternative-text")] == codes
