"""One HTML file that opens anywhere: no internet, no server, nothing to install."""

from sharedground.one_file.page import html_bytes

__all__ = ["html_bytes"]
