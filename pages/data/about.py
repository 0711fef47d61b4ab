"""See where every figure comes from, and what is not stated."""

from components import frame
from sharedground.words import say

with frame.page(
    say("Where the numbers come from"),
    say("Every list we were given, with its source, date and licence."),
):
    pass
