"""The check for documents that hold programs, and for documents with a password."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from assets.kinds.active_content import active_content
from assets.models import Document
from moderation.checks.checked_page import CheckedPage
from moderation.checks.registry import Check, Finding, FindingWords, check

SAVE_AGAIN = _("Remove this part, export the document as PDF again and upload the new file.")


@check
class ActiveFiles(Check):
    """A check that finds documents which hold a program, or which readers cannot open."""

    name = "active-files"
    label = _("Active content in documents")
    is_serious = True
    says: ClassVar = {
        "password": FindingWords(
            _("A document has a password: neither readers nor the checks can open it."),
            _("Save it without a password and upload the new file."),
        ),
        "script": FindingWords(_("A document holds a program (JavaScript, ActiveX or a form with one)."), SAVE_AGAIN),
        "macros": FindingWords(_("A document holds macros, which are programs."), SAVE_AGAIN),
        "launch": FindingWords(_("A document starts another program."), SAVE_AGAIN),
        "sends": FindingWords(_("A document has a form that sends what people type to another address."), SAVE_AGAIN),
        "remote": FindingWords(_("A document loads content from another place when it is opened."), SAVE_AGAIN),
        "inside": FindingWords(_("Another file is inside a document."), SAVE_AGAIN),
        "unread": FindingWords(
            _("A document could not be checked. It may be damaged."), _("Save it again and upload the new file.")
        ),
    }

    def findings(self, checked: CheckedPage) -> Iterator[Finding]:
        """Yield findings for active content (such as scripts) in a page's documents, and for unreadable documents."""
        for document in checked.documents:
            yield from (Finding(code, document.title) for code in _codes(document))


def _codes(document: Document) -> list[str]:
    """Return the codes of what a document holds; "unread" where it cannot be read."""
    try:
        with document.file.open("rb") as file:
            return active_content(file, document.file.name)
    # A broken file can raise anything: report that it could not be read, and go on with the other documents.
    except Exception:
        return ["unread"]
