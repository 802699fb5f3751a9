"""A submitted translation sentence by sentence: beside its original, and corrected so."""
