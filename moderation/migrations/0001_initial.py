import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('wagtailcore', '0098_apitoken'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CheckResult',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('check_name', models.SlugField(max_length=40)),
                ('outcome', models.CharField(choices=[('passed', 'fine'), ('found', 'to be looked at'), ('crashed', 'could not be checked')], max_length=8, verbose_name='outcome')),
                ('findings', models.JSONField(default=list)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name': 'result of a check',
                'verbose_name_plural': 'results of checks',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Reason',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=40, unique=True, verbose_name='slug')),
                ('name_en', models.CharField(max_length=200, verbose_name='in English')),
                ('name_km', models.CharField(max_length=200, verbose_name='in Khmer')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('is_offered', models.BooleanField(default=True, verbose_name='offered')),
            ],
            options={
                'verbose_name': 'reason',
                'verbose_name_plural': 'reasons',
                'ordering': ['position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Reminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mark', models.CharField(choices=[('half', 'half of the time is over'), ('due', 'due'), ('late', 'late, told to the administrators')], max_length=6)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('danger', 'It puts somebody in danger'), ('private', 'It shows something private about me or somebody else'), ('wrong', 'Something in it is wrong'), ('copied', 'It is copied from somewhere else'), ('other', 'Something else')], max_length=8, verbose_name='what is it about?')),
                ('text', models.TextField(blank=True, max_length=2000, verbose_name='what should we know?')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='your e-mail address, if you want an answer')),
                ('language', models.CharField(choices=[('en', 'English'), ('km', 'Khmer')], max_length=2)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('state', models.CharField(choices=[('open', 'open'), ('kept', 'looked at, the page stays'), ('taken-down', 'the page was taken down')], default='open', max_length=10, verbose_name='state')),
                ('answered_at', models.DateTimeField(null=True)),
                ('answer', models.TextField(blank=True, verbose_name='answer')),
            ],
            options={
                'verbose_name': 'report by a reader',
                'verbose_name_plural': 'reports by readers',
                'ordering': ['created_at'],
            },
        ),
        migrations.CreateModel(
            name='ReviewTask',
            fields=[
                ('task_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.task')),
            ],
            options={
                'verbose_name': 'review by an editor',
            },
            bases=('wagtailcore.task',),
        ),
        migrations.CreateModel(
            name='Submission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('content_hash', models.CharField(max_length=64)),
                ('title', models.CharField(max_length=255, verbose_name='title')),
                ('kind', models.CharField(default='page', max_length=12, verbose_name='type')),
                ('state', models.CharField(choices=[('waiting', 'In review'), ('approved', 'Published'), ('returned', 'Needs a change'), ('refused', 'Refused'), ('taken-back', 'Taken back')], default='waiting', max_length=12, verbose_name='state')),
                ('submitted_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='sent')),
                ('reminder_at', models.DateTimeField(null=True)),
                ('due_at', models.DateTimeField(verbose_name='answer by')),
                ('claimed_at', models.DateTimeField(null=True)),
                ('second_look_note', models.TextField(blank=True)),
                ('decided_at', models.DateTimeField(null=True, verbose_name='decided')),
                ('reason', models.TextField(blank=True, verbose_name='reason')),
                ('is_by_trust', models.BooleanField(default=False)),
                ('post_review', models.CharField(choices=[('none', 'not looked at afterwards'), ('due', 'to be looked at'), ('fine', 'fine'), ('finding', 'with a finding')], default='none', max_length=8)),
                ('post_review_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': 'submission',
                'verbose_name_plural': 'submissions',
                'ordering': ['due_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Withdrawal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='withdrawn')),
                ('reason', models.TextField(blank=True, verbose_name='reason')),
                ('answer', models.TextField(blank=True, verbose_name='answer')),
                ('answered_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': 'withdrawal',
                'verbose_name_plural': 'withdrawals',
                'ordering': ['-created_at'],
            },
        ),
        migrations.CreateModel(
            name='AnswerTime',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('tier', models.CharField(choices=[('new', 'new'), ('verified', 'verified'), ('trusted', 'trusted')], max_length=10, verbose_name='tier')),
                ('kind', models.CharField(blank=True, max_length=12, verbose_name='kind')),
                ('hours', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(240)], verbose_name='hours')),
            ],
            options={
                'verbose_name': 'answer time',
                'verbose_name_plural': 'answer times',
                'ordering': ['tier', 'kind'],
                'constraints': [models.UniqueConstraint(fields=('tier', 'kind'), name='moderation_one_answer_time_a_tier_and_kind')],
            },
        ),
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('content_hash', models.CharField(max_length=64)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('change_ratio', models.FloatField()),
                ('publish_at', models.DateTimeField(null=True)),
                ('state', models.CharField(choices=[('offered', 'offered'), ('accepted', 'accepted'), ('published', 'published without an answer'), ('declined', 'declined'), ('dropped', 'dropped')], default='offered', max_length=10)),
                ('answered_at', models.DateTimeField(null=True)),
                ('answer', models.TextField(blank=True)),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('revision', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='corrections', to='wagtailcore.revision')),
            ],
            options={
                'verbose_name': 'correction',
                'verbose_name_plural': 'corrections',
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='DeskDigest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='desk_digests', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('opened', 'sent for review'), ('second', 'a second look is asked for'), ('half', 'half of the time is over'), ('due', 'due'), ('late', 'late'), ('post-review', 'published by a trusted organization, to be looked at'), ('report', 'reported by a reader'), ('profile', 'an organization says something new of itself'), ('declined', 'your correction was declined')], max_length=12)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('correction', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='moderation.correction')),
                ('digest', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='notices', to='moderation.deskdigest')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='desk_notices', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='ProfileChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('before', models.JSONField()),
                ('after', models.JSONField()),
                ('is_public', models.BooleanField()),
                ('proposed_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('state', models.CharField(choices=[('waiting', 'waits'), ('accepted', 'accepted'), ('declined', 'declined')], default='waiting', max_length=8, verbose_name='state')),
                ('decided_at', models.DateTimeField(null=True)),
                ('reason', models.TextField(blank=True, verbose_name='reason')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['proposed_at', 'pk'],
            },
        ),
    ]
