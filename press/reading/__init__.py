"""Reading of feeds: what came over the web becomes items, without trusting it in anything."""
