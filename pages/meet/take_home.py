"""Slides, a handout, one file with everything, and the data: made of the story, to take home."""

from components import frame, rooms, session
from components.meet import take
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
    take.draw(work)
