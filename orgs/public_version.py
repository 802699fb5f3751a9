"""The version of all public pages, which changes in the same transaction as anything that shows.

A page that was cached under an older version is therefore never served again.
"""

from __future__ import annotations

import os
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import InterfaceError, OperationalError, connection
from django.db.models.signals import post_delete, post_save, pre_delete
from django.dispatch import receiver
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from assets.models import Document, Image
from orgs.models import Organization, PublicVersion
from orgs.signals import organization_closing, page_closing
from vocabulary.models import Institution, Place, Topic

# A single row would stay locked until its transaction commits, and all others that publish would wait. A transaction
# changes only one of these rows, so two transactions can never wait for each other.
MARKS = 16

_pinned: ContextVar[list[str] | None] = ContextVar("pinned_version", default=None)


def bump_version() -> None:
    """Change the version of all public pages, so that every cached page is outdated once the transaction commits."""
    # Random, not counted: a number that was rolled back, or that lies in a backup, must never come a second time.
    # Each thread keeps to one row, so that transactions rarely wait for each other.
    mark, value = hash((os.getpid(), threading.get_ident())) % MARKS, secrets.randbits(62)
    if not PublicVersion.objects.filter(pk=mark).update(mark=value):
        # The row is created at its first change; another transaction may do so at the same moment.
        PublicVersion.objects.bulk_create([PublicVersion(pk=mark, mark=value)], ignore_conflicts=True)
    # The rest of an answer that has changed something is made at the new version.
    if (pinned := _pinned.get()) is not None:
        pinned.clear()


def current_version() -> str:
    """Read and return the version of all public pages from the database, in one query."""
    if connection.in_atomic_block:
        return _read()
    # A kept connection may be dead. Django would test it by an extra query before the first one; this query is a test
    # as well, so the extra one is saved.
    connection.health_check_done = True  # type: ignore[attr-defined]  # unknown to its stubs
    try:
        return _read()
    except (InterfaceError, OperationalError):
        # The next query opens a new connection; a second failure is a real one.
        connection.close()
        return _read()


def _read() -> str:
    # Without the ORM, which would cost a cached page as much time as all the rest of its answer.
    with connection.cursor() as cursor:
        cursor.execute("SELECT mark FROM orgs_publicversion ORDER BY id")
        return ".".join(f"{mark:x}" for (mark,) in cursor.fetchall())


@contextmanager
def pinned_version() -> Iterator[None]:
    """Within the block let `answer_version` read the version of public pages only once."""
    token = _pinned.set([])
    try:
        yield
    finally:
        _pinned.reset(token)


def answer_version() -> str:
    """Return the version of public pages, read once within a `pinned_version` block, else each time."""
    pinned = _pinned.get()
    if pinned is None:
        return current_version()
    if not pinned:
        pinned.append(current_version())
    return pinned[0]


@receiver([page_published, page_unpublished, page_slug_changed, post_page_move])
@receiver([page_closing, organization_closing])
def bump_on_change(**kwargs: Any) -> None:
    """Outdate all cached pages when a page, organization, restriction, topic or the like changes (receiver)."""
    bump_version()


for model in (Institution, Organization, PageViewRestriction, Place, Topic):
    receiver([post_save, post_delete], sender=model)(bump_on_change)


@receiver(pre_delete, sender=Image)
@receiver(pre_delete, sender=Document)
def bump_on_file_delete(instance: Any, **kwargs: Any) -> None:
    """Outdate all cached pages when a public picture or document is deleted (receiver)."""
    if instance.publicity.exists():
        bump_version()


@receiver(post_delete)
def bump_on_page_delete(instance: Any, **kwargs: Any) -> None:
    """Outdate all cached pages when any page was deleted (receiver)."""
    if isinstance(instance, Page):
        bump_version()
