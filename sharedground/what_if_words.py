"""What would one more close? The answers in sentences and tables, for pages, files and scripts."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sharedground.analysis import hours, walking
from sharedground.analysis.standing import Verdict
from sharedground.model.category import BY_CODE
from sharedground.model.scenario import Closing, Longer, Opening, Scenario
from sharedground.scenarios import Effect
from sharedground.views import View
from sharedground.what_if import Hours, Sites
from sharedground.words import decimal, say, say_many, significant

_FEW: Final = 0.05


def minutes(reach_m: float) -> int:
    """Return a reach in whole minutes on foot."""
    return max(1, round(reach_m / walking.PACE))


def about(people: float) -> int:
    """Return people as a sentence tells them: to the hundred from 1,000 on."""
    return int(round(people, -2)) if people >= 1_000 else round(people)


def kind_name(code: str) -> str:
    """Return what a kind of place is called."""
    return say(BY_CODE[code].name)


def sites_sentence(found: Sites) -> str:
    """Return what new places would bring."""
    if found.table.empty:
        return _nothing(found)
    return say_many(
        "{kind}: {n} new place would bring about {people} more people within {minutes} minutes’ "
        "walk of one.",
        "{kind}: {n} new places would bring about {people} more people within {minutes} minutes’ "
        "walk of one.",
        len(found.table), kind=kind_name(found.ask.category), people=about(found.gained),
        minutes=minutes(found.reach_m),
    )  # fmt: skip


def _nothing(found: Sites) -> str:
    if found.had >= found.people:
        return say("{kind}: everyone who is counted has one within {minutes} minutes’ walk "
                   "already.", kind=kind_name(found.ask.category),
                   minutes=minutes(found.reach_m))  # fmt: skip
    return say("{kind}: none of these spots would bring anybody new within {minutes} minutes’ "
               "walk.", kind=kind_name(found.ask.category),
               minutes=minutes(found.reach_m))  # fmt: skip


def certificate_sentence(found: Sites) -> str:
    """Return how good the choice is; "" where nothing was chosen."""
    n = len(found.table)
    if not n:
        return ""
    if found.certificate.exact:
        return say_many("No other spot would do more.", "No other choice of {n} would do more.", n)
    return say("This is at least {percent} % of the best possible.",
               percent=found.certificate.percent)  # fmt: skip


def sites_notes(found: Sites) -> list[str]:
    """Return what else is to be known of a choice of new places."""
    told = [
        say("Today {had} of {people} people have one within {minutes} minutes’ walk.",
            had=round(found.had), people=round(found.people), minutes=minutes(found.reach_m)),
        say_many("It was chosen from {n} spot.", "They were chosen from {n} spots.",
                 found.candidates),
        say("An area counts as in reach when its middle is."),
    ]  # fmt: skip
    if 0 < len(found.table) < found.ask.sites:
        told.insert(0, say_many("{n} place is enough: one more would reach nobody new.",
                                "{n} places are enough: one more would reach nobody new.",
                                len(found.table)))  # fmt: skip
    if found.ask.by_need:
        told.append(say("People were weighed by the need where they live."))
    elif found.gained and found.effect.most_need < _FEW * found.gained:
        told.append(say("Few of the people who would gain live where need is most. Weighing people "
                        "by need would put those first."))  # fmt: skip
    if found.unknown:
        told.append(
            say_many("{n} area is not counted, because too little is known of it.",
                     "{n} areas are not counted, because too little is known of them.",
                     found.unknown)
        )  # fmt: skip
    return told


def gap_sentence(effect: Effect) -> str:
    """Return what becomes of the place's mean gap."""
    if np.isnan(effect.mean_before):
        return say("There is no figure of need to work out a gap with.")
    if abs(effect.mean_after - effect.mean_before) < 5e-7:
        if not _counts(effect):
            return say("The gap does not change: no outcome of the vision counts this kind of "
                       "place.")  # fmt: skip
        return say("The gap does not change: who has it in reach has enough of it already, or "
                   "there is no data.")  # fmt: skip
    if round(effect.mean_after, 4) == round(effect.mean_before, 4):
        return say("The mean gap, {before} of 100, would hardly change.",
                   before=gap(effect.mean_before))  # fmt: skip
    places = 2 if round(effect.mean_after, 3) == round(effect.mean_before, 3) else 1
    before, after = gap(effect.mean_before, places), gap(effect.mean_after, places)
    return say("The mean gap would go from {before} to {after} of 100.", before=before, after=after)


def _counts(effect: Effect) -> bool:
    """Say whether an outcome counts a kind of place that the scenario changes."""
    assets = effect.before.assets
    touched = assets["asset_id"].isin(effect.scenario.touched)
    kinds = {one.category for one in effect.scenario.openings} | set(assets["category"][touched])
    return any(
        serving.category in kinds and serving.strength
        for outcome in effect.before.vision.outcomes
        for serving in outcome.served_by
    )


def gap(value: float, places: int = 1) -> str:
    """Return a gap of 0 to 1 as 0 to 100."""
    return say("No data") if np.isnan(value) else decimal(100 * value, places)


def turned_sentence(effect: Effect) -> str:
    """Return how many areas would stand otherwise."""
    before = effect.areas["verdict_before"] == Verdict.FIRST
    after = effect.areas["verdict_after"] == Verdict.FIRST
    gone, come = int((before & ~after).sum()), int((after & ~before).sum())
    told = []
    if gone:
        told.append(say_many("{n} area would no longer need more first.",
                             "{n} areas would no longer need more first.", gone))  # fmt: skip
    if come:
        told.append(say_many("{n} more area may need more first.",
                             "{n} more areas may need more first.", come))  # fmt: skip
    return " ".join(told) or say("The same areas may need more first.")


def tenth_name(tenth: int) -> str:
    """Return what a tenth of the people by need is called, 1 for the one with most need."""
    if tenth == 1:
        return say("Most need")
    return say("Least need") if tenth == 10 else decimal(tenth)


def tenths_sentence(effect: Effect) -> str:
    """Return how many of those newly in reach live where there is most need; "" if that is none."""
    if not effect.gained:
        return ""
    share = 100 * effect.most_need / effect.gained
    if share < 0.5:
        return say("Nearly none of them live in the tenth of people with most need.")
    return say("About {people} of them ({share} %) live in the tenth of people with most need.",
               people=about(effect.most_need), share=decimal(share))  # fmt: skip


def reach_sentence(effect: Effect) -> str:
    """Return who comes into reach and who would have none left."""
    told = []
    if effect.gained:
        told.append(say("About {people} people more would have one within reach.",
                        people=about(effect.gained)))  # fmt: skip
    if effect.lost:
        told.append(say("About {people} people would have none left within reach.",
                        people=about(effect.lost)))  # fmt: skip
    return " ".join(told) or say("Everyone keeps what is within reach.")


def closure_sentence(row: Mapping[Hashable, Any]) -> str:
    """Return what a closure would take away: a row of `what_if.closures`."""
    told = say("{name}: {people} people would have none of its kind left within {minutes} minutes’ "
               "walk.", name=row["name"], people=round(row["left"]),
               minutes=minutes(row["reach_m"]))  # fmt: skip
    if row["rise"] < 5e-5:
        return told
    return f"{told} " + say("The mean gap would rise by {rise} of 100.",
                            rise=decimal(100 * row["rise"], 2))  # fmt: skip


def hours_sentence(now: Hours, evenings: int) -> str:
    """Return what so many evenings more are worth, and where the hours come from."""
    extra = evenings * hours.EVENING
    first = (
        say("Its opening times add up to {hours} hours a week.", hours=significant(now.hours))
        if now.stated
        else say("Its opening times cannot be read, so we take {hours} hours a week.",
                 hours=significant(now.hours))
    )  # fmt: skip
    second = say_many(
        "{n} evening more is {extra} hours: it would offer {times} times as much.",
        "{n} evenings more are {extra} hours: it would offer {times} times as much.",
        evenings, extra=decimal(extra), times=decimal(hours.times(now.hours, extra), 2),
    )  # fmt: skip
    return f"{first} {second}"


def actions(view: View, scenario: Scenario) -> list[str]:
    """Return what a scenario changes, a line each."""
    names = view.assets.drop_duplicates("asset_id").set_index("asset_id")["name"]
    return [_action(action, names) for action in scenario.actions]


def _action(action: Opening | Closing | Longer, names: pd.Series) -> str:
    if isinstance(action, Opening):
        kind = say(BY_CODE[action.category].one)
        return say("New {kind}: {name}", kind=kind, name=action.name or _where(action))
    name = names.get(action.asset_id, say("a place that is not on your map"))
    if isinstance(action, Closing):
        return say("Closes: {name}", name=name)
    return say("Opens {extra} hours a week longer: {name}", extra=decimal(action.extra),
               name=name)  # fmt: skip


def _where(action: Opening) -> str:
    return f"{action.lat:.5f}, {action.lon:.5f}"


def unknown_sentence(effect: Effect) -> str:
    """Return how many places of a scenario are not here; "" when all are."""
    if not effect.unknown:
        return ""
    return say_many("{n} place of it is not on the map any more, and is left out.",
                    "{n} places of it are not on the map any more, and are left out.",
                    len(effect.unknown))  # fmt: skip


def side_by_side(effects: Iterable[Effect]) -> pd.DataFrame:
    """Return one row per scenario for files and scripts; the columns are a promise.

    `mean_gap_*` is 0 to 1, `people_most_need` counts those newly in reach in the tenth of people
    with most need, `places_missing` what the scenario changes and is not here any more.
    """
    rows = [
        (one.scenario.name, one.scenario.note, len(one.scenario.actions), round(one.gained),
         round(one.lost), one.mean_before, one.mean_after, one.first_before, one.first_after,
         round(one.most_need), len(one.unknown))
        for one in effects
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(_SIDE_BY_SIDE))


_SIDE_BY_SIDE: Final = (
    "scenario", "note", "changes", "people_gained", "people_lost", "mean_gap_before",
    "mean_gap_after", "areas_first_before", "areas_first_after", "people_most_need",
    "places_missing",
)  # fmt: skip


def by_area(effect: Effect) -> pd.DataFrame:
    """Return one row per area for files and scripts; the columns are a promise."""
    areas = effect.areas
    return areas.assign(
        newly_in_reach=_yes_or_no(areas["gains"], areas["known"]),
        none_left=_yes_or_no(areas["loses"], areas["known"]),
        verdict_before=areas["verdict_before"].astype(str),
        verdict_after=areas["verdict_after"].astype(str),
    )[list(_BY_AREA)]


def _yes_or_no(values: pd.Series, known: pd.Series) -> NDArray[np.object_]:
    return np.where(known, np.where(values, "yes", "no"), "").astype(object)


_BY_AREA: Final = (
    "area_code", "area_name", "people", "need", "gap_before", "gap_after", "verdict_before",
    "verdict_after", "newly_in_reach", "none_left",
)  # fmt: skip


def as_data(effect: Effect) -> dict[str, Any]:
    """Return an effect as plain values for JSON; names are a promise."""
    changed = effect.areas["gains"] | effect.areas["loses"]
    return _record(side_by_side([effect]).iloc[0]) | {
        "actions": [one.model_dump(mode="json") for one in effect.scenario.actions],
        "tenths": [round(people) for people in effect.tenths["counted"]],
        "areas": [_record(area) for _, area in by_area(effect)[changed].iterrows()],
    }


def sites_data(found: Sites) -> dict[str, Any]:
    """Return new places as plain values for JSON; names are a promise."""
    return {
        "kind": found.ask.category,
        "reach_m": found.reach_m,
        "minutes": minutes(found.reach_m),
        "sites": [_record(row) for _, row in found.table.iterrows()],
        "people_gained": round(found.gained),
        "people_had": round(found.had),
        "people": round(found.people),
        "at_least_percent_of_best": found.certificate.percent,
        "best_possible": found.certificate.exact,
        "candidates": found.candidates,
        "effect": as_data(found.effect),
    }


def _record(row: pd.Series) -> dict[str, Any]:
    return {str(name): _plain(value) for name, value in row.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, float | np.floating):
        return None if np.isnan(value) else float(value)
    return int(value) if isinstance(value, np.integer) else value
