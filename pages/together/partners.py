"""See who is involved, what they bring, and what it serves."""

from components import frame
from sharedground.words import say

with frame.page(
    say("Who is involved"),
    say("The partners here, the places they run, and what those places serve."),
):
    pass
