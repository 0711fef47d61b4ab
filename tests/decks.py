"""A small whole story for the tests of everything that is written from one: nothing is left out."""

from __future__ import annotations

import datetime as dt

import numpy as np

from sharedground.figures.exhibits import (
    Bar,
    Bars,
    Column,
    Deck,
    Fact,
    Facts,
    Map,
    Region,
    Sheet,
    Spot,
    Step,
    Words,
)
from sharedground.figures.scene import Dot, Line, Shape, Text

MADE_AT = dt.datetime(2026, 3, 4, 18, 30, tzinfo=dt.UTC)
SECRET_NOTE = "Only for the presenter: Mrs Kettle will object."

HOSTILE = (
    '#panic("x") [a] $x$ #read("/etc/passwd") <b>&amp;</b>',
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    '=HYPERLINK("http://x.example")',
    "\\u{0} \x00\x0b ]]> -- */ </style> {{7*7}} ${x}",
    "مركز الجيران 邻里中心 🏠 👨‍👩‍👧 ŵŷ Łódź \u202eevil",
)


def sample_deck(*, hostile: bool = False) -> Deck:
    """Return a story with every kind of exhibit; hostile writes in every field what might act."""

    def text(words: str, at: int = 0) -> str:
        return f"{words} {HOSTILE[at % len(HOSTILE)]}" if hostile else words

    return Deck(
        title=text("Ashby together"), place=text("Ashby", 1), made_at=MADE_AT,
        vision=text("Version 3 of our vision, agreed on 2 February 2026", 2),
        data=text("Data of 4 March 2026, version 12", 3),
        kicker=text("Demo town: this place is made up.", 4),
        credits=(text("Places: a list (2025).", 0), text("Licences: CC0-1.0.", 1)),
        partners=(text("Age Well", 2), text("Friends of the Park", 4)),
        steps=tuple(_steps(text)),
    )  # fmt: skip


def _steps(text):  # type: ignore[no-untyped-def]
    yield Step(
        "where", text("Ashby: the place we share", 0), text("Wherever you live in Ashby.", 1),
        exhibits=(
            sample_map(text),
            Facts(text("In figures", 3), (
                Fact(text("People", 0), text("51,618", 1), text("2024. No data for 1 area", 2)),
                Fact(text("Places listed", 4), "592", "580 can be shown on the map"),
            )),
            Words(text("2 partners", 2), (text("Age Well and Friends of the Park", 4),)),
        ),
        ask=text("Who else should be in the room?", 3), notes=(SECRET_NOTE,),
        method=(text("People are counted once.", 2),), source=text("People, 2024 (a list)", 1),
        door="gaps",
    )  # fmt: skip
    yield Step(
        "gaps", text("3 neighbourhoods may need more first", 2), "14,750 people live there.",
        exhibits=(sample_bars(text), sample_sheet(text)), ask="Do you see the same?",
        notes=(SECRET_NOTE,), method=("The gap is need that nothing meets.",),
        source="Need, 2025", door="gaps",
    )  # fmt: skip


def sample_bars(text=lambda words, at=0: words):  # type: ignore[no-untyped-def]
    """Return bars with a range, one that is not firm, one without data, and partners' dots."""
    return Bars(
        text("Areas with the largest gaps", 0), text("Bars: Southmoor: 54; Riverside: 12.", 1),
        text("Gap, 0 to 100", 2),
        (
            Bar(text("1. Southmoor", 3), 54.0, "54", 48.0, 61.0, code="S"),
            Bar(text("2. Riverside", 4), 12.0, "12", 2.0, 30.0, firm=False, code="R"),
            Bar("3. Old Mill", float("nan"), text("No data", 0), code="O"),
        ),
        tone="less", heading="Area",
        dots=((("Age Well", 50.0), ("Park", 60.0)), (("Age Well", 12.0), ("Park", 12.0)), ()),
    )  # fmt: skip


def sample_sheet(text=lambda words, at=0: words):  # type: ignore[no-untyped-def]
    """Return a table with a number in each row."""
    return Sheet(
        text("The largest gaps, and how firm they are", 1),
        (Column(text("Area", 2)), Column(text("Place in the order", 3), numeric=True)),
        ((text("Southmoor 009M", 4), "1"), (text("Southmoor 009S", 0), "2")),
    )  # fmt: skip


def sample_map(text=lambda words, at=0: words):  # type: ignore[no-untyped-def]
    """Return a map of two areas, one of them without data, and one place."""
    left = np.array([(10, 10), (200, 10), (200, 200), (10, 200), (10, 10)], dtype=float)
    right = left + np.array([190, 0])
    return Map(
        text("Ashby", 1), text("Map of Ashby with 1 place.", 2), text("Outlines: a list.", 3),
        420.0, 260.0,
        regions=(
            Region("S", text("Southmoor", 4), text("Gap 54 of 100", 0), [left], "#D0854C",
                   "#FFFFFF"),
            Region("O", "Old Mill", "No data", [right], "#FFFFFF", "#7C8780"),
        ),
        over=(
            Line([np.array([(210.0, 200.0), (380.0, 20.0)])], "#868F89", 2),
            Dot(100, 100, 8, "#CA4D61"),
            Text(100, 130, text("Southmoor", 4), 17, "#17211E", anchor="middle", halo="#FFFFFF"),
        ),
        legend=(
            Shape([left / 10 + np.array([0, 215])], "#D0854C", "#7C8780"),
            Text(30, 233, text("50 and more", 3), 17, "#17211E"),
        ),
        key=((text("50 and more", 3), "#D0854C"), ("No data", "")),
        sheet=Sheet(text("Ashby", 0), (Column("Area"), Column("How it stands")),
                    ((text("Southmoor", 4), "Gap 54 of 100"), ("Old Mill", "No data"))),
        spots=(Spot(text("Corner library", 1), text("Libraries", 2), 100.0, 100.0),),
    )  # fmt: skip
