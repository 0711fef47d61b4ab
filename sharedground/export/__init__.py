"""Answers as files that people can take away."""
