"""Template tag for JSON-LD in a page's head."""

from __future__ import annotations

import json
from typing import Any

from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

# Letters that could end the script element or begin a comment in it. JSON reads the escapes as the same letters.
ESCAPES = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


@register.simple_tag
def json_ld(page: Any, url: str | None) -> SafeString | str:
    """Return the script element with a page's schema.org data; "" when the page has none or there is no address."""
    describe = getattr(page, "structured_data", None)
    if describe is None or not url:
        return ""
    data = {"@context": "https://schema.org", **describe(url)}
    text = json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, separators=(",", ":")).translate(ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308 - escaped above
