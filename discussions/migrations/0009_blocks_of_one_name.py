from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def name_blocks(apps, schema_editor):
    """Let each block be of the name that the blocked participant has now."""
    participants = apps.get_model("discussions", "Participant").objects.filter(pk=OuterRef("blocked"))
    apps.get_model("discussions", "Block").objects.update(name=Subquery(participants.values("name")[:1]))


class Migration(migrations.Migration):

    dependencies = [
        ('discussions', '0008_blocked_addresses'),
    ]

    operations = [
        migrations.AddField(
            model_name='block',
            name='name',
            field=models.CharField(default='', editable=False, max_length=60),
            preserve_default=False,
        ),
        migrations.RunPython(name_blocks, migrations.RunPython.noop),
        migrations.RemoveConstraint(
            model_name='block',
            name='discussions_blocked_once',
        ),
        migrations.AddConstraint(
            model_name='block',
            constraint=models.UniqueConstraint(fields=('participant', 'blocked', 'name'), name='discussions_blocked_once'),
        ),
    ]
