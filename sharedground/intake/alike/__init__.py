"""Telling whether two places on lists are one: names, pairs worth a look, evidence."""
