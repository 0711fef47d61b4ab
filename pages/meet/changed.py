"""What is different since we last met."""

from components import frame, rooms, session
from components.meet import what_changed
from sharedground import access
from sharedground.words import say

work = session.current()
access.require(access.Role.READER)

with (
    frame.page(
        say("What changed since last time"),
        say("What is different since we last met."),
        place=work.place,
    ),
    rooms.among("changed"),
):
    what_changed.draw(work)
