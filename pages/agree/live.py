"""Ask the room, live: people answer on their phones."""

from components import frame, rooms, session
from sharedground import access
from sharedground.words import say

work = session.current()
access.require(access.Role.READER)


def body() -> None:
    pass


with (
    frame.page(
        say("Ask the room"),
        say("People answer on their phones. You see who has answered, and later what they said."),
        place=work.place,
    ),
    rooms.among("live"),
):
    body()
