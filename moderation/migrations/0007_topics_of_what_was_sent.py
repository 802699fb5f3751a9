"""The desk is narrowed by the topics of what was sent; what waits already keeps those of its page."""

from django.db import migrations, models


def take_those_of_the_pages(apps, schema_editor):
    pages = apps.get_model("orgs", "OrgContentPage").objects
    for submission in apps.get_model("moderation", "Submission").objects.filter(state="waiting"):
        page = pages.filter(pk=submission.page_id).first()
        if page is not None:
            submission.topics.add(*page.topics.all())


class Migration(migrations.Migration):
    dependencies = [
        ("moderation", "0006_spent_approvals"),
        ("orgs", "0004_public_versions"),
        ("vocabulary", "0003_search_terms"),
    ]

    operations = [
        migrations.AddField(
            model_name="submission",
            name="topics",
            field=models.ManyToManyField(blank=True, related_name="+", to="vocabulary.topic", verbose_name="topics"),
        ),
        migrations.RunPython(take_those_of_the_pages, migrations.RunPython.noop),
    ]
