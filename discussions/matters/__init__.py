"""The kinds of matters that discussions offer at the editors' desk."""
