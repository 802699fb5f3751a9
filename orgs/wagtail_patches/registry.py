"""The registry of patches, which replaces names of Wagtail and allauth."""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from importlib import import_module
from operator import attrgetter
from typing import Any

# Every patch that was registered, by its target.
patches: dict[str, Patch] = {}
# The original function or value of each target that was replaced.
originals: dict[str, Any] = {}


@dataclass(frozen=True)
class Patch:
    """A replacement for a name of Wagtail or allauth, with the signature that it was written for.

    `target` is "module:attribute". `signature` is that of the stock function as inspect.signature prints it, or the
    repr of a stock value: when Wagtail changes it, a test fails and the replacement has to be read again.
    """

    target: str
    signature: str
    replacement: Any
    why: str


def register(*new: Patch) -> None:
    """Add patches of Wagtail or allauth to the registry; only `apply_all` applies them."""
    for patch in new:
        patches[patch.target] = patch


def apply_all() -> None:
    """Apply every registered patch not yet applied, and keep the original values."""
    # ready() of several packages call this; a patch applied twice would keep itself as the original.
    for target in patches.keys() - originals.keys():
        originals[target] = current_value(target)
        owner, name = owner_of(target)
        replacement = patches[target].replacement
        # A plain function that takes a class method's or static method's place must not be bound to instances.
        is_static = inspect.isclass(owner) and not inspect.isfunction(inspect.getattr_static(owner, name))
        setattr(owner, name, staticmethod(replacement) if is_static and callable(replacement) else replacement)


def owner_of(target: str) -> tuple[Any, str]:
    """Return the module or class that a patch target ("module:Class.name") names, and the attribute's name."""
    module, _, path = target.partition(":")
    holder, _, name = path.rpartition(".")
    owner = import_module(module)
    return (attrgetter(holder)(owner) if holder else owner), name


def current_value(target: str) -> Any:
    """Return the function or value that a patch target ("module:Class.name") has now."""
    owner, name = owner_of(target)
    return getattr(owner, name)


def signature_of(value: Any) -> str:
    """Return a function's signature as text, or the repr of a value that is no function."""
    return str(inspect.signature(value)) if callable(value) else repr(value)
