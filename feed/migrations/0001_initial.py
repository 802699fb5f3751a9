import feed.models.followers
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Activity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('published', 'published'), ('updated', 'updated'), ('withdrawn', 'withdrawn')], max_length=10)),
                ('page_id', models.BigIntegerField()),
                ('created_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'activity',
                'verbose_name_plural': 'activities',
                'ordering': ['-created_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Digest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('period_start', models.DateField()),
                ('after_activity', models.BigIntegerField()),
                ('until_activity', models.BigIntegerField()),
            ],
            options={
                'verbose_name': 'digest',
                'verbose_name_plural': 'digests',
            },
        ),
        migrations.CreateModel(
            name='Follow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('query', models.CharField(blank=True, max_length=2000)),
                ('requested_at', models.DateTimeField()),
                ('confirmed_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': 'follow',
                'verbose_name_plural': 'follows',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Follower',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254, unique=True, verbose_name='your e-mail address')),
                ('language', models.CharField(choices=[('en', 'English'), ('km', 'Khmer')], max_length=2, verbose_name='language')),
                ('rhythm', models.CharField(choices=[('weekly', 'Once a week, on Monday'), ('daily', 'Once a day')], default='weekly', max_length=6, verbose_name='how often?')),
                ('key', models.CharField(default=feed.models.followers.new_key, editable=False, max_length=22)),
                ('last_activity', models.BigIntegerField(default=0)),
            ],
            options={
                'verbose_name': 'follower',
                'verbose_name_plural': 'followers',
            },
        ),
    ]
