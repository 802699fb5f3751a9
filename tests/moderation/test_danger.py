"""Texts that tell of danger are found, and those about the matter at large are not."""

from __future__ import annotations

import pytest

from moderation.rules.danger import Danger, danger_in

VIOLENCE = [
    "My husband beats me every night and I do not know where to go.",
    "He hit me again yesterday. What can I do?",
    "I was raped by my boss last week.",
    "He said he will kill me if I leave.",
    "My brother in law is beating his wife right now, we hear it through the wall.",
    "He's threatening me with a knife.",
    "Somebody beats my mother and the police do nothing.",
    "I am in danger, he knows where I work.",
    "He follows me home from the factory.",
    "HE LOCKED ME in the room and took my phone",
    "i get beaten when the rice is late",
    "He doesn’t let me leave the house.",
    "ប្តីខ្ញុំវាយខ្ញុំរាល់យប់ តើខ្ញុំគួរធ្វើអ្វី?",
    "គាត់គំរាមសម្លាប់ខ្ញុំ បើខ្ញុំចាកចេញ",
    "ខ្ញុំត្រូវបានគេរំលោភកាលពីសប្តាហ៍មុន",
    "អ្នកជិតខាងកំពុងវាយប្រពន្ធគាត់",
    "ជួយខ្ញុំផង ខ្ញុំភ័យណាស់",
    "គាត់ វាយ ដំ ម្តាយ ខ្ញុំ ជារៀងរាល់ថ្ងៃ",
    "ប្តី\u200bខ្ញុំ\u200bវាយ\u200bខ្ញុំ",
    "ខ្ញុំមិនហ៊ានទៅផ្ទះទេ",
]
SELF_HARM = [
    "I want to die. Nobody would miss me.",
    "Sometimes I think I should kill myself.",
    "I don't want to live like this.",
    "I have been cutting myself again.",
    "My friend says she wants to die.",
    "ខ្ញុំចង់ស្លាប់ទេ លែងមានសង្ឃឹមហើយ",
    "ខ្ញុំគិតចង់សម្លាប់ខ្លួន",
    "ខ្ញុំលែងចង់រស់ទៀតហើយ",
]
CHILD = [
    "A man in our village raped a girl of ten.",
    "They want to sell my daughter.",
    "My son is beaten by his teacher.",
    "Our neighbour's daughter, 13 years old, was forced to marry.",
    "ក្មេងស្រីម្នាក់អាយុ ១២ ឆ្នាំ ត្រូវបានគេរំលោភ",
    "គេចង់លក់កូនស្រីខ្ញុំ",
    "ឪពុកចុងវាយកូនខ្ញុំ",
]
AT_LARGE = [
    "One woman in five has lived through violence by her partner.",
    "The law on domestic violence says that beating is a crime.",
    "We trained 167 commune councillors on gender budgets.",
    "Which books on rape law are there in Khmer?",
    "Our campaign against violence begins on 25 November.",
    "The centre offers shelter to women who were beaten.",
    "Girls leave school early because the road is long.",
    "How do you follow up after a forum?",
    "I sell silk at the market and want to learn accounting.",
    "The new factory employs 300 women; night shifts are a problem.",
    "Suicide among young people is a topic that nobody talks about.",
    "Let us beat poverty together.",
    "The heat is killing the rice.",
    "Who can lend us a projector for the forum in Takeo?",
    "I was elected deputy village chief last year.",
    "My daughter is in grade nine and wants to be an engineer.",
    "ការវាយប្រពន្ធគឺជាបទល្មើស តាមច្បាប់ស្តីពីអំពើហិង្សាក្នុងគ្រួសារ",
    "យុទ្ធនាការ ១៦ ថ្ងៃ ប្រឆាំងអំពើហិង្សាលើស្ត្រី",
    "តើមានសៀវភៅអ្វីខ្លះស្តីពីសិទ្ធិស្ត្រី?",
    "ខ្ញុំធ្វើការនៅរោងចក្រ ហើយចង់រៀនគណនេយ្យ",
    "កូនស្រីខ្ញុំរៀនថ្នាក់ទី ៩ ហើយចង់ក្លាយជាវិស្វករ",
    "ស្ត្រីក្នុងឃុំយើងបានជាប់ឆ្នោតជាលើកដំបូង",
    "សូមស្វាគមន៍មកកាន់វេទិកា",
    "កុមារីជាច្រើនឈប់រៀនដោយសារផ្លូវឆ្ងាយ",
]


@pytest.mark.parametrize(
    ("texts", "danger"), [(VIOLENCE, Danger.VIOLENCE), (SELF_HARM, Danger.SELF_HARM), (CHILD, Danger.CHILD)]
)
def test_a_text_that_tells_of_danger_is_found(texts, danger):
    assert [text for text in texts if danger_in(text) is not danger] == []


def test_what_is_said_of_the_matter_at_large_raises_no_alarm():
    assert [text for text in AT_LARGE if danger_in(text)] == []


def test_an_alarm_is_found_within_a_long_text():
    long = "We talked about the harvest. " * 500

    assert danger_in(long) is None
    assert danger_in(f"{long} He beats me. {long}") is Danger.VIOLENCE
