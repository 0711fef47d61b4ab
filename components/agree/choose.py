"""Which round a page is about."""

from __future__ import annotations

from components import coded, session
from components.agree.start import told
from components.session import Workspace
from sharedground.model.rounds import Round, RoundKind
from sharedground.words import say

SETTING = "round"
"""What the address calls it."""


def of_address(work: Workspace) -> Round | None:
    """Return the round that the address names, if it is there."""
    wanted = session.kept_of_address([SETTING]).get(SETTING, "")
    return next((one for one in work.view.holdings.rounds if one.round_id == wanted), None)


def latest_open(work: Workspace) -> Round | None:
    """Return the round that was opened last of those that are open."""
    return next((one for one in reversed(work.view.holdings.rounds) if one.is_open), None)


def of_kind(work: Workspace, kind: RoundKind) -> Round | None:
    """Ask which round of this kind to look at, the newest first; None where there is none."""
    listed = [one for one in reversed(work.view.holdings.rounds) if one.kind is kind]
    if not listed:
        return None
    by_id = {one.round_id: one for one in listed}
    names = {one.round_id: f"{one.title} · {told(one)}" for one in listed}
    if len(listed) == 1:
        return listed[0]
    return by_id[coded.select(say("Round"), names, SETTING)]
