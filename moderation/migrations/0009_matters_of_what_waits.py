"""Give each report and each change of a profile that waits its matter at the desk."""

from datetime import timedelta

from django.db import migrations
from django.db.models import Exists, OuterRef

# Hours until the answer is due. Weekends are not left out, as they are for what comes later: nobody was promised more.
HOURS, HOURS_IN_DANGER = 48, 4
DANGER = "danger"
# A help service that somebody should make sure of again can wait longer than a page: ten working days.
VERIFY, VERIFY_HOURS = "verify", 240
AT_ONCE = 500


def open_matters(apps, schema_editor):
    matter, report, change, answer_time = (
        apps.get_model("moderation", name) for name in ("Matter", "Report", "ProfileChange", "AnswerTime")
    )
    answer_time.objects.get_or_create(tier="", kind=VERIFY, defaults={"hours": VERIFY_HOURS})

    def matter_of(kind, row, title, language, since, is_urgent=False):
        within = timedelta(hours=HOURS_IN_DANGER if is_urgent else HOURS)
        return matter(
            kind=kind,
            object_id=row.pk,
            organization_id=row.organization_id,
            title=title,
            language=language,
            is_urgent=is_urgent,
            created_at=since,
            reminder_at=since + within / 2,
            due_at=since + within,
        )

    def without_matter(rows, kind):
        return rows.exclude(Exists(matter.objects.filter(kind=kind, object_id=OuterRef("pk"), state="waiting")))

    reports = without_matter(report.objects.filter(state="open").exclude(page=None), "report")
    changes = without_matter(change.objects.filter(state="waiting"), "profile")
    made = [
        matter_of("report", row, row.title, row.page.locale.language_code, row.created_at, row.kind == DANGER)
        for row in reports.select_related("page__locale").iterator()
    ]
    made += [
        matter_of("profile", row, row.organization.name_en, "en", row.proposed_at)
        for row in changes.select_related("organization").iterator()
    ]
    matter.objects.bulk_create(made, batch_size=AT_ONCE)


class Migration(migrations.Migration):
    dependencies = [("moderation", "0008_matters")]

    operations = [migrations.RunPython(open_matters, migrations.RunPython.noop)]
