"""What people say is missing: in words, beside the figures and never in them."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd
import streamlit as st

from components import cached, parts, told
from components.map.filters import kind_name
from components.parts import safe_html
from components.session import Workspace
from sharedground import suggesting
from sharedground.words import say, say_many

SHOWN = 30
_SIGN = '<span class="sg-sign" aria-hidden="true">?</span>'
_STYLE = """<style>
.sg-sign{grid-row:1/4;display:grid;place-items:center;width:28px;height:28px;border-radius:50%}
.sg-sign{box-sizing:border-box;border:2px dashed var(--sp-ink);font-weight:700;font-size:.95rem}
.sg-legend{display:flex;gap:.7rem;align-items:center}
.sg-said li{align-items:start}
.sg-said p{grid-column:2;margin:0;line-height:1.45;overflow-wrap:anywhere}
</style>"""


def found(work: Workspace) -> pd.DataFrame:
    """Return what people say is missing here, as `suggesting.lacking` has it."""
    if work.view.areas.empty or work.view.holdings.suggestions.empty:
        return suggesting.NOTHING_LACKS
    return suggesting.lacking(work.view, cached.area_labels(work.view))


def legend(said: pd.DataFrame) -> None:
    """Say under the map what its sign for this means."""
    placed = int(said["lon"].notna().sum())
    if not placed:
        return
    text = say_many(
        "{n} sign on the map: what people say is missing. It is in none of the figures.",
        "{n} signs on the map: what people say is missing. They are in none of the figures.",
        placed,
    )
    st.html(_STYLE)
    st.html(f'<div class="sg-legend">{_SIGN}<span>{safe_html(text)}</span></div>')


def listed(work: Workspace, said: pd.DataFrame, under: str = "", *, level: int = 3) -> None:
    """Draw what people say is missing as a list, with who says so and when."""
    if said.empty:
        return
    parts.heading(
        say_many("{n} thing people say is missing", "{n} things people say are missing", len(said)),
        under, level=level,
    )  # fmt: skip
    rows = (_item(work, row) for row in said.head(SHOWN).to_dict("records"))
    st.html(_STYLE)
    st.html(f'<ul class="sp-list sg-said">{"".join(rows)}</ul>')
    left = len(said) - SHOWN
    if left > 0:
        more = say_many("{n} more is not shown: choose an area to see it.",
                        "{n} more are not shown: choose an area to see them.", left)  # fmt: skip
        parts.note(more)


def _item(work: Workspace, row: dict[str, object]) -> str:
    kind = kind_name(str(row["category"])) if row["category"] else say("Something else")
    lead = say("{kind}, in {area}", kind=kind, area=row["area"]) if row["area"] else kind
    note = f"<p>{safe_html(row['note'])}</p>" if row["note"] else ""
    by = say("{who}, {date}", who=told.from_whom(str(row["partner_id"]), work.view),
             date=told.on(row["made_at"]))  # fmt: skip
    return f"<li>{_SIGN}<b>{safe_html(lead)}</b>{note}<small>{safe_html(by)}</small></li>"


def within(said: pd.DataFrame, codes: Iterable[str]) -> pd.DataFrame:
    """Leave what is said of these areas."""
    here: pd.DataFrame = said[said["area_code"].isin(list(codes))]
    return here
