"""The upgrade of the last release with its data: old processes beside new ones, and writes all the time."""
