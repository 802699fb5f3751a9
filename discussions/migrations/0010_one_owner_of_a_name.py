from django.db import migrations, models

from discussions.models.participants import name_key_of


def give_each_name_one_owner(apps, schema_editor):
    """Let each name be of whoever took it first; the others choose another one before they write again."""
    seen = set()
    for participant in apps.get_model("discussions", "Participant").objects.exclude(name="").order_by("pk"):
        key = name_key_of(participant.name)
        if key in seen:
            participant.name, key = "", ""
        participant.name_key = key
        participant.save(update_fields=["name", "name_key"])
        seen.add(key)


class Migration(migrations.Migration):

    dependencies = [
        ('discussions', '0009_blocks_of_one_name'),
    ]

    operations = [
        migrations.RunPython(give_each_name_one_owner, migrations.RunPython.noop),
    ]
