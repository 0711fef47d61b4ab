"""See where partners agree on the points, and where they differ."""

from components import frame, rooms, session
from components.agree import bring, points
from sharedground import access
from sharedground.words import say

work = session.current()
access.require(access.Role.READER)


with (
    frame.page(
        say("Where we agree"),
        say("Where partners are close, and what to talk about first."),
        place=work.place,
    ),
    rooms.among("agreement"),
):
    points.results(work)
    bring.points(work)
