"""A vision to be read: what was agreed, what each part counts for, and what serves it."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from components import parts, plain_table
from components.parts import safe_html
from components.vision.draft import points_of, walk_in_words
from components.vision.serves import Backing, backings, idle_kinds, kind_name, listed
from sharedground import workflow
from sharedground.model.outcome import SUGGESTIONS, Outcome
from sharedground.model.place import Place
from sharedground.model.rounds import Round
from sharedground.model.vision import Vision
from sharedground.views import View
from sharedground.vision_words import goal_in_words, status
from sharedground.words import say, say_many


def head(vision: Vision, place: Place) -> None:
    """Draw the title, the statement, whose vision it is, its version and date."""
    people = say("For everyone who lives or works in {place}.", place=place.name)
    small = f"<p>{safe_html(people)}</p><p><b>{safe_html(status(vision))}</b></p>"
    if vision.in_the_room:
        room = say("In the room: {names}.", names=listed(list(vision.in_the_room)))
        small += f"<p>{safe_html(room)}</p>"
    said = f"<blockquote>{safe_html(vision.statement)}</blockquote>" if vision.statement else ""
    title = f'<h2 class="sp-h2">{safe_html(vision.title)}</h2>'
    st.html(f'<div class="sp-vision">{title}{said}{small}</div>')


def weights(vision: Vision, view: View) -> None:
    """Draw what each outcome counts for as bars, heaviest said in the heading, with its goal."""
    parts.heading(heaviest(vision), shared_by(vision, view.holdings.rounds))
    st.html(weights_html(vision, view.holdings.indicators))


def shared_by(vision: Vision, asked: Sequence[Round]) -> str:
    """Return between what the points are shared, and in which round where they came from one."""
    title = next((one.title for one in asked if one.round_id == vision.weights_from), "")
    if title:
        return say("Out of 100 points, as they were shared in the round “{title}”.", title=title)
    return say("Out of 100 points, shared between all outcomes.")


def heaviest(vision: Vision) -> str:
    """Return the finding: which outcome counts most."""
    shares = [round(outcome.weight, 4) for outcome in vision.outcomes]
    if not any(shares):
        return say("No points are shared yet")
    first = [o.name for o, share in zip(vision.outcomes, shares, strict=True)
             if share == max(shares)]  # fmt: skip
    if len(first) == len(shares) > 1:
        return say("All {n} outcomes count the same", n=len(shares))
    if len(first) > 1:
        return say("{names} count most", names=listed(first))
    return say("{name} counts most", name=first[0])


def weights_html(vision: Vision, indicators: pd.DataFrame) -> str:
    """Return the HTML of the bars: the longest is the heaviest, and all start at 0."""
    longest = max((outcome.weight for outcome in vision.outcomes), default=0) or 1
    items = "".join(
        f"<li><b>{safe_html(outcome.name)}</b>"
        f'<span class="sp-bar"><i style="width:{100 * outcome.weight / longest:.1f}%"></i></span>'
        f'<span class="sp-points">{safe_html(_points(outcome.weight))}</span>'
        f"<small>{safe_html(outcome.why)}</small>{_goal(outcome, indicators)}</li>"
        for outcome in vision.outcomes
    )
    return f'<ol class="sp-weights">{items}</ol>'


def _goal(outcome: Outcome, indicators: pd.DataFrame) -> str:
    """Return the HTML of what people want to see by when; "" where they have set no goal."""
    if outcome.goal is None:
        return ""
    measure = workflow.measure_name(indicators, outcome.goal.indicator)
    told = say("Goal: {goal}", goal=goal_in_words(outcome.goal, measure))
    return f'<small class="sp-goal">{safe_html(told)}</small>'


def _points(weight: float) -> str:
    """Return a weight as points of 100, to one decimal where it is not whole."""
    points = round(100 * weight, 1)
    if points.is_integer():
        return say_many("{n} point", "{n} points", int(points))
    return say("{points} points", points=points)


def what_serves_what(vision: Vision, view: View) -> None:
    """Draw what serves each outcome, strengths first, then what is missing, then the table."""
    found = backings(vision, view)
    parts.heading(serves_finding(found))
    strengths = strengths_in_words(found)
    if strengths:
        parts.strong(say("What is strong here"), strengths)
    missing = missing_in_words(found, idle_kinds(vision, view))
    if missing:
        parts.heading(say("What to look at"), level=3)
        st.html("<ul>" + "".join(f"<li>{safe_html(line)}</li>" for line in missing) + "</ul>")
    plain_table.draw(
        [say("Outcome"), say("Places listed"), say("What serves it"), say("How need shows"),
         say("How far people go")],
        [_serving_row(item) for item in found],
        say("What serves each outcome"),
    )  # fmt: skip
    parts.note(say("Counts are of the places listed. Places nobody has listed are not counted."))
    if any(item.unplaced for item in found):
        parts.note(say("Strengths and gaps leaves out places without a location: nobody can say "
                       "who reaches them."))  # fmt: skip


def other_lists(vision: Vision) -> None:
    """Draw to what in the lists of others those of our ten outcomes are nearest that are in it."""
    known = {item.code: item for item in SUGGESTIONS}
    rows = [
        [one.name, say(known[one.code].ons_domain),
         say(known[one.code].npf) if known[one.code].npf else say("none"),
         known[one.code].sdg.replace(";", ",")]
        for one in vision.outcomes if one.code in known
    ]  # fmt: skip
    if not rows:
        return
    title = say("How they compare with national and global lists")
    with st.expander(title):
        plain_table.draw(
            [say("Outcome"), say("ONS well-being"), say("Scotland's framework"), say("UN goals")],
            rows, title,
        )  # fmt: skip
        parts.note(
            say("What each of our suggested outcomes is nearest to: domains of the ONS measures "
                "of national well-being, outcomes of Scotland's National Performance Framework, "
                "and numbers of the Sustainable Development Goals.")
        )  # fmt: skip


def serves_finding(found: list[Backing]) -> str:
    """Return how many outcomes have places that serve them."""
    served = sum(item.places > 0 for item in found)
    if served == len(found):
        return say("Every outcome has places that serve it")
    return say("{served} of {all} outcomes have places that serve them",
               served=served, all=len(found))  # fmt: skip


def strengths_in_words(found: list[Backing]) -> list[str]:
    """Return two sentences on the outcomes that most places serve."""
    best = sorted((item for item in found if item.places), key=lambda item: -item.places)[:2]
    return [
        say("{places} places serve {outcome}: {kinds}.", places=item.places,
            outcome=item.outcome.name, kinds=_kinds_in_words(item, most=3))
        for item in best
    ]  # fmt: skip


def missing_in_words(found: list[Backing], idle: list[tuple[str, int]]) -> list[str]:
    """Return what nothing serves, what has no figure of need, and what serves nothing."""
    lines = []
    unserved = [item.outcome.name for item in found if not item.places]
    if unserved:
        lines.append(say("Nothing listed here serves {names}.", names=listed(unserved)))
    unseen = [item.outcome.name for item in found if not item.usable]
    if unseen:
        lines.append(
            say("No figure shows who needs {names}. It counts as no data.", names=listed(unseen))
        )
    if idle:
        kinds = [say("{kind} ({n})", kind=kind_name(code), n=n) for code, n in idle]
        lines.append(say("These kinds of place serve no outcome: {kinds}.", kinds=listed(kinds)))
    return lines


def _serving_row(item: Backing) -> list[object]:
    return [
        item.outcome.name,
        _places(item),
        _all_kinds_in_words(item) or say("No kind of place is linked yet"),
        "; ".join(item.signs) or say("No data"),
        walk_in_words(item.outcome.reach_m),
    ]


def _places(item: Backing) -> object:
    if not item.unplaced:
        return item.places
    return say("{n}, of which {lost} without a location", n=item.places, lost=item.unplaced)


def _kinds_in_words(item: Backing, most: int = 99) -> str:
    return ", ".join(
        say("{kind} ({n})", kind=kind_name(code), n=n) for code, n in item.kinds[:most] if n
    )


def _all_kinds_in_words(item: Backing) -> str:
    none = [kind_name(code) for code, n in item.kinds if not n]
    missing = say("None listed yet: {kinds}.", kinds=", ".join(none)) if none else ""
    present = _kinds_in_words(item)
    return " ".join(text for text in (f"{present}." if present else "", missing) if text)


def compared(vision: Vision) -> None:
    """Draw a vision short enough to stand beside another one."""
    st.html(
        f'<div class="sp-vision"><p><b>{safe_html(vision.title)}</b></p>'
        f"<p>{safe_html(vision.statement)}</p></div>"
    )
    points = points_of([outcome.weight for outcome in vision.outcomes])
    rows = [[o.name, p] for o, p in zip(vision.outcomes, points, strict=True)]
    plain_table.draw([say("Outcome"), say("Points")], rows, vision.title, stack=False)
