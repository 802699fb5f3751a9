import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import wagtail.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('orgs', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='HelpServicePage',
            fields=[
                ('orgcontentpage_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='orgs.orgcontentpage')),
                ('kind', models.CharField(choices=[('urgent', 'In danger now'), ('shelter', 'A safe place to stay'), ('law', 'Law and justice'), ('health', 'Health'), ('counselling', 'Somebody to talk to'), ('work', 'Work and money')], max_length=12, verbose_name='kind of help')),
                ('phone', models.CharField(max_length=40, validators=[django.core.validators.RegexValidator('^\\+?[0-9][0-9 \\-/]{2,39}$', 'Write a telephone number in digits, such as 012 345 678.')], verbose_name='telephone')),
                ('is_always_open', models.BooleanField(default=False, verbose_name='day and night')),
                ('hours', models.CharField(blank=True, help_text='Such as: Monday to Friday, 8 am to 5 pm', max_length=120, verbose_name='hours')),
                ('languages', models.CharField(blank=True, help_text='Such as: Khmer, English, sign language', max_length=120, verbose_name='languages spoken')),
                ('is_free', models.BooleanField(default=True, verbose_name='free of charge')),
                ('is_nationwide', models.BooleanField(default=False, verbose_name='for the whole country')),
                ('what_happens', wagtail.fields.RichTextField(blank=True, help_text='Never write where a safe place is.', verbose_name='what happens when somebody calls')),
                ('verified_on', models.DateField(default=django.utils.timezone.localdate, help_text='The day on which you last made sure that it is right.', verbose_name='last verified')),
            ],
            options={
                'verbose_name': 'help service',
                'verbose_name_plural': 'help services',
            },
            bases=('orgs.orgcontentpage',),
        ),
    ]
