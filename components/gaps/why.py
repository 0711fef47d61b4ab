"""Why this number: the method, the figures and the places that one gap was made of."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from components import cached, parts, plain_table
from components.gaps.controls import Chosen
from components.session import Workspace
from sharedground import study_words
from sharedground.access import Role
from sharedground.analysis import bands, story
from sharedground.analysis.assessment import State
from sharedground.analysis.evidence import Why
from sharedground.model.category import BY_CODE, OTHER
from sharedground.model.counting import Counting, Decay
from sharedground.words import say, significant

_MOST_ROWS = 12


def why_this_number(work: Workspace, chosen: Chosen) -> None:
    """Let a reader pick an area and an outcome, and draw what went into its gap."""
    parts.heading(
        say("Why this number?"),
        say("Pick an area and an outcome to see every figure and place that went into its gap."),
    )
    calls = cached.area_calls(work.view)
    outcomes = {o.code: o.name for o in chosen.found.vision.outcomes}
    with st.container(horizontal=True):
        area = st.selectbox(say("Area"), list(calls), format_func=lambda c: calls[c], width=320,
                            index=_first_area(chosen), key="why-area")  # fmt: skip
        start = list(outcomes).index(chosen.outcome) if chosen.name else 0
        outcome = st.selectbox(
            say("Outcome"), list(outcomes), format_func=lambda c: outcomes[c], width=320,
            index=start, key=f"why-outcome-{chosen.outcome}",
        )  # fmt: skip
    _told(work, chosen.found.why(area, outcome), chosen.found.counting)
    _in_python(work, chosen, area, outcome)


def _first_area(chosen: Chosen) -> int:
    """Return the area with the largest gap: the one most people will ask about."""
    gaps = chosen.small["gap"].to_numpy(dtype=float)
    return int(np.nanargmax(gaps)) if np.isfinite(gaps).any() else 0


def _told(work: Workspace, why: Why, counting: Counting) -> None:
    missed = counting.streets and _is_missed(work, str(why.figures["area_code"]))
    sentences = (_off_the_streets(),) if missed else story.why_sentences(
        why.figures, why.reach_m, national=_is_national(why), surveyed=why.surveyed
    )  # fmt: skip
    items = "".join(
        f'<p style="margin:.3rem 0;line-height:1.5;max-width:68ch">{parts.safe_html(text)}</p>'
        for text in sentences
    )
    st.html(items)
    if why.figures["state"] == State.EDGE:
        parts.note(
            say("What people here can reach goes past the boundary, and nobody has listed what is "
                "there. So there may be more in reach than this says."),
            say("Near the boundary:"),
        )  # fmt: skip
    _need_rows(why.indicators)
    if not missed:
        _place_rows(work, why.assets)
    parts.method(_method(work, counting), _sources(work, why), _dates(work, why))


def _is_missed(work: Workspace, area: str) -> bool:
    """Say whether the street network does not reach an area."""
    return area in set(cached.covered(work.view).missed["area_code"])


def _off_the_streets() -> str:
    return say("No data. This does not mean zero. The street network does not reach this area, so "
               "nobody knows what people can walk to from there.")  # fmt: skip


def _need_rows(indicators: pd.DataFrame) -> None:
    if not len(indicators):
        parts.note(say("No figure of need is chosen for this outcome."), say("No data."))
        return
    plain_table.draw(
        [say("Figure of need"), say("Here"), say("Need, 0 to 100"), say("Source row")],
        [
            (
                f"{row.name} ({row.year:.0f})" if pd.notna(row.year) else str(row.name),
                row.reason or _value(row.value, row.unit),
                story.score(row.percentile),
                say("row {n}", n=int(row.row_number)) if pd.notna(row.row_number) else "",
            )
            for row in indicators.itertuples(index=False)
        ],
        say("The figures of need that went in"),
    )


def _value(value: float, unit: str) -> str:
    return say("No data") if np.isnan(value) else f"{significant(value)} {unit}".strip()


def _place_rows(work: Workspace, behind: pd.DataFrame) -> None:
    if not len(behind):
        parts.note(say("Nothing that serves this is in reach of this area. Places nobody has "
                       "listed are not counted."))  # fmt: skip
        return
    known = work.view.assets.set_index("asset_id")
    hidden = _hidden(work)
    shown = behind.assign(hidden=behind["asset_id"].isin(hidden))
    rows = [_place_row(row, known) for row in shown[~shown["hidden"]].head(_MOST_ROWS).itertuples()]
    if rows:
        plain_table.draw(
            [say("Place in reach"), say("Kind"), say("On foot"), say("Adds per 1,000 people")],
            rows,
            say("The places in reach that went in, nearest first"),
        )
    _not_shown(shown)


def _hidden(work: Workspace) -> set[str]:
    """Return the places whose distance would give away where they are to this visitor."""
    if work.role.may(Role.OFFICER):
        return set()
    assets = work.view.assets
    return set(assets.loc[assets["sensitive"].astype(bool), "asset_id"])


def _place_row(row: tuple[object, ...], known: pd.DataFrame) -> tuple[str, str, str, str]:
    asset_id, category = str(row.asset_id), str(row.category)  # type: ignore[attr-defined]
    name = str(known["name"].get(asset_id, "")) or say("Unnamed place")
    outside = " " + say("(outside this place)") if row.outside else ""  # type: ignore[attr-defined]
    metres = round(float(row.distance_m), -1)  # type: ignore[attr-defined]
    adds = story.places_per(float(row.adds))  # type: ignore[attr-defined]
    kind = say(BY_CODE.get(category, BY_CODE[OTHER]).one)
    return name + outside, kind, say("{m} m", m=int(metres)), adds


def _not_shown(shown: pd.DataFrame) -> None:
    rest = shown[~shown["hidden"]].iloc[_MOST_ROWS:]
    if len(rest):
        parts.note(
            say("{n} more places, further away, add {adds} together.", n=len(rest),
                adds=story.places_per(float(rest["adds"].sum())))
        )  # fmt: skip
    hidden = shown[shown["hidden"]]
    if len(hidden):
        parts.note(
            say("{n} more add {adds} together. Where they are is hidden to protect people.",
                n=len(hidden), adds=story.places_per(float(hidden["adds"].sum())))
        )  # fmt: skip


def _method(work: Workspace, counting: Counting) -> list[str]:
    return [
        _need(counting),
        say("In reach: each place is shared among the people who can walk to it (two-step "
            "floating catchment area).") + " " + _decay(counting),
        _on_foot(work, counting),
        say("Gap = need × (1 − places in reach ÷ target), never below 0."),
    ]  # fmt: skip


def _need(counting: Counting) -> str:
    if counting.national:
        return say("Need: the share of the nation's areas with less need, for figures that state "
                   "their national rank; else the share of people here who live where the figure "
                   "shows less need. Several figures count the same.")  # fmt: skip
    return say("Need: the share of people here who live where the figure shows less need. "
               "Several figures count the same.")  # fmt: skip


def _decay(counting: Counting) -> str:
    steps = bands.STEPS.get(counting.decay)
    if counting.decay is Decay.ONE:
        return say("All in reach count the same (Luo and Wang 2003).")
    if steps is None:
        return say("Places count less with every step: a Gaussian curve from 1 at the door to 0 at "
                   "the end of the reach (Dai 2010).")  # fmt: skip
    first, second, third = (significant(step) for step in steps)
    return say("Near places count more: {first}, {second} and {third} for each third of the reach "
               "(Luo and Qi 2009).", first=first, second=second, third=third)  # fmt: skip


def _is_national(why: Why) -> bool:
    return bool(len(why.indicators)) and bool(why.indicators["national"].all())


def _in_python(work: Workspace, chosen: Chosen, area: str, outcome: str) -> None:
    """Offer the lines that give the same figures in Python, and on the command line."""
    lines = study_words.why_lines(
        work.place, chosen.found.counting, area, outcome,
        by_kind=chosen.found.vision != work.vision and outcome not in
        {one.code for one in work.vision.outcomes},
        for_everyone=not work.role.may(Role.OFFICER),
    )  # fmt: skip
    with st.popover(say("The same in Python"), icon=":material/code:"):
        st.code(lines, language="python")
        parts.note(say("It gives the same figures as this page. The page “The same in Python” of "
                       "the documentation has a worked example."))  # fmt: skip


def _on_foot(work: Workspace, counting: Counting) -> str:
    if counting.streets:
        return say("On foot is the shortest way along the streets that are loaded, and straight "
                   "from there to the door.")  # fmt: skip
    detour = counting.detour or work.view.holdings.place.detour_factor
    return say("On foot is the straight line times {detour}: an assumption, between published "
               "values of 1.2 and 1.5.", detour=significant(detour))  # fmt: skip


def _used(work: Workspace, why: Why) -> list[tuple[str, str]]:
    """Return title and date of each source: of need, of people, and of the places."""
    assets = work.view.assets.set_index("asset_id")["source_id"]
    people = work.view.holdings.population["source_id"].unique().tolist()
    ids = [*why.indicators["source_id"], *people, *assets.reindex(why.assets["asset_id"])]
    known = {source.source_id: source for source in work.view.holdings.sources}
    used = [known[one] for one in dict.fromkeys(ids) if one in known]
    return [(s.title or s.file_name, s.date or say("not stated")) for s in used]


def _sources(work: Workspace, why: Why) -> str:
    return "; ".join(title for title, _ in _used(work, why))


def _dates(work: Workspace, why: Why) -> str:
    return "; ".join(dict.fromkeys(date for _, date in _used(work, why)))
