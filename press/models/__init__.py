"""The tables of the press review."""

from press.models.clippings import ClippingPage
from press.models.items import Item
from press.models.own_sites import SiteProof
from press.models.sources import FetchState, Source

__all__ = ["ClippingPage", "FetchState", "Item", "SiteProof", "Source"]
