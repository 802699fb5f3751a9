"""Give each application to join that waits its matter at the desk."""

from datetime import timedelta

from django.db import migrations, models
from django.db.models import Exists, OuterRef

APPLICATION = "application"
# Hours until the answer is due. Weekends are not left out, as they are for what comes later: nobody was promised more.
WITHIN = timedelta(hours=48)
LONGEST_TITLE = 255
AT_ONCE = 500
KINDS = [
    ("opened", "sent for review"),
    ("second", "a second opinion is requested"),
    ("half", "half of the review time has passed"),
    ("due", "due"),
    ("late", "late"),
    ("post-review", "published by a trusted organization, to be reviewed"),
    ("report", "reported by a reader"),
    ("profile", "an organization changed its profile"),
    ("application", "an organization asks to join"),
    ("declined", "your correction was declined"),
    ("matter", "to be decided"),
    ("note", "a note from the organization"),
    ("urgent", "urgent: somebody may be in danger"),
]


def open_matters(apps, schema_editor):
    matter, application = apps.get_model("moderation", "Matter"), apps.get_model("orgs", "Application")
    has_matter = matter.objects.filter(kind=APPLICATION, object_id=OuterRef("pk"), state="waiting")
    waiting = application.objects.filter(state="waiting").exclude(Exists(has_matter))
    made = [
        matter(
            kind=APPLICATION,
            object_id=row.pk,
            title=row.name[:LONGEST_TITLE],
            created_at=row.created_at,
            reminder_at=row.created_at + WITHIN / 2,
            due_at=row.created_at + WITHIN,
        )
        for row in waiting.iterator()
    ]
    matter.objects.bulk_create(made, batch_size=AT_ONCE)


class Migration(migrations.Migration):
    dependencies = [("moderation", "0016_saved_replies"), ("orgs", "0006_handed_links")]

    operations = [
        migrations.AlterField("notice", "kind", models.CharField(choices=KINDS, max_length=12)),
        migrations.RunPython(open_matters, migrations.RunPython.noop),
    ]
