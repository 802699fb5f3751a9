"""A reader of the folder never sees half a message."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import pytest
from kombu.exceptions import ChannelError

from portal.embedded.file_broker import put_whole


def test_a_message_has_its_name_only_when_it_is_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    named: list[list[str]] = []
    rename = Path.rename
    monkeypatch.setattr(
        Path,
        "rename",
        lambda path, to: (named.append([each.name for each in tmp_path.glob("*.msg")]), rename(path, to))[1],
    )
    put_whole(SimpleNamespace(data_folder_out=str(tmp_path)), "neary", {"body": "x"})
    (message,) = tmp_path.iterdir()
    assert named == [[]]
    assert message.name.partition(".")[2] == "neary.msg"
    assert json.loads(message.read_text()) == {"body": "x"}


def test_a_folder_that_is_gone_is_told_as_the_broker_tells_it(tmp_path: Path) -> None:
    with pytest.raises(ChannelError):
        put_whole(SimpleNamespace(data_folder_out=str(tmp_path / "gone")), "neary", {})
