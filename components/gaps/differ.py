"""Where partners would differ: a map and a list of who has which areas in the worst tenth."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import streamlit as st

from components import cached, menu, parts, place_sketch, plain_table, rooms, session, share, theme
from components.gaps import chart, coarse, controls, whose
from components.gaps.chart import Dots
from components.gaps.controls import Chosen
from components.parts import safe_html
from components.session import Workspace
from sharedground import partner_views, study_words
from sharedground import partner_views_words as in_words
from sharedground.access import Role
from sharedground.analysis import story
from sharedground.export.table import csv_bytes
from sharedground.partner_views import Common, PartnerViews
from sharedground.words import in_this_language, say

SHOWN: Final = 12
"""Areas where partners differ that are listed at most; the table has all."""


def where(work: Workspace, chosen: Chosen) -> None:
    """Draw the finding, the areas where partners differ, a map of all, and the table."""
    grouped = len(chosen.rows) != len(chosen.small)
    groups = chosen.groups if grouped else None
    seen = cached.partner_views(work.view, chosen.found, chosen.whose.heard, groups)
    small = None
    if grouped:
        small = cached.partner_views(work.view, chosen.found, chosen.whose.heard, None)
    finding = in_words.heading(seen, chosen.level, small)
    parts.heading(finding, " ".join(in_words.sentences(seen, chosen.level)))
    if not seen.comparable:
        return
    if small is not None:
        _by_small_areas(chosen, seen, small)
    calls = dict(zip(chosen.rows["key"], chosen.labels, strict=True))
    left, right = st.columns(2, gap="large")
    with left:
        _map(work, chosen, seen, calls, finding)
    with right:
        _list(seen, calls, grouped=grouped)
    st.space("small")
    _by_partner(seen, calls)
    _table(chosen, seen, calls)
    with st.container(horizontal=True):
        _method(seen)
        _in_python(work, chosen, grouped=grouped)


def _by_small_areas(chosen: Chosen, seen: PartnerViews, small: PartnerViews) -> None:
    """Say how it looks by small areas, with the way there."""
    parts.note(in_words.by_small_areas(seen, chosen.level, small))
    kept = session.kept_of_address((*rooms.ALONG, whose.ADDRESS)) | {"level": story.SMALL}
    menu.link("gaps", say("See it by small areas"), **kept)


def _differing(seen: PartnerViews) -> list[int]:
    """Return the positions of rows where partners differ, those with most partners in first."""
    rows = seen.table[seen.table["common"] == Common.DIFFER]
    order = rows.sort_values(["partners_in", "gap"], ascending=False, kind="stable")
    return [int(at) for at in order.index]


def _list(seen: PartnerViews, calls: dict[str, str], *, grouped: bool) -> None:
    differing = _differing(seen)
    if not differing:
        if not grouped:
            parts.note(say("Whoever's weights are used, the same areas come first."))
        return
    keys = seen.table["key"].tolist()
    rows = [
        (f"{n}. {calls.get(keys[at], keys[at])}", in_words.who(seen, at),
         _yes(bool(seen.table["shared"].iloc[at])))
        for n, at in enumerate(differing[:SHOWN], start=1)
    ]  # fmt: skip
    plain_table.draw(
        [say("Area"), say("In the tenth for"), say("By the shared weights")],
        rows, say("Areas where partners differ"),
    )  # fmt: skip
    if len(differing) > SHOWN:
        parts.note(say("And {n} more: they are in the table below.", n=len(differing) - SHOWN))


def _yes(yes: bool) -> str:
    return say("In") if yes else say("Not in")


def _map(
    work: Workspace, chosen: Chosen, seen: PartnerViews, calls: dict[str, str], finding: str
) -> None:  # fmt: skip
    look = theme.mode()
    keys = chosen.rows["key"].tolist()
    at = {key: row for row, key in enumerate(seen.table["key"])}
    rows = [at[key] for key in keys]
    common = [Common(one) for one in seen.table["common"].to_numpy(object)[rows]]
    shapes = controls.outlines(work, chosen)
    drawn = place_sketch.sketch(work.view)
    if len(shapes) > coarse.MOST:
        figure = chart.in_classes(drawn, shapes, common, _colours(look), look)
    else:
        fills = [_fills(look).get(one) for one in common]
        told = [
            f"<b>{safe_html(calls[key])}</b><br>{safe_html(in_words.row_words(seen, row))}"
            for key, row in zip(keys, rows, strict=True)
        ]
        place_of = {row: position for position, row in enumerate(rows)}
        marks = {place_of[row]: str(n) for n, row in enumerate(_differing(seen)[:SHOWN], start=1)}
        figure = chart.filled_map(drawn, shapes, fills, told, look, marks)
    alt = say("Map of {place}. {finding}. The table has the same figures.",
              place=work.place.name, finding=finding)  # fmt: skip
    st.plotly_chart(figure, theme=None, key="gap-map", config=dict(theme.CHART_CONFIG), alt=alt)
    st.html(_key(look, squares=len(shapes) > coarse.MOST))
    if len(shapes) > coarse.MOST:
        parts.note(say("There are too many areas to draw each one. A square shows that partners "
                       "differ on an area in it, else that an area in it is in the tenth for "
                       "all."))  # fmt: skip
    else:
        parts.note(say("Numbers on the map are those of the list."))
    share.under("gap-map", lambda: partner_views.as_table(seen, calls), finding)


def _fills(look: theme.Mode) -> dict[Common, str | Dots]:
    """Return how each class is drawn; what is no data is hatched, as everywhere."""
    need = theme.scale("need", look)
    differ = Dots(theme.colour("bg", look), need[4])
    return {Common.IN: need[4], Common.DIFFER: differ, Common.OUT: need[0]}


def _colours(look: theme.Mode) -> dict[Common, str]:
    """Return the colours of squares, which are too small for dots."""
    need = theme.scale("need", look)
    return {Common.IN: need[4], Common.DIFFER: need[2], Common.OUT: need[0]}


def _key(look: theme.Mode, *, squares: bool) -> str:
    fills: Mapping[Common, str | Dots] = _colours(look) if squares else _fills(look)
    item = "display:inline-flex;align-items:center;gap:.4rem"
    edge = "border:1px solid var(--sp-control)"
    items = "".join(
        f'<span style="{item}"><i style="background:{_css(fills[common])};{edge}"></i>'
        f"{safe_html(name)}</span>"
        for common, name in in_words.common_names().items() if common in fills
    )  # fmt: skip
    return (
        f'<div class="sp-ramp" style="column-gap:1.2rem">{items}<span style="{item}">'
        f'<i class="sp-nodata" style="margin:0"></i>{safe_html(say("No data"))}</span></div>'
    )


def _css(fill: str | Dots) -> str:
    return chart.dots_css(fill) if isinstance(fill, Dots) else fill


def _by_partner(seen: PartnerViews, calls: dict[str, str]) -> None:
    rows = seen.by_partner()
    parts.heading(
        say("What each partner's weights would change"),
        say("Beside the tenth with the largest gaps by the shared weights."),
    )

    def named(keys: tuple[str, ...]) -> str:
        return in_words.some([calls.get(key, key) for key in keys]) if keys else say("None")

    plain_table.draw(
        [say("Partner"), say("The same"), say("Would come in"), say("Would leave")],
        [
            (name, _of(same, places), named(come), named(leave))
            for name, places, same, come, leave in rows[
                ["name", "places", "same", "come", "leave"]
            ].to_numpy(object).tolist()
        ],
        say("What each partner's weights would change"),
    )  # fmt: skip
    why = in_words.why_not_alike(seen)
    if why:
        parts.note(why)


def _of(n: int, total: int) -> str:
    """Return "13 of 14", never cut at the end of a line."""
    return say("{n} of {total}", n=n, total=total).replace(" ", "\u00a0")


def _table(chosen: Chosen, seen: PartnerViews, calls: dict[str, str]) -> None:
    every = partner_views.as_table(seen, calls)
    rows = every
    if len(every) > coarse.MOST:
        rows = every[every["common"].isin([Common.IN.value, Common.DIFFER.value])]
    names = {common.value: name for common, name in in_words.common_names().items()}
    shown = {
        say("Area"): rows["name"],
        say("Gap, 0 to 100"): 100 * rows["gap"],
        say("How it stands"): rows["common"].map(names),
        say("By the shared weights"): rows["shared_in"].map(_yes),
        say("In the tenth for"): rows["in_for"],
        say("Not for"): rows["not_in_for"],
    }
    counted = story.counted(len(rows), chosen.level)
    label = say("Show {areas} as a table", areas=counted)
    if len(rows) == len(every):
        label = say("Show all {areas} as a table", areas=counted)
    with st.expander(label):
        st.dataframe(
            shown, hide_index=True, row_height=38, placeholder=say("No data"),
            column_config={
                say("Gap, 0 to 100"): st.column_config.NumberColumn(format="%.0f"),
            },
            alt=say("Who has which areas in the tenth with the largest gaps"),
        )  # fmt: skip
        if len(rows) < len(every):
            parts.note(say("Areas that are in the tenth for nobody are only in the file."))
    st.download_button(
        say("Download the table"), in_this_language(lambda: csv_bytes(every)),
        "where-partners-differ.csv", "text/csv", icon=":material/download:", on_click="ignore",
    )  # fmt: skip


def _method(seen: PartnerViews) -> None:
    parts.method(
        [
            say("Each partner's points are divided by their sum. That is its weight for each "
                "outcome."),
            say("By these weights each area gets its total gap, and the tenth with the largest "
                "gaps is marked: for each partner the same rule as on every page."),
            say("Partners agree on an area that is in that tenth for all of them, or for none. "
                "Residents' points are not in it."),
        ],
        say("The points of {n} partners behind the vision in use", n=len(seen.voices)),
    )  # fmt: skip


def _in_python(work: Workspace, chosen: Chosen, *, grouped: bool) -> None:
    """Offer the lines that give the same in Python."""
    if not work.role.may(Role.OFFICER):  # to others a study is of what everyone may see
        return
    with st.popover(say("The same in Python"), icon=":material/code:"):
        counting = chosen.found.counting
        st.code(study_words.differ_lines(work.place, counting, grouped=grouped), language="python")
