"""Static files are compressed once for each content, under each of their names."""

from __future__ import annotations

from pathlib import Path

import brotli
import pytest
from django.contrib.staticfiles.storage import StaticFilesStorage

from portal.static_files import ContentCompressor, StaticFiles

SCRIPT = b"console.log('looms');\n" * 100


def test_two_names_of_one_content_are_compressed_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr("whitenoise.compress.brotli.compress", lambda data: asked.append(data) or b"short")
    compressor = ContentCompressor(quiet=True)
    for name, content in {"a.js": SCRIPT, "a.123.js": SCRIPT, "b.js": SCRIPT[1:]}.items():
        (tmp_path / name).write_bytes(content)
        compressor.compress(str(tmp_path / name))

    assert asked == [SCRIPT, SCRIPT[1:]]


def test_collected_files_lie_compressed_beside_each_name_and_source_maps_do_not(tmp_path: Path) -> None:
    source, target = tmp_path / "source", tmp_path / "target"
    for folder in (source, target):
        folder.mkdir()
        (folder / "looms.js").write_bytes(SCRIPT)
        (folder / "looms.js.map").write_bytes(SCRIPT)
    storage = StaticFiles(location=target, base_url="/static/")
    files = StaticFilesStorage(location=source, base_url="/static/")

    list(storage.post_process({name: (files, name) for name in ("looms.js", "looms.js.map")}))

    hashed = storage.stored_name("looms.js")
    assert hashed != "looms.js"
    assert {path.name for path in target.glob("*.br")} == {"looms.js.br", f"{hashed}.br"}
    assert {path.name for path in target.glob("*.gz")} == {"looms.js.gz", f"{hashed}.gz"}
    assert brotli.decompress((target / f"{hashed}.br").read_bytes()) == SCRIPT
