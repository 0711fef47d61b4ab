"""The partnership file: a whole place in one zip, which opens elsewhere with the same figures."""
