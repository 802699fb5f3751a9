"""Make what the search index needs in this database: a text table on SQLite, text vectors on PostgreSQL."""

from django.db import migrations

from search.engines import engine_of


def create(apps, schema_editor):
    engine_of(schema_editor.connection.vendor)().create()


def drop(apps, schema_editor):
    engine_of(schema_editor.connection.vendor)().drop()


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial"), ("catalog", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]
