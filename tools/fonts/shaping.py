"""Compare how two fonts shape Khmer: same advances, same places, same outlines."""

import uharfbuzz as hb

# Stacks of every kind: one and two subscripts, split vowels, registers that move below, lunar dates.
SYLLABLES = """
ញ្ញុំា ស្ត្រី ស៊ី ម៉ឺន ប៉ុ ប៊ឺ ស៊ើ ញ៉ាំ ញាំ ខ្ញុំ ឡ្រ ក្រៅ គ្រោះ កៅអី ប្រ៊ុយ ព្រឹត្តិ អង្គ្រ ក្អែក ឆ្ងាញ់ ង៉ែត សង្គ្រោះ
កញ្ញា បញ្ញត្តិ ញ្ជ ញ្ច ឆ្នោត ព្រះ ព្រៃ ល្អៀង គ្រឿង ភ្លើង ភ្នំ ទ្រទ្រង់ ស្រ្តី សាស្ត្រ លក្ខណ៍ ពាណិជ្ជកម្ម ហ្ស៊ី ហ្វ៊ូ ចុះ្ឋាន
ឥឡូវ ឧបសគ្គ ឱ្យ ឲ្យ ឪពុក ឫស្យា ឯករាជ្យ ការពារ៖ ផ្សេងៗ ។ល។ ១២៣៤៥៦៧៨៩០ ᧠᧶᧿ ៰៹ ៛១០០ ៙ ៚ ◌ា ◌ំ ក៎ ក៏ ក័ ក៌ ក៍ ក៑ ក៓ ក៝
នារី អង្គការ សិទ្ធិស្ត្រី អំពើហិង្សា រដ្ឋធម្មនុញ្ញ ប្រជាធិបតេយ្យ ក្រសួង វគ្គបណ្តុះបណ្តាល ឃ្លាំ ច្បាប់ ក្ដី ឆ្អឹង យ៉ាង៉ូវ
"""


def shaped(data: bytes, weight: int, text: str) -> list[tuple[int, ...]]:
    """Each glyph of `text` as its cluster, advance, offsets and outline's box, in font units."""
    font = hb.Font(hb.Face(data))
    font.set_variations({"wght": weight})
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    hb.shape(font, buffer)
    return [
        (info.cluster, at.x_advance, at.x_offset, at.y_offset, *box(font, info.codepoint))
        for info, at in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
    ]


def box(font: hb.Font, glyph: int) -> tuple[int, ...]:
    """A glyph's box: enough to tell two glyphs of one font from each other."""
    extents = font.get_glyph_extents(glyph)
    return (extents.x_bearing, extents.y_bearing, extents.width, extents.height) if extents else ()


def same(full: list[tuple], cut: list[tuple]) -> bool:
    """Return whether two runs agree to the unit that rounding at another weight's master may cost."""
    numbers = [(a, b) for one, other in zip(full, cut, strict=False) for a, b in zip(one, other, strict=False)]
    return [len(g) for g in full] == [len(g) for g in cut] and all(abs(a - b) <= 1 for a, b in numbers)


def differences(full: bytes, cut: bytes, weights: tuple[int, ...]) -> list[str]:
    """The syllables that `cut` shapes differently from `full` at one of the weights."""
    return [
        f"{text} at {weight}"
        for weight in weights
        for text in SYLLABLES.split()
        if not same(shaped(full, weight, text), shaped(cut, weight, text))
    ]
