"""An area looked at closely: what serves each outcome, how it stands and how firm that is."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from components import cached, parts, plain_table
from components.parts import safe_html
from components.session import Workspace
from sharedground import portrait_words
from sharedground.access import Role, require
from sharedground.analysis import walking
from sharedground.export.table import csv_bytes
from sharedground.paper import profile_pdf
from sharedground.portrait import Portrait
from sharedground.telling.profile import profile
from sharedground.words import in_this_language, say, say_many

_STYLE = """<style>
.sg-firm{margin:0;max-width:68ch;line-height:1.5}
@media print{
[data-testid="stHeader"],[data-testid="stToolbar"],.st-key-filters,.st-key-near,.st-key-own,
.st-key-suggest,.st-key-language,[data-testid="stButton"],[data-testid="stDownloadButton"],
[data-testid="stPopover"],[data-testid="stPageLink"],[data-testid="stSelectbox"],[data-testid="stCheckbox"]{
display:none!important}
html,body,#root,[data-testid="stApp"],[data-testid="stAppViewContainer"],[data-testid="stMain"]{
height:auto!important;overflow:visible!important;position:static!important}
.st-key-weighed [data-testid="stPageLink"]{display:block!important}
.sp-scroll{max-height:none!important;overflow:visible!important}
.sp-table tr,.sg-strip>div,.sp-list li{break-inside:avoid}
}
</style>"""


def draw(work: Workspace, told: Portrait) -> None:
    """Draw what serves each outcome here and in reach, how it stands, and what to take away."""
    st.html(_STYLE)
    if not told.rows.empty:
        _stands(work, told)
    _outcomes(told)
    _kinds(told)
    _estimate(work, told)
    st.download_button(
        say("Download these figures"), csv_bytes(portrait_words.table(told)),
        file_name=f"{_file_name(told)}.csv", mime="text/csv", icon=":material/download:",
        on_click="ignore", key="area-download",
    )  # fmt: skip


def one_page(work: Workspace, told: Portrait) -> None:
    """Offer one page about the area, to print or to send."""
    st.download_button(
        say("One page about this area (PDF)"), _one_page(work, told),
        file_name=f"{_file_name(told)}.pdf", mime="application/pdf", icon=":material/article:",
        on_click="ignore", key="area-page",
        help=say("A4, to print or to send. It holds what everyone may see."),
    )  # fmt: skip


def _file_name(told: Portrait) -> str:
    name = "".join(c if c.isalnum() else "-" for c in told.name.casefold())
    return name[:60].strip("-") or "area"


def _one_page(work: Workspace, told: Portrait) -> Callable[[], bytes]:
    """Return what makes the page when it is asked for: of what everyone may see."""
    require(Role.READER)

    def made() -> bytes:
        seen = cached.view(work.engine, work.place, Role.READER)
        found = cached.assessment(seen, work.vision) if work.vision.outcomes else None
        return profile_pdf(profile(seen, work.vision, told.mine, told.name, found=found))

    return in_this_language(made)


def _stands(work: Workspace, told: Portrait) -> None:
    """Draw how it stands for all outcomes together, and how firm that is."""
    first, *more = portrait_words.firm_words(told)
    parts.heading(say("How it stands, all outcomes together"))
    lines = "".join(f'<p class="sg-firm">{safe_html(line)}</p>' for line in (first, *more))
    st.html(lines)
    used = {one for several in told.rows["source_ids"] for one in several}
    years = sorted({year for several in told.rows["years"] for year in several if year})
    titles = [s.title or s.file_name for s in work.view.holdings.sources if s.source_id in used]
    parts.method(
        (
            say("The gap of an outcome is need that has too little in reach to match it."),
            say("Take the mean gap of all outcomes, each by its weight in our vision."),
            say("Above the mean of the whole place, an area may need more first."),
            portrait_words.ways_in_words(),
        ),
        "; ".join(dict.fromkeys(titles)) or say("not stated"),
        ", ".join(str(year) for year in years),
    )  # fmt: skip


def _outcomes(told: Portrait) -> None:
    """Draw what serves each outcome here and within its reach, and how it stands."""
    if told.rows.empty:
        return
    rows = told.rows.to_dict("records")
    first = sum(row["verdict"] == "first" for row in rows)
    title = say_many("{n} outcome may need more first here",
                     "{n} outcomes may need more first here", first)  # fmt: skip
    parts.heading(
        title if first else say("No outcome stands out as needing more first here"),
        say("Places count that lie here, or within a walk of the middle of one of its areas."),
    )  # fmt: skip
    plain_table.draw(
        [say("Outcome"), say("How it stands"), say("Here"), say("In reach"), say("Nearest")],
        [_outcome_row(row) for row in rows],
        say("What serves each outcome"),
    )


def _outcome_row(row: dict[object, object]) -> list[object]:
    within = portrait_words.within_words(row)
    near = portrait_words.near_words(row)
    verdict = say(portrait_words.VERDICTS[str(row["verdict"])])
    return [str(row["outcome"]), verdict, int(str(row["here"])), within, near or say("Not known")]


def _kinds(told: Portrait) -> None:
    """Draw what lies here and within a usual walk by kind of place."""
    count = len(told.kinds)
    if not count:
        parts.note(say("No place is listed here or within {n} minutes’ walk. You may know some.",
                       n=walking.USUAL))  # fmt: skip
        return
    title = say_many("{n} kind of place here or within {minutes} minutes’ walk",
                     "{n} kinds of place here or within {minutes} minutes’ walk", count,
                     minutes=walking.USUAL)  # fmt: skip
    with st.expander(title, icon=":material/directions_walk:"):
        plain_table.draw(
            [say("Kind of place"), say("Here"), say("In reach"), say("Nearest")],
            [
                [portrait_words.kind_name(str(row["category"])), int(row["here"]),
                 int(row["in_reach"]), portrait_words.near_words(row) or say("Not known")]
                for row in told.kinds.to_dict("records")
            ],
            title,
        )  # fmt: skip


def _estimate(work: Workspace, told: Portrait) -> None:
    """Say what it is made of, which figures are estimates, and what is shown as a square only."""
    lines = portrait_words.made_of(told, work.place.name)
    if told.squares:
        lines.append(say_many("{n} place here is shown only as a square, to protect people.",
                              "{n} places here are shown only as squares, to protect people.",
                              told.squares))  # fmt: skip
    used = set(told.people.source_ids)
    lists = [s.title or s.file_name for s in work.view.holdings.sources if s.source_id in used]
    if lists:
        lines.append(say("Numbers of people: {lists}.", lists="; ".join(dict.fromkeys(lists))))
    parts.note(" ".join(lines), say("What it is made of:"))
