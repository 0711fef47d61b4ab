"""Making a statement that people agree on an outcome of the vision, in one click."""

from __future__ import annotations

import streamlit as st

from components import menu, parts, session
from components.session import Workspace
from sharedground import rounds as results
from sharedground.access import Role
from sharedground.errors import SharedGroundError
from sharedground.model.vision import VisionState
from sharedground.store import visions
from sharedground.words import say


def button(work: Workspace, text: str, why: str, key: str) -> None:
    """Draw the button for one statement; nothing for those who may not change the vision.

    Parameters
    ----------
    why
        What the outcome says of why it matters, such as how many agree.
    """
    if not work.role.may(Role.PARTICIPANT):
        return
    newest = work.view.holdings.newest_vision or work.vision
    try:
        made = results.outcome_from(newest, text, why)
    except SharedGroundError:  # it is one already
        parts.note(say("This is an outcome of our vision."))
        return
    if not st.button(say("Make it an outcome"), key=f"outcome-{key}", icon=":material/add:"):
        return
    engine, place_id = session.writable(work)
    kept = visions.save_vision(
        engine, place_id, made, opened_from=newest.version,
        reason=say("From a statement: {text}", text=text)[:300],
    )  # fmt: skip
    session.say_next(
        say("“{name}” is an outcome of version {n} now. Give it points and say what serves it.",
            name=made.outcomes[-1].name, n=kept.version)
    )  # fmt: skip
    agreed = any(one.state is VisionState.AGREED for one in work.view.holdings.visions)
    menu.go("vision", **({"version": str(kept.version)} if agreed else {}))
