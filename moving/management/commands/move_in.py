"""Let an old site move in: make drafts of its articles as one batch, and decide about it."""

from __future__ import annotations

import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import override

from accounts.models import User
from assets.models import People
from blog.kinds import ARTICLE, UPDATE
from common.long_command import PAUSE, LongCommand
from common.refusal import Refusal
from moving.deciding.decisions import approve_batch, undo_batch
from moving.making.batches import MoveInOrder, move_in
from moving.making.files import Fetching, SiteFiles
from moving.making.topics import mapping, write_table
from moving.models import MovedItem, MoveIn
from moving.old_addresses import read_redirects
from moving.reading.entries import UnreadableFileError
from moving.reading.opening import open_site
from moving.reports import report_lines
from orgs.models import Organization

STATUS, APPROVE, UNDO, REDIRECTS = "status", "approve", "undo", "redirects"
BAR = 40


class Command(LongCommand):
    """The command `manage.py move_in`."""

    help = "Make drafts of an old site's articles as one batch, which an editor decides about. See docs/moving.md."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments of `move_in`: a file with its options, or a word with the number of a batch."""
        parser.add_argument("what", help=f"the file; or {STATUS}, {APPROVE}, {UNDO}, {REDIRECTS}")
        parser.add_argument("of", nargs="?", help="the number of a batch; of redirects the table (old,new)")
        parser.add_argument("--organization", metavar="SLUG", help="whose site it is")
        parser.add_argument("--by", metavar="EMAIL", help="who brings or decides it; nobody does both")
        parser.add_argument("--kind", choices=[ARTICLE.name, UPDATE.name], default=ARTICLE.name)
        parser.add_argument("--files", type=Path, metavar="DIR", help="folder or ZIP with the files of the old site")
        parser.add_argument("--fetch-pictures", action="store_true", help="fetch pictures from the old site")
        parser.add_argument("--topics", type=Path, metavar="CSV", help="which topic each old category stands for")
        parser.add_argument(
            "--write-topics", type=Path, metavar="CSV", help="write that table to be corrected; no more"
        )
        parser.add_argument("--dry-run", action="store_true", help="read and check everything; write nothing")
        parser.add_argument(
            "--people", choices=People.values, default="", help="of approve: the answer about people in its pictures"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Carry out what was asked. Raises CommandError with the reason when it is refused."""
        try:
            with override("en"):
                self._handle(options)
        except UnreadableFileError as error:
            raise CommandError(f"Refused, and nothing was written. {error}") from error
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal

    def _handle(self, options: dict[str, Any]) -> None:
        what, of = options["what"], options["of"]
        if what == STATUS:
            for batch in [_batch(of)] if of else MoveIn.objects.select_related("organization"):
                self._show(batch)
        elif what == APPROVE:
            self._show(approve_batch(_batch(of), _person(options), options["people"]))
        elif what == UNDO:
            self._show(undo_batch(_batch(of), _person(options)))
        elif what == REDIRECTS:
            added, wrong = read_redirects(Path(of or ""))
            self.stdout.write(f"{added} old addresses lead to their pages now.")
            self.stdout.write("\n".join(["No public page has these addresses:", *wrong]) if wrong else "")
        else:
            self._move_in(Path(what), options)

    def _move_in(self, path: Path, options: dict[str, Any]) -> None:
        site = open_site(path)
        if options["write_topics"]:
            number = write_table(options["write_topics"], site)
            self.stdout.write(f"{number} categories and tags are in {options['write_topics']}. Fill in the slugs.")
            return
        topics, files = mapping(options["topics"]), SiteFiles(options["files"])
        organization = Organization.objects.filter(slug=options["organization"] or "").first()
        if organization is None:
            raise CommandError("Name the organization: --organization SLUG.")
        if options["dry_run"]:
            self._show_dry(site, topics, organization)
            return
        order = MoveInOrder(path, site, organization, _person(options), options["kind"])
        batch = move_in(order, files, Fetching(options["fetch_pictures"]), topics, self._bar())
        if batch is None:
            self.stdout.write("Nothing new: every entry has moved in already.")
            return
        self._show(batch)
        self.stdout.write(f"It waits for another editor, in the workspace or by: move_in {APPROVE} {batch.pk}")

    def _show_dry(self, site: Any, topics: Any, organization: Organization) -> None:
        known = set(MovedItem.objects.filter(organization=organization).values_list("key", flat=True))
        new = sum(entry.key not in known for entry in site.read())
        for entry in site.read():
            topics.of(entry.topics)
        self.stdout.write(f"{site.count} articles, {new} of them new; {len(site.pictures)} pictures are named.")
        for reason, number in report_lines({"left_out": site.left_out}):
            self.stdout.write(f"  {reason}: {number}")
        self._show_topics(topics.unknown)
        self.stdout.write("Nothing was written.")

    def _show(self, batch: MoveIn) -> None:
        batch.refresh_from_db()
        published = batch.items.filter(state=MovedItem.State.PUBLISHED).count()
        self.stdout.write(
            f"{batch.pk}: {batch.file_name} of {batch.organization.slug} {batch.get_state_display()}; "
            f"{batch.items.count()} pages of {batch.entries} entries, {published} published."
        )
        for words, number in report_lines(batch.report):
            self.stdout.write(f"  {words}: {number}")
        if batch.report.get("failures"):
            self.stdout.write(f"  Could not be made: {batch.report['failures']}")
        self._show_topics(batch.report.get("unknown_topics", {}))
        if batch.state == MoveIn.State.UNDONE:
            self.stdout.write(f"  Removed: {batch.removed}; stay, because somebody changed them: {batch.kept}")

    def _show_topics(self, unknown: dict[str, int]) -> None:
        if unknown:
            named = ", ".join(f"{name} ({number})" for name, number in unknown.items())
            self.stdout.write(f"  Without a topic here: {named}")

    def _bar(self) -> Any:
        """Return a function that shows how far it is; on a terminal as a moving bar, else as a line now and then."""
        is_terminal, shown = self.stdout.isatty(), 0.0

        def show(done: int, whole: int) -> None:
            nonlocal shown
            now = time.monotonic()
            if done < whole and now - shown < (0.2 if is_terminal else PAUSE):
                return
            shown = now
            full = BAR * done // max(whole, 1)
            end = "\n" if done == whole or not is_terminal else ""
            start = "\r" if is_terminal else ""
            self.stdout.write(f"{start}[{'#' * full}{'.' * (BAR - full)}] {done} of {whole}", ending=end)
            sys.stdout.flush()

        return show


def _batch(number: str | None) -> MoveIn:
    found = MoveIn.objects.select_related("organization").filter(pk=number or 0) if (number or "").isdecimal() else None
    batch = found.first() if found is not None else None
    if batch is None:
        raise CommandError("Give the number of a batch; `move_in status` lists them.")
    return batch


def _person(options: dict[str, Any]) -> User:
    person = User.objects.filter(email__iexact=options["by"] or "", is_active=True).first()
    if person is None:
        raise CommandError("Say who does it: --by EMAIL, the address of an account.")
    return person
