"""A bucket of a store that speaks S3, as a place for backups."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from tempfile import SpooledTemporaryFile
from typing import Any, BinaryIO, cast

from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from storages.backends.s3 import S3Storage

from operations.backup.errors import BackupDamagedError, BackupError
from operations.backup.store.locations import StoredObject

# What is larger lies on the disk while it goes up or comes down, encrypted.
IN_MEMORY = 4 * 1024 * 1024
# Answers of S3, MinIO and others for the same thing.
ABSENT = {"NoSuchKey", "404", "NotFound"}
THERE_ALREADY = {"PreconditionFailed", "ConditionalRequestConflict"}
UNKNOWN_CONDITION = {"NotImplemented", "InvalidArgument", "InvalidRequest"}
FAILURES = (BotoCoreError, ClientError)


class BucketLocation:
    """A folder of a bucket. The store shows an object when it has all of it."""

    # Most of the time goes into waiting for the store's answers.
    threads = 8

    def __init__(self, bucket: str, folder: str) -> None:
        self.name = f"s3://{bucket}/{folder}".rstrip("/")
        self.start = f"{folder.strip('/')}/" if folder.strip("/") else ""
        endpoint = settings.BACKUP_S3_ENDPOINT_URL or None
        # The same client as for the portal's files; it makes one for each thread.
        self.storage = S3Storage(
            bucket_name=bucket,
            endpoint_url=endpoint,
            region_name=settings.BACKUP_S3_REGION_NAME or None,
            access_key=settings.BACKUP_S3_ACCESS_KEY_ID or None,
            secret_key=settings.BACKUP_S3_SECRET_ACCESS_KEY or None,
            # Own stores have no DNS name for each bucket, so the bucket stands in the path.
            addressing_style="path" if endpoint else "virtual",
            signature_version="s3v4",
        )

    def list(self, prefix: str = "") -> Iterator[StoredObject]:
        """Yield the objects in the bucket whose names begin with the prefix. Raises BackupError on failure."""
        with as_backup_errors(self.name):
            for each in self.storage.bucket.objects.filter(Prefix=self.start + prefix):
                yield StoredObject(each.key.removeprefix(self.start), each.size, each.last_modified.astimezone(UTC))

    def open(self, name: str) -> BinaryIO:
        """Return an object, downloaded whole, to read. Raises BackupDamagedError when it is missing."""
        # Downloaded whole: a connection that breaks off in between is taken up again by the client.
        content = SpooledTemporaryFile(IN_MEMORY, dir=settings.BACKUP_SCRATCH or None)  # noqa: SIM115 - the caller closes it
        try:
            with as_backup_errors(self.name):
                self.storage.bucket.download_fileobj(self.start + name, content)
        except KeyError as error:
            content.close()
            raise BackupDamagedError(f"{name} is missing in {self.name}.") from error
        except BaseException:
            content.close()
            raise
        content.seek(0)
        return cast(BinaryIO, content)

    @contextmanager
    def writing(self, name: str) -> Iterator[BinaryIO]:
        """Yield a temporary file to write, uploaded as the object if the block ends without an error."""
        with SpooledTemporaryFile(IN_MEMORY, dir=settings.BACKUP_SCRATCH or None) as content:
            yield cast(BinaryIO, content)
            content.seek(0)
            with as_backup_errors(self.name):
                # It closes what it has sent; the block would find that closed.
                self.storage.bucket.upload_fileobj(content, self.start + name)

    def create(self, name: str, data: bytes) -> bool:
        """Write an object into the bucket unless its name is taken; return whether it was written."""
        with as_backup_errors(self.name):
            try:
                # "*" means: only if there is no object of this name.
                self._put(name, data, IfNoneMatch="*")
            except ClientError as error:
                if code_of(error) in THERE_ALREADY:
                    return False
                if code_of(error) not in UNKNOWN_CONDITION:
                    raise
                # An older store: of two in the same instant both may think they were first.
                # list() takes a prefix, so the whole name is compared.
                if any(each.name == name for each in self.list(name)):
                    return False
                self._put(name, data)
        return True

    def delete(self, name: str) -> None:
        """Delete the object of this name from the bucket. Raises BackupError when the store fails."""
        with as_backup_errors(self.name):
            self.storage.bucket.Object(self.start + name).delete()

    def delete_unfinished(self, before: datetime) -> None:
        """Abort uploads to the bucket that were begun before this time and never ended.

        The store would keep the parts of a killed process's upload for ever.
        """
        with as_backup_errors(self.name):
            # An upload in parts that was never ended is not in the list of objects, and is paid for.
            for upload in self.storage.bucket.multipart_uploads.filter(Prefix=self.start):
                if upload.initiated < before:
                    upload.abort()

    def _put(self, name: str, data: bytes, **conditions: Any) -> None:
        self.storage.bucket.Object(self.start + name).put(Body=data, **conditions)


@contextmanager
def as_backup_errors(where: str) -> Iterator[None]:
    """Turn errors of the S3 store within the block into BackupError, or KeyError for a missing object."""
    try:
        yield
    except FAILURES as error:
        if isinstance(error, ClientError) and code_of(error) in ABSENT:
            raise KeyError(where) from error
        raise BackupError(f"{where} does not answer, or refuses: {error}.") from error


def code_of(error: ClientError) -> str:
    """Return the error code, such as NoSuchKey, that an S3 store has answered."""
    return str(error.response.get("Error", {}).get("Code", ""))
