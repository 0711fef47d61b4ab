"""Compare what is in reach of people with much need and with little."""

from components import frame, rooms, session
from components.gaps import empty
from sharedground import access
from sharedground.words import say

work = session.current()
access.require(access.Role.READER)

with frame.page(
    say("Who is reached?"),
    say("Compare what is in reach of people with much need and with little."),
    place=work.place,
):
    if empty.ready(work):
        rooms.draw("fair")
