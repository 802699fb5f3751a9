"""Doctor's findings at a store that speaks S3."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from operations.doctor.servers import store
from portal.settings.store import s3_storage
from tests.assets.s3 import KEY, REGION, SECRET
from tests.assets.s3 import store as s3_store

BUCKET = "files"
EVERYBODY_READS = """{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*",
    "Action": "s3:GetObject", "Resource": "arn:aws:s3:::files/*"}]}"""


@pytest.fixture
def client(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", KEY)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    with s3_store() as address:
        settings.STORAGES = settings.STORAGES | {"default": s3_storage(BUCKET, address, REGION)}
        yield store.client()


def problems(check: Any) -> list[str]:
    return [finding.problem for finding in check()]


def test_a_bucket_that_is_missing_or_open_to_everybody_is_told(client: Any) -> None:
    assert problems(store.answers) == ["The store of files does not open its bucket (ClientError)."]

    client.create_bucket(Bucket=BUCKET)
    assert problems(store.answers) == problems(store.public) == []

    client.put_bucket_acl(Bucket=BUCKET, ACL="public-read")
    assert problems(store.public)[0].startswith("Everybody can read the bucket files")

    client.put_bucket_acl(Bucket=BUCKET, ACL="private")
    assert problems(store.public) == []

    client.put_bucket_policy(Bucket=BUCKET, Policy=EVERYBODY_READS)
    assert problems(store.public)[0].startswith("Everybody can read the bucket files")
