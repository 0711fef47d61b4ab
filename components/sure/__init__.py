"""The page How sure are we?: other weights, other ways of counting, figures not quite exact."""
