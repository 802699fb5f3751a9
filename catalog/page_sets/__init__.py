"""Sets of pages by facet value, kept in each process's memory, so that pages are counted without reading their rows."""
