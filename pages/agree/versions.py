"""Look at every version of the vision, and compare two."""

from components import frame, rooms, session
from components.vision import versions
from sharedground import access
from sharedground.words import say

work = session.current()
access.require(access.Role.READER)

with (
    frame.page(
        say("Versions"),
        say("Every version of our vision, and what changed from one to another."),
        place=work.place,
    ),
    rooms.among("versions"),
):
    versions.draw(work)
