"""The check that requests are led to this machine on one's own machine and in tests only."""

from __future__ import annotations

import os
from typing import Any

from django.conf import ENVIRONMENT_VARIABLE, settings
from django.core.checks import Error, Tags, register

ALLOWED = ("portal.settings.dev", "portal.settings.test", "tests.")


@register(Tags.security)
def check_loopback_servers(app_configs: Any, **kwargs: Any) -> list[Error]:
    """Return an error if the setting LOOPBACK_SERVERS is used under other settings than those of dev and tests."""
    module = os.environ.get(ENVIRONMENT_VARIABLE, "")
    if not settings.LOOPBACK_SERVERS or module.startswith(ALLOWED):
        return []
    return [
        Error(
            "LOOPBACK_SERVERS leads requests for public names to this machine. Remove it from these settings.",
            id="common.E001",
        )
    ]
