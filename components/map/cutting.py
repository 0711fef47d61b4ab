"""How the colours of the map are cut: a quiet choice, kept in the page's address."""

from __future__ import annotations

from typing import Final

import streamlit as st

from components import session
from sharedground.analysis.classes import Cut
from sharedground.words import later, say

_KEY: Final = "cut"
_NAMES: Final = {
    Cut.ALIKE: later("As many areas in each"),
    Cut.BREAKS: later("At the natural gaps"),
    Cut.STEPS: later("Equal steps"),
    Cut.TAIL: later("The few high ones apart"),
}
_MEANT: Final = {
    Cut.ALIKE: later("Good for telling which areas stand higher than others."),
    Cut.BREAKS: later("Areas whose figures are near each other get one colour."),
    Cut.STEPS: later("Good for telling how far apart the figures are."),
    Cut.TAIL: later("Good where most figures are low and a few are very high."),
}


def chosen() -> Cut:
    """Return how the colours are to be cut, also while the choice is not drawn."""
    session.from_address(_KEY, _KEY, lambda told: told if told in set(Cut) else None)
    cut = Cut(session.chosen_in(_KEY) or session.remembered(_KEY) or Cut.ALIKE)
    session.remember(_KEY, cut.value)
    session.to_address(_KEY, "" if cut is Cut.ALIKE else cut.value)
    return cut


def draw(cut: Cut) -> None:
    """Draw the choice; it counts from the next run on."""
    session.start(_KEY, cut.value)
    with st.popover(say("How the colours are cut"), icon=":material/palette:", key="cut-box"):
        st.radio(
            say("Where one colour ends and the next begins"), [one.value for one in Cut], key=_KEY,
            format_func=lambda code: say(_NAMES[Cut(code)]),
            captions=[say(_MEANT[one]) for one in Cut],
        )  # fmt: skip
