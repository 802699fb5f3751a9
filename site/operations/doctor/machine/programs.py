"""Programs, libraries and files that features need."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from ctypes.util import find_library
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from operations.doctor.findings import SetupFinding, fault
from operations.doctor.registry import check

AGAIN = "Install the portal's requirements again, as make run and the image do."


@dataclass(frozen=True)
class FeatureNeeds:
    """The programs and libraries that a feature needs while it is in use; libraries by their linker's name.

    `remedy` says how to install them where their names do not say it.
    """

    feature: str
    is_used: Callable[[], bool]
    programs: tuple[str, ...] = ()
    libraries: tuple[str, ...] = ()
    remedy: str = ""


# A feature that needs a program or a library adds its line here.
FEATURES: list[FeatureNeeds] = [
    FeatureNeeds(
        "reports as PDF",
        lambda: True,
        libraries=("pango-1.0", "pangoft2-1.0", "harfbuzz-subset"),
        remedy="Install Pango on this machine (Debian: libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0), "
        "and start the portal again. Until then pages say that there is no PDF.",
    )
]
FONTS = (
    "khmer/fonts/NotoSansKhmer-Regular.ttf",
    "khmer/fonts/NotoSansKhmer-SemiBold.ttf",
    "portal/static/fonts/neary-khmer.woff2",
    "portal/static/fonts/neary-latin.woff2",
)


@check()
def features() -> Iterator[SetupFinding]:
    """Tell when a feature in use lacks a program or a library on this machine."""
    for each in FEATURES:
        if each.is_used():
            absent = [name for name in each.programs if not shutil.which(name)]
            absent += [name for name in each.libraries if not find_library(name)]
            for name in absent:
                yield fault(
                    f"The program or library {name} is missing for the {each.feature}.",
                    each.remedy or f"Install {name} on this machine.",
                )


@check(at_run=True)
def icu() -> Iterator[SetupFinding]:
    """Tell when the library ICU is missing or has no Khmer dictionary: search would not find words."""
    try:
        # Imported here: where the library is missing the import fails, and that is what is asked.
        from khmer.segments import segment

        # "Women of Cambodia", two words of the dictionary.
        words = list(segment("ស្ត្រីកម្ពុជា"))
    except (ImportError, OSError) as error:
        yield fault(f"The library ICU cannot be loaded ({error}), so no Khmer word is found.", AGAIN)
        return
    if len(words) < 2:
        yield fault("The library ICU has no Khmer dictionary, so no Khmer word is found.", AGAIN)


@check(at_run=True)
def fonts() -> Iterator[SetupFinding]:
    """Tell when a font file of the portal is missing."""
    if absent := [name for name in FONTS if not font(name).is_file()]:
        yield fault(f"Fonts are missing: {', '.join(absent)}.", "Copy Neary's files to this machine again.")


@check(at_run=True)
def catalogues() -> Iterator[SetupFinding]:
    """Tell when translations are not compiled or older than their source: readers of Khmer would see English."""
    for folder in settings.LOCALE_PATHS:
        for source in Path(folder).glob("*/LC_MESSAGES/*.po"):
            compiled = source.with_suffix(".mo")
            # Older than its source: a new release was copied without compiling.
            if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
                yield fault(
                    "Translations are not compiled, so readers of Khmer see English.",
                    "Run python tools/catalogues.py, and start the portal again.",
                )
                return


def font(name: str) -> Path:
    """Return the full path of one of the portal's font files."""
    return Path(settings.SITE_ROOT) / name
