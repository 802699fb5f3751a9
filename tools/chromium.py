"""Finds Chromium on this machine and says how it is started, for the tests and for the screenshots."""

import os
import shutil

# The same engine as the whole browser, without the windows and menus around it: a third less processor time.
PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser")
# Without these Chromium asks hosts of its maker at every start.
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A process for the next page, started beside each page: half of all processes, and most are never used.
    "--disable-features=SpareRendererForSitePerProcess",
]
# For pages that live for seconds: compiling their scripts for speed takes more time than it saves, and so does tidying
# up their memory. Not for measuring what visitors wait for.
BRIEF = [*QUIET, "--js-flags=--no-turbofan --no-maglev --always-sparkplug --min-semi-space-size=16"]


def chromium_path() -> str:
    """Return the path of Chromium: that of the variable CHROMIUM, or the first that is installed, or nothing."""
    installed = (shutil.which(program) for program in PROGRAMS)
    return os.environ.get("CHROMIUM") or next(filter(None, installed), "")
