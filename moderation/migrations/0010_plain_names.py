from django.conf import settings
from django.db import migrations, models
import django.db.models.deletion


def at(model):
    return migrations.RenameField(model, "at", "created_at")


class Migration(migrations.Migration):
    dependencies = [("moderation", "0009_kinds_without_choices")]

    operations = [
        migrations.RemoveIndex("submission", "moderation_after"),
        migrations.RemoveIndex("notice", "moderation_notices_to_send"),
        migrations.RemoveIndex("batch", "moderation_last_batch"),
        migrations.RemoveIndex("report", "moderation_open_reports"),
        migrations.RemoveConstraint("factschange", "moderation_facts_wait_once"),
        migrations.RenameModel("FactsChange", "ProfileChange"),
        migrations.RenameModel("Batch", "DeskDigest"),
        migrations.RenameField("submission", "half_at", "reminder_at"),
        migrations.RenameField("submission", "after", "post_review"),
        migrations.RenameField("submission", "after_by", "post_review_by"),
        migrations.RenameField("submission", "after_at", "post_review_at"),
        migrations.RenameField("correction", "by", "created_by"),
        migrations.RenameField("correction", "share", "change_ratio"),
        migrations.RenameField("withdrawal", "by", "created_by"),
        *[at(m) for m in ("correction", "withdrawal", "checkresult", "reminder", "deskdigest", "notice", "report")],
        migrations.RenameField("notice", "batch", "digest"),
        migrations.RenameField("notice", "facts", "profile_change"),
        migrations.AlterModelOptions(
            "report",
            {
                "ordering": ["created_at"],
                "verbose_name": "report by a reader",
                "verbose_name_plural": "reports by readers",
            },
        ),
        migrations.AlterModelOptions(
            "withdrawal",
            {"ordering": ["-created_at"], "verbose_name": "withdrawal", "verbose_name_plural": "withdrawals"},
        ),
        migrations.AlterField(
            "notice",
            "kind",
            models.CharField(
                max_length=12,
                choices=[
                    ("opened", "sent for review"),
                    ("second", "a second look is asked for"),
                    ("half", "half of the time is over"),
                    ("due", "due"),
                    ("late", "late"),
                    ("post-review", "published by a trusted organization, to be looked at"),
                    ("report", "reported by a reader"),
                    ("profile", "an organization says something new of itself"),
                ],
            ),
        ),
        migrations.AlterField(
            "profilechange",
            "organization",
            models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="profile_changes",
                to="orgs.organization",
            ),
        ),
        migrations.AlterField(
            "deskdigest",
            "person",
            models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="desk_digests",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            "submission",
            models.Index(
                fields=["due_at"], condition=models.Q(post_review="due"), name="moderation_post_review"
            ),
        ),
        migrations.AddIndex(
            "notice",
            models.Index(
                fields=["person"], condition=models.Q(digest=None), name="moderation_notices_to_send"
            ),
        ),
        migrations.AddIndex(
            "deskdigest", models.Index(fields=["person", "-created_at"], name="moderation_last_digest")
        ),
        migrations.AddIndex(
            "report", models.Index(fields=["state", "created_at"], name="moderation_open_reports")
        ),
        migrations.AddConstraint(
            "profilechange",
            models.UniqueConstraint(
                fields=["organization"],
                condition=models.Q(state="waiting"),
                name="moderation_one_profile_change_waits",
            ),
        ),
    ]
