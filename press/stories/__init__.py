"""Stories: items of several sources that say the same, told by the passages that they share."""
