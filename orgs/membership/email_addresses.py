"""The page of a person's own mail addresses; it asks for the password or code again."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from allauth.account.views import EmailView
from django.contrib.auth.decorators import login_required

# An address that is added receives codes: a session that is left open must not be enough for one.
email_addresses = login_required(reauthentication_required(EmailView.as_view(), allow_get=True))
