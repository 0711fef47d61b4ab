"""Try what one more place would change, or one less."""

from components import frame, rooms, session
from components.gaps import empty
from sharedground import access
from sharedground.words import say

work = session.current()
access.require(access.Role.READER)

with frame.page(
    say("What would help?"),
    say("Try what one more place would change, or one less."),
    place=work.place,
):
    if empty.ready(work):
        rooms.draw("what-if")
