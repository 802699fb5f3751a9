"""Add the saved replies of the desk, and write three with which editors begin; from then on they are the editors' own."""

from django.db import migrations, models

# (name in English, name in Khmer, text in English, text in Khmer)
REPLIES = [
    (
        "A private telephone number",
        "លេខទូរស័ព្ទផ្ទាល់ខ្លួន",
        "There is a private telephone number in the text. Please remove it, and send the text again.",
        "មានលេខទូរស័ព្ទផ្ទាល់ខ្លួនក្នុងអត្ថបទ។ សូមលុបវា រួចផ្ញើអត្ថបទម្តងទៀត។",
    ),
    (
        "Consent for a picture",
        "ការយល់ព្រមសម្រាប់រូបភាព",
        "Somebody can be recognised in a picture. Please ask whether she agrees, record her answer with the picture,"
        " and send it again.",
        "មនុស្សម្នាក់អាចត្រូវបានគេស្គាល់ក្នុងរូបភាព។ សូមសួរថាតើគាត់យល់ព្រមឬទេ កត់ត្រាចម្លើយជាមួយរូបភាព រួចផ្ញើម្តងទៀត។",
    ),
    (
        "Where a figure comes from",
        "ប្រភពនៃតួលេខ",
        "Please say where the figures come from: the name of the report, and its year. Then send it again.",
        "សូមប្រាប់ប្រភពនៃតួលេខ៖ ឈ្មោះរបាយការណ៍ និងឆ្នាំ។ បន្ទាប់មក សូមផ្ញើម្តងទៀត។",
    ),
]


def write_replies(apps, schema_editor):
    saved_reply = apps.get_model("moderation", "SavedReply")
    saved_reply.objects.bulk_create(
        saved_reply(name_en=name_en, name_km=name_km, text_en=text_en, text_km=text_km)
        for name_en, name_km, text_en, text_km in REPLIES
    )


class Migration(migrations.Migration):
    dependencies = [("moderation", "0015_held_decisions")]

    operations = [
        migrations.CreateModel(
            name="SavedReply",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name_km", models.CharField(max_length=80, verbose_name="name in Khmer")),
                ("name_en", models.CharField(max_length=80, verbose_name="name in English")),
                ("text_km", models.TextField(max_length=600, verbose_name="text in Khmer")),
                ("text_en", models.TextField(max_length=600, verbose_name="text in English")),
            ],
            options={
                "verbose_name": "saved reply",
                "verbose_name_plural": "saved replies",
                "ordering": ["name_en", "id"],
            },
        ),
        migrations.RunPython(write_replies, migrations.RunPython.noop),
    ]
