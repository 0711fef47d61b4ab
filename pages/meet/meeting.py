"""Show what you found, step by step, to a whole room."""

from components import frame, rooms, session
from sharedground import access
from sharedground.words import say

work = session.current()
access.require(access.Role.READER)

with (
    frame.page(
        say("Meeting"), say("Show what you found, step by step, to a whole room."), place=work.place
    ),
    rooms.among("meeting"),
):
    pass
