"""Make the table of texts in which words are looked up: an FTS5 table in SQLite, two text vectors in PostgreSQL.

No model can stand for it; search.engines reads and writes it.
"""

from django.db import migrations

SQLITE = [
    "create virtual table search_text using fts5("
    "version unindexed, title, clusters, words,"
    " tokenize='unicode61 remove_diacritics 2 categories ''L* N* Co Mn Mc''')",
    "insert into search_text(search_text, rank) values ('rank', 'bm25(0.0, 5.0, 1.0, 0.0)')",
]
POSTGRESQL = [
    "create table search_text ("
    "id bigint primary key, version bigint not null, tokens tsvector not null, words tsvector not null,"
    " stretches smallint not null default 1)",
    "create index search_text_tokens on search_text using gin (tokens)",
    "create index search_text_words on search_text using gin (words)",
    "create index search_text_stretches on search_text (stretches)",
]
STATEMENTS = {"sqlite": SQLITE, "postgresql": POSTGRESQL}


def create(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    if vendor not in STATEMENTS:
        raise NotImplementedError(f"There is no search in {vendor}; use SQLite or PostgreSQL.")
    for statement in STATEMENTS[vendor]:
        schema_editor.execute(statement, params=None)


def drop(apps, schema_editor):
    schema_editor.execute("drop table search_text", params=None)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]
