"""Files in a store that speaks S3: private ones by an address that soon ends, public ones from the portal itself."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import boto3
import pytest
import time_machine
from django.core.files.storage import storages
from django.test import Client
from django.utils import timezone

from assets.models import Document, Image, Rendition
from orgs.models import Organization
from portal.settings.store import SIGNED_URL_SECONDS, origin_of_store, s3_storage
from tests.accounts.sign_in_helpers import sign_in
from tests.assets import s3
from tests.assets.test_publicity import add_document, add_image

pytestmark = pytest.mark.django_db

BUCKET = "neary-files"


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    with s3.store() as address:
        keys = {"aws_access_key_id": s3.KEY, "aws_secret_access_key": s3.SECRET, "region_name": s3.REGION}
        boto3.client("s3", endpoint_url=address, **keys).create_bucket(Bucket=BUCKET)
        yield address


@pytest.fixture(autouse=True)
def kept_there(endpoint: str, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """All files lie in the store, by the settings of the portal for the public."""
    for name, value in (("ID", s3.KEY), ("SECRET", s3.SECRET)):
        monkeypatch.setenv({"ID": "AWS_ACCESS_KEY_ID", "SECRET": "AWS_SECRET_ACCESS_KEY"}[name], value)
    settings.STORAGES = settings.STORAGES | {"default": s3_storage(BUCKET, endpoint, s3.REGION)}
    for model in (Image, Rendition, Document):
        monkeypatch.setattr(model._meta.get_field("file"), "storage", storages["default"])


def fetch(address: str) -> tuple[int, bytes, dict[str, str]]:
    """Return what the store answers to whoever has the address, without any cookie."""
    try:
        with urllib.request.urlopen(address, timeout=10) as response:
            return response.status, response.read(), dict(response.headers)
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.code, refusal.read(), dict(refusal.headers)


@pytest.fixture
def members(client: Client, officer: Any) -> Client:
    sign_in(client, officer)
    return client


def test_a_private_picture_comes_by_an_address_that_gives_its_bytes(
    members: Client, organization: Organization
) -> None:
    image = add_image(organization)
    for file in (image.file, image.get_rendition("width-100").file):
        response = members.get(f"/files/{file.name}")
        assert response.status_code == 302
        assert response["Cache-Control"] == "private, no-store"
        with file.open() as stored:
            status, content, headers = fetch(response["Location"])
            assert (status, content) == (200, stored.read())
        assert headers["Cache-Control"] == "private, no-store"


def test_the_address_ends_after_a_minute(members: Client, organization: Organization) -> None:
    address = members.get(f"/files/{add_image(organization).file.name}")["Location"]
    now = timezone.now()
    with time_machine.travel(now + timedelta(seconds=SIGNED_URL_SECONDS - 5)):
        assert fetch(address)[0] == 200
    with time_machine.travel(now + timedelta(seconds=SIGNED_URL_SECONDS + 5)):
        assert fetch(address)[0] == 403


def test_nobody_lengthens_or_bends_the_address(members: Client, organization: Organization) -> None:
    one, other = add_image(organization), add_image(organization)
    address = members.get(f"/files/{one.file.name}")["Location"]
    assert one.file.name != other.file.name
    assert fetch(address.replace(one.file.name, other.file.name))[0] == 403
    assert fetch(address.replace(f"Expires={SIGNED_URL_SECONDS}", "Expires=6000"))[0] == 403
    assert fetch(address.partition("?")[0])[0] == 403


def test_a_private_document_is_a_download_under_its_title(members: Client, organization: Organization) -> None:
    paper = add_document(organization)
    status, content, headers = fetch(members.get(paper.url)["Location"])
    assert (status, content[:4]) == (200, b"%PDF")
    assert headers["Content-Disposition"].startswith("attachment; filename*=utf-8''%E1%9E%9A")


def test_there_is_no_address_for_strangers(
    client: Client, organization: Organization, other_organization: Organization, make_member: Any
) -> None:
    image, paper = add_image(organization), add_document(organization)
    sign_in(client, make_member(other_organization, "manager"))
    for browser in (client, Client()):
        for address in (f"/files/{image.file.name}", paper.url):
            response = browser.get(address)
            assert (response.status_code, "Location" in response) == (404, False)


def test_what_is_public_keeps_its_tag_and_its_address(
    client: Client, organization: Organization, make_page: Any
) -> None:
    image, paper = add_image(organization), add_document(organization)
    body = [{"type": "document", "value": {"document": paper.pk, "title": ""}}]
    make_page("article", organization, image=image, body=body, live=True)
    for file in (image.file, image.get_rendition("width-100").file, paper.file):
        response = client.get(f"/files/{file.name}")
        with file.open() as stored:
            assert b"".join(response.streaming_content) == stored.read()
        assert response["Cache-Control"].startswith("public")
        unchanged = client.get(f"/files/{file.name}", headers={"if-none-match": response["ETag"]})
        assert (unchanged.status_code, unchanged.content) == (304, b"")


def test_a_file_that_the_store_lost_is_not_found(client: Client, organization: Organization, make_page: Any) -> None:
    image = add_image(organization)
    make_page("article", organization, image=image, live=True)
    image.file.storage.delete(image.file.name)
    assert client.get(f"/files/{image.file.name}").status_code == 404


def test_two_files_of_one_name_are_two(organization: Organization, other_organization: Organization) -> None:
    assert add_image(organization).file.name != add_image(other_organization).file.name


def test_pages_may_show_what_the_store_gives(members: Client, organization: Organization, endpoint: str) -> None:
    location = members.get(f"/files/{add_image(organization).file.name}")["Location"]
    assert location.startswith(origin_of_store(BUCKET, endpoint, s3.REGION) + "/")
    assert parse_qs(urlsplit(location).query)["X-Amz-Expires"] == [str(SIGNED_URL_SECONDS)]


def test_amazons_own_addresses_are_those_that_pages_may_show(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    for region in (None, "ap-southeast-1"):
        settings.STORAGES = settings.STORAGES | {"default": s3_storage(BUCKET, None, region)}
        address = storages.create_storage(settings.STORAGES["default"]).url("images/loom.webp")
        assert address.startswith(f"{origin_of_store(BUCKET, None, region)}/images/loom.webp?"), address
