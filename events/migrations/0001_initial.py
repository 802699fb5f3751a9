import django.core.validators
import django.db.models.deletion
import modelcluster.fields
import wagtail.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('assets', '0001_initial'),
        ('orgs', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Series',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(unique=True, verbose_name='slug')),
                ('name_en', models.CharField(max_length=120, verbose_name='English name')),
                ('name_km', models.CharField(max_length=120, verbose_name='Khmer name')),
            ],
            options={
                'verbose_name': 'series',
                'verbose_name_plural': 'series',
                'ordering': ['name_en'],
            },
        ),
        migrations.CreateModel(
            name='EventPage',
            fields=[
                ('orgcontentpage_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='orgs.orgcontentpage')),
                ('kind', models.CharField(choices=[('forum', 'Forum'), ('training', 'Training'), ('campaign', 'Campaign'), ('meeting', 'Meeting')], default='meeting', max_length=10, verbose_name='kind')),
                ('theme', models.CharField(blank=True, max_length=200, verbose_name='theme')),
                ('starts_at', models.DateTimeField(verbose_name='begins')),
                ('ends_at', models.DateTimeField(verbose_name='ends')),
                ('venue', models.CharField(blank=True, max_length=200, verbose_name='venue')),
                ('people', wagtail.fields.StreamField([('person', 2)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'role', 'max_length': 100}), 1: ('wagtail.blocks.CharBlock', (), {'help_text': 'Only if this person agreed to be named.', 'label': 'name', 'max_length': 120, 'required': False}), 2: ('wagtail.blocks.StructBlock', [[('role', 0), ('name', 1)]], {})}, verbose_name='facilitators and guests')),
                ('other_partners', models.CharField(blank=True, max_length=300, verbose_name='other partners')),
                ('programme', wagtail.fields.StreamField([('item', 2)], blank=True, block_lookup={0: ('wagtail.blocks.TimeBlock', (), {'label': 'time'}), 1: ('wagtail.blocks.CharBlock', (), {'label': 'what', 'max_length': 250}), 2: ('wagtail.blocks.StructBlock', [[('time', 0), ('what', 1)]], {})}, verbose_name='programme')),
                ('body', wagtail.fields.StreamField([('heading', 2), ('paragraph', 3), ('picture', 7), ('quotation', 10), ('document', 13), ('video', 16), ('table', 18), ('count', 22)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'heading', 'max_length': 150}), 1: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('h2', 'section'), ('h3', 'part of a section')]}), 2: ('wagtail.blocks.StructBlock', [[('text', 0), ('level', 1)]], {}), 3: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'link', 'document-link', 'ol', 'ul'], 'label': 'text', 'template': 'orgs/blocks/text.html'}), 4: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': 'picture'}), 5: ('wagtail.blocks.CharBlock', (), {'help_text': 'For readers who cannot see it. One phrase.', 'label': 'what it shows', 'max_length': 300}), 6: ('wagtail.blocks.CharBlock', (), {'label': 'caption', 'max_length': 300, 'required': False}), 7: ('wagtail.blocks.StructBlock', [[('image', 4), ('alt_text', 5), ('caption', 6)]], {}), 8: ('wagtail.blocks.TextBlock', (), {'label': 'quotation'}), 9: ('wagtail.blocks.CharBlock', (), {'label': 'who said it, or where it stands', 'max_length': 200, 'required': False}), 10: ('wagtail.blocks.StructBlock', [[('text', 8), ('source', 9)]], {}), 11: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'label': 'document'}), 12: ('wagtail.blocks.CharBlock', (), {'label': 'title', 'max_length': 200, 'required': False}), 13: ('wagtail.blocks.StructBlock', [[('document', 11), ('title', 12)]], {}), 14: ('wagtail.blocks.CharBlock', (), {'label': 'title', 'max_length': 200}), 15: ('wagtail.blocks.URLBlock', (), {'label': 'address', 'validators': [django.core.validators.URLValidator(schemes=['https', 'http'])]}), 16: ('wagtail.blocks.StructBlock', [[('title', 14), ('url', 15)]], {}), 17: ('wagtail.blocks.CharBlock', (), {'required': False}), 18: ('wagtail.contrib.typed_table_block.blocks.TypedTableBlock', [[('text', 17), ('number', 17)]], {'label': 'table', 'template': 'orgs/blocks/table.html'}), 19: ('wagtail.blocks.CharBlock', (), {'label': 'what was counted', 'max_length': 200}), 20: ('wagtail.blocks.IntegerBlock', (), {'label': 'women', 'max_value': 200, 'min_value': 0}), 21: ('wagtail.blocks.IntegerBlock', (), {'label': 'men', 'max_value': 200, 'min_value': 0}), 22: ('wagtail.blocks.StructBlock', [[('title', 19), ('women', 20), ('men', 21)]], {})}, verbose_name='text')),
                ('hashtags', models.CharField(blank=True, max_length=200, verbose_name='hashtags')),
                ('findings', wagtail.fields.RichTextField(blank=True, verbose_name='findings')),
                ('recommendations', wagtail.fields.RichTextField(blank=True, verbose_name='recommendations')),
                ('materials', wagtail.fields.StreamField([('document', 2)], blank=True, block_lookup={0: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'label': 'document'}), 1: ('wagtail.blocks.CharBlock', (), {'label': 'title', 'max_length': 200, 'required': False}), 2: ('wagtail.blocks.StructBlock', [[('document', 0), ('title', 1)]], {})}, verbose_name='materials')),
                ('links', wagtail.fields.StreamField([('link', 3)], blank=True, block_lookup={0: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('press', 'press'), ('video', 'video')], 'label': 'kind'}), 1: ('wagtail.blocks.CharBlock', (), {'label': 'title', 'max_length': 200}), 2: ('wagtail.blocks.URLBlock', (), {'label': 'address'}), 3: ('wagtail.blocks.StructBlock', [[('kind', 0), ('title', 1), ('url', 2)]], {})}, verbose_name='press and video')),
                ('follow_up', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='follows', to='events.eventpage', verbose_name='follow-up event')),
                ('image', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='assets.image', verbose_name='picture')),
                ('partners', modelcluster.fields.ParentalManyToManyField(blank=True, related_name='partner_in', to='orgs.organization', verbose_name='partners on Neary')),
                ('series', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='events', to='events.series', verbose_name='series')),
            ],
            options={
                'verbose_name': 'event',
                'verbose_name_plural': 'events',
            },
            bases=('orgs.orgcontentpage',),
        ),
        migrations.CreateModel(
            name='Participants',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('kind', models.CharField(choices=[('ngo', 'NGOs'), ('government', 'Government'), ('senate', 'Senate'), ('palace', 'Royal Palace'), ('commune-council', 'Commune councils'), ('court', 'Courts'), ('company', 'Companies'), ('university', 'Universities'), ('media', 'Media'), ('other', 'Others')], max_length=20, verbose_name='kind of organization')),
                ('women', models.PositiveIntegerField(default=0, verbose_name='women')),
                ('men', models.PositiveIntegerField(default=0, verbose_name='men')),
                ('event', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='participants', to='events.eventpage')),
            ],
            options={
                'verbose_name': 'participants',
                'verbose_name_plural': 'participants',
                'ordering': ['sort_order'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('event', 'kind'), name='events_kind_once')],
            },
        ),
    ]
