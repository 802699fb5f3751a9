from django.db import migrations, models

import orgs.models.membership


class Migration(migrations.Migration):
    """What lies in the database opens nothing by itself: links are signed. Links of before open nothing any more."""

    dependencies = [("orgs", "0003_limits_of_length")]

    operations = [
        migrations.RenameField("invitation", "token", "key"),
        migrations.AlterField(
            "invitation",
            "key",
            models.CharField(default=orgs.models.membership.new_token, editable=False, max_length=64, unique=True),
        ),
    ]
