"""Find the places and groups near you, on a map and in a list."""

from components import frame
from sharedground.words import say

with frame.page(
    say("Find what is near you"),
    say("Pick the kinds of places you want. The map and the list show the same things."),
):
    pass
