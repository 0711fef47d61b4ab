"""Shared Ground: map what a community has, agree what matters, and see what is missing."""

__version__ = "0.1.0"
