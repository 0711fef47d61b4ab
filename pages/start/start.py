"""What this place has, what its people need, and where to go next."""

from components import frame
from sharedground.words import say

with frame.page(
    say("What this place has, and what its people need"),
    say(
        "See the places and groups that help people live well, "
        "and work out together what is missing."
    ),
):
    pass
