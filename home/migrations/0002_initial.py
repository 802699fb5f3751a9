import django.core.validators
import django.db.models.deletion
import wagtail.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('home', '0001_initial'),
        ('orgs', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='OrganizationPage',
            fields=[
                ('orgcontentpage_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='orgs.orgcontentpage')),
                ('body', wagtail.fields.StreamField([('heading', 2), ('paragraph', 3), ('picture', 7), ('quotation', 10), ('document', 13), ('video', 16), ('table', 18), ('count', 22)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'heading', 'max_length': 150}), 1: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('h2', 'section'), ('h3', 'part of a section')]}), 2: ('wagtail.blocks.StructBlock', [[('text', 0), ('level', 1)]], {}), 3: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'link', 'document-link', 'ol', 'ul'], 'label': 'text', 'template': 'orgs/blocks/text.html'}), 4: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': 'picture'}), 5: ('wagtail.blocks.CharBlock', (), {'help_text': 'For readers who cannot see it. One phrase.', 'label': 'what it shows', 'max_length': 300}), 6: ('wagtail.blocks.CharBlock', (), {'label': 'caption', 'max_length': 300, 'required': False}), 7: ('wagtail.blocks.StructBlock', [[('image', 4), ('alt_text', 5), ('caption', 6)]], {}), 8: ('wagtail.blocks.TextBlock', (), {'label': 'quotation'}), 9: ('wagtail.blocks.CharBlock', (), {'label': 'who said it, or where it stands', 'max_length': 200, 'required': False}), 10: ('wagtail.blocks.StructBlock', [[('text', 8), ('source', 9)]], {}), 11: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'label': 'document'}), 12: ('wagtail.blocks.CharBlock', (), {'label': 'title', 'max_length': 200, 'required': False}), 13: ('wagtail.blocks.StructBlock', [[('document', 11), ('title', 12)]], {}), 14: ('wagtail.blocks.CharBlock', (), {'label': 'title', 'max_length': 200}), 15: ('wagtail.blocks.URLBlock', (), {'label': 'address', 'validators': [django.core.validators.URLValidator(schemes=['https', 'http'])]}), 16: ('wagtail.blocks.StructBlock', [[('title', 14), ('url', 15)]], {}), 17: ('wagtail.blocks.CharBlock', (), {'required': False}), 18: ('wagtail.contrib.typed_table_block.blocks.TypedTableBlock', [[('text', 17), ('number', 17)]], {'label': 'table', 'template': 'orgs/blocks/table.html'}), 19: ('wagtail.blocks.CharBlock', (), {'label': 'what was counted', 'max_length': 200}), 20: ('wagtail.blocks.IntegerBlock', (), {'label': 'women', 'max_value': 200, 'min_value': 0}), 21: ('wagtail.blocks.IntegerBlock', (), {'label': 'men', 'max_value': 200, 'min_value': 0}), 22: ('wagtail.blocks.StructBlock', [[('title', 19), ('women', 20), ('men', 21)]], {})}, verbose_name='about')),
            ],
            options={
                'verbose_name': 'home of an organization',
                'verbose_name_plural': 'homes of organizations',
            },
            bases=('orgs.orgcontentpage',),
        ),
        migrations.CreateModel(
            name='StandardPage',
            fields=[
                ('orgcontentpage_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='orgs.orgcontentpage')),
                ('body', wagtail.fields.StreamField([('heading', 2), ('paragraph', 3), ('picture', 7), ('quotation', 10), ('document', 13), ('video', 16), ('table', 18), ('count', 22)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'heading', 'max_length': 150}), 1: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('h2', 'section'), ('h3', 'part of a section')]}), 2: ('wagtail.blocks.StructBlock', [[('text', 0), ('level', 1)]], {}), 3: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'link', 'document-link', 'ol', 'ul'], 'label': 'text', 'template': 'orgs/blocks/text.html'}), 4: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': 'picture'}), 5: ('wagtail.blocks.CharBlock', (), {'help_text': 'For readers who cannot see it. One phrase.', 'label': 'what it shows', 'max_length': 300}), 6: ('wagtail.blocks.CharBlock', (), {'label': 'caption', 'max_length': 300, 'required': False}), 7: ('wagtail.blocks.StructBlock', [[('image', 4), ('alt_text', 5), ('caption', 6)]], {}), 8: ('wagtail.blocks.TextBlock', (), {'label': 'quotation'}), 9: ('wagtail.blocks.CharBlock', (), {'label': 'who said it, or where it stands', 'max_length': 200, 'required': False}), 10: ('wagtail.blocks.StructBlock', [[('text', 8), ('source', 9)]], {}), 11: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'label': 'document'}), 12: ('wagtail.blocks.CharBlock', (), {'label': 'title', 'max_length': 200, 'required': False}), 13: ('wagtail.blocks.StructBlock', [[('document', 11), ('title', 12)]], {}), 14: ('wagtail.blocks.CharBlock', (), {'label': 'title', 'max_length': 200}), 15: ('wagtail.blocks.URLBlock', (), {'label': 'address', 'validators': [django.core.validators.URLValidator(schemes=['https', 'http'])]}), 16: ('wagtail.blocks.StructBlock', [[('title', 14), ('url', 15)]], {}), 17: ('wagtail.blocks.CharBlock', (), {'required': False}), 18: ('wagtail.contrib.typed_table_block.blocks.TypedTableBlock', [[('text', 17), ('number', 17)]], {'label': 'table', 'template': 'orgs/blocks/table.html'}), 19: ('wagtail.blocks.CharBlock', (), {'label': 'what was counted', 'max_length': 200}), 20: ('wagtail.blocks.IntegerBlock', (), {'label': 'women', 'max_value': 200, 'min_value': 0}), 21: ('wagtail.blocks.IntegerBlock', (), {'label': 'men', 'max_value': 200, 'min_value': 0}), 22: ('wagtail.blocks.StructBlock', [[('title', 19), ('women', 20), ('men', 21)]], {})}, verbose_name='text')),
            ],
            options={
                'verbose_name': 'page of the portal',
                'verbose_name_plural': 'pages of the portal',
            },
            bases=('orgs.orgcontentpage',),
        ),
    ]
