"""The programme in figures: what its events show, added up for everybody."""
