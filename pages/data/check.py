"""Keep what is listed right: say what still holds, what has changed, and what is gone."""

import streamlit as st

from components import frame, parts, session
from components.check import duplicates, last, suggestions, worklist
from components.frame import plain_markdown
from components.session import Workspace
from sharedground import access
from sharedground.access import Role
from sharedground.words import say


def _body(work: Workspace) -> None:
    message = session.take_message()
    if message:
        st.success(plain_markdown(message))
    last.draw(work)
    if _asks_for_twice(work):
        duplicates.draw(work)
        return
    suggestions.draw(work)
    if work.view.every_asset.empty:
        parts.empty_state(
            say("Nothing to check yet"),
            say("When places and groups are listed, you can say here what is still right."),
            [("add-data", say("Add a list of places"))],
        )
    else:
        worklist.draw(work)


def _asks_for_twice(work: Workspace) -> bool:
    """Let officers turn to what may be here twice."""
    held = work.view.holdings
    if not work.role.may(Role.OFFICER) or (held.assets.empty and held.partners.empty):
        return False
    old, twice = say("Old or suggested"), say("Here twice?")
    picked = st.segmented_control(
        say("What do you want to check?"), [old, twice], default=old, required=True, wrap=True,
        key="check-look", bind="query-params",
    )  # fmt: skip
    return bool(picked == twice)


session.begin()
access.require(Role.READER)
work = session.current()
with frame.page(
    say("Help keep this right"),
    say("Lists grow old. Say what is still right, what has changed and what is gone."),
    place=work.place,
):
    _body(work)
