"""Write the sixteen numbers that say how often what is public has changed: each writer takes one of them."""

from django.db import migrations

NUMBERS = 16


def write_rows(apps, schema_editor):
    version = apps.get_model("orgs", "PublicVersion")
    version.objects.bulk_create(version(pk=number) for number in range(NUMBERS))


class Migration(migrations.Migration):
    dependencies = [("orgs", "0001_initial")]

    operations = [migrations.RunPython(write_rows, migrations.RunPython.noop)]
