"""Which round a page is about."""

from __future__ import annotations

from components import session
from components.session import Workspace
from sharedground.model.rounds import Round

SETTING = "round"
"""What the address calls it."""


def of_address(work: Workspace) -> Round | None:
    """Return the round that the address names, if it is there."""
    wanted = session.kept_of_address([SETTING]).get(SETTING, "")
    found = next((one for one in work.view.holdings.rounds if one.round_id == wanted), None)
    if wanted and found is None:
        session.not_here(SETTING, wanted)
    return found


def latest_open(work: Workspace) -> Round | None:
    """Return the round that was opened last of those that are open."""
    found = next((one for one in reversed(work.view.holdings.rounds) if one.is_open), None)
    if found is not None:
        session.to_address(SETTING, found.round_id)  # so that it stays once it is closed
    return found
