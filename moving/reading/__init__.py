"""Reading an old site from a file: WordPress export, Atom or CSV."""
