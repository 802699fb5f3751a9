"""A mirror holds what an anonymous reader may see, and a pass writes only what has changed."""

from __future__ import annotations

import datetime as dt
import os
import re
import time
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from assets.services import add_picture
from catalog.models import CatalogEntry
from operations.mirror import making
from operations.mirror.addresses import file_of
from orgs.status import set_status
from reach.counting import reads
from tests.assets.files import picture_file
from tests.operations.mirror.conftest import Mirror

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("known_alone")]


def test_every_public_page_is_there_as_a_reader_sees_it(mirror: Mirror, article: Any, client: Client) -> None:
    mirror.make()
    for url in CatalogEntry.objects.public().values_list("url", flat=True):
        assert mirror.has(url), url
    for address in ("/", "/en/", "/km/", "/km/help/", "/en/activity/", "/en/activity/feed.atom", "/robots.txt"):
        assert mirror.has(address), address
    text = mirror.text(article.url)
    assert "Looms and water." in text and "Looms and water." in client.get(article.url).content.decode()
    year = timezone.localdate().year
    assert re.search(rf"you see a copy of \d+ \w+ {year}, \d+:\d\d [ap]m\.", text)
    # In both languages, with Khmer digits.
    assert '<p lang="km">' in text and re.search(r"ច្បាប់ចម្លង ថ្ងៃទី[០-៩]", text)


def test_no_link_of_any_page_is_broken(
    mirror: Mirror, article: Any, make_page: Any, organization: Any, drain: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr(making, "DEEPEST", 3)
    make_page("help", organization, live=True, title="Advice in court")
    make_page("event", organization, "km", live=True, title="ប្រជុំ")
    drain()
    mirror.make()
    broken, followed = [], 0
    for name in sorted(mirror.files()):
        if not name.endswith(".html"):
            continue
        here = "/" + name.removesuffix("index.html")
        for link in re.findall(r'(?:href|src)="(/?[^":]*)"', mirror.text("/" + name)):
            target = urljoin(here, link).partition("#")[0]
            followed += 1
            if not (mirror.path / str(file_of(target))).is_file():
                broken.append(f"{name}: {link}")
    assert followed > 500 and broken == []


def test_what_is_not_public_is_nowhere(
    mirror: Mirror, make_page: Any, organization: Any, other_organization: Any, administrator: Any, drain: Any
) -> None:
    make_page("article", organization, title="Only a draft")
    restricted = make_page("article", organization, live=True, title="Behind a password")
    PageViewRestriction.objects.create(page=restricted, restriction_type="password", password="open")
    make_page("article", organization, live=True, title="Of last year", expire_at=timezone.now() - dt.timedelta(days=1))
    make_page("article", other_organization, live=True, title="Of a hidden organization")
    add_picture(picture_file(), title="Private picture", collection=organization.collection)
    drain()
    set_status(other_organization, status="suspended", is_hidden=True, by=administrator, reason="Asked for.")
    drain()
    mirror.make()
    for words in ("Only a draft", "Behind a password", "Of last year", "Of a hidden organization"):
        assert mirror.naming(words) == set(), words
    assert not [name for name in mirror.files() if name.startswith(("files/", "workspace", "admin", "accounts", "api"))]
    assert "<form" not in "".join(mirror.text("/" + name) for name in mirror.files() if name.endswith(".html"))


def test_help_is_written_first(mirror: Mirror, article: Any, make_page: Any, organization: Any, drain: Any) -> None:
    service = make_page("help", organization, live=True, title="Advice in court")
    drain()
    making.make(mirror.folder, seconds=0.0001)
    order = list(making.MirrorPass(mirror.folder).targets)
    assert order[:2] == ["/en/help/", "/km/help/"] and order[2] == service.url
    assert order.index(article.url) > order.index("/en/")


def test_a_second_pass_writes_nothing_and_a_third_what_has_changed(
    mirror: Mirror, article: Any, make_page: Any, organization: Any, drain: Any
) -> None:
    first = mirror.make()
    assert first.written > 50 and first.is_complete
    before = {name: (mirror.path / name).stat().st_mtime_ns for name in mirror.files()}
    second = mirror.make()
    assert (second.written, second.deleted) == (0, 0)
    assert {name: (mirror.path / name).stat().st_mtime_ns for name in mirror.files()} == before
    update = make_page("update", organization, live=True, title="The looms are back")
    drain()
    third = mirror.make()
    assert 0 < third.written < first.written / 2 and "The looms are back" in mirror.text(update.url)
    assert "The looms are back" in mirror.text("/en/activity/")
    assert (mirror.file(article.url)).stat().st_mtime_ns == before[str(file_of(article.url))]


def test_a_page_without_changes_costs_no_request(mirror: Mirror, article: Any, monkeypatch: Any) -> None:
    mirror.make()
    asked: list[str] = []
    monkeypatch.setattr("operations.mirror.reader.AnonymousReader.read", lambda self, address: asked.append(address))
    mirror.make()
    assert asked == []


def test_after_twenty_hours_everything_is_written_anew(mirror: Mirror, article: Any) -> None:
    first = mirror.make()
    with time_machine.travel(timezone.now() + dt.timedelta(hours=19)):
        assert mirror.make().written == 0
    with time_machine.travel(timezone.now() + dt.timedelta(hours=21)):
        # But for what is no page that day: the list of a month may come or go.
        assert mirror.make().written > first.written * 0.9
        assert time.time() - (mirror.folder.manifest.oldest() or 0) < 3600


def test_a_page_that_closes_goes_with_the_next_pass_from_everywhere(mirror: Mirror, article: Any) -> None:
    mirror.make()
    assert len(mirror.naming("Weaving by the river")) > 3
    article.unpublish()
    made = mirror.make()
    assert made.deleted > 0 and mirror.naming("Weaving by the river") == set()
    assert mirror.has("/en/activity/") and mirror.has("/en/activity/feed.atom")


def test_what_is_closed_while_it_is_read_is_not_written(mirror: Mirror, article: Any, monkeypatch: Any) -> None:
    """The page is withdrawn after its content was read and before it is written."""
    from operations.mirror.closing import close

    copy, closed = making.MirrorPass._copy, []

    def copy_and_close(self: Any, target: Any, answer: Any) -> Any:
        copied = copy(self, target, answer)
        if target.address == article.url and not closed:
            closed.append(article.pk)
            article.unpublish()
            close(mirror.folder, [article.pk])
        return copied

    monkeypatch.setattr(making.MirrorPass, "_copy", copy_and_close)
    mirror.make()
    assert closed and mirror.naming("Weaving by the river") == set() and mirror.has("/en/activity/")


def test_pictures_of_pages_are_there_and_go_with_their_page(
    mirror: Mirror, make_page: Any, organization: Any, drain: Any, settings: Any
) -> None:
    picture = add_picture(picture_file(), title="Loom", collection=organization.collection)
    page = make_page("update", organization, live=True, title="Looms", image=picture)
    drain()
    # As nginx is told to send it in production.
    settings.FILES_ACCEL_PREFIX = "/_files/"
    mirror.make()
    pictures = {name for name in mirror.files() if name.startswith("files/images/")}
    assert pictures and all((mirror.path / name).read_bytes()[:1] for name in pictures)
    page.unpublish()
    mirror.make()
    assert not pictures & mirror.files()


def test_a_reader_that_fails_keeps_the_copy_of_before(mirror: Mirror, article: Any, monkeypatch: Any) -> None:
    mirror.make()
    before = mirror.text("/en/activity/")
    monkeypatch.setattr("feed.views.index", None)
    CatalogEntry.objects.filter(pk=article.pk).update(version=1)
    monkeypatch.setattr(
        "operations.mirror.reader.AnonymousReader.read",
        lambda self, address: making.ReadPage(500, "text/html", b"an error"),
    )
    made = making.make(mirror.folder)
    assert made is not None and made.failed == 1
    assert mirror.has(article.url) and mirror.text("/en/activity/") == before


def test_the_mirror_is_no_reader(mirror: Mirror, article: Any) -> None:
    reads.take()
    mirror.make()
    assert not reads.take()


def test_the_mirror_is_no_sign_of_life_of_a_web_process(mirror: Mirror, article: Any, monkeypatch: Any) -> None:
    """A worker writes it also while web is down, and then the alert about that must come."""
    counted: list[Any] = []
    monkeypatch.setattr("operations.metrics.middleware.web_watch.after_request", lambda *seen: counted.append(seen))
    mirror.make()
    assert counted == []
    Client().get(article.url, headers={"neary.unmeasured": "1"})
    assert len(counted) == 1


def test_two_processes_do_not_make_one_mirror(mirror: Mirror) -> None:
    with mirror.folder.making() as is_free:
        assert is_free
        assert making.make(mirror.folder) is None
        with pytest.raises(CommandError, match="Another process"):
            call_command("mirror", str(mirror.path), verbosity=0)


def test_the_command_says_what_it_did(tmp_path: Path, article: Any, capsys: Any, settings: Any) -> None:
    with pytest.raises(CommandError, match="NEARY_MIRROR_DIR"):
        call_command("mirror")
    settings.MIRROR_DIR = str(tmp_path / "mirror")
    call_command("mirror")
    assert re.match(r"\d+ files written, \d+ kept, 0 deleted\.", capsys.readouterr().out)
    # A web server runs as somebody else.
    assert os.stat(tmp_path / "mirror" / "en" / "index.html").st_mode & 0o777 == 0o644
