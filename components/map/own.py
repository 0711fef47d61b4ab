"""A neighbourhood of one's own: drawn on the map, chosen by name, or all within a walk."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any, Final, TypeVar

import pandas as pd
import streamlit as st

from components import cached, parts, session
from components.frame import plain_markdown
from components.map import places as map_places
from components.map.filters import OWN, WHOLE, Asked
from components.map.layers import Clicked, Sketch
from components.map.places import Spot
from components.session import Workspace
from sharedground.analysis import neighbourhood, walking
from sharedground.analysis.neighbourhood import MOST_CORNERS, Neighbourhood
from sharedground.errors import SharedGroundError
from sharedground.views import View
from sharedground.words import later, say, say_many

_T = TypeVar("_T")
DRAW, NAMES, WALK = "draw", "names", "walk"
_AREA, _WAY, _SKETCH, _LOOK = "area", "own-way", "own-sketch", "own-look"
_NAMES, _POSTCODE, _MINUTES = "own-names", "own-postcode", "own-minutes"
_WAYS: Final = {
    DRAW: later("Draw it on the map"),
    NAMES: later("Choose areas by name"),
    WALK: later("All within a walk"),
}
_LEAST: Final = 3
_STYLE: Final = """<style>
.st-key-own{border-left:4px solid var(--sp-brand);padding-left:1rem}
.st-key-own .sp-note{border:0;padding:0}
@media (max-width:640px){
.st-key-own-steps{display:grid!important;grid-template-columns:1fr 1fr;gap:.6rem!important}
.st-key-own-steps>*{width:100%!important;min-width:0!important}
.st-key-own-steps>:first-child{grid-column:1/3}
.st-key-own-steps button{width:100%}
}
</style>"""


@dataclass(frozen=True)
class Chosen:
    """What the map needs of it.

    Parameters
    ----------
    sketch
        The shape that is being drawn, if one is.
    look
        West, south, east, north of what a link opened.
    """

    sketch: Sketch | None = None
    look: tuple[float, float, float, float] | None = None


def from_link(labels: pd.DataFrame) -> None:
    """Take over the neighbourhood that the page's address names, if it does.

    Call it before the choice of an area is drawn.
    """
    known = set(labels["area_code"])

    def areas(told: str) -> list[str] | None:
        codes = [code for code in told.split(",") if code in known]
        return _opened(NAMES, codes) if codes else None

    def shape(told: str) -> Sketch | None:
        corners = neighbourhood.from_words(told)
        return _opened(DRAW, Sketch(tuple(corners), closed=True)) if corners else None

    def walk(told: str) -> str | None:
        postcode, _, minutes = told.rpartition(",")
        if not postcode or not minutes.isdigit() or int(minutes) not in walking.MINUTES:
            return None
        session.choose_in(_MINUTES, int(minutes))
        return _opened(WALK, postcode)

    session.from_address("areas", _NAMES, areas)
    session.from_address("shape", _SKETCH, shape)
    session.from_address("walk", _POSTCODE, walk)


def _opened(way: str, value: _T) -> _T:
    """Choose a way by a link; return what the link tells."""
    session.choose_in(_AREA, OWN)
    session.choose_in(_WAY, way)
    session.remember(_LOOK, True)
    return value


def ask(
    work: Workspace, labels: pd.DataFrame, asked: Asked, spot: Spot | None
) -> tuple[Asked, Chosen]:
    """Draw how a neighbourhood of one's own is chosen, if it is asked for.

    Until it is chosen, the whole place is asked for.

    Parameters
    ----------
    spot
        A point that was asked about, for a walk from there.
    """
    if asked.area != OWN:
        _address("", "")
        return asked, Chosen()
    asked = replace(asked, area=WHOLE)
    st.html(_STYLE)
    with st.container(key="own"):
        parts.heading(say("My own neighbourhood"))
        way = _way()
        try:
            mine, title, sketch = _chosen(work, labels, str(way), spot)
        except SharedGroundError as error:
            _address("", "")
            st.warning(plain_markdown(error.message))
            sketch = _reopened() if way == DRAW else None
            return asked, Chosen(sketch)
    if mine is None:
        return asked, Chosen(sketch)
    look = mine.outline.bounds if session.remembered(_LOOK) else None
    own = replace(asked, area=OWN, own=mine, codes=mine.codes, title=title)
    return own, Chosen(sketch, look)


def _way() -> str:
    chosen = st.segmented_control(
        say("How do you want to choose it?"), list(_WAYS), key=_WAY, default=DRAW, required=True,
        format_func=lambda way: say(_WAYS[way]), wrap=True,
    )  # fmt: skip
    return str(chosen or DRAW)


def _chosen(
    work: Workspace, labels: pd.DataFrame, way: str, spot: Spot | None
) -> tuple[Neighbourhood | None, str, Sketch | None]:
    if way == NAMES:
        return *_by_name(work.view, labels), None
    if way == WALK:
        return *_by_walk(work, spot), None
    return _by_drawing(work.view)


def _by_name(view: View, labels: pd.DataFrame) -> tuple[Neighbourhood | None, str]:
    names = dict(zip(labels["area_code"], labels["label"], strict=True))
    picked = st.multiselect(
        say("Areas"), sorted(names, key=lambda code: str(names[code])), key=_NAMES,
        format_func=lambda code: str(names.get(code, code)), placeholder=say("Choose areas"),
        help=say("A click on the map adds an area, or takes it out again."),
    )  # fmt: skip
    codes = [str(code) for code in picked]
    _address("areas", ",".join(codes))
    if not codes:
        parts.note(say("Choose areas here, or click them on the map."))
        return None, ""
    title = say_many("{name}", "the {n} chosen areas", len(codes), name=names[codes[0]])
    return cached.whole_areas(view, tuple(codes)), title


def _by_walk(work: Workspace, spot: Spot | None) -> tuple[Neighbourhood | None, str]:
    left, right = st.columns([2, 3])
    words = left.text_input(say("Postcode"), key=_POSTCODE, max_chars=10).strip()
    minutes = right.segmented_control(
        say("Minutes on foot"), walking.MINUTES, key=_MINUTES, default=walking.USUAL, required=True,
        format_func=lambda n: say("{n} min", n=n), wrap=True,
    )  # fmt: skip
    walk = int(minutes or walking.USUAL)
    found = map_places.found_postcode(work.engine, work.view, words) if words else spot
    _address("walk", f"{found.name},{walk}" if found and words else "")
    if found is None:
        said = say("Give a postcode, or first choose a point with “Near a point I click”.")
        if words:
            said = say("We do not know the postcode {words}. Check the letter O and the number 0.",
                       words=words)  # fmt: skip
        parts.note(said)
        return None, ""
    detour = work.place.detour_factor
    mine = neighbourhood.of_walk(work.view.areas, found.point, walk, detour, _crs(work.view))
    return mine, neighbourhood.walk_name(walk, found.name)


def _by_drawing(view: View) -> tuple[Neighbourhood | None, str, Sketch]:
    drawn = _sketch()
    n = len(drawn.corners)
    parts.note(_what_next(drawn))
    with st.container(horizontal=True, key="own-steps"):
        st.button(say("Take the last corner back"), on_click=_take_back, disabled=not n,
                  key="own-back", icon=":material/undo:")  # fmt: skip
        if not drawn.closed:
            st.button(say("Close the shape"), on_click=_close, disabled=n < _LEAST, type="primary",
                      key="own-close", icon=":material/check:")  # fmt: skip
        st.button(say("Start again"), on_click=_start_again, disabled=not n, key="own-anew",
                  icon=":material/restart_alt:")  # fmt: skip
    if not drawn.closed:
        _address("", "")
        return None, "", drawn
    shape = neighbourhood.shape_of(drawn.corners)
    mine = neighbourhood.of_shape(view.areas, shape, _crs(view))
    _address("shape", neighbourhood.as_words(drawn.corners))
    return mine, say("the drawn neighbourhood"), drawn


def _what_next(drawn: Sketch) -> str:
    n = len(drawn.corners)
    if drawn.closed:
        return say("Your shape is closed. All below is about it. The address of this page opens it "
                   "again, for you and for others.")  # fmt: skip
    if not n:
        return say("Click or tap the map at the first corner, then at the next, all around.")
    if n < _LEAST:
        return say_many("{n} corner is set. Set at least three.",
                        "{n} corners are set. Set at least three.", n)  # fmt: skip
    return say_many("{n} corner is set. To finish, click the first one, or close the shape here.",
                    "{n} corners are set. To finish, click the first one, or close the shape here.",
                    n)  # fmt: skip


def _crs(view: View) -> str:
    return str(view.holdings.place.metric_crs)


def _address(name: str, told: str) -> None:
    """Have the page's address tell this way, and no other one."""
    for each in ("areas", "shape", "walk"):
        session.to_address(each, told if each == name else "")


def _sketch() -> Sketch:
    held = session.chosen_in(_SKETCH)
    return held if isinstance(held, Sketch) else Sketch()


def _keep(corners: tuple[tuple[float, float], ...], *, closed: bool) -> None:
    """Hold a shape that the page itself changed. For callbacks."""
    session.remember(_LOOK, None)
    session.choose_in(_SKETCH, Sketch(corners, closed, _sketch().turn + 1))


def _take_back() -> None:
    _keep(_sketch().corners[:-1], closed=False)


def _close() -> None:
    _keep(_sketch().corners, closed=True)
    session.remember(_LOOK, True)


def _start_again() -> None:
    _keep((), closed=False)


def _reopened() -> Sketch:
    """Open a shape again that cannot be one, so that its corners can be mended."""
    drawn = _sketch()
    if drawn.closed:
        drawn = Sketch(drawn.corners, closed=False, turn=drawn.turn + 1)
        session.choose_in(_SKETCH, drawn)
    return drawn


def on_map(labels: pd.DataFrame, clicked: Clicked) -> bool:
    """Take a click on the map while a neighbourhood is chosen; False where it means something else.

    For callbacks.
    """
    if session.chosen_in(_AREA) != OWN:
        return False
    way = session.chosen_in(_WAY) or DRAW
    if way == NAMES and isinstance(clicked.get("area"), int):
        return _toggled(labels, clicked["area"])
    if way != DRAW:
        return False
    if "corners" in clicked:
        _take_corners(clicked)
        return True
    return not _sketch().closed


def _toggled(labels: pd.DataFrame, row: int) -> bool:
    if not 0 <= row < len(labels):
        return False
    code, held = str(labels["area_code"].iloc[row]), list(session.chosen_in(_NAMES) or [])
    session.remember(_LOOK, None)
    session.choose_in(_NAMES, [c for c in held if c != code] if code in held else [*held, code])
    return True


def _take_corners(clicked: Clicked) -> None:
    """Keep the corners that the map tells, unless the page has changed the shape meanwhile."""
    drawn = _sketch()
    told = clicked["corners"]
    if drawn.closed or clicked.get("turn") != drawn.turn or not isinstance(told, list):
        return
    corners = tuple(point for point in map(_point, told[:MOST_CORNERS]) if point)
    session.remember(_LOOK, bool(clicked.get("closed")) or None)
    session.choose_in(_SKETCH, Sketch(corners, bool(clicked.get("closed")), drawn.turn))


def _point(told: Any) -> tuple[float, float] | None:
    if not isinstance(told, list) or len(told) != 2:
        return None
    if not all(isinstance(each, int | float) and math.isfinite(each) for each in told):
        return None
    lon, lat = neighbourhood.rounded(float(told[0]), float(told[1]))
    return (lon, lat) if abs(lon) <= 180 and abs(lat) <= 90 else None
