"""See what people agree on, and what divides them."""

from components import frame, rooms, session
from components.agree import bring, opinions
from sharedground import access
from sharedground.words import say

work = session.current()
access.require(access.Role.READER)


with (
    frame.page(
        say("Statements"),
        say("What most people agree on, and what divides them."),
        place=work.place,
    ),
    rooms.among("statements"),
):
    opinions.results(work)
    bring.votes(work)
