"""Write the response times and the reasons with which editors begin; from then on they are the editors' own."""

from django.db import migrations

# Hours of working days, by an organization's tier.
HOURS = {"new": 48, "verified": 24, "trusted": 24}
# (slug, English, Khmer)
REASONS = [
    ("dead-link", "A link leads nowhere.", "តំណភ្ជាប់មួយមិនដំណើរការ។"),
    ("alternative-text", "A picture has no text for those who cannot see it.", "រូបភាពមួយគ្មានអត្ថបទសម្រាប់អ្នកដែលមើលមិនឃើញ។"),
    ("personal-data", "It shows somebody’s telephone number, address or identity.", "វាបង្ហាញលេខទូរស័ព្ទ អាសយដ្ឋាន ឬអត្តសញ្ញាណរបស់នរណាម្នាក់។"),
    ("consent", "Somebody is named or shown, and her consent is not recorded.", "មាននរណាម្នាក់ត្រូវបានបញ្ចេញឈ្មោះ ឬរូប ដោយមិនមានកំណត់ត្រានៃការយល់ព្រម។"),
    ("source", "It does not say where a figure or a claim comes from.", "វាមិនប្រាប់ថាតួលេខ ឬការអះអាងមកពីណា។"),
    ("unclear", "A reader who does not know you would not understand it.", "អ្នកអានដែលមិនស្គាល់អង្គការរបស់អ្នកនឹងមិនយល់។"),
    ("when-and-where", "The date, the time or the place is missing.", "ខ្វះកាលបរិច្ឆេទ ម៉ោង ឬទីកន្លែង។"),
    ("language", "It is not in the language of its page.", "វាមិនមែនជាភាសារបស់ទំព័រនេះទេ។"),
    ("copied", "It is copied from somewhere else.", "វាត្រូវបានចម្លងពីកន្លែងផ្សេង។"),
    ("topic", "It is not about what this portal is for.", "វាមិនទាក់ទងនឹងគោលបំណងនៃវិបផតថលនេះទេ។"),
]


def write_rows(apps, schema_editor):
    response_time, reason = apps.get_model("moderation", "AnswerTime"), apps.get_model("moderation", "Reason")
    response_time.objects.bulk_create(response_time(tier=tier, hours=hours) for tier, hours in HOURS.items())
    reason.objects.bulk_create(
        reason(slug=slug, name_en=english, name_km=khmer, position=position)
        for position, (slug, english, khmer) in enumerate(REASONS)
    )


class Migration(migrations.Migration):
    dependencies = [("moderation", "0002_initial")]

    operations = [migrations.RunPython(write_rows, migrations.RunPython.noop)]
