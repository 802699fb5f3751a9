"""Making drafts of the entries of an old site, with their pictures and topics."""
