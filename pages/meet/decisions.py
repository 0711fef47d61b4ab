"""What we decided, who promised what, and where we disagree."""

from components import frame, rooms, session
from components.meet import decided
from sharedground import access
from sharedground.words import say

work = session.current()
access.require(access.Role.READER)

with (
    frame.page(
        say("Decisions"),
        say("What we decided, who promised what, and where we disagree."),
        place=work.place,
    ),
    rooms.among("decisions"),
):
    decided.draw(work)
