"""The QR code of a registration for check-in: an officer's telephone reads it at the door."""

from __future__ import annotations

import io

import segno

from events.models import Registration
from mail.composer import site_address

# Pixels of one module of the picture in a mail; the border has four modules, as scanners need.
SCALE, BORDER = 6, 4


def check_in_address(registration: Registration) -> str:
    """Return the absolute address of a registration's check-in page in the workspace; it holds the unsigned code."""
    return f"{site_address()}/workspace/check-in/code/{registration.code}/"


def qr_svg(registration: Registration) -> str:
    """Return the QR code of a registration's check-in address as an SVG element for a page."""
    # Level M reads back a code of which up to 15 percent is dirty or hidden.
    drawing = segno.make(check_in_address(registration), error="m")
    # omitsize: without width and height, the style sheet says how large it is.
    return drawing.svg_inline(scale=1, border=BORDER, svgclass="qr", lineclass=None, omitsize=True)


def qr_png(registration: Registration) -> bytes:
    """Return the QR code (PNG, for a mail) of a registration's check-in address, which holds its unsigned code."""
    file = io.BytesIO()
    segno.make(check_in_address(registration), error="m").save(file, kind="png", scale=SCALE, border=BORDER)
    return file.getvalue()
