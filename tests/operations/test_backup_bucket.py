"""Backups in a bucket, and of files that lie in one: against a server that speaks S3."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import boto3
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.core.management import CommandError
from django.utils import timezone

from accounts.models import User
from assets.models import Document, DocumentPreview, Image, Rendition
from operations.backup.configuration import location_of, make_vault
from operations.backup.errors import BackupError
from operations.backup.making import make_backup
from operations.backup.progress import Progress
from operations.backup.restore.storage_target import StorageTarget
from operations.backup.store.buckets import BucketLocation
from operations.backup.store.lock import LocationLock
from operations.backup.stored_files import stored_files
from orgs.models import Organization
from portal.settings.store import s3_storage
from tests.assets import s3
from tests.assets.test_publicity import add_document, add_image
from tests.operations.conftest import OwnPortal
from tests.operations.test_backup_round import run
from tests.template_database import EMPTY

PLACE = "s3://neary-backups/portal"


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    with s3.store() as address:
        yield address


@pytest.fixture
def client(endpoint: str, settings: Any, own_portal: OwnPortal) -> Any:
    """The store, with two empty buckets, of which one is where backups go."""
    keys = {"aws_access_key_id": s3.KEY, "aws_secret_access_key": s3.SECRET, "region_name": s3.REGION}
    store = boto3.resource("s3", endpoint_url=endpoint, **keys)
    for name in ("neary-backups", "neary-files"):
        bucket = store.create_bucket(Bucket=name)
        bucket.objects.all().delete()
    settings.BACKUP_LOCATION = PLACE
    settings.BACKUP_S3_ENDPOINT_URL, settings.BACKUP_S3_REGION_NAME = endpoint, s3.REGION
    settings.BACKUP_S3_ACCESS_KEY_ID, settings.BACKUP_S3_SECRET_ACCESS_KEY = s3.KEY, s3.SECRET
    return store


@pytest.fixture
def files_in_bucket(client: Any, endpoint: str, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The portal's own files lie in the store too."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", s3.KEY)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", s3.SECRET)
    settings.STORAGES = settings.STORAGES | {"default": s3_storage("neary-files", endpoint, s3.REGION)}
    for model, field in ((Image, "file"), (Rendition, "file"), (Document, "file"), (DocumentPreview, "picture")):
        monkeypatch.setattr(model._meta.get_field(field), "storage", storages["default"])


def keys_of(client: Any, bucket: str) -> set[str]:
    return {each.key for each in client.Bucket(bucket).objects.all()}


def test_a_portal_comes_back_from_a_bucket(client: Any, own_portal: OwnPortal, settings: Any) -> None:
    default_storage.save("documents/one.txt", ContentFile(b"The first"))
    people = sorted(User.objects.values_list("email", flat=True))
    run("backup")
    assert all(key.startswith("portal/") for key in keys_of(client, "neary-backups"))
    (Path(settings.MEDIA_ROOT) / "documents/one.txt").unlink()
    own_portal.use(EMPTY)

    run("restore_backup")

    assert sorted(User.objects.values_list("email", flat=True)) == people
    assert default_storage.open("documents/one.txt").read() == b"The first"


def test_only_new_contents_go_up(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        default_storage.save(f"documents/{number}.txt", ContentFile(f"File {number}".encode()))
    run("backup")
    written: list[str] = []
    writing = BucketLocation.writing
    monkeypatch.setattr(BucketLocation, "writing", lambda self, name: written.append(name) or writing(self, name))

    run("backup")
    assert [name for name in written if name.startswith("files/")] == []
    default_storage.save("documents/new.txt", ContentFile(b"A new one"))
    run("backup")

    assert len([name for name in written if name.startswith("files/")]) == 1


def test_files_in_a_bucket_come_back_into_it(client: Any, files_in_bucket: None, own_portal: OwnPortal) -> None:
    organization = Organization.objects.get(slug="silk-weavers")
    image, document = add_image(organization), add_document(organization)
    names = {image.file.name, image.get_rendition("width-100").file.name, document.file.name}
    stored = {name: default_storage.open(name).read() for name in names}
    run("backup")
    assert "0 new files" in run("backup")
    client.Bucket("neary-files").objects.all().delete()
    own_portal.use(EMPTY)

    run("restore_backup")

    assert keys_of(client, "neary-files") == names
    assert {name: default_storage.open(name).read() for name in names} == stored
    # They are the same files to the next backup of the restored portal, though the store has given them new times.
    assert "0 new files" in run("backup")


def test_a_missing_or_damaged_object_is_told(client: Any) -> None:
    default_storage.save("documents/one.txt", ContentFile(b"The first"))
    run("backup")
    (key,) = [key for key in keys_of(client, "neary-backups") if "/files/" in key]
    content = client.Object("neary-backups", key)
    whole = content.get()["Body"].read()
    content.put(Body=whole[:-1])
    with pytest.raises(CommandError, match=r"documents/one\.txt: It is damaged"):
        run("restore_backup", "--replace")
    content.delete()
    with pytest.raises(CommandError, match=r"documents/one\.txt: .* is missing in s3://neary-backups/portal"):
        run("restore_backup", "--replace")


def test_a_backup_that_is_killed_leaves_no_half_object(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def write_half() -> None:
        with location_of().writing("half") as file:
            file.write(b"x" * 10_000_000)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_half()
    assert keys_of(client, "neary-backups") == set()


def test_one_backup_at_a_time(client: Any) -> None:
    assert location_of().create("once", b"first") is True
    assert location_of().create("once", b"second") is False
    assert location_of().open("once").read() == b"first"
    LocationLock(location_of()).take()
    with pytest.raises(CommandError, match=r"Another backup is running in s3://neary-backups/portal"):
        run("backup")


def test_a_store_that_is_away_or_refuses_is_told(client: Any, settings: Any) -> None:
    settings.BACKUP_LOCATION = "s3://no-such-bucket"
    with pytest.raises(CommandError, match=r"s3://no-such-bucket does not answer, or refuses: .*NoSuchBucket"):
        run("backup")
    settings.BACKUP_LOCATION = "s3://"
    with pytest.raises(CommandError, match="has no bucket"):
        run("backup")
    settings.BACKUP_LOCATION = "ftp://somewhere/else"
    with pytest.raises(CommandError, match="is no place for backups"):
        run("backup")


def test_old_backups_go(client: Any) -> None:
    vault = make_vault()
    begin = timezone.now()
    first = make_backup(vault, Progress(), begin).archive.name
    make_backup(vault, Progress(), begin + timedelta(days=36))
    assert not [key for key in keys_of(client, "neary-backups") if first in key]


def test_what_a_killed_upload_left_is_given_up(client: Any) -> None:
    for name in ("portal/files/ab/half.age", "others/half"):
        client.Object("neary-backups", name).initiate_multipart_upload()
    location_of().delete_unfinished(datetime(2000, 1, 1, tzinfo=UTC))
    assert len(list(client.Bucket("neary-backups").multipart_uploads.all())) == 2

    location_of().delete_unfinished(timezone.now() + timedelta(days=1))

    assert [each.object_key for each in client.Bucket("neary-backups").multipart_uploads.all()] == ["others/half"]


def objects_of(client: Any, bucket: str) -> dict[str, bytes]:
    return {each.key: each.get()["Body"].read() for each in client.Bucket(bucket).objects.all()}


@pytest.fixture
def overwritten(client: Any, files_in_bucket: None) -> dict[str, bytes]:
    """The files of a portal that has changed them since its backup: one has other bytes, one is gone, one is new."""
    default_storage.save("documents/one.txt", ContentFile(b"As it was"))
    default_storage.save("documents/two.txt", ContentFile(b"The second"))
    run("backup")
    for name in ("documents/one.txt", "documents/two.txt"):
        default_storage.delete(name)
    default_storage.save("documents/one.txt", ContentFile(b"As it is now"))
    default_storage.save("documents/new.txt", ContentFile(b"Since then"))
    return objects_of(client, "neary-files")


def fail(*_: Any) -> None:
    raise BackupError("the database goes away")


def test_a_restore_that_fails_puts_back_what_it_overwrote_in_a_bucket(
    client: Any, overwritten: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[dict[str, bytes]] = []
    monkeypatch.setattr(
        "operations.backup.database.sqlite.put_into_place",
        lambda _: fail(seen.append(objects_of(client, "neary-files"))),
    )

    with pytest.raises(CommandError, match="the database goes away"):
        run("restore_backup", "--replace")

    assert (
        seen[0]["documents/one.txt"] == b"As it was" and seen[0][".restoring/old/documents/one.txt"] == b"As it is now"
    )
    assert objects_of(client, "neary-files") == overwritten


def test_a_restore_that_is_killed_leaves_what_it_overwrote_in_a_bucket(
    client: Any, overwritten: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as killed:
        killed.setattr("operations.backup.database.sqlite.put_into_place", fail)
        for name in ("undo", "discard"):
            killed.setattr(StorageTarget, name, lambda self: None)
        with pytest.raises(CommandError):
            run("restore_backup", "--replace")
    with monkeypatch.context() as failing:
        failing.setattr("operations.backup.database.sqlite.put_into_place", fail)
        with pytest.raises(CommandError):
            run("restore_backup", "--replace")
    assert objects_of(client, "neary-files").items() >= overwritten.items()
    default_storage.delete("documents/two.txt")

    with monkeypatch.context() as killed:
        killed.setattr(StorageTarget, "discard", lambda self: None)
        run("restore_backup", "--replace")
    assert b"As it is now" in objects_of(client, "neary-files").values()
    assert not [file for file in stored_files() if "restoring" in file.name]
    run("restore_backup", "--replace")

    assert objects_of(client, "neary-files") == {
        "documents/one.txt": b"As it was",
        "documents/two.txt": b"The second",
        "documents/new.txt": b"Since then",
    }
