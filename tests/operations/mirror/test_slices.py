"""The slice of a province opens without a server, and has what helps and happens there and nothing else."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from django.core.management import CommandError, call_command

from catalog.terms import places
from tests.operations.mirror.conftest import Mirror

pytestmark = pytest.mark.django_db


@pytest.fixture
def takeo(tmp_path: Path, make_page: Any, organization: Any, other_organization: Any, drain: Any) -> Path:
    """The slice of Takeo, on a stick."""
    here, there = [places.by_slug("takeo")], [places.by_slug("kandal")]
    organization.places.set(here)
    make_page("help", organization, live=True, title="Advice in Takeo", places=here)
    make_page("help", organization, live=True, title="Advice everywhere", is_nationwide=True)
    make_page("help", organization, live=True, title="Advice in Kandal", places=there)
    make_page("article", organization, live=True, title="Weaving in Takeo", places=here)
    make_page("article", other_organization, live=True, title="Pottery in Kandal", places=there)
    make_page("article", organization, title="A draft of Takeo", places=here)
    drain()
    call_command("mirror", str(tmp_path / "stick"), province="takeo", verbosity=0)
    return tmp_path / "stick"


def test_a_slice_has_what_is_in_the_province(takeo: Path, organization: Any, other_organization: Any) -> None:
    stick = Mirror(takeo)
    first = stick.text("/en/")
    for words in ("Advice in Takeo", "Advice everywhere", "Weaving in Takeo", organization.name_en):
        assert words in first, words
    assert first.index("Advice") < first.index("Weaving")
    for words in ("Pottery in Kandal", "Advice in Kandal", "A draft of Takeo"):
        assert not [name for name in stick.naming(words) if name.startswith("en/mirror/") or name == "en/index.html"]
        assert not [name for name in stick.files() if words.split()[0].lower() in name and "kandal" in name]
    assert "This is a copy of the portal of" in first and "repaired" not in first
    assert "Advice in Takeo" in stick.text("/en/help/") and "Advice in Kandal" not in stick.text("/en/help/")
    assert not stick.has("/en/organizations/") and not stick.has("/en/activity/")


def test_every_link_of_a_slice_leads_from_file_to_file(takeo: Path) -> None:
    stick, followed = Mirror(takeo), 0
    for name in stick.files():
        if not name.endswith(".html"):
            continue
        for link in re.findall(r'(?:href|src)="([^"#]+)', (takeo / name).read_text()):
            if ":" in link:
                continue
            followed += 1
            assert not link.startswith("/"), f"{name}: {link}"
            assert ((takeo / name).parent / unquote(link)).resolve().is_file(), f"{name}: {link}"
    assert followed > 200


def test_a_slice_is_brought_up_to_date_and_mixed_with_nothing(takeo: Path, capsys: Any, settings: Any) -> None:
    capsys.readouterr()
    call_command("mirror", str(takeo), province="takeo", verbosity=0)
    assert capsys.readouterr().out.startswith("0 files written")
    for province in ("kandal", None):
        with pytest.raises(CommandError, match="another part"):
            call_command("mirror", str(takeo), province=province, verbosity=0)
    with pytest.raises(CommandError, match=r"no such province; there are .*takeo"):
        call_command("mirror", str(takeo), province="atlantis", verbosity=0)
    settings.MIRROR_DIR = str(takeo)
    with pytest.raises(CommandError, match="Name a folder"):
        call_command("mirror", province="takeo", verbosity=0)
