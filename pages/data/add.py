"""Add a list of places, partners or figures, and see how it was read."""

from components import frame
from sharedground.words import say

with frame.page(
    say("Add data"),
    say(
        "Choose a spreadsheet or map file. You see how every row was read before anything is saved."
    ),
):
    pass
