"""What to say of strengths and gaps while something they need is not loaded yet."""

from __future__ import annotations

import pandas as pd

from components import parts, weighed
from components.gaps.controls import Chosen
from components.session import Workspace
from sharedground.analysis.standing import Verdict
from sharedground.area_offers import lacks_people, people_elsewhere
from sharedground.words import say


def ready(work: Workspace) -> bool:
    """Say what is missing and what to do next; True when there is enough to show."""
    holdings = work.view.holdings
    add = [("add-data", say("Add data"))]
    if holdings.areas.empty:
        parts.empty_state(
            say("No areas yet"),
            say("Strengths and gaps are found area by area. Add the outlines of your areas first."),
            add,
        )
    elif not work.vision.outcomes:
        parts.empty_state(
            say("No outcomes yet"),
            say("Strengths and gaps compare places with what you want here. Write that first."),
            [("vision", say("Write our vision"))],
        )
    elif elsewhere := people_elsewhere(holdings):
        parts.empty_state(
            say("The numbers of people are for other areas"),
            say("They are for {old}, and the sums are for {new}. An officer can add them up for "
                "{new}.", old=elsewhere.old.name, new=elsewhere.new.name),
            [("about-data", say("Add them up on About the data"))],
        )  # fmt: skip
    elif lacks_people(holdings):
        parts.empty_state(
            say("No numbers of people yet"),
            say("Ten places mean something else for 1,000 people than for 10,000. Add how many "
                "people live in each area."),
            add,
        )  # fmt: skip
    elif not work.view.located[["lon", "lat"]].notna().all(axis=1).any():
        parts.empty_state(
            say("No places on the map yet"),
            say("Nobody has listed a place or group with a location. Add a list, or the "
                "postcodes that place it."),
            add,
        )  # fmt: skip
    else:
        weighed.draw(work)
        return True
    return False


def any_need(chosen: Chosen) -> bool:
    """Say why no area can be compared; True when at least one can."""
    if (chosen.rows["verdict"] != Verdict.NO_DATA).any():
        return True
    facts = chosen.found.outcomes
    if chosen.name:
        facts = facts[facts["code"] == chosen.outcome]
    no_need(facts)
    return False


def no_need(facts: pd.DataFrame) -> None:
    """Say why no area can be compared.

    Parameters
    ----------
    facts
        Rows of `Assessment.outcomes`.
    """
    reasons = dict.fromkeys(reason for several in facts["reasons"] for reason in several)
    parts.empty_state(
        say("No data on need yet"),
        " ".join((say("So no area can be compared. This does not mean zero."), *reasons)),
        [("vision", say("Choose figures on Our vision")), ("add-data", say("Add data"))],
    )
