"""A vision as a sheet: one row for each indicator or category that an outcome is linked to.

Columns: outcome, weight, indicator, direction, category, strength, reach, target; and, where
wanted, code, why, use_capacity, title, statement, and the goal of an outcome: goal, goal_date,
baseline, goal_measure. What belongs to the outcome (weight, reach, target, why, code, its goal) may
stand on any of its rows, and must agree where it stands twice.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Final

import pandas as pd
from pydantic import ValidationError

from sharedground.errors import InvalidVisionError
from sharedground.intake.raw import RawFile
from sharedground.intake.values import iso_dates
from sharedground.model.category import BY_CODE, CATEGORIES
from sharedground.model.outcome import SUGGESTIONS, Direction, Expression, Goal, Outcome, Serving
from sharedground.model.report import Fault
from sharedground.model.vision import Vision, rescaled
from sharedground.words import say

COLUMNS: Final = (
    "outcome", "weight", "indicator", "direction", "category", "strength", "reach", "target",
)  # fmt: skip
OPTIONAL: Final = (
    "code", "why", "use_capacity", "title", "statement", "goal", "goal_date", "baseline",
    "goal_measure",
)  # fmt: skip
_YES: Final = {"yes", "y", "true", "1"}


def vision_from(raw: RawFile, *, title: str = "", statement: str = "") -> Vision:
    """Read a vision file.

    Weights may be points of any sum: they are scaled to 1. An outcome named like one of the
    suggested ones gets its code.

    Raises
    ------
    InvalidVisionError
        With every fault of the file, row by row, in `details["faults"]`.
    """
    rows, numbers = _rows(raw)
    faults: list[Fault] = []
    outcomes = []
    for position, name in enumerate(dict.fromkeys(rows["outcome"])):
        if name == "":
            blank = rows.index[rows["outcome"] == ""]
            faults += [_no_name(int(numbers[i])) for i in blank]
            continue
        mine = rows[rows["outcome"] == name]
        outcome = _outcome(str(name), position, mine, numbers, faults)
        if outcome is not None:
            outcomes.append(outcome)
    if faults or not outcomes:
        raise _refused(raw.name, faults)
    return Vision(
        title=title or _first(rows["title"]) or say("Our shared vision"),
        statement=statement or _first(rows["statement"]),
        outcomes=rescaled(outcomes),
    )


def _rows(raw: RawFile) -> tuple[pd.DataFrame, list[int]]:
    """Return the first table that has an outcome column, with every known column."""
    for table in raw.tables:
        names = {str(c).strip().casefold().replace(" ", "_"): c for c in table.rows.columns}
        if "outcome" in names:
            rows = pd.DataFrame(
                {
                    column: table.rows[names[column]].str.strip() if column in names else ""
                    for column in (*COLUMNS, *OPTIONAL)
                },
                index=table.rows.index,
            )
            return rows, table.row_numbers.tolist()
    raise InvalidVisionError(
        "vision.columns",
        say(
            "{file} has no column called outcome. A vision file has the columns: {columns}.",
            file=raw.name,
            columns=", ".join(COLUMNS),
        ),
        faults=(),
    )


def _outcome(
    name: str, position: int, rows: pd.DataFrame, numbers: list[int], faults: list[Fault]
) -> Outcome | None:
    before = len(faults)
    weight = _number(rows, "weight", numbers, faults)
    reach = _number(rows, "reach", numbers, faults)
    target = _number(rows, "target", numbers, faults)
    expressed = _expressions(rows, numbers, faults)
    served = _servings(rows, numbers, faults)
    goal = _goal(rows, numbers, faults)
    if len(faults) > before:
        return None
    suggested = {s.name.casefold(): s.code for s in SUGGESTIONS}
    code = _first(rows["code"]) or suggested.get(name.casefold(), f"X{position + 1:02d}")
    try:
        return Outcome(
            code=code,
            name=name,
            why=_first(rows["why"]),
            weight=0.0 if weight is None else weight,
            expressed_by=tuple(expressed),
            served_by=tuple(served),
            reach_m=1_200.0 if reach is None else reach,
            target=target,
            goal=goal,
        )
    except ValidationError as error:
        for fault in error.errors():
            field = {"reach_m": "reach"}.get(str(fault["loc"][0]), str(fault["loc"][0]))
            faults.append(
                Fault(
                    code="vision.value",
                    row=numbers[int(rows.index[0])],
                    column=field,
                    value=str(fault["input"])[:80],
                    reason=say(
                        "{column} cannot be used for {outcome}.", column=field, outcome=name
                    ),
                    fix=say("Use a number above 0 and within the limits of the vision page."),
                )
            )
        return None


def _goal(rows: pd.DataFrame, numbers: list[int], faults: list[Fault]) -> Goal | None:
    """Return what is wanted by when; None where no row says a goal."""
    value = _number(rows, "goal", numbers, faults)
    baseline = _number(rows, "baseline", numbers, faults)
    date = _date(rows, "goal_date", numbers, faults)
    if value is None:
        if baseline is not None or date is not None:
            faults.append(_no_goal(numbers[int(rows.index[0])]))
        return None
    measure = _first(rows["goal_measure"])[:200]
    return Goal(value=value, date=date, baseline=baseline, indicator=measure)


def _expressions(rows: pd.DataFrame, numbers: list[int], faults: list[Fault]) -> list[Expression]:
    found: dict[str, Expression] = {}
    allowed = [direction.value for direction in Direction]
    for i, indicator, direction in rows[["indicator", "direction"]].itertuples():
        if indicator == "":
            continue
        way = direction.casefold().replace(" ", "-")
        if way and way not in allowed:
            faults.append(_wrong(numbers[i], "direction", direction, allowed))
            continue
        found[indicator.casefold()] = Expression(
            indicator=indicator, direction=Direction(way) if way else None
        )
    return list(found.values())


def _servings(rows: pd.DataFrame, numbers: list[int], faults: list[Fault]) -> list[Serving]:
    names = {c.name.casefold(): c.code for c in CATEGORIES}
    found: dict[str, Serving] = {}
    for i, text, strength, capacity in rows[["category", "strength", "use_capacity"]].itertuples():
        if text == "":
            continue
        code = text.casefold().replace(" ", "-")
        code = code if code in BY_CODE else names.get(text.casefold(), "")
        if not code:
            faults.append(_wrong(numbers[i], "category", text, sorted(BY_CODE)))
        elif strength not in ("", "0", "1", "2"):
            faults.append(_wrong(numbers[i], "strength", strength, ["0", "1", "2"]))
        else:
            found[code] = Serving(
                category=code,
                strength=int(strength or 2),
                use_capacity=capacity.casefold() in _YES,
            )
    return list(found.values())


def _number(
    rows: pd.DataFrame, column: str, numbers: list[int], faults: list[Fault]
) -> float | None:
    """Return the one number of an outcome's column, or None when it stands nowhere."""
    found: dict[float, int] = {}
    for i, text in rows[column].items():
        if text == "":
            continue
        try:
            found.setdefault(float(text.replace(",", "")), numbers[int(str(i))])
        except ValueError:
            faults.append(_wrong(numbers[int(str(i))], column, text, [say("a number")]))
    _only_one(column, {f"{value:g}": row for value, row in found.items()}, faults)
    return next(iter(found), None)


def _date(
    rows: pd.DataFrame, column: str, numbers: list[int], faults: list[Fault]
) -> dt.date | None:
    """Return the one date of an outcome's column, or None when it stands nowhere."""
    told = rows[rows[column] != ""][column]
    found: dict[dt.date, int] = {}
    for i, text in zip(told.index, iso_dates(told, day_first=True), strict=True):
        try:
            day = dt.date.fromisoformat(str(text).partition(" ")[0].partition("T")[0])
            found.setdefault(day, numbers[int(str(i))])
        except ValueError:
            fault = _wrong(numbers[int(str(i))], column, told[i], [say("a date: 2030-12-31")])
            faults.append(fault)
    _only_one(column, {day.isoformat(): row for day, row in found.items()}, faults)
    return next(iter(found), None)


def _only_one(column: str, found: dict[str, int], faults: list[Fault]) -> None:
    """Note a fault where an outcome says two different things in one column."""
    if len(found) < 2:
        return
    value, row = list(found.items())[1]
    faults.append(
        Fault(
            code="vision.two_values",
            row=row,
            column=column,
            value=value,
            reason=say("This outcome has two different values for {column}.", column=column),
            fix=say("Write {column} once for each outcome.", column=column),
        )
    )


def _first(values: Iterable[str]) -> str:
    return next((value for value in values if value), "")


def _wrong(row: int, column: str, value: str, allowed: list[str]) -> Fault:
    return Fault(
        code=f"vision.{column}",
        row=row,
        column=column,
        value=value[:80],
        reason=say("{value} is not known as {column}.", value=value[:80], column=column),
        fix=say("Use one of: {allowed}.", allowed=", ".join(allowed)),
    )


def _no_name(row: int) -> Fault:
    return Fault(
        code="vision.outcome",
        row=row,
        column="outcome",
        reason=say("This row names no outcome."),
        fix=say("Write the outcome's name in the column outcome."),
    )


def _no_goal(row: int) -> Fault:
    return Fault(
        code="vision.goal",
        row=row,
        column="goal",
        reason=say("This outcome has a baseline or a date, but no goal."),
        fix=say("Write the figure that you want in the column goal."),
    )


def _refused(file: str, faults: list[Fault]) -> InvalidVisionError:
    lines = [
        say("Row {row}, {column}: {reason} {fix}", row=f.row, column=f.column, reason=f.reason,
            fix=f.fix)
        for f in faults
    ]  # fmt: skip
    return InvalidVisionError(
        "vision.faults",
        say(
            "{file} was not used. {faults}",
            file=file,
            faults=" ".join(lines) or say("It has no outcome."),
        ),
        faults=tuple(faults),
    )


def vision_rows(vision: Vision) -> pd.DataFrame:
    """Return a vision as the rows of a vision file, all text, so that it can be taken elsewhere."""
    blank = dict.fromkeys((*COLUMNS, *OPTIONAL), "")
    rows: list[dict[str, str]] = []
    for outcome in vision.outcomes:
        head = {
            "code": outcome.code,
            "weight": f"{outcome.weight * 100:.6g}",
            "reach": f"{outcome.reach_m:g}",
            "target": "" if outcome.target is None else f"{outcome.target:g}",
            "why": outcome.why,
            **_goal_cells(outcome.goal),
        }
        for n, link in enumerate(_links(outcome) or [{}]):
            first = head if n == 0 else {}
            rows.append(blank | {"outcome": outcome.name} | first | link)
    if rows:
        rows[0] |= {"title": vision.title, "statement": vision.statement}
    return pd.DataFrame(rows, columns=list(blank), dtype=str)


def _goal_cells(goal: Goal | None) -> dict[str, str]:
    if goal is None:
        return {}
    return {
        "goal": f"{goal.value:.12g}",
        "goal_date": goal.date.isoformat() if goal.date else "",
        "baseline": "" if goal.baseline is None else f"{goal.baseline:.12g}",
        "goal_measure": goal.indicator,
    }


def _links(outcome: Outcome) -> list[dict[str, str]]:
    expressed = [
        {"indicator": e.indicator, "direction": e.direction.value if e.direction else ""}
        for e in outcome.expressed_by
    ]
    served = [
        {
            "category": s.category,
            "strength": str(s.strength),
            "use_capacity": "yes" if s.use_capacity else "",
        }
        for s in outcome.served_by
    ]
    return expressed + served
