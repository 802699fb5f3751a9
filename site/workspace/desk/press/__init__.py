"""The editors' press desk: items that wait, what was taken, and the sources."""
