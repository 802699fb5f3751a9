"""The words by which moderation.rules.danger finds that somebody may be in danger, in English and in Khmer.

English words are whole words in small letters; Khmer ones are found anywhere, as Khmer is written without blanks.
"""

from __future__ import annotations

# Of somebody who thinks of harming herself.
SELF_HARM = (
    "kill myself", "killing myself", "hang myself", "hurt myself", "hurting myself", "harm myself",
    "harming myself", "cut myself", "cutting myself", "end my life", "ending my life", "take my own life",
    "taking my own life", "my suicide", "commit suicide", "thinking of suicide", "thinking about suicide",
    "i want to die", "i wanted to die", "just want to die", "she wants to die", "he wants to die",
    "wish i was dead", "wish i were dead", "better off dead", "better off without me",
    "do not want to live", "dont want to live", "cannot live any more", "cant live anymore",
    "no reason to live", "kill herself", "killing herself", "kill himself", "killing himself",
)  # fmt: skip
SELF_HARM_KHMER = (
    "សម្លាប់ខ្លួន", "សំលាប់ខ្លួន", "ចងកខ្លួន", "ចងកសម្លាប់", "ចង់ស្លាប់", "មិនចង់រស់", "លែងចង់រស់",
    "អត់ចង់រស់", "ឈប់ចង់រស់", "ស្លាប់ទៅល្អជាង", "ស្លាប់ល្អជាង", "ធ្វើបាបខ្លួនឯង", "លេបថ្នាំសម្លាប់",
    "គិតខ្លី",
)  # fmt: skip
# Acts of violence; each form is listed, because stems would take in "beatles" and "hitherto".
ACTS = frozenset((
    "beat", "beats", "beating", "beaten", "hit", "hits", "hitting", "punch", "punches", "punched",
    "punching", "kick", "kicks", "kicked", "kicking", "slap", "slaps", "slapped", "slapping", "strangle",
    "strangles", "strangled", "strangling", "choke", "chokes", "choked", "choking", "stab", "stabs",
    "stabbed", "stabbing", "rape", "rapes", "raped", "raping", "kill", "kills", "killing", "killed", "burn",
    "burns", "burned", "burnt", "burning", "attack", "attacks", "attacked", "attacking", "threaten",
    "threatens", "threatened", "threatening", "abuse", "abuses", "abused", "abusing", "hurt", "hurts",
    "hurting", "molest", "molests", "molested", "molesting", "traffic", "trafficked", "trafficking", "sell",
    "sells", "selling", "sold", "lock", "locks", "locked", "force", "forces", "forced", "forcing", "follow",
    "follows", "following", "stalk", "stalks", "stalked", "stalking",
))  # fmt: skip
# Those that are dangerous only with somebody named as their object: "he follows me".
WEAK_ACTS = frozenset((
    "follow", "follows", "following", "force", "forces", "forced", "forcing", "sell", "sells", "selling",
    "sold", "lock", "locks", "locked",
))  # fmt: skip
VICTIMS = frozenset((
    "me", "us", "myself",
))  # fmt: skip
OWN = frozenset((
    "my", "our",
))  # fmt: skip
RELATIVES = frozenset((
    "mother", "mum", "sister", "friend", "neighbour", "neighbor", "aunt", "cousin", "colleague", "wife",
    "grandmother", "daughter", "son", "child", "niece",
))  # fmt: skip
PASSIVE = frozenset((
    "was", "am", "been", "being", "get", "gets", "got", "getting",
))  # fmt: skip
GOING_ON = frozenset((
    "is", "are", "keeps", "keep", "im", "hes", "shes", "theyre",
))  # fmt: skip
PEOPLE = frozenset((
    "her", "him", "his", "them", "their", "woman", "women", "man", "girl", "boy", "child", "wife",
    "husband", "mother", "sister", "somebody", "someone", "people",
))  # fmt: skip
CALLS = (
    "i am in danger", "im in danger", "she is in danger", "we are in danger", "i am not safe",
    "im not safe", "i fear for my life", "afraid for my life", "afraid of my husband",
    "scared of my husband", "afraid to go home", "scared to go home", "please save me", "someone help me",
    "somebody help me", "help me please", "please help me he", "cannot leave the house",
    "does not let me leave", "doesnt let me leave", "will not let me go", "wont let me go",
)  # fmt: skip
CHILDREN = frozenset((
    "child", "girl", "boy", "daughter", "son", "niece", "nephew", "baby", "kid", "pupil",
))  # fmt: skip
# A child that somebody knows, not children at large.
KNOWN = frozenset((
    "my", "our", "her", "his", "a", "the", "this", "that", "neighbours", "neighbors", "little", "young",
))  # fmt: skip
ACTS_KHMER = (
    "វាយ", "ទាត់", "ធាក់", "ទះ", "ច្របាច់ក", "រំលោភ", "សម្លាប់", "សំលាប់", "គំរាម", "គម្រាម",
    "ចាក់នឹងកាំបិត", "កាប់", "ដុត", "ឃុំឃាំង", "បង្ខាំង", "ធ្វើបាប", "តាមប្រមាញ់", "តាមយាយី", "ចាប់បង្ខំ",
)  # fmt: skip
VICTIMS_KHMER = (
    "ខ្ញុំ", "នាងខ្ញុំ", "យើងខ្ញុំ",
)  # fmt: skip
GOING_ON_KHMER = (
    "កំពុង", "រាល់យប់", "រាល់ថ្ងៃ", "យប់នេះ", "ឥឡូវនេះ", "ម្តងទៀត", "ម្ដងទៀត",
)  # fmt: skip
CALLS_KHMER = (
    "ជួយខ្ញុំផង", "សូមជួយខ្ញុំ", "ជួយសង្គ្រោះខ្ញុំ", "ខ្ញុំមានគ្រោះថ្នាក់", "ខ្ញុំកំពុងមានគ្រោះថ្នាក់",
    "ខ្ញុំគ្មានសុវត្ថិភាព", "ខ្ញុំមិនមានសុវត្ថិភាព", "ខ្ញុំខ្លាចប្តី", "ខ្ញុំខ្លាចប្ដី", "មិនហ៊ានទៅផ្ទះ",
    "មិនឱ្យខ្ញុំចេញ",
)  # fmt: skip
CHILDREN_KHMER = (
    "កូនស្រី", "កូនប្រុស", "កូនខ្ញុំ", "កូនតូច", "ក្មេងស្រី", "ក្មេងប្រុស", "ក្មេងម្នាក់", "កុមារី",
    "ក្មួយស្រី", "ក្មួយ", "ចៅស្រី", "ប្អូនស្រី",
)  # fmt: skip
KNOWN_KHMER = (
    "ខ្ញុំ", "ជិតខាង", "ម្នាក់", "អាយុ", "ក្នុងភូមិ", "គាត់",
)  # fmt: skip
ACTS_ON_CHILDREN_KHMER = (
    "រំលោភ", "វាយ", "ធ្វើបាប", "លក់", "ជួញដូរ", "ស្ទាប", "ប៉ះពាល់", "បង្ខំ", "ទាត់", "ដេកជាមួយ",
)  # fmt: skip
