"""Phones join a live round here: plain pages of a few kilobytes that need no JavaScript."""
