"""The page Start: key facts, search, and the first steps of a new place."""
