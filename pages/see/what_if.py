"""Try what one more place would change, or one less, or longer hours."""

from components import coded, frame, rooms, session
from components.gaps import empty
from components.what_if import closures, keep, kept, longer, sites
from sharedground import access
from sharedground.words import say

work = session.current()
access.require(access.Role.READER)


def body() -> None:
    keep.message()
    there = len(work.view.holdings.scenarios)
    names = {
        "places": say("New places"),
        "closures": say("Closures"),
        "hours": say("Longer hours"),
        "kept": say("Kept scenarios ({n})", n=there),
    }
    ways = {"places": sites.draw, "closures": closures.draw, "hours": longer.draw,
            "kept": kept.draw}  # fmt: skip
    ways[coded.segments(say("What would you like to try?"), names, "try", wrap=True)](work)


with frame.page(
    say("What would help?"),
    say("Try new places, closures or longer hours before they are real."),
    place=work.place,
):
    if empty.ready(work):
        with rooms.among("what-if"):
            body()
