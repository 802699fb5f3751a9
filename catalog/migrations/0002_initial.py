import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('catalog', '0001_initial'),
        ('orgs', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='catalogentry',
            name='organization',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='catalog_entries', to='orgs.organization'),
        ),
        migrations.AddIndex(
            model_name='countingrow',
            index=models.Index(fields=['-happens_at', '-id'], name='catalog_counting_newest'),
        ),
        migrations.AddIndex(
            model_name='countingrow',
            index=models.Index(fields=['translation_group'], name='catalog_counting_group'),
        ),
        migrations.AddIndex(
            model_name='catalogentry',
            index=models.Index(fields=['-published_at', '-page_id'], name='catalog_entry_newest'),
        ),
        migrations.AddIndex(
            model_name='catalogentry',
            index=models.Index(fields=['organization', '-published_at'], name='catalog_entry_of'),
        ),
        migrations.AddIndex(
            model_name='catalogentry',
            index=models.Index(fields=['type', '-published_at'], name='catalog_entry_type'),
        ),
        migrations.AddIndex(
            model_name='catalogentry',
            index=models.Index(fields=['translation_key', 'language'], name='catalog_entry_group'),
        ),
        migrations.AddIndex(
            model_name='catalogentry',
            index=models.Index(condition=models.Q(('ends_at__isnull', False)), fields=['ends_at'], name='catalog_entry_upcoming'),
        ),
        migrations.AddIndex(
            model_name='catalogentry',
            index=models.Index(condition=models.Q(('expires_at', None), _negated=True), fields=['expires_at'], name='catalog_entry_expires'),
        ),
    ]
