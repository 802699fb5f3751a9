"""Declarations of personal data; each package has them in its module `personal_data`, beside its data.

Operations reads the modules when the portal starts: `manage.py person` shows and erases by what they say,
docs/privacy.md is compared with them, and a test fails for a field that may hold personal data and is declared nowhere.
"""

from __future__ import annotations

from common.personal_data.declarations import (
    NotErased,
    PersonalModel,
    Treatment,
    declare_mails,
    declare_model,
    declare_not_personal,
    declare_payload,
    declare_store,
    registry,
)

__all__ = [
    "NotErased",
    "PersonalModel",
    "Treatment",
    "declare_mails",
    "declare_model",
    "declare_not_personal",
    "declare_payload",
    "declare_store",
    "registry",
]

# The declarations of this package itself.
from common.personal_data import own  # noqa: F401
