from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('discussions', '0010_one_owner_of_a_name'),
    ]

    operations = [
        migrations.AlterField(
            model_name='participant',
            name='name_key',
            field=models.CharField(blank=True, editable=False, max_length=120),
        ),
        migrations.AddConstraint(
            model_name='participant',
            constraint=models.UniqueConstraint(condition=models.Q(('name_key', ''), _negated=True), fields=('name_key',), name='discussions_one_owner_of_a_name'),
        ),
    ]
