"""The access lists of all packages, joined for the tenant guard.

A package declares its own in its module `access`.
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType
from typing import Any

from django.apps import apps
from django.utils.module_loading import module_has_submodule

from orgs.guard.access_scopes import SCOPES
from orgs.guard.tenant_guard import AccessRules, BaseTenantGuard, ViewRule

OPEN: dict[str, ViewRule] = {
    # Her own name, language and theme: the view takes no other person.
    "wagtailadmin_account": {},
}

PEOPLE = "People join by invitation; what is theirs administrators change."

CLOSED: dict[str, str] = {"wagtailusers_users:": PEOPLE}

UNCHOSEN = "No page chooses one; and what creates one there fails when it is sent a form."

DISABLED: dict[str, str] = {
    "wagtailusers_users:copy": "No person is made from another: rights would be copied with her.",
    "wagtailsnippetchoosers_vocabulary_searchterm:": UNCHOSEN,
    "wagtailsnippetchoosers_vocabulary_institution:": "Pages choose from a list of all.",
    "wagtailsnippetchoosers_moderation_answertime:": UNCHOSEN,
    "wagtailsnippetchoosers_moderation_reason:": UNCHOSEN,
}


def access_modules() -> list[ModuleType]:
    """Return the `access` modules of all installed packages that have one, the lowest package first."""
    installed = reversed([*apps.get_app_configs()])
    packages = [config for config in installed if module_has_submodule(config.module, "access")]
    return [import_module(f"{config.name}.access") for config in packages]


def joined(list_name: str) -> dict[str, Any]:
    """Return the access lists of this name (OPEN, CLOSED, DISABLED) of all packages, as one dict by view."""
    return {key: value for module in access_modules() for key, value in getattr(module, list_name, {}).items()}


RULES = AccessRules(open=joined("OPEN"), closed=joined("CLOSED"), disabled=joined("DISABLED"), scopes={**SCOPES})


class TenantGuard(BaseTenantGuard):
    """The tenant guard with the portal's access lists."""

    rules = RULES
