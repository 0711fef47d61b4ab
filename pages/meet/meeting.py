"""Show what was found, step by step, to a whole room; arrange it before."""

from components import frame, rooms, session
from components.meet import stage, start
from sharedground import access
from sharedground.words import say

work = session.current()
access.require(access.Role.READER)
asked = session.kept_of_address((stage.PRESENT, stage.NOTES))

if stage.PRESENT in asked:
    with frame.bare(work.place):
        stage.draw(stage.opened(work))
elif stage.NOTES in asked:
    with frame.bare(work.place):
        access.require(access.Role.PARTICIPANT)
        stage.notes(stage.opened(work))
else:
    with (
        frame.page(
            say("Present it at the meeting"),
            say("Show what you found, step by step, to a whole room."),
            place=work.place,
        ),
        rooms.among("meeting"),
    ):
        start.draw(work)
