"""Management command `discussions`: archives of boards in and out, and one question to an old list's members."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from discussions.archive.asking import ask_members
from discussions.archive.exporting import export_board
from discussions.archive.importing import ImportReport, import_archive
from discussions.models import Board

# A line to standard error after so many mails or threads, to show that a long import goes on.
EVERY = 100


class Command(BaseCommand):
    """The command `manage.py discussions import|export|ask BOARD [FILE]`."""

    help = "Import an mbox file into a board, export a board as mbox, or ask the members of an old list to join."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the command's three actions (import, export, ask) with their arguments: board, file, language."""
        actions = parser.add_subparsers(dest="action", required=True)
        for name, words in (
            ("import", "add the mails of an mbox file; they wait, and editors publish them thread by thread"),
            ("export", "write the public posts of a board as mbox, to a file or to standard output"),
            ("ask", "mail each address of a file, one a line, the question whether it wants the board's mails"),
        ):
            action = actions.add_parser(name, help=words)
            action.add_argument("board", help="the board's slug, as in its address")
            action.add_argument("file", type=Path, nargs="?" if name == "export" else None)
            if name == "ask":
                action.add_argument("--language", choices=[code for code, _name in settings.LANGUAGES], default="km")

    def handle(self, *, action: str, board: str, file: Path | None, **options: Any) -> None:
        """Import into, export, or ask people for a board. Raises CommandError for an unknown board or bad file."""
        found = Board.objects.select_related("organization").filter(slug=board).first()
        if found is None:
            raise CommandError(f"There is no board {board!r}; there are {', '.join(slugs()) or 'none'}.")
        try:
            if action == "export":
                self.export(found, file)
            elif file is not None and action == "import":
                self.tell_report(import_archive(found, file, self.tell))
            elif file is not None:
                asked, skipped = ask_members(found, file.read_text(encoding="utf-8").splitlines(), options["language"])
                self.stdout.write(f"Asked {asked} addresses. Not asked: {skipped} (asked before, subscribed, or none).")
        except OSError as error:
            raise CommandError(f"The file cannot be used: {error.strerror or error}") from error
        # Of `ask` alone: a file in an old encoding of Windows; archives are read as bytes.
        except UnicodeDecodeError as error:
            raise CommandError(f"The file cannot be used: it is not in UTF-8 ({error.reason}).") from error

    def export(self, board: Board, file: Path | None) -> None:
        """Write a board's public posts as mbox to a file, or to standard output without one."""
        # stdout.buffer: the mails are bytes.
        out = file.open("wb") if file else sys.stdout.buffer
        try:
            for mail in export_board(board):
                out.write(mail)
        finally:
            if file:
                out.close()

    def tell(self, what: str, done: int) -> None:
        """Print, at every hundredth, how many mails were read or threads stored, to standard error."""
        if done % EVERY == 0:
            self.stderr.write(f"{done} {what} ...")

    def tell_report(self, report: ImportReport) -> None:
        """Print what an import did: its numbers, and each mail that was left out or is doubtful."""
        for left_out in report.left_out:
            self.stdout.write(f"Left out: mail {left_out.place}, {left_out.reason}")
        for message_id, doubt in report.doubtful:
            self.stdout.write(f"Doubtful: {message_id}: {doubt}")
        self.stdout.write(
            f"{report.posts} posts in {report.threads + report.joined} threads wait for editors, {report.joined} of "
            f"them threads that the board had; {report.known} posts were there already."
        )


def slugs() -> list[str]:
    """Return the slugs of all boards, sorted."""
    return list(Board.objects.order_by("slug").values_list("slug", flat=True))
