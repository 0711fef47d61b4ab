"""Which closed round is looked at."""

from __future__ import annotations

import streamlit as st

from components import coded, menu, parts
from components.session import Workspace
from sharedground.model.rounds import Round, RoundKind
from sharedground.words import day, say, say_many

ROUND = "round"
"""What the address calls the round."""


def closed(work: Workspace, kind: RoundKind) -> list[Round]:
    """Return the closed rounds of a kind, the newest first."""
    every = work.view.holdings.rounds
    return [one for one in reversed(every) if one.kind is kind and not one.is_open]


def called(one: Round) -> str:
    """Return what a round is called in a list: its title and the day on which it closed."""
    return f"{one.title}, {day(one.closed_at)}" if one.closed_at else one.title


def closed_or_why(work: Workspace, kind: RoundKind) -> list[Round]:
    """Return the closed rounds of a kind; say which is still open, and what to do without any."""
    _still_open(work, kind)
    several = closed(work, kind)
    if not several:
        _none(kind)
    return several


def pick(several: list[Round]) -> Round:
    """Draw the choice of a round and return it: the first one is usual."""
    names = {one.round_id: called(one) for one in several}
    code = coded.select(say("Round"), names, ROUND, width=420)
    return next(one for one in several if one.round_id == code)


def _still_open(work: Workspace, kind: RoundKind) -> None:
    waiting = [one for one in work.view.holdings.rounds if one.kind is kind and one.is_open]
    if waiting:
        parts.note(
            say("{title}. The result comes when it is closed.", title=waiting[-1].title),
            say_many("A round is open:", "{n} rounds are open, the latest is:", len(waiting)),
        )
        menu.link("live", say("See who has answered"))
        st.space("small")


def _none(kind: RoundKind) -> None:
    if kind is RoundKind.POINTS:
        parts.empty_state(
            say("No result yet"),
            say("Ask the room: each partner shares 100 points between the outcomes. What they "
                "said is shown here once the round is closed."),
            (("live", say("Ask the room")),),
        )  # fmt: skip
    else:
        parts.empty_state(
            say("No votes yet"),
            say("Ask the room: people agree, disagree or pass on statements. What they said is "
                "shown here once the round is closed."),
            (("live", say("Ask the room")),),
        )  # fmt: skip
