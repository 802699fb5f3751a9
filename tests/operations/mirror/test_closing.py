"""A page that closes leaves the mirror at once, by the process that closes it; the outbox makes its lists again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from wagtail.models import PageViewRestriction

from moderation.services.withdrawing import withdraw
from operations.metrics.measures import read_mirror
from operations.mirror.closing import close
from operations.mirror.making import MirrorPass
from operations.tasks import mirror as mirror_task
from orgs.status import set_status
from outbox.models import Event
from tests.operations.mirror.conftest import Mirror

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("known_alone")]
TITLE = "Weaving by the river"
MIRROR = "mirror.close"


@pytest.fixture
def kept(mirror: Mirror, article: Any, settings: Any) -> Mirror:
    """A mirror that the portal keeps, with an article."""
    settings.MIRROR_DIR = str(mirror.path)
    mirror.make()
    assert mirror.has(article.url) and len(mirror.naming(TITLE)) > 3
    return mirror


def events() -> int:
    return Event.objects.pending().filter(kind=MIRROR).count()


def test_a_withdrawn_page_is_gone_with_the_commit_and_lists_come_again(
    kept: Mirror, article: Any, officer: Any, drain: Any, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        withdraw(article, officer, "A mistake.")
        # Nothing is deleted before: the change could still be undone.
        assert kept.has(article.url)
    assert kept.naming(TITLE) == set() and not kept.has("/en/activity/feed.atom") and events() == 1
    others = kept.files()
    drain()
    assert kept.naming(TITLE) == set()
    assert {"en/activity/index.html", "en/activity/feed.atom", "en/mirror/titles/index.html"} <= kept.files()
    # The outbox closes it once more, and deletes no other list for it.
    assert others <= kept.files()


def test_what_is_undone_closes_nothing(kept: Mirror, article: Any, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        article.unpublish()
        transaction.set_rollback(True)
    assert kept.has(article.url) and events() == 0


def test_after_a_process_that_was_killed_the_outbox_closes(kept: Mirror, article: Any, drain: Any) -> None:
    # Within a test's transaction nothing commits, as after a kill between commit and deletion.
    article.unpublish()
    assert kept.has(article.url)
    drain()
    assert kept.naming(TITLE) == set() and kept.has("/en/activity/")


def test_a_restricted_page_and_a_hidden_organization_go_too(
    kept: Mirror, article: Any, make_page: Any, organization: Any, administrator: Any, drain: Any
) -> None:
    other = make_page("update", organization, live=True, title="The looms are back")
    drain()
    kept.make()
    PageViewRestriction.objects.create(page=article, restriction_type="login")
    drain()
    assert kept.naming(TITLE) == set() and kept.has(other.url)
    home = organization.homes.get(page__locale__language_code="en").page
    assert kept.has(home.url)
    set_status(organization, status="suspended", is_hidden=True, by=administrator, reason="Asked for.")
    drain()
    assert not [name for name in kept.files() if name.startswith(home.url.strip("/"))]
    assert kept.naming("The looms are back") == set() == kept.naming(organization.name_en)


def test_a_page_that_no_pass_has_seen_may_stand_in_any_list(
    kept: Mirror, article: Any, make_page: Any, organization: Any, drain: Any
) -> None:
    """It was published after the pass had begun, which then wrote lists with its title and not yet the page."""
    begun = MirrorPass(kept.folder)
    update = make_page("update", organization, live=True, title="The looms are back")
    drain()
    begun.targets |= {address: target for address, target in begun.targets.items() if target.page != update.pk}
    for target in begun.targets.values():
        if target.address == "/en/activity/":
            begun._write(target, None)
    assert kept.naming("The looms are back") == {"en/activity/index.html"}
    close(kept.folder, [update.pk])
    assert kept.naming("The looms are back") == set()
    # Lists alone: what links to lists stays. And none a second time: the page is known as closed.
    assert kept.has(article.url)
    assert not kept.folder.manifest.unknown([update.pk])


def test_a_page_that_comes_again_is_written_again(kept: Mirror, article: Any, drain: Any) -> None:
    article.unpublish()
    drain()
    article.get_latest_revision().publish()
    drain()
    mirror_task()
    assert TITLE in kept.text(article.url) and TITLE in kept.text("/en/activity/")


def test_without_a_mirror_nothing_is_recorded(article: Any, settings: Any) -> None:
    assert settings.MIRROR_DIR == ""
    article.unpublish()
    mirror_task()
    assert events() == 0 and list(read_mirror()) == []


def test_the_age_of_the_oldest_file_is_read(kept: Mirror) -> None:
    assert 0 <= next(read_mirror()).value < 60


def test_a_folder_that_cannot_be_written_leaves_the_change_done(
    article: Any, settings: Any, tmp_path: Path, django_capture_on_commit_callbacks: Any, caplog: Any
) -> None:
    (tmp_path / "file").write_text("no folder")
    settings.MIRROR_DIR = str(tmp_path / "file" / "mirror")
    with django_capture_on_commit_callbacks(execute=True):
        article.unpublish()
    article.refresh_from_db()
    assert not article.live and events() == 1 and "the outbox tries again" in caplog.text
