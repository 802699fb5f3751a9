"""Every address of the portal, as the resolver knows it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern


@dataclass(frozen=True)
class Address:
    """One URL pattern: how it is called, where it lies, and which values it takes."""

    view: str
    route: str
    parameters: tuple[str, ...]
    unnamed: int

    @cached_property
    def is_behind_the_guard(self) -> bool:
        return self.route.startswith(("admin/", "workspace/"))

    def __str__(self) -> str:
        return f"{self.view or 'unnamed'} ({self.route})"


def all_addresses() -> list[Address]:
    return list(walk(get_resolver()))


def walk(
    resolver: URLResolver, route: str = "", namespaces: tuple[str, ...] = (), names: tuple[str, ...] = ()
) -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        is_prefix = isinstance(pattern.pattern, LocalePrefixPattern)
        here = route + ("en/" if is_prefix else str(pattern.pattern))
        taken = names + (() if is_prefix else tuple(pattern.pattern.regex.groupindex))
        if isinstance(pattern, URLResolver):
            deeper = namespaces + ((pattern.namespace,) if pattern.namespace else ())
            yield from walk(pattern, here, deeper, taken)
        elif isinstance(pattern, URLPattern):
            view = ":".join((*namespaces, pattern.name)) if pattern.name else ""
            unnamed = 0 if is_prefix or pattern.pattern.regex.groupindex else pattern.pattern.regex.groups
            yield Address(view, here, taken, unnamed)
