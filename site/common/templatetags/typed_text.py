"""`{% load typed_text %}`: addresses that work on a telephone, made of what people typed."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from common.typed_text.characters import plain_word, without_invisible
from common.typed_text.telephone import Telephone, numbers_in
from common.typed_text.web_addresses import link_addresses

register = template.Library()


@register.filter
def telephones(typed: str) -> list[Telephone]:
    """Return the numbers of a field: {"written", "href"} each."""
    return numbers_in(typed or "")


@register.filter
def mail_href(typed: str) -> str:
    """Return the link that begins a mail to a typed address."""
    return f"mailto:{quote(plain_word(typed or ''), safe='@')}"


@register.filter
def web_href(typed: str) -> str:
    """Return a typed web address as browsers open it; nothing where it is none of the web."""
    address = without_invisible(typed or "").strip()
    return address if urlsplit(address).scheme in ("http", "https") else ""


@register.filter
def linked(text: str) -> SafeString:
    """Make each web and mail address in a text, or in markup that is marked safe, a link."""
    return mark_safe(link_addresses(conditional_escape(text)))  # noqa: S308 - escaped, and so is what is put into it
