"""Takeout and restore with an object store, and of the programme, whose clippings stay with their sources."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from django.core.files.storage import storages

from assets.models import Document, Image, Rendition
from orgs.models import Organization, OrgContentPage
from portal.settings.store import s3_storage
from press.models import ClippingPage
from takeout.restoring.whole_archive import restore_takeout
from tests.assets import s3
from tests.factories import make_page
from tests.press.press_helpers import make_clipping, make_source
from tests.takeout.archives import archive_of, fill
from vocabulary.models import Place, Topic

pytestmark = pytest.mark.django_db
BUCKET = "neary-files"


@pytest.fixture
def bucket(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """An empty bucket in which all files lie, by the settings of the portal for the public."""
    keys = {"aws_access_key_id": s3.KEY, "aws_secret_access_key": s3.SECRET, "region_name": s3.REGION}
    for name, value in (("ACCESS_KEY_ID", s3.KEY), ("SECRET_ACCESS_KEY", s3.SECRET)):
        monkeypatch.setenv(f"AWS_{name}", value)
    with s3.store() as address:
        client = boto3.client("s3", endpoint_url=address, **keys)
        client.create_bucket(Bucket=BUCKET)
        settings.STORAGES = settings.STORAGES | {"default": s3_storage(BUCKET, address, s3.REGION)}
        for model in (Image, Rendition, Document):
            monkeypatch.setattr(model._meta.get_field("file"), "storage", storages["default"])
        yield lambda: {each["Key"] for each in client.list_objects_v2(Bucket=BUCKET).get("Contents", [])}


def hashes(organization: Organization) -> list[str]:
    files = [file for model in (Image, Document) for file in model.objects.filter(collection=organization.collection)]
    return sorted(hashlib.sha256(file.file.open("rb").read()).hexdigest() for file in files)


def test_files_of_a_bucket_come_back_with_the_same_bytes(bucket, organization, tmp_path: Path) -> None:
    fill(organization, Topic.objects.get(slug="health"), Place.objects.get(slug="takeo"))
    path, before = archive_of(organization, tmp_path / "a.zip"), bucket()
    restored = restore_takeout(path, "silk-two").organization
    assert len(bucket() - before) == len(hashes(restored)) == 2 and hashes(restored) == hashes(organization)


def test_a_restore_that_fails_leaves_no_file_in_the_bucket(bucket, organization, tmp_path: Path, monkeypatch) -> None:
    fill(organization, Topic.objects.get(slug="health"), Place.objects.get(slug="takeo"))
    path, before = archive_of(organization, tmp_path / "a.zip"), bucket()

    def fail(**kwargs: Any) -> None:
        raise RuntimeError("the machine is off")

    monkeypatch.setattr("takeout.restoring.whole_archive.log", fail)
    with pytest.raises(RuntimeError):
        restore_takeout(path, "silk-two")
    assert bucket() == before


def test_clippings_of_the_programme_are_left_out_and_said(portal, tmp_path: Path) -> None:
    programme = Organization.objects.programme()
    make_page("update", programme, title="News of the programme")
    clipping = make_clipping(make_source(), title="A clinic on the river")
    report = restore_takeout(archive_of(programme, tmp_path / "a.zip"), "programme-two")
    assert ("portal-page", "A clinic on the river") in {(each.reason, each.name) for each in report.left_out}
    assert ClippingPage.objects.get().pk == clipping.pk
    below = OrgContentPage.objects.filter(organization=report.organization, organization_home=None)
    assert [page.title for page in below] == ["News of the programme"]
