"""The layer between the portal's pages and wagtail-localize: places of texts, notation, links, and closed ways."""
