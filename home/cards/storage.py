"""The stored share cards, which are drawn again when their content changes."""

from __future__ import annotations

import contextlib
import hashlib
from dataclasses import astuple

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from catalog.models import CatalogEntry
from home.cards.drawable import drawable
from home.cards.drawing import Card, draw

# Part of every hash: a new number lets all cards be drawn again.
LOOK_VERSION = "1"


def card_of(entry: CatalogEntry) -> Card:
    """Return the content of a public page's share card (title, organization, letter, colour), in its language."""
    organization, language = entry.organization, entry.language
    # Where the font can draw nothing of a name, for example one of emoji alone.
    name = drawable(organization.name_in(language)) or "Neary"
    title = drawable(entry.title) or name
    return Card(title=title, who=name, letter=name[:1].upper(), brand_colour=organization.brand_light)


def fingerprint(card: Card) -> str:
    """Return a hash of 16 hexadecimal digits of a share card's content and the present look."""
    return hashlib.sha256("\0".join((LOOK_VERSION, *astuple(card))).encode()).hexdigest()[:16]


def stored_card(page_id: int, card: Card) -> bytes:
    """Return the PNG of a page's share card; if it is not stored yet, draw and store it and delete older ones.

    Most pages are never shared, so their cards are never drawn.
    """
    path = f"{folder_of(page_id)}/{fingerprint(card)}.png"
    if default_storage.exists(path):
        with default_storage.open(path) as file:
            return file.read()
    # The card that was drawn of earlier content.
    delete_cards(page_id)
    png = draw(card)
    # Two processes may draw at once: storage gives the second another name, which goes with the next card.
    default_storage.save(path, ContentFile(png))
    return png


def delete_cards(page_id: int) -> None:
    """Delete the stored share cards of a page; nothing where it has none."""
    with contextlib.suppress(FileNotFoundError):
        for name in default_storage.listdir(folder_of(page_id))[1]:
            default_storage.delete(f"{folder_of(page_id)}/{name}")


def folder_of(page_id: int) -> str:
    """Return the path of the storage folder for a page's share cards."""
    return f"cards/{page_id}"
