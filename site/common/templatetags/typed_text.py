"""Template filters for typed text: links for telephone numbers, mail and web addresses, and tables."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from django import template
from django.utils.html import conditional_escape, format_html, format_html_join, linebreaks
from django.utils.safestring import SafeString, mark_safe

from common.typed_text.characters import plain_word, without_invisible
from common.typed_text.tables import TextTable, parts_of
from common.typed_text.telephone import Telephone, numbers_in
from common.typed_text.web_addresses import link_addresses

register = template.Library()


@register.filter
def telephones(typed: str) -> list[Telephone]:
    """Return the telephone numbers in a text, each as written and with its tel: link."""
    return numbers_in(typed or "")


@register.filter
def mail_href(typed: str) -> str:
    """Return the mailto: link of a typed mail address, cleaned and percent-encoded."""
    return f"mailto:{quote(plain_word(typed or ''), safe='@')}"


@register.filter
def web_href(typed: str) -> str:
    """Return a typed web address cleaned, for a link; "" unless it is http or https."""
    address = without_invisible(typed or "").strip()
    return address if urlsplit(address).scheme in ("http", "https") else ""


@register.filter
def linked(text: str) -> SafeString:
    """Return a text as safe HTML with each web and mail address made a link."""
    return mark_safe(link_addresses(conditional_escape(text)))  # noqa: S308 - escaped, and so is what is put into it


@register.filter
def paragraphs_and_tables(text: str) -> SafeString:
    """Return plain text as safe HTML paragraphs, and tables pasted in it as HTML tables."""
    parts = parts_of(text or "")
    return format_html_join(
        "\n", "{}", ((_table(part) if isinstance(part, TextTable) else _lines(part),) for part in parts)
    )


def _lines(text: str) -> SafeString:
    return mark_safe(linebreaks(text, autoescape=True))  # noqa: S308 - it escapes


def _table(table: TextTable) -> SafeString:
    heads = format_html_join("", '<th scope="col">{}</th>', ((cell,) for cell in table.headings))
    head = format_html("<thead><tr>{}</tr></thead>", heads) if heads else ""
    rows = format_html_join("", "<tr>{}</tr>", ((_cells(row),) for row in table.body))
    box = '<div class="table" tabindex="0" role="group"><table>{}<tbody>{}</tbody></table></div>'
    return format_html(box, head, rows)


def _cells(row: list[str]) -> SafeString:
    first, *others = row
    return format_html(
        '<th scope="row">{}</th>{}', first, format_html_join("", "<td>{}</td>", ((cell,) for cell in others))
    )
