"""The S3-compatible store, where files lie in one: nobody but the portal may read it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.files.storage import default_storage

from operations.doctor.findings import SetupFinding, fault
from operations.doctor.machine.files import keeps_files_here
from operations.doctor.registry import check

# Groups to which Amazon's rules give everybody.
EVERYBODY = ("global/AllUsers", "global/AuthenticatedUsers")


# More than the usual time: S3 clients try again by themselves.
@check(seconds=15)
def answers() -> Iterator[SetupFinding]:
    """Tell when the S3 store of files does not answer, or lacks the bucket."""
    if keeps_files_here():
        return
    try:
        client().head_bucket(Bucket=bucket())
    except Exception as error:
        # The classes of these errors are made when they are raised: there is none to name here.
        yield fault(
            f"The store of files does not open its bucket ({type(error).__name__}).",
            "Compare AWS_STORAGE_BUCKET_NAME, AWS_S3_ENDPOINT_URL and the store's keys with the provider's.",
        )


@check(seconds=15, after=("store.answers",))
def public() -> Iterator[SetupFinding]:
    """Tell when the S3 bucket of private files can be read by everybody."""
    if not keeps_files_here() and (open_by_list() or open_by_policy()):
        yield fault(
            f"Everybody can read the bucket {bucket()} with its private pictures and documents.",
            "Block public access to it in the store's settings; the portal signs addresses for those who may read.",
        )


def open_by_list() -> bool:
    """Return whether the S3 bucket's access list (ACL) grants something to everybody."""
    grants = answer_or_nothing(lambda: client().get_bucket_acl(Bucket=bucket())).get("Grants", [])
    return any(str(grant["Grantee"].get("URI", "")).endswith(EVERYBODY) for grant in grants)


def open_by_policy() -> bool:
    """Return whether the S3 bucket's policy makes it public."""
    found = answer_or_nothing(lambda: client().get_bucket_policy_status(Bucket=bucket()))
    return bool(found.get("PolicyStatus", {}).get("IsPublic"))


def answer_or_nothing(question: Any) -> dict[str, Any]:
    """Return the store's answer to a call; an empty dictionary when the call raises any error."""
    try:
        return question()
    # Many stores do not know this question, or do not let the portal ask; then it tells nothing.
    except Exception:
        return {}


def bucket() -> str:
    """Return the name of the S3 bucket in which the portal's files lie."""
    return default_storage.bucket_name  # type: ignore[attr-defined]


def client() -> Any:
    """Return the S3 client of the portal's storage."""
    return default_storage.connection.meta.client  # type: ignore[attr-defined]
