"""A portal is backed up, loses everything, and is restored."""

from __future__ import annotations

import io
import shlex
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from accounts.models import User
from assets.models import Document, FilePublicity, Image
from operations.backup.variables import variables_text
from orgs.models import Organization, PublicVersion
from tests.assets.test_publicity import add_document, add_image
from tests.operations.conftest import PASSPHRASE, OwnPortal
from tests.template_database import EMPTY


def run(command: str, *arguments: str) -> str:
    out = io.StringIO()
    call_command(command, *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def backed_up(own_portal: OwnPortal, settings: Any) -> Path:
    """A portal with files, of which there is a backup."""
    organization = Organization.objects.get(slug="silk-weavers")
    add_image(organization).get_rendition("width-100")
    add_document(organization)
    run("backup")
    return Path(settings.DATA) / "backups"


def destroy(portal: OwnPortal, settings: Any) -> None:
    """Everything but the backups is lost; a new portal stands in its place."""
    shutil.rmtree(settings.MEDIA_ROOT)
    portal.use(EMPTY)


def state(settings: Any) -> dict[str, Any]:
    root = Path(settings.MEDIA_ROOT)
    return {
        "people": sorted(User.objects.values_list("email", flat=True)),
        "images": sorted(Image.objects.values_list("file", "file_hash")),
        "documents": sorted(Document.objects.values_list("file", "file_hash")),
        "publicity": sorted(FilePublicity.objects.values_list("image", "document", "page", "is_open")),
        "files": {
            str(p.relative_to(root)): (p.read_bytes(), p.stat().st_mtime_ns) for p in root.rglob("*") if p.is_file()
        },
    }


def test_everything_comes_back(backed_up: Path, own_portal: OwnPortal, settings: Any) -> None:
    before, version = state(settings), set(PublicVersion.objects.values_list("mark", flat=True))
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "the old machine's", ["an earlier one", "the first"]
    run("backup")
    destroy(own_portal, settings)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "the new machine's", []
    assert not User.objects.exists()

    told = run("restore_backup")

    assert state(settings) == before
    assert len(before["files"]) == 3
    assert version != set(PublicVersion.objects.values_list("mark", flat=True))
    keys = Path(settings.DATA) / "restored.env"
    assert "SECRET_KEY='the old machine" in keys.read_text()
    assert "SECRET_KEY_FALLBACKS='an earlier one,the first'\n" in keys.read_text()
    assert keys.stat().st_mode & 0o777 == 0o600
    assert str(keys) in told
    assert "What came later is lost" in told
    assert not list(Path(settings.DATA).glob(".neary-backup-*"))
    assert not (Path(settings.MEDIA_ROOT) / ".restoring").exists()


def test_variables_are_kept_whichever_way_they_are_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "mail").write_text("smtp://user:it's@mail.example:25\n")
    monkeypatch.setenv("EMAIL_URL_FILE", str(tmp_path / "mail"))
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY_FILE", str(tmp_path / "gone"))
    monkeypatch.setenv("BASE_URL", "https://portal.example.org")
    lines = shlex.split(variables_text(), comments=True)
    assert {"EMAIL_URL=smtp://user:it's@mail.example:25", "BASE_URL=https://portal.example.org"} <= set(lines)
    assert not any(line.startswith(("AWS_SECRET", "SECRET_KEY_FALLBACKS")) for line in lines)


def test_what_has_content_is_not_replaced_unasked(backed_up: Path, own_portal: OwnPortal, settings: Any) -> None:
    User.objects.filter(email="editor@example.org").update(first_name="Changed since")
    before = state(settings)

    with pytest.raises(CommandError, match="--replace"):
        run("restore_backup")
    assert state(settings) == before
    assert User.objects.get(email="editor@example.org").first_name == "Changed since"

    run("restore_backup", "--replace")
    assert User.objects.get(email="editor@example.org").first_name != "Changed since"


def test_nothing_can_be_read_without_the_passphrase(backed_up: Path) -> None:
    for path in backed_up.rglob("*"):
        if path.is_file():
            assert path.read_bytes().startswith(b"age-encryption.org/v1\n")
            assert path.stat().st_mode & 0o077 == 0
        assert "photo" not in path.name and "report" not in path.name


def test_the_passphrase_is_asked_for(own_portal: OwnPortal, settings: Any) -> None:
    settings.BACKUP_PASSPHRASE = ""
    with pytest.raises(CommandError, match="No passphrase is set"):
        run("backup")
    settings.BACKUP_PASSPHRASE = "short"
    with pytest.raises(CommandError, match="fewer than 16 characters"):
        run("backup")
    settings.BACKUP_PASSPHRASE = PASSPHRASE
    assert "is made" in run("backup")


def test_only_new_files_are_written_again(backed_up: Path, settings: Any) -> None:
    def objects() -> set[str]:
        return {path.name for path in (backed_up / "files").rglob("*.age")}

    first = objects()
    assert "0 new files" in run("backup")
    assert objects() == first

    # The same bytes under another name are there already.
    add_image(Organization.objects.get(slug="law-circle"))
    assert "0 new files" in run("backup")
    default_storage.save("documents/another.txt", ContentFile(b"Other bytes"))
    assert "1 new files" in run("backup")
    assert len(objects() - first) == 1
