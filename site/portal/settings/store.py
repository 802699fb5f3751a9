"""The configuration of file storage in a store that speaks S3, by django-storages."""

from __future__ import annotations

from typing import Any

# Seconds for which a signed address opens a private file.
SIGNED_URL_SECONDS = 60


def s3_storage(bucket: str, endpoint: str | None, region: str | None = None) -> dict[str, Any]:
    """Return the setting STORAGES["default"] for private files in an S3 bucket (Amazon's without endpoint)."""
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": bucket,
            "endpoint_url": endpoint,
            "region_name": region,
            # Stores at a custom address have no host name for each bucket.
            "addressing_style": "path" if endpoint else "virtual",
            "signature_version": "s3v4",
            "default_acl": "private",
            # Two organizations may both have a photo.jpg: by the library's default the second would replace the first.
            "file_overwrite": False,
            "querystring_expire": SIGNED_URL_SECONDS,
        },
    }


def origin_of_store(bucket: str, endpoint: str | None, region: str | None = None) -> str:
    """Return the origin (https://host) of an S3 store, for the content security policy.

    A redirect to the store must be allowed by that policy too.
    """
    if endpoint:
        return endpoint.rstrip("/")
    return f"https://{bucket}.s3.{region}.amazonaws.com" if region else f"https://{bucket}.s3.amazonaws.com"
