"""Keep what is listed right: say what still holds, what has changed, and what is gone."""

import streamlit as st

from components import frame, parts, session
from components.check import duplicates, last, sheet, suggestions, worklist
from components.frame import plain_markdown
from components.session import Workspace
from sharedground import access
from sharedground.access import Role
from sharedground.words import say

SHEET, TWICE = "sheet", "twice"


def _body(work: Workspace) -> None:
    message = session.take_message()
    if message:
        st.success(plain_markdown(message))
    last.draw(work)
    look = _look(work)
    if look:
        {SHEET: sheet.draw, TWICE: duplicates.draw}[look](work)
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


def _look(work: Workspace) -> str:
    """Let officers turn to sheets of places to check, and to what may be here twice."""
    held = work.view.holdings
    old, sheets, twice = say("Old or suggested"), say("By sheet"), say("Here twice?")
    if not work.role.may(Role.OFFICER) or (held.assets.empty and held.partners.empty):
        return ""
    picked = st.segmented_control(
        say("What do you want to check?"), [old, sheets, twice], default=old, required=True,
        wrap=True, key="check-look", bind="query-params",
    )  # fmt: skip
    return {sheets: SHEET, twice: TWICE}.get(str(picked), "")


session.begin()
access.require(Role.READER)
work = session.current()
with frame.page(
    say("Help keep this right"),
    say("Lists grow old. Say what is still right, what has changed and what is gone."),
    place=work.place,
):
    _body(work)
