import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Stream',
            fields=[
                ('key', models.CharField(max_length=320, primary_key=True, serialize=False)),
                ('last_seq', models.PositiveBigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stream', models.CharField(max_length=320)),
                ('seq', models.PositiveBigIntegerField()),
                ('kind', models.CharField(max_length=80)),
                ('payload', models.JSONField()),
                ('key', models.CharField(blank=True, max_length=320)),
                ('state', models.PositiveSmallIntegerField(choices=[(0, 'pending'), (1, 'done'), (2, 'dead')], default=0)),
                ('attempts', models.PositiveIntegerField(default=0)),
                ('error', models.TextField(blank=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('due_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('leased_until', models.DateTimeField(null=True)),
                ('settled_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 0)), fields=['id'], name='outbox_event_pending'), models.Index(condition=models.Q(('state', 0)), fields=['stream', 'seq'], name='outbox_event_heads'), models.Index(condition=models.Q(('state', 0)), fields=['kind', 'key'], name='outbox_event_coalesced'), models.Index(condition=models.Q(('state', 2)), fields=['id'], name='outbox_event_dead'), models.Index(condition=models.Q(('state', 1)), fields=['settled_at'], name='outbox_event_done')],
                'constraints': [models.UniqueConstraint(fields=('stream', 'seq'), name='outbox_event_place')],
            },
        ),
        migrations.CreateModel(
            name='Effect',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('handler', models.CharField(max_length=200)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('event', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='effects', to='outbox.event')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('event', 'handler'), name='outbox_effect_once')],
            },
        ),
    ]
