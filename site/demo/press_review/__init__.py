"""The demo's press review: invented media, whose feeds are served by the process that reads them."""
