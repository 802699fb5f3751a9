"""Names of the frozen fingerprints and their names of today, by which the two are compared."""

from __future__ import annotations

import re

from tests.schema.fingerprint import Fact

# Models, by label: their tables, content types, permissions and rows follow.
MODELS = {
    "help.helpservicepage": "help_services.helpservicepage",
    "search.searchentry": "catalog.catalogentry",
    "search.indexrow": "catalog.countingrow",
    "search.unwritten": "search.pendingreindex",
    "moderation.factschange": "moderation.profilechange",
    "moderation.batch": "moderation.deskdigest",
}
# Tables that are not called after their model.
TABLES = {"search_index": "catalog_counting"}
# Columns, by the old name of their table.
COLUMNS = {
    "search_index": {"work": "translation_group", "at": "happens_at", "expires": "expires_at"},
    "moderation_submission": {
        "half_at": "reminder_at",
        "after": "post_review",
        "after_by_id": "post_review_by_id",
        "after_at": "post_review_at",
    },
    "moderation_correction": {"by_id": "created_by_id", "share": "change_ratio", "at": "created_at"},
    "moderation_withdrawal": {"by_id": "created_by_id", "at": "created_at"},
    "moderation_checkresult": {"at": "created_at"},
    "moderation_reminder": {"at": "created_at"},
    "moderation_batch": {"at": "created_at"},
    "moderation_notice": {"at": "created_at", "batch_id": "digest_id", "facts_id": "profile_change_id"},
    "moderation_report": {"at": "created_at"},
    "feed_activity": {"at": "created_at"},
    "feed_digest": {"after": "after_activity", "start": "period_start", "until": "until_activity"},
    "feed_follow": {"asked_at": "requested_at"},
    "feed_follower": {"told": "last_activity"},
    "outbox_effect": {"at": "created_at"},
    "orgs_organization": {"thread_dark": "brand_dark", "thread_light": "brand_light"},
}


def table_of(label: str) -> str:
    return label.replace(".", "_")


TABLES |= {table_of(old): table_of(new) for old, new in MODELS.items()}


def renamed(fact: Fact) -> Fact:
    """The fact by the names of today."""
    sort, name, *details = fact
    if sort == "row" and name == "contenttypes.contenttype":
        label = ".".join(detail.partition("=")[2] for detail in details)
        app, model = MODELS.get(label, label).split(".")
        return (sort, name, f"app_label={app}", f"model={model}")
    if sort in ("row", "rows"):
        return (sort, MODELS.get(name, name), *(said_today(detail) for detail in details))
    columns = COLUMNS.get(name, {})
    today = [re.sub(r"\w+", lambda word: columns.get(word[0], word[0]), detail) for detail in details]
    if sort == "foreign key":
        today[1] = table_today(details[1])
    return (sort, table_today(name), *today)


def table_today(table: str) -> str:
    """The table's name; FTS5 keeps a text table in several, which are called after it."""
    return TABLES.get(table, table)


def said_today(detail: str) -> str:
    """Return the facts of a row with its model's name of today: the content type, and a permission's name."""
    for old, new in MODELS.items():
        (app, model), (new_app, new_model) = old.split("."), new.split(".")
        detail = re.sub(rf"\b{app}(; model=){model}\b", rf"{new_app}\1{new_model}", detail)
        detail = re.sub(rf"^(codename=\w+)_{model}$", rf"\1_{new_model}", detail)
    return detail
