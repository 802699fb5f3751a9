"""No token of a mailed link stands in a log."""

from __future__ import annotations

import logging

import pytest
from django.urls import reverse
from django.utils.translation import override

from common.logs.formatters import OneLineFormatter
from common.secret_paths import SECRET_PATHS, without_secrets
from tests.structure.repository import REPOSITORY

TOKEN = "c2VjcmV0.to-ken_1:x"


def secret_addresses() -> list[str]:
    found = [reverse("invitation", args=[TOKEN]), reverse("account_confirm_email", args=["c2VjcmV0:to-ken"])]
    found.append(reverse("account_reset_password_from_key", kwargs={"uidb36": "1", "key": "c2VjcmV0to-ken"}))
    found.append(reverse("handed-link", args=[TOKEN]))
    found.append(reverse("follower-data", args=[TOKEN]))
    for language in ("en", "km"):
        with override(language):
            found += [reverse(f"follow-{name}", args=[TOKEN]) for name in ("confirm", "manage", "leave")]
            found += [
                reverse(f"discussions:{name}", args=[TOKEN]) for name in ("confirm", "digits", "mail-choice", "leave")
            ]
            found += [reverse(name, args=[TOKEN]) for name in ("mail-asked", "mail-missing")]
    return found


@pytest.mark.parametrize("address", secret_addresses())
def test_every_address_with_a_secret_is_masked(address: str) -> None:
    line = f'GET https://neary.example{address}?next=/x HTTP/1.1" "https://neary.example{address}"'
    masked = without_secrets(line)
    assert "ken" not in masked and "c2VjcmV0" not in masked
    assert masked.endswith('"') and "?next=/x" in masked


def test_other_addresses_stay() -> None:
    for path in (
        "/en/follow/?topic=law",
        "/accounts/login/",
        "/en/follow/asked/",
        "/en/discussions/join/",
        "/accounts/password/reset/",
    ):
        assert without_secrets(path) == path


def test_the_portals_own_log_and_gunicorns_leave_it_out() -> None:
    address = secret_addresses()[0]
    record = logging.LogRecord("django.request", logging.WARNING, "", 1, "Forbidden: %s", (address,), None)
    assert TOKEN not in OneLineFormatter("{message}", style="{").format(record)
    assert "access_log.AccessLogger" in (REPOSITORY / "docker" / "entrypoint").read_text()


def test_nginx_has_the_same_list() -> None:
    text = (REPOSITORY / "docker" / "nginx.conf").read_text()
    assert text.count("|".join(SECRET_PATHS)) == 1
    assert "access_log /dev/stdout lines" in text
