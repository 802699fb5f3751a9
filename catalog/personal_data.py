"""The personal data in the catalog's rows, which are copies of public pages."""

from common.personal_data import Treatment, declare_model, declare_not_personal

declare_model(
    "catalog.CatalogEntry",
    is_content=True,
    whose="people named on public pages",
    why="lists, feeds and search show it",
    seen_by="the public",
    kept="as long as the page is public",
    fields={
        "title": Treatment.REWRITTEN,
        "summary": Treatment.REWRITTEN,
        "text": Treatment.REWRITTEN,
        "names": Treatment.REWRITTEN,
        "url": Treatment.REWRITTEN,
    },
    not_personal={"image": "where a picture lies", "thumbnail": "where a picture lies"},
)
declare_not_personal("catalog.CountingChange", groups="keys of pages and their translations")
