"""How a figure of who is reached was worked out, from what, and of which date."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from components import parts
from components.session import Workspace
from sharedground import study_words
from sharedground.access import Role
from sharedground.analysis.assessment import ALL
from sharedground.fair import Fair
from sharedground.words import say


def method(work: Workspace, fair: Fair, steps: Sequence[str], *, need: bool = True) -> None:
    """Draw the button that opens the method, with the lists and figures that went in.

    Parameters
    ----------
    need
        Whether figures of need went in too.
    """
    used = _used(work, fair, need=need)
    parts.method(
        steps, "; ".join(title for title, _ in used), "; ".join(dict.fromkeys(d for _, d in used))
    )


def _used(work: Workspace, fair: Fair, *, need: bool) -> list[tuple[str, str]]:
    """Return title and date of each source: of need, of people, and of the places that serve."""
    found, serving = fair.found.outcomes, fair.found.asset_outcomes
    if fair.asked.code != ALL:
        found = found[found["code"] == fair.asked.code]
        serving = serving[serving["code"] == fair.asked.code]
    of_need = [one for several in found["source_ids"] for one in several] if need else []
    people = work.view.holdings.population["source_id"].unique().tolist()
    assets = work.view.assets.set_index("asset_id")["source_id"]
    places = assets.reindex(serving["asset_id"].unique()).dropna().unique().tolist()
    known = {source.source_id: source for source in work.view.holdings.sources}
    ids = dict.fromkeys(str(one) for one in (*of_need, *people, *places))
    used = [known[one] for one in ids if one in known]
    return [(one.title or one.file_name, one.date or say("not stated")) for one in used]


def in_python(work: Workspace, fair: Fair) -> None:
    """Offer the lines that give the same figures in Python."""
    asked = fair.asked
    code = "" if asked.code == ALL else asked.code
    lines = study_words.fair_lines(
        work.place, fair.found.counting, for_everyone=not work.role.may(Role.OFFICER),
        **{"kind" if asked.kind else "outcome": code},
    )  # fmt: skip
    with st.popover(say("The same in Python"), icon=":material/code:"):
        st.code(lines, language="python")
