from django.db import migrations, models


def lay_down_marks(apps, schema_editor):
    version = apps.get_model("orgs", "PublicVersion")
    version.objects.bulk_create([version(pk=number) for number in range(16)], ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("orgs", "0003_stays_public")]

    operations = [
        migrations.CreateModel(
            name="PublicVersion",
            fields=[
                ("id", models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ("mark", models.BigIntegerField(default=0)),
            ],
            options={"ordering": ["id"]},
        ),
        migrations.RunPython(lay_down_marks, migrations.RunPython.noop),
    ]
