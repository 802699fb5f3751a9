"""The other side: a stock Wagtail project, asked as its documentation tells."""

from __future__ import annotations

import json
import time
from typing import Any

import django

django.setup()

from django.contrib.contenttypes.models import ContentType  # noqa: E402
from django.utils import timezone  # noqa: E402
from wagtail.models import Locale, Page  # noqa: E402

from search.engines.database.time_limit import SearchTimeoutError, time_limit  # noqa: E402
from tests.bench.processes import answer  # noqa: E402
from tests.bench.stock.pages.models import TextPage  # noqa: E402

PATIENCE = 30.0


def handle(command: str, **options: Any) -> Any:
    return {"search": run, "load": load}[command](**options)


def run(query: str) -> dict[str, Any]:
    """Milliseconds, at most those after which it is cut off."""
    began = time.perf_counter()
    total = None
    try:
        with time_limit(PATIENCE):
            results = Page.objects.live().search(query)
            total = results.count()
            list(results[:20])
    except SearchTimeoutError:
        pass
    return {"milliseconds": (time.perf_counter() - began) * 1000, "total": total}


def load(file: str) -> dict[str, int]:
    root = Page.get_first_root_node()
    parent = root.get_children().first() or root
    content_type, locale = ContentType.objects.get_for_model(TextPage), Locale.get_default()
    with open(file, encoding="utf-8") as source:
        texts = [json.loads(line) for line in source]
    rows = Page.objects.bulk_create(
        Page(
            path=Page._get_path(parent.path, parent.depth + 1, number),
            depth=parent.depth + 1,
            numchild=0,
            title=text["title"],
            draft_title=text["title"],
            slug=f"page-{number}",
            url_path=f"{parent.url_path}page-{number}/",
            content_type=content_type,
            locale=locale,
            live=True,
            first_published_at=timezone.now(),
        )
        for number, text in enumerate(texts, 1)
    )
    TextPage._base_manager.get_queryset()._batched_insert(
        [
            TextPage(page_ptr_id=row.pk, body=f"{text['summary']} {text['text']}")
            for row, text in zip(rows, texts, strict=True)
        ],
        TextPage._meta.local_concrete_fields,
        None,
    )
    Page.objects.filter(pk=parent.pk).update(numchild=len(rows))
    return {"rows": len(rows)}


answer(handle)
