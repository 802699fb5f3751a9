"""Write the source of each clipping into its rows of the catalog, by which the search filters."""

from django.db import migrations


def write_sources(apps, schema_editor):
    clippings = apps.get_model("press", "ClippingPage").objects.values_list("pk", "source_id")
    by_source = {}
    for pk, source in clippings:
        by_source.setdefault(source, []).append(pk)
    for source, pages in by_source.items():
        for first in range(0, len(pages), 500):
            ids = pages[first : first + 500]
            apps.get_model("catalog", "CatalogEntry").objects.filter(pk__in=ids).update(source=source)
            apps.get_model("catalog", "CountingRow").objects.filter(pk__in=ids).update(source=source)


class Migration(migrations.Migration):
    dependencies = [("press", "0005_site_proofs"), ("catalog", "0005_source")]

    operations = [migrations.RunPython(write_sources, migrations.RunPython.noop)]
