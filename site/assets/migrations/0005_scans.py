"""Previews say whether a program has read their text in a scan."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("assets", "0004_document_previews")]

    operations = [
        # With a default of the database: an older process goes on writing previews during an upgrade.
        migrations.AddField("documentpreview", "is_machine_read", models.BooleanField(default=False, db_default=False)),
    ]
