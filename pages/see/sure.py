"""Some areas come out the same however it is counted. Others could go either way."""

from components import frame, rooms, session
from components.gaps import empty
from sharedground import access
from sharedground.words import say

work = session.current()
access.require(access.Role.READER)

with frame.page(
    say("How sure are we?"),
    say("Some areas come out the same however it is counted. Others could go either way."),
    place=work.place,
):
    if empty.ready(work):
        rooms.draw("how-sure")
