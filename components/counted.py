"""How assets and gaps are counted: what a reader may assume, for a whole family of pages.

The choices stand in the address, so that a link shows the same figures.
"""

from __future__ import annotations

import streamlit as st

from components import along, cached, coded
from components.check.words import length
from components.parts import note
from components.session import Workspace
from sharedground.analysis.freshness import FRESH_MONTHS
from sharedground.model.counting import Counting, Decay
from sharedground.sureness import DETOURS
from sharedground.words import decimal, say

ADDRESS = ("fresh", "detour", "decay", "national", "unstated", "streets")
"""What the address calls each of them."""

_SHARES = (0.25, 0.5, 0.75, 1.0, 1.5, 2.0)


def choose(work: Workspace) -> Counting:
    """Draw the choices in a popover and return what was chosen."""
    with st.popover(say("How it is counted"), icon=":material/rule:"):
        note(say("Each of these is an assumption. See what changes when it is another one."))
        streets = along.ask(work)
        return Counting(
            detour=None if streets else _detour(work), streets=streets, decay=_decay(),
            national=_national(work), unstated_capacity=_unstated(work),
            fresh_months=_fresh(work),
        )  # fmt: skip


def said(work: Workspace, counting: Counting) -> None:
    """Say what is counted otherwise than usual."""
    usual = work.view.holdings.place.detour_factor
    told = []
    if counting.streets:
        told.append(say("along streets"))
    elif counting.detour not in {None, usual}:
        told.append(say("a way on foot is {n} times the straight line", n=counting.detour))
    if counting.decay is not Decay.SLOW:
        told.append(decay_words(counting.decay))
    if counting.national:
        told.append(say("need is the place in the national ranking"))
    if counting.unstated_capacity != 1.0:
        told.append(say("a place of unknown size counts {n} %",
                        n=decimal(100 * counting.unstated_capacity)))  # fmt: skip
    if told:
        note("; ".join(told) + ".", say("Counted otherwise than usual:"))
    if counting.streets:
        along.covered(work)


def decay_words(decay: Decay) -> str:
    """Return in words how much less far places count."""
    return {
        Decay.SLOW: say("far places count less"),
        Decay.FAST: say("far places count much less"),
        Decay.SMOOTH: say("places count less with every step"),
        Decay.ONE: say("all in reach count the same"),
    }[decay]


def _detour(work: Workspace) -> float | None:
    usual = work.view.holdings.place.detour_factor
    names = {str(n): decimal(n, 1) for n in sorted({*DETOURS, usual})}
    picked = coded.slide(
        say("A way on foot is so many times the straight line"), names, "detour", str(usual),
        help=say("Nobody has measured it for England. Published values lie between 1.2 and 1.5."),
    )  # fmt: skip
    return None if picked == str(usual) else float(picked)


def _decay() -> Decay:
    names = {decay.value: decay_words(decay) for decay in Decay}
    return Decay(coded.select(say("By distance"), names, "decay"))


def _national(work: Workspace) -> bool:
    """Ask whether need is compared with the nation; False where no figure states its rank."""
    if not cached.has_ranking(work.view, work.vision):
        return False
    return coded.switch(
        say("Compare need with the whole nation"), "national",
        help=say("Off, an area is compared with the people of this place. Figures that state no "
                 "national rank stay as they are."),
    )  # fmt: skip


def _unstated(work: Workspace) -> float:
    """Ask what a place of unknown size counts; 1 where the vision does not count by size."""
    counts = any(s.use_capacity for o in work.vision.outcomes for s in o.served_by)
    if not counts:
        return 1.0
    names = {str(share): say("{n} %", n=decimal(100 * share)) for share in _SHARES}
    label = say("A place of unknown size counts, against the usual size of its kind")
    return float(coded.slide(label, names, "unstated", "1.0"))


def _fresh(work: Workspace) -> int:
    """Ask whether to leave out what nobody checked for long; 0 leaves out nothing."""
    if not cached.stale_ids(work.view, FRESH_MONTHS):
        return 0
    label = say("Leave out places not checked for {length}", length=length(FRESH_MONTHS))
    return FRESH_MONTHS if coded.switch(label, "fresh") else 0
