import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('feed', '0001_initial'),
        ('orgs', '0001_initial'),
        ('vocabulary', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='activity',
            name='organization',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='activities', to='orgs.organization'),
        ),
        migrations.AddField(
            model_name='follow',
            name='organization',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='follows', to='orgs.organization'),
        ),
        migrations.AddField(
            model_name='follow',
            name='topic',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='follows', to='vocabulary.topic'),
        ),
        migrations.AddField(
            model_name='follow',
            name='follower',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='follows', to='feed.follower'),
        ),
        migrations.AddField(
            model_name='digest',
            name='follower',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='digests', to='feed.follower'),
        ),
        migrations.AddIndex(
            model_name='activity',
            index=models.Index(fields=['-created_at'], name='feed_activity_at'),
        ),
        migrations.AddIndex(
            model_name='activity',
            index=models.Index(fields=['organization', '-created_at'], name='feed_activity_of'),
        ),
        migrations.AddIndex(
            model_name='activity',
            index=models.Index(fields=['page_id'], name='feed_activity_page'),
        ),
        migrations.AddIndex(
            model_name='follow',
            index=models.Index(condition=models.Q(('confirmed_at', None)), fields=['requested_at'], name='feed_follow_unconfirmed'),
        ),
        migrations.AddConstraint(
            model_name='follow',
            constraint=models.UniqueConstraint(fields=('follower', 'organization'), name='feed_follow_organization_once'),
        ),
        migrations.AddConstraint(
            model_name='follow',
            constraint=models.UniqueConstraint(fields=('follower', 'topic'), name='feed_follow_topic_once'),
        ),
        migrations.AddConstraint(
            model_name='follow',
            constraint=models.UniqueConstraint(condition=models.Q(('query', ''), _negated=True), fields=('follower', 'query'), name='feed_follow_search_once'),
        ),
        migrations.AddConstraint(
            model_name='follow',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('organization__isnull', False), ('query', ''), ('topic', None)), models.Q(('organization', None), ('query', ''), ('topic__isnull', False)), models.Q(('organization', None), ('topic', None), models.Q(('query', ''), _negated=True)), _connector='OR'), name='feed_follow_one_thing'),
        ),
        migrations.AddIndex(
            model_name='digest',
            index=models.Index(fields=['period_start'], name='feed_digest_start'),
        ),
        migrations.AddConstraint(
            model_name='digest',
            constraint=models.UniqueConstraint(fields=('follower', 'period_start'), name='feed_digest_once_a_period'),
        ),
    ]
