"""Words that speak for a topic, chosen by hand.

Each says nearly always what the topic is. Words that stand in texts of all kinds, such as "training", are left out: a
missing suggestion costs a tap, a wrong one trust. Topics of violence have none, because nobody but a person sets them;
neither have editorials, which are no subject.
"""

from __future__ import annotations

from vocabulary.templatetags.look import SENSITIVE_TOPICS

NEVER_SUGGESTED = SENSITIVE_TOPICS | {"editorials"}

TOPIC_WORDS: dict[str, tuple[str, ...]] = {
    "economy-and-development": (
        "savings group", "loan", "microfinance", "wage", "silk", "price",
        "ក្រុមសន្សំ", "ប្រាក់កម្ចី", "មីក្រូហិរញ្ញវត្ថុ", "ប្រាក់ឈ្នួល", "សូត្រ", "តម្លៃ",
    ),
    "law": (
        "lawyer", "land title", "legal aid", "judge", "law", "divorce", "inheritance",
        "មេធាវី", "ប័ណ្ណដី", "ជំនួយផ្នែកច្បាប់", "ចៅក្រម", "ច្បាប់", "លែងលះ", "មរតក",
    ),
    "health": (
        "clinic", "midwife", "midwives", "health centre", "health center", "pregnancy", "pregnant",
        "vaccine", "breastfeeding", "nutrition", "HIV",
        "គ្លីនិក", "ឆ្មប", "មណ្ឌលសុខភាព", "ផ្ទៃពោះ", "វ៉ាក់សាំង", "បំបៅដោះ", "អាហារូបត្ថម្ភ", "មេរោគអេដស៍",
    ),
    "social-security": (
        "social security", "NSSF", "pension", "maternity leave", "IDPoor", "trade union", "minimum wage",
        "សន្តិសុខសង្គម", "ប.ស.ស", "សោធន", "ឈប់សម្រាកលំហែមាតុភាព", "សហជីព", "ប្រាក់ឈ្នួលអប្បបរមា",
    ),
    "information-technology": (
        "smartphone", "internet", "Facebook", "website", "computer", "password", "online", "coding", "robot",
        "video",
        "ស្មាតហ្វូន", "អ៊ីនធឺណិត", "អ៊ិនធឺណិត", "ហ្វេសប៊ុក", "គេហទំព័រ", "កុំព្យូទ័រ", "ពាក្យសម្ងាត់",
        "វីដេអូ", "រ៉ូបូត",
    ),
    "elections": (
        "election", "candidate", "voter", "ballot", "voter list",
        "បោះឆ្នោត", "បេក្ខជន", "អ្នកបោះឆ្នោត", "សន្លឹកឆ្នោត",
    ),
    "gender": (
        "gender", "gender equality", "equality", "stereotype",
        "យេនឌ័រ", "សមភាព",
    ),
    "education": (
        "school", "scholarship", "teacher", "literacy", "university",
        "សាលារៀន", "អាហារូបករណ៍", "គ្រូបង្រៀន", "សិស្ស", "អក្ខរកម្ម", "សាកលវិទ្យាល័យ", "សាលាយប់",
    ),
    "capacity-building": (
        "capacity building", "training of trainers",
        "កសាងសមត្ថភាព", "គ្រូបង្គោល",
    ),
    "talent": (
        "competition", "prize",
        "ការប្រកួត", "រង្វាន់",
    ),
}  # fmt: skip
