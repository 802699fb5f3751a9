"""Admin forms shared by the kinds of content."""

from __future__ import annotations

from typing import Any

from wagtail.admin.forms import WagtailAdminPageForm


class TitleFromTextForm(WagtailAdminPageForm):
    """A page whose title may be left empty: the model makes it from the text."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "title" in self.fields:
            self.fields["title"].required = False
