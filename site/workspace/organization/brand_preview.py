"""Colours to choose from, and how an organization's page looks in one before it is stored."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache

from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from orgs.models import Organization
from vocabulary.brand_stylesheet import stylesheet
from vocabulary.colour import brand_shades, contrasts

# (name in the stylesheet, colour, its name for readers). What people weave and dye with here, and what they see.
THREADS = (
    ("lac", "#a3322a", _("lac red")),
    ("clay", "#b5541c", _("clay")),
    ("honey", "#a06a00", _("honey")),
    ("gamboge", "#8a7300", _("gamboge yellow")),
    ("leaf", "#5a7a10", _("banana leaf")),
    ("palm", "#1f7a3a", _("sugar palm")),
    ("river", "#0f6f74", _("river")),
    ("water", "#0a6a9c", _("water")),
    ("sky", "#2459b8", _("sky")),
    ("ink", "#1f3f8a", _("ink")),
    ("lotus", "#6b4bb0", _("lotus")),
    ("mangosteen", "#5a1746", _("mangosteen")),
)
# Colours that are only looked at, by the name of their class. No slug holds an underscore: no organization has these.
PREVIEW_NAMES = ("new", "before", "after")
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")

shades_of = lru_cache(maxsize=64)(brand_shades)


@dataclass(frozen=True)
class BrandLook:
    """An organization as templates show it, in a colour that need not be stored."""

    organization: Organization
    colour: str
    preview_name: str = "new"

    @property
    def brand_class(self) -> str:
        """Return the CSS class of the colour, which the stylesheet of `colours_url` knows."""
        return f"o-{self.preview_name}_"

    @property
    def name(self) -> str:
        """Return the organization's public name."""
        return self.organization.name

    @property
    def letter(self) -> str:
        """Return the letter that stands for the organization."""
        return self.organization.letter

    @property
    def contrasts(self) -> tuple[float, float]:
        """Return how well the colour can be read by day and by night, as ratios to 1."""
        return contrasts(shades_of(self.colour))

    @property
    def today(self) -> dt.date:
        """Return today's date, for a date block that shows nothing else."""
        return timezone.localdate()

    @property
    def colours_url(self) -> str:
        """Return the address of the stylesheet with this colour."""
        return colours_url(**{self.preview_name: self.colour})


def is_colour(text: str) -> bool:
    """Return whether a text is a colour such as "#a3322a"."""
    return bool(COLOUR.fullmatch(text))


def colours_url(**previewed: str) -> str:
    """Return the address of a stylesheet with these colours, by the names in PREVIEW_NAMES."""
    return f"{reverse('workspace:brand-colours')}?{urlencode(previewed)}"


def colours_css(asked: dict[str, str]) -> str:
    """Return CSS with the classes of all threads, and of the asked colours by the names in PREVIEW_NAMES.

    What is no colour is left out.
    """
    rows = [(f"thread_{name}", colour) for name, colour, _name in THREADS]
    rows += [(f"{name}_", asked[name]) for name in PREVIEW_NAMES if is_colour(asked.get(name, ""))]
    return stylesheet((name, *shades_of(colour)) for name, colour in rows)
