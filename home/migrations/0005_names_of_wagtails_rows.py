from django.db import migrations

NAME = "Neary"


def name_rows(apps, schema_editor):
    """Rows of Wagtail's own and of its workflow are shown in every language: they get a name, not an English word."""
    for app, model, field, was in (
        ("wagtailcore", "Page", "title", "Root"),
        ("wagtailcore", "Collection", "name", "Root"),
        ("wagtailcore", "Workflow", "name", "Review"),
        ("wagtailcore", "Task", "name", "Review"),
    ):
        rows = apps.get_model(app, model).objects.filter(**{field: was})
        if was == "Root":
            rows = rows.filter(depth=1)
        rows.update(**({"title": NAME, "draft_title": NAME} if model == "Page" else {field: NAME}))


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0004_labels_of_blocks"),
    ]

    operations = [migrations.RunPython(name_rows, migrations.RunPython.noop)]
