"""The page Map: the map itself, its filters, the same as a list, and one area."""
