"""Topics and provinces that are suggested for an item, each with the word that caused it; an editor decides."""
