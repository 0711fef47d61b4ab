"""What a reader chose to see of strengths and gaps: an outcome, a level, and weights to try."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st
from shapely.geometry.base import BaseGeometry

from components import cached, coded, counted, menu, place_sketch, session
from components.check.words import length
from components.frame import plain_markdown
from components.gaps import whose as whose_weights
from components.gaps.whose import EVERYONE, Whose
from components.parts import note
from components.session import Workspace
from sharedground.analysis import story
from sharedground.analysis.assessment import ALL, Assessment
from sharedground.analysis.by_kind import vision_of_kinds
from sharedground.analysis.freshness import FRESH_MONTHS
from sharedground.analysis.standing import standing
from sharedground.model.outcome import Outcome
from sharedground.partner_views import as_partner
from sharedground.surroundings import groups_of
from sharedground.words import decimal, say, say_many

_GROUPS = "groups"
_KINDS = "kinds"


@dataclass(frozen=True, eq=False)
class Chosen:
    """One reading of an assessment.

    Parameters
    ----------
    found
        With the weights in use: the vision's own, or those being tried.
    outcome
        Code of an outcome, or `ALL`.
    name
        The outcome's name, "" for all together.
    level
        Of `rows`, for `story.counted`.
    rows
        How each area, or each group, stands (`standing`).
    small
        The same for the areas themselves.
    labels
        What each row is called.
    tried
        True while other weights are tried out.
    groups
        The group of each area, shape (areas,).
    whose
        Through whose eyes it is seen.
    """

    found: Assessment
    outcome: str
    name: str
    level: str
    rows: pd.DataFrame
    small: pd.DataFrame
    labels: tuple[str, ...]
    tried: bool
    groups: pd.Series
    whose: Whose = EVERYONE


def choose(work: Workspace) -> Chosen:
    """Draw the choices above the charts and return what was chosen."""
    labels = cached.area_labels(work.view)
    with st.container(key="filters"):
        first = st.container(horizontal=True, vertical_alignment="bottom")
        with first:
            by_kind = _by_kind()
            grouped = level(labels)
            counting = counted.choose(work)
        vision = vision_of_kinds(work.vision) if by_kind else work.vision
        outcome = _kind(vision.outcomes) if by_kind else _outcome(vision.outcomes)
        found, tried, whose = cached.assessment(work.view, vision, counting), False, EVERYONE
        if outcome == ALL and not by_kind:
            with first:
                whose = whose_weights.choose(work)
                if whose.shared:
                    found, tried = _weights(found)
                elif whose.voice is not None:
                    found = as_partner(found, whose.voice)
    whose_weights.said(work, whose)
    counted.said(work, counting)
    if counting.fresh_months:
        _without_stale(work, labels, outcome, found, grouped=grouped)
    if tried:
        note(say("This page shows what would change. Nothing is saved, and a reload ends it."),
             say("You are trying other weights."))  # fmt: skip
    return reading(found, outcome, labels, grouped=grouped, tried=tried, whose=whose)


def reading(
    found: Assessment, outcome: str, labels: pd.DataFrame, *, grouped: bool, tried: bool = False,
    whose: Whose = EVERYONE,
) -> Chosen:  # fmt: skip
    """Return what one choice shows.

    Parameters
    ----------
    labels
        `surroundings.area_labels` of the place.
    grouped
        By the wards or neighbourhoods of `labels`; areas outside of any stand alone.
    """
    small = standing(found, outcome)
    rows = small
    calls = tuple(labels["label"])
    if grouped:
        rows = standing(found, outcome, groups_of(labels))
        calls = tuple(rows["key"])
    of_groups = str(labels["level"].iloc[0])
    name = "" if outcome == ALL else found.vision.outcomes[found.position(outcome)].name
    shown = of_groups if grouped else (story.SMALL if of_groups else "")
    return Chosen(found, outcome, name, shown, rows, small, calls, tried, groups_of(labels), whose)


def outlines(work: Workspace, chosen: Chosen) -> list[BaseGeometry]:
    """Return the outline of each row on the drawing."""
    grouped = len(chosen.rows) != len(chosen.small)
    return outlines_of(work, chosen.rows["key"].tolist(), grouped=grouped)


def outlines_of(work: Workspace, keys: Sequence[str], *, grouped: bool) -> list[BaseGeometry]:
    """Return the outlines of all areas, or of the groups with these names."""
    drawn = place_sketch.sketch(work.view)
    if not grouped:
        return list(drawn.shapes)
    by_area = dict(zip(cached.area_labels(work.view)["label"], drawn.shapes, strict=True))
    return [drawn.groups.get(key, by_area.get(key)) for key in keys]


def _without_stale(
    work: Workspace, labels: pd.DataFrame, outcome: str, fresh: Assessment, *, grouped: bool
) -> None:
    """Say what changes when places that nobody checked for long are left out."""
    stale, total = len(cached.stale_ids(work.view, FRESH_MONTHS)), len(work.view.assets)
    counting = fresh.counting.model_copy(update={"fresh_months": 0})
    every = cached.assessment(work.view, fresh.vision, counting)
    before = reading(every, outcome, labels, grouped=grouped)
    after = reading(fresh, outcome, labels, grouped=grouped)
    note(
        say_many("{n} of {total} places was last checked over {length} ago and is left out here.",
                 "{n} of {total} places were last checked over {length} ago and are left out here.",
                 stale, total=decimal(total), length=length(FRESH_MONTHS))
        + " " + story.moved_sentence(before.rows, after.rows, before.labels)
        + " " + story.rank_sentence(before.rows, after.rows, before.labels),
        say("Without them:"),
    )  # fmt: skip
    menu.link("check", say("Check these places"))


def _by_kind() -> bool:
    """Ask whether to go through the outcomes, or through the kinds of place that serve them."""
    names = {"outcomes": say("Outcomes"), _KINDS: say("Kinds of place")}
    return coded.segments(say("Look at"), names, "by") == _KINDS


def _kind(kinds: Sequence[Outcome]) -> str:
    names = {ALL: say("All kinds that serve the vision")}
    names |= {kind.code: kind.name for kind in sorted(kinds, key=lambda k: k.name)}
    return coded.select(say("Kind of place"), names, "kind", width=380)


def _outcome(outcomes: Sequence[Outcome]) -> str:
    names = {ALL: say("All outcomes")} | {o.code: plain_markdown(o.name) for o in outcomes}
    session.check_bound("outcome", {name: name for name in names.values()})
    picked = st.pills(
        say("Outcome"), list(names), default=ALL, required=True, format_func=lambda c: names[c],
        key="outcome", bind="query-params", wrap=True,
    )  # fmt: skip
    return str(picked or ALL)


def level(labels: pd.DataFrame) -> bool:
    """Ask whether to show groups; False where no lookup names any."""
    groups = set(labels["group"]) - {""}
    if len(groups) < 2:
        return False
    names = {
        _GROUPS: story.level_name(str(labels["level"].iloc[0])),
        story.SMALL: story.level_name(story.SMALL),
    }
    picked = coded.segments(say("Show"), names, "level")
    return picked != story.SMALL


def _weights(found: Assessment) -> tuple[Assessment, bool]:
    """Let a reader try other weights, which rank at once and are never saved."""
    own = [round(100 * weight) for weight in found.weights]
    epoch = session.epoch("weights")
    with st.popover(say("Try other weights"), icon=":material/tune:"):
        note(say("See what changes if one outcome counts more. Nothing is saved. To change the "
                 "vision for everyone, go to Our vision."))  # fmt: skip
        given = [
            st.slider(plain_markdown(o.name), 0, 100, share, key=f"try-{epoch}-{o.code}-{share}")
            for o, share in zip(found.vision.outcomes, own, strict=True)
        ]
        if sum(given) == 0:
            note(say("Give at least one outcome more than 0."))
        if st.button(say("Back to the vision's weights")):
            session.renew("weights")
            st.rerun()
        menu.link("vision", say("Go to Our vision"))
    if given == own or sum(given) == 0:
        return found, False
    return found.with_weights(given), True
