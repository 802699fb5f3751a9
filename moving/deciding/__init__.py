"""The decision on a batch, and what follows: publishing its pages or removing them, in slices."""
