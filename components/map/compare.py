"""Two areas side by side: the same figures of both, of the whole place, and what differs."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components import cached, parts, plain_table
from components.map.colour import sentence
from components.map.filters import Asked, area_names, codes_of
from components.parts import safe_html
from components.session import Workspace
from sharedground import portrait_words
from sharedground.export.table import csv_bytes
from sharedground.portrait import Portrait
from sharedground.portrait_words import Line
from sharedground.words import later, say

KEY = "beside"
_NONE = ""
_TITLES = {
    "all": later("Who lives there, and how it stands"),
    "need": later("Need, 0 to 100"),
    "reach": later("What people can reach, where 100 is usual here"),
}


def draw(
    work: Workspace, labels: pd.DataFrame, asked: Asked, told: Portrait, every: pd.DataFrame
) -> None:
    """Draw the choice of another area, and the two side by side.

    Parameters
    ----------
    told
        Of the area that is asked for.
    every
        Every place of the view, as from `map_places.numbered`.
    """
    names = area_names(work.place.name, labels)
    options = {_NONE: say("Nothing yet")} | {
        area: name for area, name in list(names.items())[1:] if area != asked.area
    }
    parts.heading(
        say("Compare {area} with another area", area=asked.title),
        say("The same figures of both, side by side."),
    )
    area = st.selectbox(
        say("Compare with"), list(options), key=KEY, bind="query-params", width=320,
        format_func=lambda code: options.get(code, code),
    )  # fmt: skip
    if not area or area not in options:
        return
    mine = cached.whole_areas(work.view, codes_of(area, labels))
    other = cached.portrait_of(work.view, work.vision, mine, options[area], every)
    _draw(told, other)


def _draw(told: Portrait, other: Portrait) -> None:
    said = portrait_words.sentences(told, other)
    st.html("".join(f'<p class="sg-firm">{safe_html(sentence(line))}</p>' for line in said))
    for group, lines in portrait_words.compared(told, other).items():
        if lines:
            _table(say(_TITLES[group]), told, other, lines)
    parts.note(say("“About the same” means: need differs by less than 5 of 100, reach by less than "
                   "a quarter, people and places by less than a tenth."))  # fmt: skip
    st.download_button(
        say("Download this comparison"),
        csv_bytes(portrait_words.comparison_table(told, other)), file_name="side-by-side.csv",
        mime="text/csv", icon=":material/download:", on_click="ignore", key="compare-download",
    )  # fmt: skip


def _table(title: str, told: Portrait, other: Portrait, lines: list[Line]) -> None:
    parts.heading(title, level=3)
    place = any(line.place for line in lines)
    headings = ["", sentence(told.name), sentence(other.name)]
    headings += [*([say("The whole place")] if place else []), say("What differs")]
    rows = [
        [line.what, line.one, line.other, *([line.place] if place else []), line.words]
        for line in lines
    ]
    plain_table.draw(headings, rows, title)
