"""What people take home on paper: tagged PDF, set by typst, of what everyone may see."""

from sharedground.paper.handout import handout_pdf
from sharedground.paper.one_page import profile_pdf

__all__ = ["handout_pdf", "profile_pdf"]
