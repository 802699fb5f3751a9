"""Files are sent cheaply, with the right headers, and none that was not asked for by its name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils.http import http_date

from assets.models import Document, Image
from orgs.models import Organization
from tests.accounts.sign_in_helpers import sign_in
from tests.assets.test_publicity import add_document, add_image, status

pytestmark = pytest.mark.django_db


@pytest.fixture
def picture(organization: Organization, make_page: Any) -> Image:
    image = add_image(organization)
    make_page("article", organization, image=image, live=True)
    return image


@pytest.fixture
def paper(organization: Organization, make_page: Any) -> Document:
    document = add_document(organization)
    body = [{"type": "document", "value": {"document": document.pk, "title": ""}}]
    make_page("article", organization, body=body, live=True)
    return document


def content(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def test_a_public_picture_comes_with_what_caches_need(client: Client, picture: Image) -> None:
    rendition = picture.get_rendition("width-100")
    response = client.get(rendition.url)
    with rendition.file.open() as stored:
        assert content(response) == stored.read()
    assert response["Content-Type"] == "image/webp"
    assert response["Cache-Control"] == "public, max-age=300, s-maxage=0, must-revalidate"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert "Cookie" not in response.get("Vary", "")
    unchanged = client.get(rendition.url, headers={"if-none-match": response["ETag"]})
    assert unchanged.status_code == 304
    assert not unchanged.content
    assert client.get(rendition.url, headers={"if-none-match": '"other"'}).status_code == 200
    assert client.head(rendition.url)["ETag"] == response["ETag"]


def test_another_content_has_another_tag(client: Client, picture: Image) -> None:
    rendition = picture.get_rendition("width-100")
    before = client.get(rendition.url)["ETag"]
    Path(rendition.file.path).write_bytes(b"other bytes")
    assert client.get(rendition.url)["ETag"] != before


def test_a_document_is_a_download_under_its_title(client: Client, paper: Document) -> None:
    response = client.get(paper.url)
    assert content(response).startswith(b"%PDF")
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''%E1%9E%9A")
    assert response["Content-Disposition"].endswith("2026.pdf")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert client.get(paper.file.url)["Content-Disposition"] == response["Content-Disposition"]


def test_private_answers_leave_nothing_behind(client: Client, organization: Organization, officer: Any) -> None:
    image, document = add_image(organization), add_document(organization)
    sign_in(client, officer)
    for address in (image.file.url, image.get_rendition("width-100").url, document.url):
        assert client.get(address)["Cache-Control"] == "private, no-store"


def test_a_file_costs_one_query_for_the_public(
    client: Client, picture: Image, paper: Document, django_assert_num_queries: Any
) -> None:
    for address in (picture.get_rendition("width-100").url, picture.file.url, paper.url):
        with django_assert_num_queries(1):
            client.get(address)


def test_an_unknown_file_costs_little(client: Client, db: None, django_assert_max_num_queries: Any) -> None:
    # One for the file; the others are what every page that is not found shows. A process reads that once.
    status(client, "/nothing")
    for address in ("/files/images/none.webp", "/files/avatar_images/x.jpg", "/documents/99/none.pdf"):
        with django_assert_max_num_queries(5):
            assert status(client, address) == 404


def test_addresses_of_renditions_cost_nothing(picture: Image, django_assert_num_queries: Any) -> None:
    rendition = picture.get_rendition("width-100")
    with django_assert_num_queries(0):
        assert rendition.url == f"/files/{rendition.file.name}"
        assert rendition.attrs_dict["src"] == rendition.url


@pytest.mark.parametrize(
    "address",
    [
        "/files/",
        "/files/images/",
        "/files/images/%00.webp",
        "/files/../settings.py",
        "/files/images/..%2f..%2fneary.sqlite3",
        "/files/wagtail_uploads/photo.jpg",
        "/documents/99999999999999999999999/report.pdf",
        "/documents/1/%",
    ],
)
def test_what_is_no_file_is_not_found(client: Client, picture: Image, address: str) -> None:
    assert status(client, address) == 404


def test_a_document_is_asked_for_by_its_whole_name(client: Client, paper: Document) -> None:
    assert status(client, f"/documents/{paper.pk}/{paper.filename}") == 200
    assert status(client, f"/documents/{paper.pk}/{paper.filename[3:]}") == 404
    assert status(client, f"/documents/{paper.pk + 1}/{paper.filename}") == 404


def test_a_file_that_the_disk_lost_is_not_found(client: Client, picture: Image) -> None:
    Path(picture.file.path).unlink()
    assert status(client, picture.file.url) == 404


def test_files_are_only_read(client: Client, picture: Image) -> None:
    assert client.post(picture.file.url).status_code == 405


def test_nginx_sends_the_bytes_when_it_is_there(client: Client, picture: Image, paper: Document, settings: Any) -> None:
    settings.FILES_ACCEL_PREFIX = "/stored/"
    response = client.get(picture.file.url)
    assert response["X-Accel-Redirect"] == f"/stored/{picture.file.name}"
    assert response["Content-Type"] == "image/jpeg"
    assert response.content == b""
    unchanged = client.get(picture.file.url, headers={"if-none-match": response["ETag"]})
    assert unchanged.status_code == 304
    assert "attachment" in client.get(paper.url)["Content-Disposition"]


def test_the_time_of_a_file_says_nothing_of_who_asks(client: Client, organization: Organization) -> None:
    private = add_image(organization)
    asked = {"if-modified-since": http_date(4_000_000_000), "if-none-match": "*"}
    assert client.get(private.file.url, headers=asked).status_code == 404
