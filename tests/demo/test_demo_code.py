"""Codes are told for demo accounts alone."""

import json

import pytest
from django.core.management import CommandError, call_command

from tests.accounts.sign_in_helpers import totp_code

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def demo_file(settings, tmp_path):
    settings.DATA = tmp_path
    accounts = [{"email": "editor@neary.example.org", "totp": SECRET}, {"email": "officer@neary.example.org"}]
    (tmp_path / "demo.json").write_text(json.dumps({"accounts": accounts}))


def test_the_code_is_the_one_a_telephone_shows(demo_file, capsys):
    expected = {totp_code(SECRET)}
    call_command("demo_code", "Editor@neary.example.org")
    expected.add(totp_code(SECRET))  # the half minute may turn in between
    assert capsys.readouterr().out.strip() in expected


@pytest.mark.parametrize("email", ["officer@neary.example.org", "somebody@real.example.org"])
def test_for_nobody_else(demo_file, email):
    with pytest.raises(CommandError, match=r"demo\.json"):
        call_command("demo_code", email)
