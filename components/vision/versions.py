"""Every version of the vision: a list, one to look at, and two compared."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components import cached, coded, menu, parts, plain_table
from components.parts import safe_html
from components.session import Workspace
from components.vision import show
from sharedground import vision_change, vision_change_words
from sharedground.access import Role
from sharedground.model.vision import Vision
from sharedground.store import visions
from sharedground.vision_change import Compared
from sharedground.vision_words import brief
from sharedground.words import day, say, say_many


def draw(work: Workspace) -> None:
    """Draw the list, the comparison of two, and the version chosen to be read."""
    saved = work.view.holdings.visions
    if not saved:
        parts.empty_state(
            say("No version is saved yet"),
            say("What we want is a first draft made from the data. Change it together and save."),
            [("vision", say("Go to What we want"))],
        )
        return
    listing(work)
    if len(saved) > 1:
        st.space("medium")
        comparison(work)
    st.space("medium")
    one_version(work)


def listing(work: Workspace) -> None:
    """Draw all versions, newest first. Who saved each is for those who take part."""
    saved = work.view.holdings.visions
    parts.heading(say_many("One version so far", "{n} versions so far", len(saved)))
    history = visions.history_of(work.engine, work.place.place_id).set_index("version")
    people = work.role.may(Role.PARTICIPANT)
    headings = [say("Version"), say("Title"), say("Saved on"), say("Agreed"), say("Why")]
    if people:
        headings.append(say("Saved by"))
    rows = [_row(work, one, history.loc[one.version], people=people) for one in reversed(saved)]
    plain_table.draw(headings, rows, say("Versions of the vision"))


def _row(work: Workspace, one: Vision, told: pd.Series, *, people: bool) -> list[object]:
    used = one.version == work.in_use.version
    name = say("{version} (in use)", version=brief(one)) if used else brief(one)
    row: list[object] = [
        name, one.title, day(pd.Timestamp(str(told["saved_at"]))), _agreed(one),
        str(told["reason"]) or say("not stated"),
    ]  # fmt: skip
    return [*row, who(str(told["saved_by"]))] if people else row


def _agreed(one: Vision) -> str:
    if one.agreed_on is None:
        return say("not agreed")
    if not one.in_the_room:
        return day(one.agreed_on)
    return say("{date}, in the room: {names}", date=day(one.agreed_on),
               names=", ".join(one.in_the_room))  # fmt: skip


def who(saved_by: str) -> str:
    """Return a name to read; without sign-in nobody has one."""
    return say("this computer, without sign-in") if saved_by == "local" else saved_by


def comparison(work: Workspace) -> None:
    """Draw what one version changes against another: outcomes, points, and who comes first."""
    saved = list(work.view.holdings.visions)
    names = {str(one.version): brief(one) for one in saved}
    parts.heading(say("Compare two versions"))
    before, after = _usual(saved, work.in_use.version)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        one = coded.select(say("From"), _first(names, before), "from", width=280)
        other = coded.select(say("To"), _first(names, after), "to", width=280)
    if one == other:
        parts.note(say("Choose two different versions."))
        return
    known = {str(each.version): each for each in saved}
    found = vision_change.compare(
        known[one], known[other], lambda vision: cached.assessment(work.view, vision)
    )
    _outcomes(found)
    st.space("small")
    _ranking(work, found)


def _usual(saved: list[Vision], used: int) -> tuple[int, int]:
    """Return what is compared first: the one in use with the newest, else the last two."""
    newest = saved[-1].version
    return (used if used != newest else saved[-2].version), newest


def _first(names: dict[str, str], usual: int) -> dict[str, str]:
    """Return the names with one of them first, which is then the usual choice."""
    return {str(usual): names[str(usual)]} | dict(reversed(names.items()))


def _outcomes(found: Compared) -> None:
    parts.heading(vision_change_words.finding(found), level=3)
    plain_table.draw(
        [
            say("Outcome"),
            say("Points in version {n}", n=found.before.version),
            say("Points in version {n}", n=found.after.version),
            say("What changed"),
        ],
        vision_change_words.rows(found),
        say("Outcomes of both versions"),
    )


def _ranking(work: Workspace, found: Compared) -> None:
    labels = cached.area_labels(work.view)
    names = dict(zip(labels["area_code"], labels["label"], strict=True))
    parts.heading(vision_change_words.ranking_finding(found), level=3)
    lines = vision_change_words.ranking_lines(found, names)
    st.html("".join(f'<p class="sp-line">{safe_html(line)}</p>' for line in lines))
    if found.ranking is None:
        return
    st.html(_lists(found, names))
    parts.note(
        say("In these areas need most outruns what is within reach. “Same order” is 100 where all "
            "areas keep their order, and 0 where nothing is left of it.")
    )  # fmt: skip
    parts.method(
        [
            say("Gaps are worked out anew by each version, with the same lists and figures."),
            say("“Same order” is Spearman's rank correlation of the two orders, times 100."),
        ],
        say("The lists of places loaded here, and our vision"),
    )


def _lists(found: Compared, names: dict[str, str]) -> str:
    """Return the HTML of the first five areas by each version, side by side on a wide screen."""
    sides = []
    for heading, keys in vision_change_words.first_five(found):
        items = "".join(f"<li>{safe_html(names.get(key, key))}</li>" for key in keys)
        sides.append(f'<div><h4 class="sp-h3">{safe_html(heading)}</h4><ol>{items}</ol></div>')
    return f'<div class="sp-before">{"".join(sides)}</div>'


def one_version(work: Workspace) -> None:
    """Draw the version that is chosen to be read, and the ways to look with it."""
    saved = work.view.holdings.visions
    names = {str(one.version): brief(one) for one in saved}
    parts.heading(say("Read a version"))
    used = work.vision.version or saved[-1].version
    chosen = coded.select(say("Version"), _first(names, used), "read", width=280)
    vision = next(one for one in saved if str(one.version) == chosen)
    show.head(vision, work.place)
    if vision.outcomes:
        show.weights(vision, work.view)
    with st.container(horizontal=True):
        menu.link("vision", say("See what serves it, or change it"), version=chosen)
        menu.link("gaps", say("See strengths and gaps with it"), version=chosen)
