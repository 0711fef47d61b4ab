"""Add files: see what each holds and how it was read, answer what it asks, and save."""

from components import frame, session
from components.upload import begin, listing, look, save, stay, steps, working
from sharedground import access
from sharedground.access import Role
from sharedground.words import say

session.begin()
access.require(Role.READER)
work = session.current()
waiting = session.pending(work.place.place_id)
batch = session.batch(work.place.place_id)
with frame.page(
    say("Add data"),
    say("Choose your files. You see how every row was read before anything is saved.")
    if waiting is None and batch is None
    else "",
    place=work.place,
):
    if work.role.may(Role.OFFICER):
        working.carry_on(work)
        told = save.message(work)
        if waiting is not None:
            look.draw(work, waiting)
        elif batch is not None:
            listing.draw(work, batch)
        else:
            begin.draw(work)
        unsaved = batch is not None and batch.unsaved > 0
        stay.draw(waits=waiting is not None or unsaved, told=told)
    else:
        steps.for_readers(work.view.holdings)
