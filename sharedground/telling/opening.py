"""The first steps of a story: where we are, what we want, and where partners agree."""

from __future__ import annotations

import numpy as np

from sharedground import agreement_words
from sharedground.agreement_words import Agreement
from sharedground.figures.exhibits import Bar, Bars, Exhibit, Facts, Step, Words
from sharedground.figures.step_map import Asked, map_of
from sharedground.model.outcome import Outcome
from sharedground.model.rounds import Naming, Round, RoundKind
from sharedground.telling.facts import facts, has_vision
from sharedground.telling.registry import step
from sharedground.telling.town import MOST_AREAS, Town, at_most
from sharedground.vision_words import goal_in_words, standing
from sharedground.words import decimal, later, say, say_many
from sharedground.workflow import measure_name

MOST_OUTCOMES = 10
ALIKE = 0.0005
"""Weights that are less apart than this, of 1, count alike."""


@step("where", later("Where we are"), 10)
def where(town: Town) -> Step | None:
    """Return where the place is, what is known of it, and who takes part."""
    if not len(town.view.assets) and not len(town.view.areas):
        return None
    told = facts(town.view, town.vision, town.labels)
    shown: list[Exhibit] = []
    if len(town.view.areas) > 0 and (town.found is None or len(town.rows) <= MOST_AREAS):
        shown.append(_outline(town))
    shown.append(Facts("", (told[1], told[2], told[0], told[4])))
    names = _partners(town)
    if names:
        shown.append(Words(
            say_many("{n} partner", "{n} partners", len(names)),
            (at_most(names, 5),),
        ))  # fmt: skip
    return Step(
        code="where", title=say("{place}: the place we share", place=town.name),
        lede=town.vision.statement, exhibits=tuple(shown),
        ask=say("Who else should be in the room?"),
        notes=(say("Welcome people. Say who is in the room, and who is not."),),
        method=(say("Places are those on the lists that partners have loaded. Nobody has listed "
                    "everything."),),
        source=town.figures_source, door="map",
    )  # fmt: skip


def _partners(town: Town) -> list[str]:
    """Return the names of the partners, those who run most places first."""
    partners = town.view.holdings.partners
    runs = town.view.assets["partner_id"].value_counts()
    told = [
        (-int(runs.get(one, 0)), str(name).casefold(), str(name))
        for one, name in zip(partners["partner_id"], partners["name"], strict=True)
    ]
    return [name for *_, name in sorted(told)]


def _outline(town: Town) -> Exhibit:
    told = say("Map of {place}: {areas}.", place=town.name,
               areas=at_most(town.rows["name"].tolist(), 6))  # fmt: skip
    people = town.rows["people"].to_numpy(float)
    words = [say("No data") if np.isnan(n) else say("{n} people", n=decimal(n)) for n in people]
    asked = Asked(town.rows["key"].tolist(), town.rows["name"].tolist(), words,
                  columns=(say("Area"), say("People")))  # fmt: skip
    return map_of(town.content(told), asked, town.name)


@step("vision", later("Our vision"), 20)
def vision(town: Town) -> Step | None:
    """Return what people want here, and how much each outcome counts."""
    wanted = town.vision
    weighed = any(o.weight for o in wanted.outcomes)
    if not weighed or not has_vision(town.view, wanted):
        return None
    ordered = sorted(wanted.outcomes, key=lambda o: -o.weight)
    bars = tuple(
        Bar(o.name, 100 * o.weight, agreement_words.points(100 * o.weight), code=o.code)
        for o in ordered[:MOST_OUTCOMES]
    )
    shown: list[Exhibit] = [Bars(
        say("How much each outcome counts"),
        say("Bars: {text}", text="; ".join(f"{b.name}: {b.words}" for b in bars)),
        say("Points of 100"), bars, heading=say("Outcome"),
    )]  # fmt: skip
    shown += _goals(town)
    rest = len(wanted.outcomes) - MOST_OUTCOMES
    return Step(
        code="vision",
        title=_most(ordered),
        lede=wanted.statement, exhibits=tuple(shown), ask=say("Is this still what we want?"),
        notes=(
            say("This is {version}.", version=standing(wanted)),
            *((say_many("{n} further outcome has fewer points and is in the table only.",
                        "{n} further outcomes have fewer points and are in the table only.",
                        rest),) if rest > 0 else ()),
            *(o.why for o in ordered[:3] if o.why),
        ),
        method=(say("Partners share 100 points between the outcomes. More points, more weight in "
                    "every figure."),),
        source=standing(wanted), door="vision",
    )  # fmt: skip


def _most(ordered: list[Outcome]) -> str:
    """Return which outcome counts most; several where they count alike."""
    top = [one for one in ordered if ordered[0].weight - one.weight < ALIKE]
    if len(top) == len(ordered) > 1:
        return say("Our {n} outcomes count alike", n=len(top))
    if len(top) == 1:
        return say("{outcome} counts most for us", outcome=top[0].name)
    return say("{outcomes} count most for us", outcomes=at_most([one.name for one in top], 2))


def _goals(town: Town) -> list[Exhibit]:
    lines = tuple(
        f"{o.name}. {goal_in_words(o.goal, measure_name(town.view.holdings.indicators, o.goal.indicator))}"  # noqa: E501
        for o in town.vision.outcomes if o.goal is not None
    )[:4]  # fmt: skip
    return [Words(say("Our goals"), lines)] if lines else []


def named_round(town: Town) -> Round | None:
    """Return the round of points that the weights come from, else the last that names partners."""
    points = [one for one in town.view.holdings.rounds if one.kind is RoundKind.POINTS]
    closed = [one for one in points if one.naming is Naming.NAMED and not one.is_open]
    taken = [one for one in closed if one.round_id == town.vision.weights_from]
    return next(reversed(taken or closed), None)


@step("agree", later("Where we agree"), 30)
def agree(town: Town) -> Step | None:
    """Return how far partners are apart, where a round names them."""
    asked = named_round(town)
    if asked is None:
        return None
    shares = town.points(asked)
    if len(shares.partners) < 2:
        return None
    found = Agreement(shares)
    order = found.contested.order[:MOST_OUTCOMES]
    bars = tuple(
        Bar(found.outcomes[at], 100 * float(found.weights[at]),
            agreement_words.points(100 * float(found.weights[at])))
        for at in order
    )  # fmt: skip
    dots = tuple(
        tuple((name, 100 * float(found.rows[p, at])) for p, name in enumerate(found.partners))
        for at in order
    )
    return Step(
        code="agree", title=agreement_words.finding(found),
        lede=agreement_words.under_finding(found),
        exhibits=(
            Bars(say("What each partner gives, most contested first"),
                 say("Bars: the average of {n} partners. Dots: each partner. {text}",
                     n=len(found.partners),
                     text="; ".join(f"{b.name}: {b.words}" for b in bars)),
                 say("Points of 100: bars are the average, dots are partners"), bars,
                 heading=say("Outcome"), dots=dots),
        ),
        ask=say("What would have to be true for us to agree?"),
        notes=(*agreement_words.hidden_camps(found), agreement_words.overlap_finding(found),
               *agreement_words.residents_words(found)),
        method=(say("Each partner counts once. The bar is the average of all partners."),),
        source=asked.title, door="agreement", settings={"round": asked.round_id},
    )  # fmt: skip
