"""Figures that are shown to people: charts, and tables in which small groups are joined."""
