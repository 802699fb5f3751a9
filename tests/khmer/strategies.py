"""Texts as people type them, the broken ones among them."""

from hypothesis import strategies as st

CONSONANTS = "កខគដតបមយរលសហអឱឲ"
VOWELS = "ាិីឹឺុូេែៃោៅំះ"
SIGNS = "៉៊់៌័៎៍៏៑"
INVISIBLES = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
OTHER = "ៗ។៕ \u17a3\u17d3\u17dd\u17d8២2aZ’é😀\n"

typed = st.text(st.sampled_from(CONSONANTS + VOWELS + SIGNS + "្្្" + INVISIBLES + OTHER), max_size=40)
anything = st.text(max_size=40)

PHRASES = [
    "ក្រុមប្រឹក្សាឃុំ",
    "បានបើក",
    "វគ្គបណ្តុះបណ្តាល",
    "សម្រាប់ស្ត្រី",
    "២០ នាក់",
    "នៅឆ្នាំ ២០២៦",
    "។",
    "ៗ",
    " ",
    "Facebook",
    "(women's)",
    "សេចក្ដីសម្រេច",
    "2,140",
]
sentences = st.lists(st.sampled_from(PHRASES), max_size=25).map("".join)
