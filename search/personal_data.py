"""The personal data in the search index, which is a copy of the rows of public pages."""

from common.personal_data import declare_not_personal, declare_store

COPY = {
    "whose": "people named on public pages",
    "why": "finding it",
    "seen_by": "the public",
    "kept": "as long as the page is public",
}

declare_store(
    "text tables of the search in the database",
    **COPY,
    erasure="written anew with the row; the words that pages have are taken from the list of known words",
)
declare_store("index of Elasticsearch", **COPY, erasure="written anew with the row; what was deleted is merged away")
declare_not_personal("search.Word", text="a word of public pages, without the page; erased with the texts")
