from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='CatalogEntry',
            fields=[
                ('page_id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('translation_key', models.UUIDField()),
                ('language', models.CharField(max_length=2)),
                ('type', models.CharField(max_length=12)),
                ('topic_mask', models.BigIntegerField(default=0)),
                ('place_mask', models.BigIntegerField(default=0)),
                ('title', models.CharField(max_length=255)),
                ('summary', models.TextField(blank=True)),
                ('text', models.TextField(blank=True)),
                ('url', models.CharField(max_length=1000)),
                ('image', models.CharField(blank=True, max_length=300)),
                ('thumbnail', models.CharField(blank=True, max_length=300)),
                ('published_at', models.DateTimeField()),
                ('starts_at', models.DateTimeField(null=True)),
                ('ends_at', models.DateTimeField(null=True)),
                ('expires_at', models.DateTimeField(null=True)),
                ('version', models.BigIntegerField()),
            ],
            options={
                'verbose_name': 'public page',
                'verbose_name_plural': 'public pages',
                'ordering': ['-published_at', '-page_id'],
            },
        ),
        migrations.CreateModel(
            name='CountingRow',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('translation_group', models.BigIntegerField()),
                ('organization', models.IntegerField()),
                ('type', models.SmallIntegerField()),
                ('topics', models.BigIntegerField()),
                ('places', models.BigIntegerField()),
                ('year', models.SmallIntegerField()),
                ('language', models.SmallIntegerField()),
                ('happens_at', models.BigIntegerField()),
                ('expires_at', models.BigIntegerField()),
                ('version', models.BigIntegerField()),
            ],
            options={
                'db_table': 'catalog_counting',
            },
        ),
    ]
