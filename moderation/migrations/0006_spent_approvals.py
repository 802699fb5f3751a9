"""A withdrawal spends the approvals before it: it keeps the last submission that it found."""

import django.db.models.deletion
from django.db import migrations, models


def find_last(apps, schema_editor):
    submissions = apps.get_model("moderation", "Submission").objects
    for withdrawal in apps.get_model("moderation", "Withdrawal").objects.all():
        before = submissions.filter(page=withdrawal.page_id, submitted_at__lte=withdrawal.at)
        withdrawal.submission = before.order_by("pk").last()
        withdrawal.save(update_fields=["submission"])


class Migration(migrations.Migration):
    dependencies = [("moderation", "0005_answers")]

    operations = [
        migrations.AddField(
            model_name="withdrawal",
            name="submission",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="withdrawals",
                to="moderation.submission",
            ),
        ),
        migrations.RunPython(find_last, migrations.RunPython.noop),
    ]
