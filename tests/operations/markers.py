"""A person who is written into every field, and every way in which a trace of her may be written."""

from __future__ import annotations

import base64
import json
import quopri
from urllib.parse import quote

ADDRESS = "mara.qwyzel7@planted.example"
FIRST, LAST = "Maravika", "Qwyzelova"
NAME = f"{FIRST} {LAST}"
KHMER_NAME = "ម៉ារ៉ាវីកា ខ្វីហ្សេលូវ៉ា"
PHONE = "097 531 8642"
KHMER_DIGITS = str.maketrans("0123456789", "០១២៣៤៥៦៧៨៩")


def spellings() -> dict[str, str]:
    """Return texts that name her, each with a name of its own."""
    local, _at, domain = ADDRESS.partition("@")
    phones = {
        "phone": PHONE,
        "phone without blanks": PHONE.replace(" ", ""),
        "phone with dashes": PHONE.replace(" ", "-"),
        "phone from abroad": "+855 " + PHONE.lstrip("0"),
        "phone from abroad in brackets": "(+855) " + PHONE.lstrip("0"),
        "phone in Khmer digits": PHONE.translate(KHMER_DIGITS),
        "phone in Khmer digits without blanks": PHONE.replace(" ", "").translate(KHMER_DIGITS),
        "phone in a link": "tel:+855" + PHONE.lstrip("0").replace(" ", ""),
    }
    addresses = {
        "address": ADDRESS,
        "address in capitals": ADDRESS.upper(),
        "address with a capital": ADDRESS.capitalize(),
        "address of a mixed case": f"{local.title()}@{domain.upper()}",
        "address in a link": f"mailto:{ADDRESS}?subject=x",
        "address in HTML": f'<a href="mailto:{ADDRESS}">{ADDRESS}</a>',
        "address percent-encoded": quote(ADDRESS, safe=""),
        "address with an entity": ADDRESS.replace("@", "&#64;"),
        "address in brackets": f"<{ADDRESS}>",
        "address in JSON": json.dumps({"to": ADDRESS}),
        "address with a name": f"{NAME} <{ADDRESS}>",
    }
    names = {
        "name": NAME,
        "name in capitals": NAME.upper(),
        "name with the family's first": f"{LAST} {FIRST}",
        "name over two blanks": f"{FIRST}  {LAST}",
        "name in a link": f"?by={quote(NAME)}",
        "name with a plus": f"?by={FIRST}+{LAST}",
        "name in Khmer": KHMER_NAME,
        "name in Khmer within words": f"លោកស្រី{KHMER_NAME}បានថ្លែង",
        "name in Khmer in JSON": json.dumps({"by": KHMER_NAME}),
        "name in Khmer percent-encoded": quote(KHMER_NAME),
    }
    return phones | addresses | names


def traces() -> dict[str, bytes]:
    """Return the bytes to be looked for afterwards: what would be left of her, in each encoding."""
    number = PHONE.replace(" ", "").lstrip("0")
    plain = {
        "local part": ADDRESS.partition("@")[0],
        "domain": ADDRESS.partition("@")[2],
        "first name": FIRST,
        "last name": LAST,
        "Khmer first name": KHMER_NAME.split()[0],
        "Khmer last name": KHMER_NAME.split()[1],
        "phone": PHONE,
        "number": number,
        "number in Khmer digits": number.translate(KHMER_DIGITS),
        "end of the phone": PHONE[4:],
        "end of the phone in Khmer digits": PHONE[4:].translate(KHMER_DIGITS),
    }
    found: dict[str, bytes] = {}
    for name, text in plain.items():
        data = text.encode()
        found[name] = data.lower()
        found[f"{name}, in JSON"] = json.dumps(text)[1:-1].encode().lower()
        found[f"{name}, percent-encoded"] = quote(text, safe="").encode().lower()
        found[f"{name}, in UTF-16"] = text.encode("utf-16-le").lower()
        found[f"{name}, quoted-printable"] = quopri.encodestring(data).strip().lower()
        for shift in range(3):
            # Whatever stands before it, base64 has one of three ways to write what stands within.
            coded = base64.b64encode(b"\0" * shift + data)
            within = coded[4 * bool(shift) : -4] if shift else coded[: -(len(coded) % 4 or 4)]
            if len(within) >= 8:
                found[f"{name}, in base64 at {shift}"] = within
    return found


def left_in(data: bytes) -> list[str]:
    """Return the names of the traces that stand in some bytes. Base64 has capitals of its own, all else has none."""
    small = data.lower()
    return [name for name, trace in traces().items() if (trace in data if ", in base64 at" in name else trace in small)]
