import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('moderation', '0001_initial'),
        ('orgs', '0001_initial'),
        ('vocabulary', '0001_initial'),
        ('wagtailcore', '0098_apitoken'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='profilechange',
            name='organization',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='profile_changes', to='orgs.organization'),
        ),
        migrations.AddField(
            model_name='profilechange',
            name='proposed_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='notice',
            name='profile_change',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='moderation.profilechange'),
        ),
        migrations.AddField(
            model_name='report',
            name='answered_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='report',
            name='organization',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reports', to='orgs.organization'),
        ),
        migrations.AddField(
            model_name='report',
            name='page',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reports', to=settings.WAGTAIL_PAGE_MODEL),
        ),
        migrations.AddField(
            model_name='notice',
            name='report',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='moderation.report'),
        ),
        migrations.AddField(
            model_name='submission',
            name='appeal_of',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='appeal', to='moderation.submission'),
        ),
        migrations.AddField(
            model_name='submission',
            name='claimed_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='claims', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='submission',
            name='decided_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='decisions', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='submission',
            name='organization',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='submissions', to='orgs.organization'),
        ),
        migrations.AddField(
            model_name='submission',
            name='page',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='submissions', to=settings.WAGTAIL_PAGE_MODEL),
        ),
        migrations.AddField(
            model_name='submission',
            name='post_review_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='submission',
            name='reasons',
            field=models.ManyToManyField(blank=True, related_name='+', to='moderation.reason', verbose_name='reasons'),
        ),
        migrations.AddField(
            model_name='submission',
            name='revision',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='submissions', to='wagtailcore.revision'),
        ),
        migrations.AddField(
            model_name='submission',
            name='second_look_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='submission',
            name='submitted_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='submissions', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='submission',
            name='topics',
            field=models.ManyToManyField(blank=True, related_name='+', to='vocabulary.topic', verbose_name='topics'),
        ),
        migrations.AddField(
            model_name='submission',
            name='workflow_state',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='submission', to='wagtailcore.workflowstate'),
        ),
        migrations.AddField(
            model_name='reminder',
            name='submission',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to='moderation.submission'),
        ),
        migrations.AddField(
            model_name='notice',
            name='submission',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='moderation.submission'),
        ),
        migrations.AddField(
            model_name='correction',
            name='submission',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='corrections', to='moderation.submission'),
        ),
        migrations.AddField(
            model_name='checkresult',
            name='submission',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='check_results', to='moderation.submission'),
        ),
        migrations.AddField(
            model_name='withdrawal',
            name='answered_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='withdrawal',
            name='created_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='withdrawal',
            name='organization',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='withdrawals', to='orgs.organization'),
        ),
        migrations.AddField(
            model_name='withdrawal',
            name='page',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='withdrawals', to=settings.WAGTAIL_PAGE_MODEL),
        ),
        migrations.AddField(
            model_name='withdrawal',
            name='submission',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='withdrawals', to='moderation.submission'),
        ),
        migrations.AddIndex(
            model_name='deskdigest',
            index=models.Index(fields=['person', '-created_at'], name='moderation_last_digest'),
        ),
        migrations.AddConstraint(
            model_name='profilechange',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'waiting')), fields=('organization',), name='moderation_one_profile_change_waits'),
        ),
        migrations.AddIndex(
            model_name='report',
            index=models.Index(fields=['state', 'created_at'], name='moderation_open_reports'),
        ),
        migrations.AddIndex(
            model_name='submission',
            index=models.Index(fields=['state', 'due_at'], name='moderation_queue'),
        ),
        migrations.AddIndex(
            model_name='submission',
            index=models.Index(condition=models.Q(('post_review', 'due')), fields=['due_at'], name='moderation_post_review'),
        ),
        migrations.AddIndex(
            model_name='submission',
            index=models.Index(fields=['decided_at'], name='moderation_decided'),
        ),
        migrations.AddConstraint(
            model_name='submission',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'waiting')), fields=('page',), name='moderation_one_waiting_a_page'),
        ),
        migrations.AddConstraint(
            model_name='reminder',
            constraint=models.UniqueConstraint(fields=('submission', 'mark'), name='moderation_one_reminder_a_mark'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(condition=models.Q(('digest', None)), fields=['person'], name='moderation_notices_to_send'),
        ),
        migrations.AddConstraint(
            model_name='correction',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'offered')), fields=('submission',), name='moderation_one_correction_offered'),
        ),
        migrations.AddConstraint(
            model_name='checkresult',
            constraint=models.UniqueConstraint(fields=('submission', 'check_name'), name='moderation_one_result_a_check'),
        ),
    ]
