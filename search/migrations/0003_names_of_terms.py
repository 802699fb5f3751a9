"""Give SQLite's table of texts a column for names of topics, places, kinds and organizations.

FTS5 adds no column to a table, so it is made anew. The texts stay; names come with each row that is written anew, which
the nightly comparison does, or `manage.py search_index repair` at once. PostgreSQL's vectors hold names already.
"""

from django.db import migrations

TOKENIZER = "tokenize='unicode61 remove_diacritics 2 categories ''L* N* Co Mn Mc''"
FORWARDS = [
    "alter table search_text rename to search_text_before",
    f"create virtual table search_text using fts5(version unindexed, title, clusters, names, words, {TOKENIZER}')",
    "insert into search_text(search_text, rank) values ('rank', 'bm25(0.0, 5.0, 1.0, 0.02, 0.0)')",
    "insert into search_text(rowid, version, title, clusters, names, words)"
    " select rowid, version, title, clusters, '', words from search_text_before",
    "drop table search_text_before",
]
BACKWARDS = [
    "alter table search_text rename to search_text_before",
    f"create virtual table search_text using fts5(version unindexed, title, clusters, words, {TOKENIZER}')",
    "insert into search_text(search_text, rank) values ('rank', 'bm25(0.0, 5.0, 1.0, 0.0)')",
    "insert into search_text(rowid, version, title, clusters, words)"
    " select rowid, version, title, clusters, words from search_text_before",
    "drop table search_text_before",
]


def forwards(apps, schema_editor):
    execute(schema_editor, FORWARDS)


def backwards(apps, schema_editor):
    execute(schema_editor, BACKWARDS)


def execute(schema_editor, statements):
    if schema_editor.connection.vendor == "sqlite":
        for statement in statements:
            schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("search", "0002_text_tables")]
    operations = [migrations.RunPython(forwards, backwards)]
