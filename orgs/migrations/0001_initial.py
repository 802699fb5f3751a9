import django.core.validators
import django.db.models.deletion
import modelcluster.fields
import orgs.models.membership
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('assets', '0001_initial'),
        ('auth', '0012_alter_user_first_name_max_length'),
        ('vocabulary', '0001_initial'),
        ('wagtailcore', '0098_apitoken'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='PublicVersion',
            fields=[
                ('id', models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ('mark', models.BigIntegerField(default=0)),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Organization',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_en', models.CharField(max_length=120, verbose_name='English name')),
                ('name_km', models.CharField(max_length=120, verbose_name='Khmer name')),
                ('slug', models.SlugField(max_length=60, unique=True, verbose_name='slug')),
                ('description_en', models.TextField(blank=True, verbose_name='what it does, in English')),
                ('description_km', models.TextField(blank=True, verbose_name='what it does, in Khmer')),
                ('colour', models.CharField(default='#5a1746', max_length=7, validators=[django.core.validators.RegexValidator('^#[0-9a-fA-F]{6}$')], verbose_name='colour')),
                ('brand_light', models.CharField(editable=False, max_length=7)),
                ('brand_dark', models.CharField(editable=False, max_length=7)),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail address')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='telephone')),
                ('website', models.URLField(blank=True, verbose_name='website')),
                ('tier', models.CharField(choices=[('new', 'new'), ('verified', 'verified'), ('trusted', 'trusted')], default='new', max_length=10, verbose_name='tier')),
                ('status', models.CharField(choices=[('active', 'active'), ('suspended', 'suspended'), ('frozen', 'frozen')], default='active', max_length=10, verbose_name='status')),
                ('is_hidden', models.BooleanField(default=False, verbose_name='hidden from the public')),
                ('stays_public', models.BooleanField(default=False, verbose_name='its pages stay while it is suspended')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='on Neary since')),
                ('collection', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='organization', to='wagtailcore.collection', verbose_name='collection')),
                ('logo', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='assets.image', verbose_name='logo')),
                ('places', models.ManyToManyField(blank=True, to='vocabulary.place', verbose_name='provinces')),
                ('topics', models.ManyToManyField(blank=True, to='vocabulary.topic', verbose_name='topics')),
            ],
            options={
                'verbose_name': 'organization',
                'verbose_name_plural': 'organizations',
                'ordering': ['name_en'],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254, verbose_name='e-mail address')),
                ('role', models.CharField(choices=[('officer', 'officer'), ('manager', 'manager')], max_length=10, verbose_name='role')),
                ('language', models.CharField(choices=[('en', 'English'), ('km', 'Khmer')], default='km', max_length=2, verbose_name='language')),
                ('token', models.CharField(default=orgs.models.membership.new_token, editable=False, max_length=64, unique=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('expires_at', models.DateTimeField(default=orgs.models.membership.invitation_end)),
                ('accepted_at', models.DateTimeField(editable=False, null=True)),
                ('revoked_at', models.DateTimeField(editable=False, null=True)),
                ('invited_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='orgs.organization')),
            ],
            options={
                'verbose_name': 'invitation',
                'verbose_name_plural': 'invitations',
            },
        ),
        migrations.CreateModel(
            name='OrgContentPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('summary', models.CharField(blank=True, help_text='One or two sentences that lists and search show.', max_length=300, verbose_name='summary')),
                ('organization', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='pages', to='orgs.organization', verbose_name='organization')),
                ('places', modelcluster.fields.ParentalManyToManyField(blank=True, to='vocabulary.place', verbose_name='provinces')),
                ('topics', modelcluster.fields.ParentalManyToManyField(blank=True, to='vocabulary.topic', verbose_name='topics')),
            ],
            options={
                'verbose_name': 'page of an organization',
                'verbose_name_plural': 'pages of organizations',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('officer', 'officer'), ('manager', 'manager')], max_length=10, verbose_name='role')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='orgs.organization')),
            ],
            options={
                'verbose_name': 'membership',
                'verbose_name_plural': 'memberships',
                'constraints': [models.UniqueConstraint(fields=('user', 'organization'), name='orgs_membership_once_a_person')],
            },
        ),
        migrations.CreateModel(
            name='Application',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='name of the organization')),
                ('about', models.TextField(max_length=2000, verbose_name='what it does')),
                ('website', models.URLField(blank=True, verbose_name='website or page')),
                ('contact', models.CharField(max_length=120, verbose_name='your name')),
                ('email', models.EmailField(max_length=254, verbose_name='your e-mail address')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='telephone')),
                ('language', models.CharField(choices=[('en', 'English'), ('km', 'Khmer')], default='km', max_length=2, verbose_name='language')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='sent')),
                ('state', models.CharField(choices=[('waiting', 'waits'), ('accepted', 'accepted'), ('declined', 'declined')], default='waiting', editable=False, max_length=10, verbose_name='state')),
                ('reason', models.TextField(blank=True, editable=False, verbose_name='reason')),
                ('decided_at', models.DateTimeField(editable=False, null=True)),
                ('decided_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organization', models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='application', to='orgs.organization')),
            ],
            options={
                'verbose_name': 'application',
                'verbose_name_plural': 'applications',
                'ordering': ['created_at'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'waiting')), fields=('email',), name='orgs_application_waits_once')],
            },
        ),
        migrations.CreateModel(
            name='OrganizationGroup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('officer', 'officer'), ('manager', 'manager')], max_length=10)),
                ('group', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='organization_role', to='auth.group')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='role_groups', to='orgs.organization')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organization', 'role'), name='orgs_group_once_a_role')],
            },
        ),
        migrations.CreateModel(
            name='OrganizationHome',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('locale', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wagtailcore.locale')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='homes', to='orgs.organization')),
                ('page', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='organization_home', to=settings.WAGTAIL_PAGE_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organization', 'locale'), name='orgs_home_once_a_language')],
            },
        ),
    ]
