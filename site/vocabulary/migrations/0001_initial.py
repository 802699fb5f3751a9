import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Edition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.BigIntegerField(default=0)),
            ],
            options={
                'verbose_name': 'edition',
            },
        ),
        migrations.CreateModel(
            name='Place',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(unique=True, verbose_name='slug')),
                ('name_en', models.CharField(max_length=100, verbose_name='English name')),
                ('name_km', models.CharField(max_length=100, verbose_name='Khmer name')),
                ('position', models.PositiveSmallIntegerField(unique=True, validators=[django.core.validators.MaxValueValidator(62)], verbose_name='position')),
            ],
            options={
                'verbose_name': 'province',
                'verbose_name_plural': 'provinces',
                'ordering': ['position'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SearchTerm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text_en', models.CharField(max_length=100, verbose_name='in English')),
                ('text_km', models.CharField(max_length=100, verbose_name='in Khmer')),
                ('synonyms', models.TextField(blank=True, help_text='In either language and any spelling, one a line.', max_length=1000, verbose_name='other words for it')),
            ],
            options={
                'verbose_name': 'search term',
                'verbose_name_plural': 'search terms',
                'ordering': ['text_en'],
            },
        ),
        migrations.CreateModel(
            name='Topic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(unique=True, verbose_name='slug')),
                ('name_en', models.CharField(max_length=100, verbose_name='English name')),
                ('name_km', models.CharField(max_length=100, verbose_name='Khmer name')),
                ('position', models.PositiveSmallIntegerField(unique=True, validators=[django.core.validators.MaxValueValidator(62)], verbose_name='position')),
            ],
            options={
                'verbose_name': 'topic',
                'verbose_name_plural': 'topics',
                'ordering': ['position'],
                'abstract': False,
            },
        ),
    ]
