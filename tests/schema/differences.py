"""Intended differences of a fresh database from the frozen fingerprints, each with its reason."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.schema.fingerprint import Fact

TOKENIZER = "tokenize='unicode61 remove_diacritics 2 categories ''L* N* Co Mn Mc'''"
CORRECTION = ("foreign key", "moderation_notice", "correction_id", "moderation_correction", "id")


@dataclass(frozen=True)
class Difference:
    """Facts that are gone (by the names of today) and facts that are new, in one kind of database or in both."""

    reason: str
    database: str
    gone: set[Fact] = field(default_factory=set)
    new: set[Fact] = field(default_factory=set)


DIFFERENCES = [
    Difference(
        "An index of what is ahead names no kind of page: whatever has an end is in it.",
        "sqlite",
        gone={
            ("index", "catalog_catalogentry", "index", "(ends_at)", "where type = 'event'"),
        },
        new={
            ("index", "catalog_catalogentry", "index", "(ends_at)", "where ends_at IS NOT NULL"),
        },
    ),
    Difference(
        "An index of what is ahead names no kind of page: whatever has an end is in it.",
        "postgresql",
        gone={
            ("index", "catalog_catalogentry", "index", "btree (ends_at)", "((type)::text = 'event'::text)"),
        },
        new={
            ("index", "catalog_catalogentry", "index", "btree (ends_at)", "(ends_at IS NOT NULL)"),
        },
    ),
    Difference(
        "The texts are search's own, beside the counting rows, and tell of which version of an entry they are.",
        "sqlite",
        gone={
            (
                "text table",
                "search_text",
                f"fts5(title, clusters, words, {TOKENIZER})",
            ),
        },
        new={
            ("column", "search_text_content", "c3", "null"),
            (
                "text table",
                "search_text",
                f"fts5(version unindexed, title, clusters, words, {TOKENIZER})",
            ),
        },
    ),
    Difference(
        "The texts are search's own, beside the counting rows, and tell of which version of an entry they are.",
        "postgresql",
        gone={
            ("column", "catalog_counting", "stretches", "smallint not null default 1"),
            ("column", "catalog_counting", "tokens", "tsvector null"),
            ("column", "catalog_counting", "words", "tsvector null"),
            ("index", "catalog_counting", "index", "btree (stretches)", ""),
            ("index", "catalog_counting", "index", "gin (tokens)", ""),
            ("index", "catalog_counting", "index", "gin (words)", ""),
        },
        new={
            ("column", "search_text", "id", "bigint not null"),
            ("column", "search_text", "stretches", "smallint not null default 1"),
            ("column", "search_text", "tokens", "tsvector not null"),
            ("column", "search_text", "version", "bigint not null"),
            ("column", "search_text", "words", "tsvector not null"),
            ("index", "search_text", "index", "btree (stretches)", ""),
            ("index", "search_text", "index", "gin (tokens)", ""),
            ("index", "search_text", "index", "gin (words)", ""),
            ("index", "search_text", "primary key", "btree (id)", ""),
            ("table", "search_text"),
        },
    ),
    Difference(
        "An editor is told of a correction that was declined: a notice may be of a correction.",
        "sqlite",
        new={
            ("column", "moderation_notice", "correction_id", "bigint null"),
            (
                "foreign key",
                "moderation_notice",
                "correction_id",
                "moderation_correction",
                "id",
                "NO ACTION",
                "deferred",
            ),
            ("index", "moderation_notice", "index", "(correction_id)", ""),
        },
    ),
    Difference(
        "An editor is told of a correction that was declined: a notice may be of a correction.",
        "postgresql",
        new={
            ("column", "moderation_notice", "correction_id", "bigint null"),
            (
                "foreign key",
                "moderation_notice",
                "correction_id",
                "moderation_correction",
                "id",
                "DEFERRABLE INITIALLY DEFERRED",
            ),
            ("index", "moderation_notice", "index", "btree (correction_id)", ""),
        },
    ),
    Difference(
        "The longest kind of a notice is called post-review.",
        "sqlite",
        gone={
            ("column", "moderation_notice", "kind", "varchar(8) not null"),
        },
        new={
            ("column", "moderation_notice", "kind", "varchar(12) not null"),
        },
    ),
    Difference(
        "The longest kind of a notice is called post-review.",
        "postgresql",
        gone={
            ("column", "moderation_notice", "kind", "character varying(8) not null"),
        },
        new={
            ("column", "moderation_notice", "kind", "character varying(12) not null"),
        },
    ),
    *(
        Difference(
            "Institutions are snippets, and Wagtail makes the content types of all snippets after each migrate.",
            database,
            gone={("rows", "contenttypes.contenttype", "52")},
            new={
                ("row", "contenttypes.contenttype", "app_label=vocabulary", "model=institution"),
                ("rows", "contenttypes.contenttype", "53"),
            },
        )
        for database in ("sqlite", "postgresql")
    ),
    *(
        Difference(
            "Sources of the press review are snippets too.",
            database,
            gone={("rows", "contenttypes.contenttype", "53")},
            new={
                ("row", "contenttypes.contenttype", "app_label=press", "model=source"),
                ("rows", "contenttypes.contenttype", "54"),
            },
        )
        for database in ("sqlite", "postgresql")
    ),
]
