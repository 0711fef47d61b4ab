"""What can be done with a round that is closed: take its weights, or ask again."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components import menu, parts, session
from components.agree.start import result_page, told
from components.session import Workspace
from sharedground import rounds as results
from sharedground.access import Role
from sharedground.analysis import agreement
from sharedground.model.rounds import Round, RoundKind
from sharedground.model.vision import VisionState
from sharedground.store import rounds, visions
from sharedground.words import say


def draw(work: Workspace, asked: Round) -> None:
    """Draw what was asked and what comes next."""
    parts.heading(asked.title, told(asked))
    menu.link(result_page(asked), say("See the result"), round=asked.round_id)
    if not work.role.may(Role.FACILITATOR) or asked.source:
        return
    if st.button(say("Open the round again"), icon=":material/replay:"):
        engine, place_id = session.writable(work)
        rounds.reopen(engine, place_id, asked.round_id)
        st.rerun()


def again(work: Workspace, asked: Round) -> None:
    """Draw the way from a result back to its round, for who may open it again."""
    if work.role.may(Role.FACILITATOR) and not asked.source:
        menu.link("live", say("Open this round again"), round=asked.round_id)


def use_weights(work: Workspace, asked: Round, *, median: bool = False) -> None:
    """Draw the button that takes the shared weights into a new version of the vision.

    Parameters
    ----------
    median
        Take the middle of the partners' shares in place of their mean.
    """
    if not work.role.may(Role.PARTICIPANT) or asked.kind is not RoundKind.POINTS:
        return
    shares = results.points_of(work.engine, work.place.place_id, asked)
    if shares.mean is None:
        return
    newest = work.view.holdings.newest_vision
    if newest is not None and newest.weights_from == asked.round_id:
        parts.note(say("Version {n} of our vision has these weights.", n=newest.version))
        menu.link("vision", say("Agree the vision"))
        return
    parts.heading(
        say("Use these weights"),
        say("They go into a new version of our vision. It is a draft until you agree it."),
    )
    if not st.button(say("Make a version with these weights"), type="primary",
                     icon=":material/check:"):  # fmt: skip
        return
    weights = None
    if median and len(shares.partners):
        middle = agreement.shared(shares.partners.to_numpy(), agreement.Pooled.MEDIAN)
        weights = pd.Series(middle, index=shares.partners.columns)
    base = newest or work.vision
    made = results.weighted(base, shares, weights)
    engine, place_id = session.writable(work)
    kept = visions.save_vision(
        engine, place_id, made, opened_from=newest.version if newest else 0,
        reason=say("Weights from the round {title}", title=asked.title),
    )  # fmt: skip
    session.say_next(
        say("Saved as version {n}, with the weights of the room. Now you can agree it.",
            n=kept.version)
    )  # fmt: skip
    agreed = any(one.state is VisionState.AGREED for one in work.view.holdings.visions)
    menu.go("vision", **({"version": str(kept.version)} if agreed else {}))
