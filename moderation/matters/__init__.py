"""The registry by which a package offers what an editor is to decide on and is no page. See docs/moderation.md."""

from moderation.matters.registry import (
    MatterDecision,
    MatterKind,
    MatterText,
    PublicObject,
    matter_kind,
    matter_kinds,
    register_matter_kind,
)

__all__ = [
    "MatterDecision",
    "MatterKind",
    "MatterText",
    "PublicObject",
    "matter_kind",
    "matter_kinds",
    "register_matter_kind",
]
