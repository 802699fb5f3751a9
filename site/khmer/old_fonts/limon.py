r"""The Khmer signs of the Limon fonts (1990s, Khmer Software), by the Latin character that draws them.

Facts of the fonts themselves, as the fonts of that make agree on them (Limon S1 to S7, R1 to R9, F1 to F8 and others).
`\u2018` and `\u2019` are what Windows' code page 1252 has at 0x91 and 0x92.
"""

from khmer.characters import COENG

CONSONANTS = dict(zip("kxKXgcqCQjdzDZNtfTFnbpBPmyrlvshLG", "កខគឃងចឆជឈញដឋឌឍណតថទធនបផពភមយរលវសហឡអ", strict=True))
# A ប as it is drawn before ា, so that it is no ហ.
CONSONANTS[")"] = "ប"
INDEPENDENT_VOWELS = {"\\": "ឥ", "|": "ឦ", "]": "ឧ", "«": "ឪ", "É": "ឯ", "»": "ឱ"}
# Two signs each: the second finishes what the first is alone.
PAIRS = {"b£": "ឫ", "b¤": "ឬ", "B£": "ឭ", "B¤": "ឮ", "]_": "ឳ", "]u": "ឩ", "]\u2018": "ឨ"}
# Typed and drawn before the consonant.
VOWELS_BEFORE = {"e": "េ", "E": "ែ", "é": "ៃ"}
RO_BEFORE = {"R", "®"}
SUBSCRIPTS = {
    latin: COENG + letter
    for latin, letter in zip(
        "áçÁÇ¶©ä¢ÄJØþæÐÆÑßÞ§ñ,ö<Öµüø" + "VSð¥",
        "កខគឃងចឆជឈញញតឋឌឍណថទធនបផពភមយល" + "វសហអ",
        strict=True,
    )
}
# The second half draws the same vowels lower or higher, below or above another sign.
VOWELS_AFTER = dict(zip("aiIwWuUYOoA" + "íÍåÅúÚÜÓó", "ាិីឹឺុូួឿៀៅ" + "ិីឹឺុូួឿៀ", strict=True))
SHIFTERS = {":": "៉", "\u2018": "៊", "'": "៊"}
SIGNS = {"M": "ំ", "¿": "ំ", "H": "ះ", "³": "ៈ", ";": "់", "\u2019": "៌", "_": "៍", "¾": "៏", "½": "័", "+": "៎", "×": "ិ៍"}
WHOLE = {"´": "ខ្ញុំ", "[": "ឱ្យ"}
# Signs between words; the keys with Shift in the row of digits draw Latin digits.
PUNCTUATION = {
    **dict(zip("0123456789", "០១២៣៤៥៦៧៨៩", strict=True)),
    **dict(zip("!@#$%^&*(", "123456789", strict=True)),
    **dict(zip('.>¡¬¦/°²{}`¹¼÷"', '។.!(),%ៗ“”៛៛/+"', strict=True)),
}
