"""A judged collection: documents made of sentences whose words are known, so that what is relevant is known too.

In Khmer sentences spaces stand between words; in the documents they are gone, as people write. Some words stand inside
others, as ភូមិ in មាតុភូមិ: who looks for the one does not mean the other.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from functools import cached_property

KHMER = """
អង្គការ ផ្តល់ ជំនួយ ច្បាប់ ដល់ ស្ត្រី នៅ ខេត្ត កំពត
យើង បើក វគ្គ បណ្តុះបណ្តាល សម្រាប់ យុវជន
ក្រុម ស្ត្រី ត្បាញ សូត្រ លក់ ផលិតផល នៅ ផ្សារ
ប៉ូលិស និង មេធាវី ជួយ ជនរងគ្រោះ
កុមារ អាន សៀវភៅ នៅ សាលារៀន
គ្រូបង្រៀន និយាយ អំពី សុខភាព និង អនាម័យ
សមាជិក ប្រជុំ នៅ ភូមិ រៀងរាល់ ខែ
មាតុភូមិ ត្រូវការ សន្តិភាព
ការបោះឆ្នោត ឃុំ នឹង ធ្វើ នៅ ឆ្នាំ 2027
ឆ្មប ពិនិត្យ ម្តាយ និង ទារក
កសិករ ដាំ បន្លែ សរីរាង្គ
តុលាការ សម្រេច សំណុំរឿង ដីធ្លី
អ្នកស្រី ទទួល ប្រាក់កម្ចី ពី ធនាគារ
វិទ្យុ ផ្សាយ កម្មវិធី អំពី សិទ្ធិ មនុស្ស
យើង ប្រឆាំង អំពើហិង្សា ក្នុង គ្រួសារ
កម្មករ រោងចក្រ ស្នើសុំ ប្រាក់ឈ្នួល សមរម្យ
ពលករ ចំណាកស្រុក ធ្វើការ នៅ ប្រទេស ថៃ
សិស្ស ទទួល អាហារូបករណ៍ ទៅ មហាវិទ្យាល័យ
ជំងឺ អេដស៍ មិន ត្រូវ រើសអើង
ទឹក ស្អាត សំខាន់ ណាស់ សម្រាប់ សហគមន៍
សហគមន៍ ជនជាតិ ការពារ ព្រៃឈើ
ព័ត៌មាន នេះ ផ្សព្វផ្សាយ តាម ទូរស័ព្ទ
អ្នកកាសែត សរសេរ រឿង ជីវិត
រដ្ឋាភិបាល អនុម័ត គោលនយោបាយ យេនឌ័រ
ជនពិការ ចូលរួម ការងារ សង្គម
វេជ្ជបណ្ឌិត ព្យាបាល អ្នកជំងឺ ដោយ ឥតគិតថ្លៃ
សិល្បករ ច្រៀង ចម្រៀង ប្រពៃណី
ទីផ្សារ ត្រូវការ ជំនាញ
បច្ចេកវិទ្យា ជួយ អាជីវកម្ម តូច
ថវិកា ឃុំ ត្រូវ មាន តម្លាភាព
សង្គម ស៊ីវិល ជា ឱកាស សម្រាប់ យុវតី
កោះកុង មាន ឆ្នេរ ស្អាត
យើង ជឿ លើ សេរីភាព
""".strip().splitlines()

ENGLISH = """
The organization offers free legal advice to widows in Kampot
Twelve young weavers opened a shop beside the market
Police and lawyers protect every survivor
Children borrow storybooks at the village library
A teacher speaks about hygiene on the radio
Members meet under the mango tree each month
The commune election will be held in 2027
A midwife examined mothers and newborn babies
Farmers grow organic vegetables without chemicals
The court decided a dispute over land
She received a small loan from the savings group
Factory workers ask for decent wages
Migrants found employment in Thailand
Students won scholarships to the faculty of medicine
Nobody with HIV may be refused treatment
Clean water matters for the whole community
Indigenous people guard the forest
Journalists wrote down the story of her life
The government adopted a policy on gender equality
Persons with disabilities joined the debate
Doctors treat patients without charge
Singers perform traditional songs
Technology helps a tiny business
Budgets of councils must be transparent
Civil society is an opportunity for girls
Violence at home is a crime
Fishers of Koh Kong cleaned the beach
""".strip().splitlines()

# One spelling, and another in which the same is typed: both ways round.
VARIANTS = {
    "zero-width space": ("ជនរងគ្រោះ", "ជន\u200bរង\u200bគ្រោះ"),
    "joiners": ("សៀវភៅ", "សៀ\u200dវ\u200cភៅ"),
    "order of subscripts": ("ស្ត្រី", "ស្រ្តី"),
    "subscript DA": ("បណ្តុះបណ្តាល", "បណ្ដុះបណ្ដាល"),
    "split vowel": ("ការបោះឆ្នោត", "ការបេាះឆ្នេាត"),
    "another split vowel": ("រើសអើង", "រេីសអេីង"),
    "doubled mark": ("កុមារ", "កុុមាារ"),
    "register shifter": ("ស៊ីវិល", "សុីវិល"),
    "deprecated letter": ("ឱកាស", "ឲកាស"),
    "order of marks": ("ជំនួយ", "ជំនួ\u200bយ"),
    "digits": ("ឆ្នាំ 2027", "ឆ្នាំ ២០២៧"),
}


@dataclass
class Document:
    id: str
    language: str
    sentences: list[str]

    @cached_property
    def words(self) -> list[list[str]]:
        return [sentence.lower().split() for sentence in self.sentences]

    @property
    def record(self) -> dict[str, str]:
        title, *rest = (sentence.replace(" ", "") if sentence in KHMER else sentence for sentence in self.sentences)
        return {"id": self.id, "language": self.language, "title": title, "text": "។ ".join(rest)}


@dataclass
class Question:
    """A query, and the documents in which its words stand: each, or as a row."""

    id: str
    language: str
    text: str
    words: list[str]
    is_phrase: bool = False
    relevant: set[str] = field(default_factory=set)

    @property
    def record(self) -> dict[str, str]:
        return {"id": self.id, "language": self.language, "text": self.text}

    def judge(self, documents: list[Document]) -> None:
        self.relevant = {document.id for document in documents if self._is_met(document)}

    def _is_met(self, document: Document) -> bool:
        if not self.is_phrase:
            return all(any(word in sentence for sentence in document.words) for word in self.words)
        length = len(self.words)
        return any(
            sentence[place : place + length] == self.words
            for sentence in document.words
            for place in range(len(sentence))
        )


def documents(number: int = 600, seed: int = 20261124) -> list[Document]:
    """A third in Khmer, a third in English, a third in both."""
    choose = random.Random(seed)
    made = []
    for place in range(number):
        kind = ("km", "en", "mixed")[place % 3]
        sentences = choose.sample({"km": KHMER, "en": ENGLISH, "mixed": KHMER + ENGLISH}[kind], choose.randint(2, 6))
        made.append(Document(f"d{place}", "en" if kind == "en" else "km", sentences))
    return made


def questions(documents: list[Document], seed: int = 7) -> list[Question]:
    """Every word of some length, rows of two words, and words of different sentences of one document."""
    choose = random.Random(seed)
    asked: list[Question] = []

    def ask(language: str, text: str, words: list[str], *, is_phrase: bool = False) -> None:
        asked.append(Question(f"q{len(asked)}", language, text, words, is_phrase))

    for language, sentences, shortest in (("km", KHMER, 4), ("en", ENGLISH, 5)):
        rows = [sentence.lower().split() for sentence in sentences]
        for word in sorted({word for row in rows for word in row if len(word) >= shortest}):
            ask(language, word, [word])
        for row in rows:
            begin = choose.randrange(len(row) - 1)
            pair = row[begin : begin + 2]
            ask(language, "".join(pair) if language == "km" else f'"{" ".join(pair)}"', pair, is_phrase=True)
    for document in choose.sample(documents, 60):
        one, other = (max(sentence, key=len) for sentence in document.words[:2])
        ask(document.language, f"{one} {other}", [one, other])
    for question in asked:
        question.judge(documents)
    return asked
