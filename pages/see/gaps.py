"""See where places and needs match well, and where they do not."""

from components import frame
from sharedground.words import say

with frame.page(
    say("Strengths and gaps"),
    say("For each area we compare what is within reach with how much people there may need."),
):
    pass
