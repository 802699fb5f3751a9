"""Receivers: note which document a request fetches; write the counts of this process when they are due."""

from __future__ import annotations

from typing import Any

from django.core.signals import request_finished
from django.dispatch import receiver
from django.http import HttpRequest

from assets.models import Document
from assets.signals import document_served
from reach.writing import write_if_due


@receiver(document_served)
def note_document(request: HttpRequest, document: Document, **kwargs: Any) -> None:
    """Note on the request which public document it fetches, for the middleware that counts (receiver)."""
    request.fetched_document_id = document.pk  # type: ignore[attr-defined]


@receiver(request_finished)
def write_after_answer(**kwargs: Any) -> None:
    """Write the counts of this process when they are due; the reader has the answer already (receiver)."""
    write_if_due()
