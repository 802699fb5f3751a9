"""Bring the fourteen topics and the twenty-five provinces into the database."""

from django.db import migrations

from vocabulary.reference import PLACES, TOPICS


def bring(apps, schema_editor):
    for name, rows in (("Topic", TOPICS), ("Place", PLACES)):
        model = apps.get_model("vocabulary", name)
        for position, (slug, name_en, name_km) in enumerate(rows):
            model.objects.update_or_create(
                slug=slug, defaults={"name_en": name_en, "name_km": name_km, "position": position}
            )


class Migration(migrations.Migration):
    dependencies = [("vocabulary", "0001_initial")]

    operations = [migrations.RunPython(bring, migrations.RunPython.noop)]
