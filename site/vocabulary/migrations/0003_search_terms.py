"""Search terms, and how often names have changed."""

from django.db import migrations, models

from vocabulary.search_terms import SEARCH_TERMS


def bring(apps, schema_editor):
    SearchTerm = apps.get_model("vocabulary", "SearchTerm")
    SearchTerm.objects.bulk_create(
        SearchTerm(text_en=text_en, text_km=text_km, synonyms="\n".join(synonyms))
        for text_en, text_km, synonyms in SEARCH_TERMS
    )
    apps.get_model("vocabulary", "Edition").objects.create(number=1)


class Migration(migrations.Migration):
    dependencies = [("vocabulary", "0002_reference")]

    operations = [
        migrations.CreateModel(
            name="Edition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.BigIntegerField(default=0)),
            ],
            options={"verbose_name": "edition"},
        ),
        migrations.CreateModel(
            name="SearchTerm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text_en", models.CharField(max_length=100, verbose_name="in English")),
                ("text_km", models.CharField(max_length=100, verbose_name="in Khmer")),
                (
                    "synonyms",
                    models.TextField(
                        blank=True,
                        help_text="In either language and any spelling, one a line.",
                        max_length=1000,
                        verbose_name="other words for it",
                    ),
                ),
            ],
            options={"verbose_name": "search term", "verbose_name_plural": "search terms", "ordering": ["text_en"]},
        ),
        migrations.RunPython(bring, migrations.RunPython.noop),
    ]
