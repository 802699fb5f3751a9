"""Following by mail: asking, confirming, the digests, and leaving."""
