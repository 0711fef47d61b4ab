"""Slides of a story that PowerPoint, Keynote and LibreOffice can change: nothing is a picture."""

from sharedground.slides.deck import pptx_bytes

__all__ = ["pptx_bytes"]
