"""Numbers in the digits and with the separators of each language."""

KHMER_DIGITS = str.maketrans("0123456789", "០១២៣៤៥៦៧៨៩")
# Khmer uses the point for thousands and the comma for decimals.
KHMER_SEPARATORS = str.maketrans(",.", ".,")


def numerals(value: object, language: str) -> str:
    """Return any value as text, its digits as Khmer digits where the language is "km"."""
    return str(value).translate(KHMER_DIGITS) if language == "km" else str(value)


def number(value: float, language: str) -> str:
    """Return a number as text with thousands separators: 2140.5 as "2,140.5", in Khmer "២.១៤០,៥"."""
    text = f"{value:,}"
    return numerals(text.translate(KHMER_SEPARATORS), language) if language == "km" else text
