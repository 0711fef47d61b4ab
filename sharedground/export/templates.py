"""Empty sheets to fill in: with lists, help in each cell, and a sheet that says how.

Headings are those that reading knows best, so a filled sheet loads without a question. No example
row stands among the rows, where it could be loaded by mistake: examples are on the sheet that says
how to fill it in. Headings and the words of lists are those that reading knows, so they are not
translated; help is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

import pandas as pd

from sharedground.export.table import csv_bytes
from sharedground.export.workbook import Column, Sheet, workbook_bytes
from sharedground.model.category import CATEGORIES, OTHER
from sharedground.model.handed_out import FILL_IN
from sharedground.model.outcome import SUGGESTIONS, Direction
from sharedground.words import later, say

HOW: Final = later("How to fill this in")


class Template(StrEnum):
    """What a template is for."""

    ASSETS = "assets"
    PARTNERS = "partners"
    POPULATIONS = "populations"
    INDICATORS = "indicators"
    PRIORITIES = "priorities"


@dataclass(frozen=True)
class Ask:
    """One column to fill in.

    Parameters
    ----------
    needed
        Whether a row is of no use without it.
    lists
        Name of the list that the column offers: "categories", "yes" and others of `_lists`.
    """

    heading: str
    help: str
    example: str
    needed: bool = False
    lists: str = ""
    number: bool = False


_ASK: Final[dict[Template, tuple[Ask, ...]]] = {
    Template.ASSETS: (
        Ask("Name", later("What people call it."), "Elm Street Library", needed=True),
        Ask("Category", later("Choose from the list. If nothing fits, write it in your own "
                              "words."), "Library", lists="categories"),
        Ask("Organisation", later("Who runs it. As in your list of partners, if you have one."),
            "Elmbridge Council"),
        Ask("Description", later("One or two sentences for everyone to read."),
            "Books, computers and a warm room."),
        Ask("Address", later("Street and town."), "1 Elm Street, Elmbridge"),
        Ask("Postcode", later("A full postcode is enough to put it on the map."), "EX1 1AA"),
        Ask("Longitude", later("Only if you know it. Degrees, such as -2.3217."), "", number=True),
        Ask("Latitude", later("Only if you know it. Degrees, such as 53.4242."), "", number=True),
        Ask("Website", later("Begins with https://"), "https://library.example.org"),
        Ask("Email", later("Of the organisation, not of a person."), "library@example.org"),
        Ask("Phone", later("Of the organisation, not of a person."), "01632 960000"),
        Ask("Opening hours", later("Such as Mon-Fri 09:00-17:00."), "Mon-Fri 09:00-17:00"),
        Ask("Cost", later("What it costs, such as Free or £2 a session."), "Free"),
        Ask("Who can attend", later("Such as Everyone, or Adults over 60."), "Everyone"),
        Ask("Accessibility", later("Such as step-free, hearing loop, toilet."), "Step-free"),
        Ask("Capacity", later("How many people or places. A whole number."), "40", number=True),
        Ask("Status", later("Choose from the list. Empty means active."), "active",
            lists="statuses"),
        Ask("Last checked", later("The day someone last made sure, as year-month-day: "
                                  "2025-06-30."), "2025-06-30"),
        Ask("Show publicly", later("no keeps it to officers. Empty means yes."), "yes",
            lists="yes"),
    ),
    Template.PARTNERS: (
        Ask("Organisation name", later("The full name. Each organisation once."),
            "Elmbridge Trust", needed=True),
        Ask("Organisation type", later("Choose from the list, or write it in your own words."),
            "charity", lists="kinds"),
        Ask("Description", later("What it does, in one or two sentences."), "Helps with food."),
        Ask("Website", later("Begins with https://"), "https://trust.example.org"),
        Ask("Email", later("Of the organisation, not of a person."), "office@example.org"),
        Ask("Phone", later("Of the organisation, not of a person."), "01632 960001"),
        Ask("Charity number", later("If it has one."), "1234567"),
        Ask("Company number", later("If it has one."), "01234567"),
    ),
    Template.POPULATIONS: (
        Ask("Area code", later("The code of the area, as in your map of areas."), "E01006074",
            needed=True, lists="codes"),
        Ask("People", later("How many people live there. Leave it empty if not known; 0 means "
                            "that nobody does."), "1634", needed=True, number=True),
        Ask("Year", later("The year that the number is for."), "2024", number=True),
    ),
    Template.INDICATORS: (
        Ask("Area code", later("The code of the area, as in your map of areas."), "E01006074",
            needed=True, lists="codes"),
        Ask("Indicator", later("What the figure is. Write it alike in each row."),
            "Unemployment rate", needed=True, lists="indicators"),
        Ask("Year", later("The year that the figure is for."), "2023", number=True),
        Ask("Value", later("A number. Leave it empty if not known; 0 means none."), "4.1",
            needed=True, number=True),
        Ask("Unit", later("Such as % or per 1,000 people."), "%"),
        Ask("Direction", later("Is a high figure bad?"), "high-is-bad",
            lists="directions"),
    ),
    Template.PRIORITIES: (
        Ask("Outcome", later("What you want to be true. Choose one, or write your own. Write it "
                             "again in each row that belongs to it."),
            "Health and feeling well", needed=True, lists="outcomes"),
        Ask("Weight", later("Points for the outcome, on one of its rows. They need not add up "
                            "to 100."), "60", number=True),
        Ask("Why", later("One sentence, on one row of the outcome."), "People live long."),
        Ask("Indicator", later("A figure that shows the need, as it is called in your data."),
            "Unemployment rate", lists="indicators"),
        Ask("Direction", later("Is a high figure bad?"), "high-is-bad",
            lists="directions"),
        Ask("Category", later("A kind of place that serves the outcome."), "Libraries",
            lists="kinds of place"),
        Ask("Strength", later("2 serves it directly, 1 helps, 0 does not."), "2",
            lists="strengths"),
        Ask("Reach", later("How far people go for it, in metres on foot. On one row of the "
                           "outcome."), "1200", number=True),
        Ask("Target", later("Wanted places per 1,000 people. Empty takes your average."), "",
            number=True),
        Ask("Goal", later("A figure that you want to reach, on one row of the outcome."), "12",
            number=True),
        Ask("Goal date", later("By when, such as 2030-12-31."), "2030-12-31"),
        Ask("Baseline", later("The figure to start from."), "18", number=True),
        Ask("Goal measure", later("What is measured: a figure in your data, or your own words."),
            "Unemployment rate"),
        Ask("Use capacity", later("yes counts places by how many people they hold."), "",
            lists="yes"),
        Ask("Title", later("What your vision is called. On the first row only."),
            "Elmbridge 2035"),
        Ask("Statement", later("Your vision in one sentence. On the first row only."),
            "Everyone here has what they need nearby."),
    ),
}  # fmt: skip

TITLES: Final[dict[Template, str]] = {
    Template.ASSETS: later("Places and groups"),
    Template.PARTNERS: later("Partners"),
    Template.POPULATIONS: later("How many people live there"),
    Template.INDICATORS: later("Figures of need"),
    Template.PRIORITIES: later("Vision and priorities"),
}

_ROWS: Final[dict[Template, str]] = {
    Template.ASSETS: later("One row for each place, group or service."),
    Template.PARTNERS: later("One row for each organisation."),
    Template.POPULATIONS: later("One row for each area."),
    Template.INDICATORS: later("One row for each figure of each area."),
    Template.PRIORITIES: later(
        "One row for each figure or kind of place that an outcome is linked to. An outcome with "
        "two figures and three kinds of place has five rows, or three if they stand side by side."
    ),
}

ORGANISATION_KINDS: Final = (
    "charity", "community group", "public body", "social enterprise", "faith group", "business",
)  # fmt: skip
_STATUSES: Final = ("active", "inactive", "defunct", "temporarily closed")


@dataclass(frozen=True)
class Known:
    """What a place has already, offered in lists.

    Parameters
    ----------
    areas
        Codes of its areas: a sheet of populations has a row for each.
    indicators
        Names of its figures.
    """

    areas: Sequence[str] = ()
    indicators: Sequence[str] = ()


def headings_of(template: Template) -> list[str]:
    """Return the headings of a template, in order."""
    return [ask.heading for ask in _ASK[template]]


def template_xlsx(template: Template, known: Known | None = None) -> bytes:
    """Return a spreadsheet to fill in: the sheet itself, and one that says how."""
    known = known or Known()
    lists = _lists(known)
    columns = {
        ask.heading: Column(
            help=_help(ask), choices=lists.get(ask.lists, ()), number=ask.number,
            mark=False, width=max(14, len(ask.heading) + 4),
        )
        for ask in _ASK[template]
    }  # fmt: skip
    wide = {"Name", "Organisation name", "Description", "Address", "Outcome", "Indicator", "Why"}
    columns = {
        heading: replace(column, width=32) if heading in wide else column
        for heading, column in columns.items()
    }
    filled = _rows(template, known)
    return workbook_bytes(
        [Sheet(FILL_IN, table=filled, columns=columns, blank=True),
         Sheet(say(HOW), lines=_how(template))]
    )  # fmt: skip


def template_csv(template: Template, known: Known | None = None) -> bytes:
    """Return the same sheet as CSV, with a mark for Excel."""
    return csv_bytes(_rows(template, known or Known()))


def _rows(template: Template, known: Known) -> pd.DataFrame:
    """Return the rows that are there to begin with: one for each area, or none."""
    headings = headings_of(template)
    codes = list(known.areas) if template is Template.POPULATIONS else []
    rows = {heading: codes if heading == "Area code" else [""] * len(codes)
            for heading in headings}  # fmt: skip
    return pd.DataFrame(rows, columns=headings, dtype=object)


def _lists(known: Known) -> Mapping[str, tuple[str, ...]]:
    return {
        "categories": tuple(_capital(one.one) for one in CATEGORIES if one.code != OTHER),
        "kinds of place": tuple(one.name for one in CATEGORIES),
        "statuses": _STATUSES,
        "yes": ("yes", "no"),
        "kinds": ORGANISATION_KINDS,
        "directions": tuple(way.value for way in Direction),
        "strengths": ("0", "1", "2"),
        "outcomes": tuple(one.name for one in SUGGESTIONS),
        "codes": tuple(known.areas),
        "indicators": tuple(dict.fromkeys(known.indicators)),
    }


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _help(ask: Ask) -> str:
    return (say("Needed.") + " " if ask.needed else "") + say(ask.help)


def _how(template: Template) -> list[str]:
    """Return the lines of the sheet that says how."""
    lines = [
        say(HOW),
        say("This sheet is for: {what}.", what=say(TITLES[template])),
        say(_ROWS[template]),
        say("Write on the sheet {sheet}. Keep the first row as it is.", sheet=FILL_IN),
        say("Leave a cell empty when you do not know. Empty never means none."),
        say("You may leave out columns you do not need. Others may be added on the right."),
        say("Do not write names, mobile numbers or private e-mail addresses of people."),
        say("When you are done, save it and choose it on the page Add data. You see how every row "
            "was read before anything is kept."),
        "",
    ]  # fmt: skip
    for ask in _ASK[template]:
        example = say("Example: {example}", example=ask.example) if ask.example else ""
        lines.append(f"{ask.heading}: {_help(ask)} {example}".strip())
    return lines
