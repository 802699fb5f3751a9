"""System checks: every declared kind of event has a handler or a job, or gives a reason for having none."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error, register

from outbox.registry import registry


@register()
def check_kinds_are_handled(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Return an error for each event kind that is not handled without saying why, or is handled but says it is not."""
    errors: list[CheckMessage] = []
    for kind in registry.kinds.values():
        is_handled = kind.name in registry.handlers or kind.name in registry.jobs
        if not is_handled and not kind.unhandled_because:
            hint = "Add a handler or a job, or declare it with unhandled_because."
            errors.append(Error(f"Nothing follows events of the kind {kind}.", hint=hint, id="outbox.E001"))
        # A reason that outlived itself would say that nothing follows where something does.
        if is_handled and kind.unhandled_because:
            hint = "Take unhandled_because out of its declaration."
            errors.append(Error(f"{kind} is handled, although it is declared not to be.", hint=hint, id="outbox.E002"))
    return errors
