"""Agree what matters most here, and how we would see it."""

from components import frame
from sharedground.words import say

with frame.page(
    say("What matters most to us"),
    say("Say what you want to be true here, and how much each part counts."),
):
    pass
