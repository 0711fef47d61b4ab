"""Whose weights the page uses: the shared ones, those of one partner, or all side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import streamlit as st

from components import coded, menu
from components.parts import heading, note
from components.session import Workspace
from sharedground import partner_views, rounds
from sharedground import partner_views_words as in_words
from sharedground.access import Role, require
from sharedground.partner_views import FEWEST, Voice
from sharedground.words import say

SHARED: Final = "shared"
DIFFER: Final = "differ"
ADDRESS: Final = "as"
"""What the page's address calls the choice: `shared`, `differ`, or the id of a partner."""


@dataclass(frozen=True, eq=False)
class Whose:
    """Through whose eyes the page is seen.

    Parameters
    ----------
    voice
        The partner, or None for the shared weights.
    heard
        Every partner behind the vision in use, where the page compares them; else empty.
    """

    voice: Voice | None = None
    heard: tuple[Voice, ...] = ()

    @property
    def shared(self) -> bool:
        """Whether the shared weights are used, as everyone sees them."""
        return self.voice is None and not self.heard


EVERYONE: Final = Whose()
"""The shared weights."""


def choose(work: Workspace) -> Whose:
    """Ask whose weights to use; those who only read see the shared ones.

    Without named weights behind the vision it says how to come by some.
    """
    if not work.role.may(Role.PARTICIPANT):
        return EVERYONE
    heard = _heard(work)
    speaking = {one.partner_id: one for one in heard if one.counts}
    if not speaking:
        _how_to(work, heard)
        return EVERYONE
    names = {SHARED: say("Shared weights")}
    if len(speaking) >= FEWEST:
        names[DIFFER] = say("Where partners would differ")
    names |= {key: say("As {partner}", partner=one.name) for key, one in speaking.items()}
    picked = coded.select(say("Whose weights"), names, ADDRESS, width=340)
    if picked == DIFFER:
        return Whose(heard=heard)
    return Whose(voice=speaking.get(picked))


def _heard(work: Workspace) -> tuple[Voice, ...]:
    require(Role.PARTICIPANT)
    table = rounds.partner_weights(work.engine, work.place.place_id, work.vision)
    return partner_views.voices(work.vision, table)


def _how_to(work: Workspace, heard: tuple[Voice, ...]) -> None:
    with st.popover(say("See it as a partner"), icon=":material/group:"):
        if heard:
            note(" ".join(in_words.silent_sentences(heard)))
        elif work.vision.weights_from:
            note(_why_nobody(work))
        else:
            note(say("Share 100 points first. Then this page can be seen as each partner would "
                     "weigh it, and shows where partners would differ."))  # fmt: skip
        menu.link("live", say("Share 100 points"))


def _why_nobody(work: Workspace) -> str:
    """Say why the round behind the weights shows nobody as a partner."""
    every = {one.round_id: one for one in work.view.holdings.rounds}
    asked = every.get(work.vision.weights_from)
    if asked is not None and asked.is_open:
        return say("The round behind these weights is open again. When it is closed, this page can "
                   "be seen as each partner would weigh it.")  # fmt: skip
    return say("The weights come from a round without names. So nobody sees this page as one "
               "partner would.")  # fmt: skip


def said(work: Workspace, whose: Whose) -> None:
    """Say plainly, above all else, that these are the weights of one partner."""
    if whose.voice is None:
        return
    heading(
        say("As {partner} weighs it", partner=whose.voice.name),
        in_words.weights_sentence(work.vision, whose.voice),
    )
    left_out = in_words.limits(whose.voice)
    if left_out:
        note(" ".join(left_out), say("What is not in it:"))
