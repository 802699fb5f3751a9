"""The list of all checks, in the order in which they are made."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from importlib import import_module

from operations.doctor.findings import SetupFinding

Look = Callable[[], Iterable[SetupFinding]]

# The modules with checks. A check that needs another (`after`) stands behind it.
MODULES = (
    "installation.settings",
    "installation.hosts",
    "machine.disk",
    "machine.files",
    "machine.programs",
    "machine.process",
    "servers.database",
    "servers.roles",
    "servers.redis_server",
    "servers.elastic",
    "servers.mail",
    "servers.web",
    "servers.store",
    "servers.versions",
    "servers.clock",
    "installation.people",
    "installation.workers",
    "installation.board_mail",
    "installation.search_index",
    "installation.backups",
    "installation.programme_pages",
    "installation.takeouts",
)
# Enough for any of them; a server that does not answer must not hold up the rest.
SECONDS = 5.0


@dataclass(frozen=True)
class SetupCheck:
    """A named function that looks at one thing.

    seconds: its deadline. after: names of checks; when one of them found something, this one is left out, for it could
    only say the same again. at_run: made by `manage.py run` too, on one's own machine.
    """

    name: str
    look: Look
    seconds: float = SECONDS
    after: tuple[str, ...] = ()
    at_run: bool = False

    @property
    def subject(self) -> str:
        """Return the subject of the check, the part of its name before the point."""
        return self.name.partition(".")[0]

    @property
    def description(self) -> str:
        """Return the first line of the check function's docstring."""
        return (inspect.getdoc(self.look) or "").partition("\n")[0]


_checks: dict[str, SetupCheck] = {}


def check(*, seconds: float = SECONDS, after: tuple[str, ...] = (), at_run: bool = False) -> Callable[[Look], Look]:
    """Return a decorator that registers a function as a setup check named "module.function", with these options."""

    def register(look: Look) -> Look:
        name = f"{look.__module__.rpartition('.')[2]}.{look.__name__}"
        _checks[name] = SetupCheck(name, look, seconds, after, at_run)
        return look

    return register


# Cached: the modules do not change, and a report asks for them several times.
@cache
def all_checks(modules: tuple[str, ...] = MODULES) -> tuple[SetupCheck, ...]:
    """Return the registered checks of these modules in order. LookupError if one follows a check not before it."""
    for module in modules:
        import_module(f"operations.doctor.{module}")
    # A module may have been imported by another, before its turn or without one.
    order = {module.rpartition(".")[2]: place for place, module in enumerate(modules)}
    checks = sorted((each for each in _checks.values() if each.subject in order), key=lambda each: order[each.subject])
    seen: set[str] = set()
    for each in checks:
        if missing := set(each.after) - seen:
            raise LookupError(f"{each.name} follows checks that do not stand before it: {', '.join(sorted(missing))}")
        seen.add(each.name)
    return tuple(checks)
