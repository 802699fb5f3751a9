"""Search in Elasticsearch, for portals that have outgrown their database."""
