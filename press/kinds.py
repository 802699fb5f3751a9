"""The declared kind of page of the press review: a clipping."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from orgs.pages.page_kind import PageKind

# Not listed: it is no publication of an organization, so that lists, feeds and figures of these leave it out.
CLIPPING = PageKind(
    number=5,
    name="clipping",
    label=_("Clipping"),
    schema_type="WebPage",
    is_listed=False,
    is_written_elsewhere=True,
)
