"""What was said of the people in a picture has three answers: nobody can be recognised, they agreed, and none yet."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models


def carry_consent_over(apps: Any, schema_editor: Any) -> None:
    """No box was ticked for "nobody" and for "not asked" alike: those pictures are asked about again."""
    apps.get_model("assets", "Image").objects.filter(consent=True).update(people="agreed")


class Migration(migrations.Migration):
    dependencies = [("assets", "0001_initial")]

    operations = [
        migrations.AddField(
            "image",
            "people",
            models.CharField(
                blank=True,
                choices=[
                    ("none", "Nobody can be recognised in it"),
                    ("agreed", "Whoever can be recognised agreed that it is shown"),
                ],
                default="",
                max_length=6,
                verbose_name="people in it",
            ),
        ),
        migrations.RunPython(carry_consent_over, migrations.RunPython.noop),
        migrations.RemoveField("image", "consent"),
    ]
