"""Following by mail: the request, its confirmation, the digests, and leaving."""
