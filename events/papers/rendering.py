"""The rendering of papers in a process of their own, which is killed when one takes too long."""

from __future__ import annotations

import base64
import ctypes
from contextlib import suppress
from functools import cache
from typing import Any

from django.template.loader import render_to_string

from common.helper_process import HelperError, HelperProcess, NoHelperError

# Seconds: for one paper, with the wait until the process is free. A paper takes well under one.
SECONDS = 15.0
# The names of the system's library on Linux and on macOS, as WeasyPrint looks for them.
PANGO = ("libpango-1.0.so.0", "libpango-1.0.dylib")

helper = HelperProcess("events.papers.printing.answer")


class PaperError(Exception):
    """The error when a paper cannot be made now: Pango is missing, the process is busy, or it took too long."""


class PaperBusyError(PaperError):
    """The error when a paper is not made yet: it is being made, or the helper process is busy with others."""


@cache
def can_make_papers() -> bool:
    """Return whether the library Pango, which papers need, can be loaded; looked up once in each process."""
    for name in PANGO:
        with suppress(OSError):
            # CDLL raises OSError where there is no such library.
            return bool(ctypes.CDLL(name))
    return False


def render_paper(template: str, context: dict[str, Any]) -> bytes:
    """Return a template rendered and printed as PDF by the helper process. Raises PaperError when that fails.

    Not to be called in a transaction: on SQLite everybody would wait for it.
    """
    return print_paper(paper_html(template, context))


def paper_html(template: str, context: dict[str, Any]) -> str:
    """Return the HTML of a paper, rendered from a template in the active language."""
    return render_to_string(template, context)


def print_paper(html: str) -> bytes:
    """Return HTML printed as PDF in the helper process. Raises PaperError without Pango, or when the process fails.

    Raises PaperBusyError, a PaperError, when the process takes no request now.
    """
    if not can_make_papers():
        raise PaperError("Pango is not installed.")
    try:
        # Both limits are the same: the wait until the helper is free counts too.
        (encoded,) = helper.ask(html, seconds=SECONDS, total=SECONDS)
    except NoHelperError as error:
        raise PaperBusyError(str(error)) from error
    except HelperError as error:
        raise PaperError(str(error)) from error
    return base64.b64decode(encoded)
