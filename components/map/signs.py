"""What the signs of the map mean. A click on one chooses its kind of place, as the filter does."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd
import streamlit as st

from components import session, theme
from components.map.facets import kind_name
from components.map.filters import Asked
from sharedground.analysis.choosing import Facet
from sharedground.model.category import BY_CODE, CATEGORIES, OTHER
from sharedground.words import decimal, say, say_many

_DRAWN: Final = "signs"
_SIDE: Final = 22


def draw(of_all_kinds: pd.DataFrame, asked: Asked) -> None:
    """Draw a button for each kind of place, pressed where it is chosen.

    Parameters
    ----------
    of_all_kinds
        The places that fit all else that is asked for, with `inside`.
    """
    shown = told(of_all_kinds, asked, theme.mode())
    if len(shown["signs"]) < 2:
        return
    component = st.components.v2.component(
        "signs",
        js=(theme.ASSETS / "legend.js").read_text("utf-8"),
        css=(theme.ASSETS / "legend.css").read_text("utf-8"),
    )
    with st.container(key="signs-box"):
        component(key=_DRAWN, data=shown, on_picked_change=_take)


def told(of_all_kinds: pd.DataFrame, asked: Asked, look: theme.Mode) -> dict[str, Any]:
    """Return what the legend of signs says, for legend.js: kinds that are here or are chosen."""
    here = of_all_kinds[of_all_kinds["inside"].to_numpy(bool)]
    known = here["category"].where(here["category"].isin(list(BY_CODE)), OTHER)
    counts = known.value_counts()
    kinds = [c.code for c in CATEGORIES if counts.get(c.code, 0) or c.code in asked.kinds]
    return {
        "title": say("What the signs mean"),
        "hint": say("Choose a sign to see only such places."),
        "steps": [],
        "signs": [_sign(code, int(counts.get(code, 0)), asked, look) for code in kinds],
    }


def _sign(code: str, n: int, asked: Asked, look: theme.Mode) -> dict[str, Any]:
    name = kind_name(code)
    return {
        "n": code, "says": name, "count": decimal(n), "pressed": code in asked.kinds,
        "picture": theme.data_uri(theme.category_svg(code, look, _SIDE)),
        "name": say_many("{kind}: {n} place", "{kind}: {n} places", n, kind=name),
    }  # fmt: skip


def _take() -> None:
    """Choose a kind of place, or let it go where it was chosen. For callbacks."""
    found: Any = session.chosen_in(_DRAWN)
    code = (found or {}).get("picked")
    if code in BY_CODE:
        session.choose_in(Facet.KIND.value, toggled(session.chosen_in(Facet.KIND.value), code))


def toggled(held: list[str] | None, code: str) -> list[str]:
    """Return what is chosen with this kind taken in, or out where it was in."""
    kept = [one for one in held or [] if one != code]
    return kept if code in (held or []) else [*kept, code]
