"""Slides, a handout and one file with everything."""

from components import frame, rooms, session
from sharedground import access
from sharedground.words import say

work = session.current()
access.require(access.Role.READER)

with (
    frame.page(
        say("Take it home"),
        say("Slides, a handout and one file with everything."),
        place=work.place,
    ),
    rooms.among("take-home"),
):
    pass
