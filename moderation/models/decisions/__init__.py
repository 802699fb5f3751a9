"""The models of what hangs on an editor's decision on a submission."""
