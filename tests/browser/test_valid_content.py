"""Pages of every kind are valid HTML whatever people wrote: signs of HTML, marks without a base, all kinds of block."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from wagtail.images.tests.utils import get_test_image_file

from assets.models import Document, Image
from orgs.models import Organization
from tests.browser.validator import complaints
from tests.factories import make_page
from vocabulary.models import Place, Topic

pytestmark = [pytest.mark.drill, pytest.mark.django_db]

TYPED = "a < b & \"c\" 'd' <b>x</b> ស្ត្រី ្ 🎉 &nbsp; 012 345 678 https://example.org/?a=1&b=<2>"
OF_ALL = ("", "organizations/", "activity/", "events/", "events/?when=past&kind=x", "events/month/", "publications/")
SORTED = ("topics/", "topics/law/", "help/?kind=law", "search/?q=a&page=99")
SEARCH = "search/?q=%22%3C%3E%26&topic=law&place=kep&from=x&type=event"
OF_ONE = ("", "contact/", "articles/", "events/", "publications/", "activity/")
LISTS = (*OF_ALL, *SORTED, SEARCH, *(f"organizations/silk-weavers/{name}" for name in OF_ONE))


@pytest.fixture
def image(organization: Organization) -> Image:
    file = get_test_image_file(size=(1200, 800))
    of = organization.collection
    return Image.objects.create(title=TYPED, file=file, description=TYPED, credit=TYPED, collection=of)


@pytest.fixture
def document(organization: Organization) -> Document:
    file = ContentFile(b"%PDF-1.4\n", "a b&c.pdf")
    return Document.objects.create(title=TYPED, file=file, collection=organization.collection)


def body(image: Image, document: Document) -> list[tuple[str, Any]]:
    text = (
        "<p>a &lt; b <b>b</b><br/>x</p><ul><li>a<ul><li>b</li></ul></li></ul><ol><li>1</li></ol><p></p>"
        '<p><a href="https://example.org/?a=1&amp;b=2">l</a> <a linktype="page" id="99999">gone</a>'
        f'<a id="{document.pk}" linktype="document">file</a></p>'
    )
    return [
        *(("heading", {"text": TYPED, "level": level}) for level in ("h3", "h2", "h2", "h3")),
        ("paragraph", text),
        ("paragraph", text),
        ("picture", {"image": image, "alt_text": TYPED, "caption": TYPED}),
        ("picture", {"image": image, "alt_text": "", "caption": ""}),
        ("quotation", {"text": f"{TYPED}\n\nx", "source": TYPED}),
        ("document", {"document": document, "title": ""}),
        ("video", {"title": TYPED, "url": "https://www.youtube.com/watch?v=x&t=1"}),
        ("count", {"title": TYPED, "women": 0, "men": 0}),
        ("count", {"title": TYPED, "women": 200, "men": 130}),
    ]


@pytest.mark.parametrize("language", ["en", "km"])
def test_pages_are_valid_whatever_was_typed(
    client: Client,
    organization: Organization,
    image: Image,
    document: Document,
    drain: Any,
    tmp_path: Path,
    language: str,
) -> None:
    organization.logo = image
    organization.name_en = organization.name_km = TYPED[:60]
    organization.description_en = organization.description_km = f"{TYPED}\n\n{TYPED}"
    organization.save()
    blocks, now = body(image, document), timezone.now()
    of = {"article": {"summary": TYPED, "body": blocks}, "update": {"text": f"{TYPED}\n\n{TYPED}", "image": image},
          "event": {"summary": TYPED, "body": blocks, "venue": TYPED, "starts_at": now, "ends_at": now + timedelta(50),
                    "materials": [("document", {"document": document, "title": ""})]},
          "publication": {"summary": TYPED, "document": document}, "help": {"summary": TYPED}}  # fmt: skip
    terms = {"topics": list(Topic.objects.all()[:3]), "places": list(Place.objects.all()[:3])}
    pages = [
        make_page(kind, organization, language, live=True, title=TYPED, **fields, **terms)
        for kind, fields in of.items()
    ]
    drain()
    addresses = [*(page.url for page in pages), *(f"/{language}/{path}" for path in LISTS)]
    for number, address in enumerate(addresses):
        answer = client.get(address)
        assert answer.status_code == 200, address
        (tmp_path / f"{number}.html").write_bytes(answer.content)
    found = complaints(tmp_path)
    assert not found, "\n".join([*found[:40], *map(str, enumerate(addresses))])
