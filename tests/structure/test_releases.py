"""The list of releases: what the upgrade drill and whoever looks for a release's commit read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tools.releases import FILE, releases, upgraded_commit

COMMIT = re.compile(r"[0-9a-f]{40}")


def test_the_list_is_in_order_and_names_whole_commits() -> None:
    made = releases()
    assert made == sorted(made, key=lambda release: [int(part) for part in release.version.split(".")])
    assert all(COMMIT.fullmatch(release.commit) for release in made)
    assert COMMIT.fullmatch(upgraded_commit())


@pytest.mark.parametrize("count", [0, 1, 2])
def test_the_last_release_is_upgraded(tmp_path: Path, count: int) -> None:
    rows = "".join(
        f'[[release]]\nversion = "0.{number}.0"\ncommit = "{number}"\ndate = 2026-12-0{number}\n'
        for number in range(1, count + 1)
    )
    file = tmp_path / "releases.toml"
    file.write_text('before_the_first = "0"\n' + rows)
    assert upgraded_commit(file) == str(count)
    assert len(releases(file)) == count


def test_the_example_in_the_file_is_one(tmp_path: Path) -> None:
    """Whoever cuts a release takes the comment's lines."""
    example = [line.removeprefix("#").strip() for line in FILE.read_text().splitlines() if line.startswith("#    ")]
    file = tmp_path / "releases.toml"
    file.write_text("\n".join(example).replace("40 hexadecimal digits", "0" * 40))
    assert [release.version for release in releases(file)] == ["0.1.0"]
