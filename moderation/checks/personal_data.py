"""The check for telephone numbers, e-mail and home addresses, and identity numbers of people."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import ClassVar
from urllib.parse import unquote

from django.utils.translation import gettext_lazy as _

from common.typed_text.characters import plain, without_invisible
from common.typed_text.telephone import numbers_in, same_number
from moderation.checks.checked_page import ADDRESS, CheckedPage
from moderation.checks.registry import Check, Finding, FindingWords, check
from orgs.models import Organization

GAP = r"[ .\-/]{0,2}"
# Dialled in Cambodia as 0 and eight or nine digits, or with 855 in place of the 0.
CAMBODIAN = rf"(?:\(?(?:\+|00)?855\)?{GAP}(?:\(0\)|0)?{GAP}|\(?0\)?[ \-]?)[1-9]{GAP}\d\)?(?:{GAP}\d){{6,7}}"
FOREIGN = rf"\+[1-9]\d{{0,2}}(?:{GAP}\d){{7,11}}"
# Not inside a longer number, a decimal or a date, and not before a percent sign or decimals: those are amounts.
# Finds 012 345 678, 0123456789, +855 (0)12-345-678 and +44 20 7946 0958, for example.
PHONE = re.compile(rf"(?<![\d.,/])(?:{CAMBODIAN}|{FOREIGN})(?![\d%]|[.,]\d)")
# 64 and 63 are the longest local part (RFC 5321) and the longest label of a domain (RFC 1035). Khmer letters (1780 to
# 17FF) end an address, because Khmer puts no space beside it.
EMAIL = re.compile(
    r"(?<![^\W\u1780-\u17ff]|[.+%\-])(?:[^\W\u1780-\u17ff]|[.+%\-]){1,64}+@"
    r"(?:[^\W\u1780-\u17ff]|-){1,63}+(?:\.(?:[^\W\u1780-\u17ff]|-){1,63}+)++"
)
# Dates and times in digits: a row of digits that holds nothing else is no telephone number.
DAY, MONTH, YEAR = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])", r"(?:19|20|25)\d\d"
PART, TO = r" ?[ ./\-] ?", r"(?: ?- ?)"
DATE = rf"(?:{DAY}{TO})?{DAY}{PART}{MONTH}{PART}{YEAR}|{YEAR}{PART}{MONTH}{PART}{DAY}|{DAY}[./]{MONTH}(?={TO}\d)"
HOUR = r"(?:[01]?\d|2[0-4])[ :.][0-5]\d(?::[0-5]\d)?"
WHEN = re.compile(
    rf"(?<![\d+])(?<!\d[ .,\-/])(?:{DATE}|{HOUR})(?:(?:{TO}| ?, ?|T| )(?:{DATE}|{HOUR}))*+(?! ?[.,\-/]? ?\d)"
)
# Links that dial or write to a number, without the number; a messenger's number always names its country.
DIALS = re.compile(r"\b(?:tel|sms|callto|mailto):/{0,2}", re.IGNORECASE)
WRITES_TO = re.compile(
    r"(?:https?://)?(?:www\.)?\b(?:(?:wa|t|signal)\.me/|api\.whatsapp\.com/send/?\?[^\s<>]{0,100}?phone="
    r"|(?:whatsapp|viber|tg|signal)://[^\s<>]{0,100}?(?:phone|number|to)=)(?:\+|%2B)?(?=[\d(])",
    re.IGNORECASE,
)

# An identity card has nine digits, often in groups of three; a passport one letter and seven or eight digits.
NINE = r"\d{9}|\d{3}[ \-]\d{3}[ \-]\d{3}"
CARD = re.compile(rf"(?<![\d.,])(?:{NINE})(?:[ ]?\(\d{{1,2}}\))?(?![\d%]|[.,]\d)")
PASSPORT = re.compile(r"(?<![A-Za-z\d])[A-Z]\d{7,8}(?!\d)")
OF_CARD = re.compile(r"អត្តសញ្ញាណ|\bidentity\b|\bidentification\b|\bID\b|\bnational card\b", re.IGNORECASE)
OF_PASSPORT = re.compile(r"លិខិតឆ្លងដែន|ប៉ាស្ព័រ|\bpassport\b", re.IGNORECASE)
# Words of money near nine digits: a sum in riel has many digits.
OF_MONEY = re.compile(r"៛|រៀល|\briels?\b|\bKHR\b|\bUSD\b|\bdollars?\b|\$|ដុល្លារ", re.IGNORECASE)

# A number of a house, with a street or village within 40 characters of the same sentence.
HOME = re.compile(
    r"(?:ផ្ទះ\s{0,9}+(?:លេខ|#)|\b(?:house|flat|apartment)\s{0,9}+(?:no\.?|number|#|№)|#)\s{0,9}+\d{1,6}+[A-Za-z]{0,2}+\d{0,6}+"
    r"(?=[^.!?។\n]{0,40}?(?:ផ្លូវ|ភូមិ|\bst\.|\bstreet\b|\broad\b|\bvillage\b))",
    re.IGNORECASE,
)
# Words for places that have an address but are nobody's home.
OF_OFFICE = re.compile(
    r"ការិយាល័យ|មជ្ឈមណ្ឌល|សណ្ឋាគារ|សាលា|\b(?:office|cent(?:re|er)|hotel|school|hall|venue|clinic)\b", re.IGNORECASE
)
# In characters on each side of what was found.
BESIDE = 60


@check
class PersonalData(Check):
    """A check for data by which somebody could find a person; an organization's public contacts are allowed."""

    name = "personal-data"
    label = _("Personal data")
    is_serious = True
    reads_texts_alone = True
    says: ClassVar = {
        "phone": FindingWords(
            _("This looks like somebody’s telephone number."),
            _("Remove it, or give the number of your organization as it stands on its page."),
        ),
        "email": FindingWords(
            _("This looks like somebody’s e-mail address."),
            _("Remove it, or give the address of your organization as it stands on its page."),
        ),
        "home": FindingWords(_("This looks like the address of a home."), _("Say the province only.")),
        "identity": FindingWords(_("This looks like the number of an identity card or passport."), _("Remove it.")),
    }

    def findings(self, checked: CheckedPage) -> Iterator[Finding]:
        """Yield a finding for each private phone, e-mail, identity number or home address on a page."""
        # Addresses of links too: a link may dial a number that its words do not show.
        yield from findings_in([*checked.texts, *(unquote(address) for address in checked.addresses)])


def findings_in(texts: Iterable[str]) -> Iterator[Finding]:
    """Yield a finding for each phone, e-mail, identity number or home address in texts, except public contacts."""
    public: set[str] | None = None
    seen: set[tuple[str, str]] = set()
    for text in texts:
        for code, written in found_in(text):
            if code in ("phone", "email"):
                # Read from the database only when needed: most texts have neither.
                public = published_contacts() if public is None else public
                if contact(written) in public:
                    continue
            # The same number written in two ways is one finding.
            if (code, contact(written)) not in seen:
                seen.add((code, contact(written)))
                yield Finding(code, written)


def found_in(text: str) -> Iterator[tuple[str, str]]:
    """Yield pairs of code ("email", "phone", "identity", "home") and passage for what looks like personal data.

    The passage is as it was written but for digits, dashes and invisible signs.
    """
    # Links to numbers lose all but the number, so that the next step does not remove it with the address.
    text = DIALS.sub(" ", WRITES_TO.sub(" +", plain(text)))
    text = ADDRESS.sub(" ", text)
    yield from (("email", match.group()) for match in EMAIL.finditer(text))
    # Dates and times go before telephone numbers are looked for.
    text = WHEN.sub(" · ", EMAIL.sub(" ", text))
    phones = list(PHONE.finditer(text))
    for match in phones:
        yield ("identity" if _is_near(OF_CARD, text, match) else "phone"), match.group()
    # A telephone number must not be found again as a card's; with the same length all other places stay.
    text = PHONE.sub(lambda match: "·" * len(match.group()), text)
    yield from (("identity", match.group()) for match in CARD.finditer(text) if is_identity_card(text, match))
    yield from (("identity", match.group()) for match in PASSPORT.finditer(text) if _is_near(OF_PASSPORT, text, match))
    yield from (("home", match.group()) for match in HOME.finditer(text) if not _is_near(OF_OFFICE, text, match))


def is_identity_card(text: str, match: re.Match[str]) -> bool:
    """Return True when a match of nine digits in a text is taken for the number of an identity card.

    In a row they are one unless they are a sum of money; in groups of three only beside a word that says so.
    """
    if _is_near(OF_CARD, text, match):
        return True
    number = match.group()
    # Sums are round: most end in 000.
    return number.isdigit() and not number.endswith("000") and not _is_near(OF_MONEY, text, match, reach=12)


def published_contacts() -> set[str]:
    """Return the phone numbers and e-mail addresses of all public organizations, made comparable by `contact`."""
    rows = Organization.objects.public().values_list("phone", "email")
    numbers = {same_number(number.dialled) for phone, _email in rows for number in numbers_in(phone)}
    return numbers | {contact(value) for row in rows for value in row if value}


def contact(written: str) -> str:
    """Return a phone number or e-mail address in one comparable form: 012 345 678 and +855 12 345 678 are the same."""
    return without_invisible(written).casefold() if "@" in written else same_number(written)


def _is_near(words: re.Pattern[str], text: str, match: re.Match[str], reach: int = BESIDE) -> bool:
    return words.search(text, max(0, match.start() - reach), match.end() + reach) is not None
