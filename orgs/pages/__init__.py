"""Pages of organizations: declared kinds and their registry, content, forms, files and visibility."""
