"""Wagtail's page editor, driven as its own scripts drive it."""

from __future__ import annotations

from typing import Any

from tests.services.flow.visitor import SENT_BY_SCRIPTS, Answer, Visitor


class FullEditor:
    """The full editor, used by one person. Answers are those of its views."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor

    def create(self, kind: str, parent: int, **written: Any) -> Answer:
        """Save a new draft below a page; `kind` is such as "blog/articlepage"."""
        form = self.visitor.get(f"/admin/pages/add/{kind}/{parent}/")
        return self.visitor.submit(form, "title", **written)

    def open(self, page: int) -> Answer:
        return self.visitor.get(f"/admin/pages/{page}/edit/")

    def save(self, opened: Answer, **written: Any) -> Answer:
        """Save what stands in an editor that may have been open for a while."""
        return self.visitor.submit(opened, "title", **written)

    def send(self, opened: Answer, **written: Any) -> Answer:
        return self.save(opened, **{"action-send-for-review": "on"}, **written)

    def autosave(self, opened: Answer, revision: str = "", **written: Any) -> Answer:
        """Save without being asked: over the revision that this editor saved before, if it did."""
        over = {"overwrite_revision_id": revision} if revision else {}
        return self.visitor.submit(opened, "title", SENT_BY_SCRIPTS, **over, **written)


def body(words: str) -> dict[str, str]:
    """Return what the editor's scripts send of a text that is one quotation."""
    block = {"type": "quotation", "id": "", "deleted": "", "order": "0", "value-text": words, "value-source": ""}
    return {"body-count": "1"} | {f"body-0-{name}": value for name, value in block.items()}
