"""Write the fourteen topics, the twenty-five provinces and the first search terms into the database.

The lists are frozen here: editors change the rows, and a change that all portals need is a migration of its own.
"""

from django.db import migrations

# (slug, English, Khmer)
TOPICS = [
    ("economy-and-development", "Economy and development", "សេដ្ឋកិច្ច និងការអភិវឌ្ឍ"),
    ("law", "Law", "ច្បាប់"),
    ("health", "Health", "សុខភាព"),
    ("rape", "Rape", "ការរំលោភ"),
    ("domestic-violence", "Domestic violence", "អំពើហិង្សាក្នុងគ្រួសារ"),
    ("social-security", "Social security", "សន្តិសុខសង្គម"),
    ("information-technology", "Information technology", "បច្ចេកវិទ្យាព័ត៌មាន"),
    ("elections", "Elections", "ការបោះឆ្នោត"),
    ("human-trafficking", "Human trafficking", "ការជួញដូរមនុស្ស"),
    ("editorials", "Editorials", "វិចារណកថា"),
    ("gender", "Gender", "យេនឌ័រ"),
    ("education", "Education", "ការអប់រំ"),
    ("capacity-building", "Capacity building", "ការកសាងសមត្ថភាព"),
    ("talent", "Talent", "ទេពកោសល្យ"),
]

PLACES = [
    ("banteay-meanchey", "Banteay Meanchey", "បន្ទាយមានជ័យ"),
    ("battambang", "Battambang", "បាត់ដំបង"),
    ("kampong-cham", "Kampong Cham", "កំពង់ចាម"),
    ("kampong-chhnang", "Kampong Chhnang", "កំពង់ឆ្នាំង"),
    ("kampong-speu", "Kampong Speu", "កំពង់ស្ពឺ"),
    ("kampong-thom", "Kampong Thom", "កំពង់ធំ"),
    ("kampot", "Kampot", "កំពត"),
    ("kandal", "Kandal", "កណ្តាល"),
    ("kep", "Kep", "កែប"),
    ("koh-kong", "Koh Kong", "កោះកុង"),
    ("kratie", "Kratie", "ក្រចេះ"),
    ("mondulkiri", "Mondulkiri", "មណ្ឌលគិរី"),
    ("oddar-meanchey", "Oddar Meanchey", "ឧត្តរមានជ័យ"),
    ("pailin", "Pailin", "ប៉ៃលិន"),
    ("phnom-penh", "Phnom Penh", "ភ្នំពេញ"),
    ("preah-sihanouk", "Preah Sihanouk", "ព្រះសីហនុ"),
    ("preah-vihear", "Preah Vihear", "ព្រះវិហារ"),
    ("prey-veng", "Prey Veng", "ព្រៃវែង"),
    ("pursat", "Pursat", "ពោធិ៍សាត់"),
    ("ratanakiri", "Ratanakiri", "រតនគិរី"),
    ("siem-reap", "Siem Reap", "សៀមរាប"),
    ("stung-treng", "Stung Treng", "ស្ទឹងត្រែង"),
    ("svay-rieng", "Svay Rieng", "ស្វាយរៀង"),
    ("takeo", "Takeo", "តាកែវ"),
    ("tboung-khmum", "Tboung Khmum", "ត្បូងឃ្មុំ"),
]

# What people look for in this field, as it is said in both languages: (English, Khmer, other words for it). The last
# are provinces as they are often written in Latin letters; their official names are found by themselves.
SEARCH_TERMS = [
    ("domestic violence", "អំពើហិង្សាក្នុងគ្រួសារ", ("ហិង្សាក្នុងគ្រួសារ", "family violence", "intimate partner violence")),
    ("gender-based violence", "អំពើហិង្សាផ្អែកលើយេនឌ័រ", ("ហិង្សាយេនឌ័រ", "GBV")),
    ("violence against women", "អំពើហិង្សាលើស្ត្រី", ("ហិង្សាលើស្ត្រី", "អំពើហិង្សាប្រឆាំងនឹងស្ត្រី")),
    ("sexual harassment", "ការបៀតបៀនផ្លូវភេទ", ("បៀតបៀនផ្លូវភេទ",)),
    ("sexual violence", "អំពើហិង្សាផ្លូវភេទ", ("ហិង្សាផ្លូវភេទ",)),
    ("rape", "ការរំលោភសេពសន្ថវៈ", ("រំលោភសេពសន្ថវៈ", "ការរំលោភ")),
    ("human trafficking", "ការជួញដូរមនុស្ស", ("ជួញដូរមនុស្ស", "trafficking in persons")),
    ("survivor", "ជនរងគ្រោះ", ("victim", "អ្នករងគ្រោះ")),
    ("shelter", "ជម្រកសុវត្ថិភាព", ("safe house", "ផ្ទះសុវត្ថិភាព")),
    ("counselling", "ការប្រឹក្សាយោបល់", ("counseling", "ប្រឹក្សាយោបល់")),
    ("human rights", "សិទ្ធិមនុស្ស", ()),
    ("women's rights", "សិទ្ធិស្ត្រី", ("សិទ្ធិនារី",)),
    ("children's rights", "សិទ្ធិកុមារ", ("child rights",)),
    ("gender equality", "សមភាពយេនឌ័រ", ()),
    ("discrimination", "ការរើសអើង", ("រើសអើង",)),
    ("early marriage", "ការរៀបការមុនអាយុ", ("child marriage", "អាពាហ៍ពិពាហ៍កុមារ")),
    ("divorce", "ការលែងលះ", ("លែងលះ",)),
    ("inheritance", "មរតក", ("ការទទួលមរតក",)),
    ("legal aid", "ជំនួយផ្នែកច្បាប់", ("ជំនួយច្បាប់",)),
    ("lawyer", "មេធាវី", ()),
    ("court", "តុលាការ", ()),
    ("justice", "យុត្តិធម៌", ()),
    ("police", "នគរបាល", ("ប៉ូលិស",)),
    ("land title", "ប័ណ្ណកម្មសិទ្ធិដីធ្លី", ("ប្លង់ដី",)),
    ("land dispute", "ជម្លោះដីធ្លី", ("វិវាទដីធ្លី", "land conflict")),
    ("election", "ការបោះឆ្នោត", ("បោះឆ្នោត",)),
    ("candidate", "បេក្ខជន", ()),
    ("commune council", "ក្រុមប្រឹក្សាឃុំ", ()),
    ("participation", "ការចូលរួម", ()),
    ("leadership", "ភាពជាអ្នកដឹកនាំ", ("ការដឹកនាំ",)),
    ("decentralisation", "វិមជ្ឈការ", ("decentralization",)),
    ("maternal health", "សុខភាពមាតា", ()),
    ("reproductive health", "សុខភាពបន្តពូជ", ()),
    ("mental health", "សុខភាពផ្លូវចិត្ត", ()),
    ("pregnancy", "ការមានផ្ទៃពោះ", ("មានផ្ទៃពោះ", "pregnant")),
    ("midwife", "ឆ្មប", ("midwives",)),
    ("breastfeeding", "ការបំបៅដោះកូន", ("បំបៅដោះ",)),
    ("nutrition", "អាហារូបត្ថម្ភ", ()),
    ("HIV", "មេរោគអេដស៍", ("AIDS", "ជំងឺអេដស៍")),
    ("disability", "ពិការភាព", ("ជនពិការ", "people with disabilities")),
    ("scholarship", "អាហារូបករណ៍", ()),
    ("literacy", "អក្ខរកម្ម", ()),
    ("vocational training", "ការបណ្តុះបណ្តាលវិជ្ជាជីវៈ", ("បណ្តុះបណ្តាលវិជ្ជាជីវៈ",)),
    ("garment worker", "កម្មករកាត់ដេរ", ("កម្មការិនីកាត់ដេរ",)),
    ("domestic worker", "អ្នកធ្វើការតាមផ្ទះ", ("អ្នកបម្រើការងារតាមផ្ទះ",)),
    ("migrant worker", "ពលករចំណាកស្រុក", ("ពលករទេសន្តរប្រវេសន៍",)),
    ("migration", "ចំណាកស្រុក", ("ទេសន្តរប្រវេសន៍",)),
    ("minimum wage", "ប្រាក់ឈ្នួលអប្បបរមា", ()),
    ("trade union", "សហជីព", ("labour union",)),
    ("savings group", "ក្រុមសន្សំ", ("ក្រុមសន្សំប្រាក់",)),
    ("microfinance", "មីក្រូហិរញ្ញវត្ថុ", ()),
    ("debt", "បំណុល", ()),
    ("loan", "ប្រាក់កម្ចី", ("ឥណទាន",)),
    ("poverty", "ភាពក្រីក្រ", ()),
    ("agriculture", "កសិកម្ម", ()),
    ("silk", "សូត្រ", ()),
    ("weaving", "តម្បាញ", ("ត្បាញ",)),
    ("handicraft", "សិប្បកម្ម", ()),
    ("climate change", "ការប្រែប្រួលអាកាសធាតុ", ("បម្រែបម្រួលអាកាសធាតុ",)),
    ("clean water", "ទឹកស្អាត", ()),
    ("indigenous people", "ជនជាតិដើមភាគតិច", ()),
    ("online safety", "សុវត្ថិភាពអនឡាញ", ("digital safety",)),
    ("volunteer", "អ្នកស្ម័គ្រចិត្ត", ("ស្ម័គ្រចិត្ត",)),
    ("civil society", "សង្គមស៊ីវិល", ()),
    ("Banteay Meanchey", "បន្ទាយមានជ័យ", ("Banteay Mean Chey",)),
    ("Kampong Cham", "កំពង់ចាម", ("Kompong Cham",)),
    ("Kampong Chhnang", "កំពង់ឆ្នាំង", ("Kompong Chhnang",)),
    ("Kampong Speu", "កំពង់ស្ពឺ", ("Kompong Speu",)),
    ("Kampong Thom", "កំពង់ធំ", ("Kompong Thom",)),
    ("Kratie", "ក្រចេះ", ("Kracheh",)),
    ("Mondulkiri", "មណ្ឌលគិរី", ("Mondolkiri", "Mondul Kiri")),
    ("Oddar Meanchey", "ឧត្តរមានជ័យ", ("Otdar Meanchey", "Oddar Mean Chey")),
    ("Preah Sihanouk", "ព្រះសីហនុ", ("Sihanoukville", "Kampong Som", "កំពង់សោម")),
    ("Pursat", "ពោធិ៍សាត់", ("Pouthisat",)),
    ("Ratanakiri", "រតនគិរី", ("Ratanak Kiri", "Rattanakiri")),
    ("Siem Reap", "សៀមរាប", ("Siemreap",)),
    ("Takeo", "តាកែវ", ("Takev",)),
    ("Tboung Khmum", "ត្បូងឃ្មុំ", ("Tbong Khmum",)),
]


def write_rows(apps, schema_editor):
    for name, rows in (("Topic", TOPICS), ("Place", PLACES)):
        model = apps.get_model("vocabulary", name)
        model.objects.bulk_create(
            model(slug=slug, name_en=name_en, name_km=name_km, position=position)
            for position, (slug, name_en, name_km) in enumerate(rows)
        )
    term = apps.get_model("vocabulary", "SearchTerm")
    term.objects.bulk_create(
        term(text_en=text_en, text_km=text_km, synonyms="\n".join(synonyms))
        for text_en, text_km, synonyms in SEARCH_TERMS
    )
    apps.get_model("vocabulary", "Edition").objects.create(number=1)


class Migration(migrations.Migration):
    dependencies = [("vocabulary", "0001_initial")]

    operations = [migrations.RunPython(write_rows, migrations.RunPython.noop)]
