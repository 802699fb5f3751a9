"""Every regular expression of the tree takes time in proportion to the text: no typed text can hold up a process."""

from __future__ import annotations

import ast
import importlib
import re
import time
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.apps import apps

from tools.packages import REPOSITORY, folders

SHORT = 2_000
# Linear is 4, quadratic 16. Little more than linear is believed at once.
MOST, SURE = 8, 5
# Half a million steps take longer: a text of this length in less time shows that a pattern is not quadratic.
PROBE, QUICK = 1_000, 0.0003
FILLINGS = (
    "a", "A", "1", " ", "\n", ".", "-", "<", "<a ", "<a href=", "#1", "a@", "a.", "0 ",
    "a b ", "\u1780", "\u17d2\u1780",
    "\u17b6", "\u17d4", "\u200b", "&a", "[a](", "**a", "(", "[", "ផ្ទះលេខ 1", "ភូមិ ", "លោក ក", "12 ", "http://",
)  # fmt: skip
# Behind what a pattern begins with, one start alone can be tried in very many ways.
HEADS = (
    "#", "<a ", '"', "a@", "[", "\n", "&", "http://", "wa.me/", "0", "+855", "Ms ", "ផ្ទះ", "ភូមិ", "ផ្ទះលេខ", "លោក ",
    "អាយុ", "house", "street", "**", "{%", "img", '<a href="', "*",
)  # fmt: skip
BODIES = ("1", "a", " ", "\u17b6", "A")
# They are loaded by their own programs only, and hold no pattern.
NOT_LOADED = {("portal", "settings"), ("portal", "wsgi"), ("portal", "asgi")}


def sources() -> Iterator[tuple[Path, tuple[str, ...]]]:
    """Every Python file of the packages, with the parts of its module's name."""
    for package in folders().values():
        for path in sorted(package.rglob("*.py")):
            parts = path.relative_to(package.parent).with_suffix("").parts
            if "migrations" not in parts and parts[:2] not in NOT_LOADED:
                yield path, parts


def patterns() -> dict[str, re.Pattern[str]]:
    """By where each stands; one that is imported elsewhere counts once."""
    found: dict[re.Pattern[str], str] = {}
    for _path, parts in sources():
        module = importlib.import_module(".".join(parts).removesuffix(".__init__"))
        for name, value in vars(module).items():
            for pattern in inside(value):
                found.setdefault(pattern, f"{module.__name__}.{name}")
    for model in apps.get_models():
        for field in model._meta.get_fields() if model._meta.app_label in folders() else ():
            for pattern in inside(getattr(field, "validators", [])):
                found.setdefault(pattern, str(field))
    return {place: pattern for pattern, place in found.items() if isinstance(pattern.pattern, str)}


def inside(value: Any, depth: int = 0) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict) and depth < 3:
        yield from (found for each in value.values() for found in inside(each, depth + 1))
    elif isinstance(value, list | tuple | set | frozenset) and depth < 3:
        yield from (found for each in value for found in inside(each, depth + 1))
    elif isinstance(value, type) and value.__module__.partition(".")[0] in folders() and depth < 2:
        yield from (found for each in vars(value).values() for found in inside(each, depth + 1))
    elif isinstance(regex := getattr(value, "regex", None), re.Pattern):
        yield regex


def seconds(run: Callable[[str], Any], text: str) -> float:
    began = time.process_time()
    run(text)
    return time.process_time() - began


def is_linear(run: Callable[[str], Any], text: Callable[[int], str]) -> bool:
    """Measured again before it is called slow: the machine may have been busy with something else."""
    if seconds(run, text(PROBE)) < QUICK:
        return True
    # From small to large: a pattern that is worse than quadratic would not come to an end.
    return grows_linearly(run, text, PROBE) and grows_linearly(run, text, SHORT)


def grows_linearly(run: Callable[[str], Any], text: Callable[[int], str], size: int) -> bool:
    short, long = text(size), text(4 * size)
    shorts, longs = [seconds(run, short)], [seconds(run, long)]
    if longs[0] <= SURE * shorts[0]:
        return True
    for _ in range(4):
        # The least of each: where only a short text met a busy moment, a quadratic pattern would pass.
        shorts += [seconds(run, short) for _ in range(3)]
        longs.append(seconds(run, long))
        if min(longs) <= MOST * min(shorts):
            return True
    return False


def calls_of(pattern: re.Pattern[str]) -> Iterator[tuple[str, Callable[[str], Any], Callable[[int], str]]]:
    """Yield the calls of a pattern with a text: all matches, the whole text, and an end that fits nothing."""

    def all_matches(text: str) -> None:
        deque(pattern.finditer(text), maxlen=0)

    for filling in FILLINGS:
        yield f"all of {filling!r}", all_matches, lambda size, filling=filling: (filling * size)[:size]
        yield f"the whole of {filling!r}", pattern.fullmatch, lambda size, filling=filling: (filling * size)[:size]
        yield f"{filling!r} and an end", all_matches, lambda size, filling=filling: (filling * size)[:size] + "\x01"
    for head in HEADS:
        for body in BODIES:
            yield f"{head!r} and {body!r}", all_matches, lambda size, h=head, b=body: (h + b * size)[:size] + "\x01"


def test_every_pattern_is_linear() -> None:
    found = patterns()
    assert len(found) > 50
    slow = [
        f"{place}: {name}"
        for place, pattern in found.items()
        for name, run, text in calls_of(pattern)
        if not is_linear(run, text)
    ]
    assert not slow, "\n".join(slow)


def test_a_quadratic_pattern_would_be_seen() -> None:
    run = re.compile("a+b").findall
    assert not is_linear(run, lambda size: "a" * size)


def test_every_pattern_has_a_name() -> None:
    """A pattern inside a function is found by no test."""
    places = [
        f"{path.relative_to(REPOSITORY)}:{node.lineno}"
        for path, _parts in sources()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and ast.unparse(node.func.value) == "re"
        and node.func.attr not in {"compile", "escape"}
    ]
    assert not places
