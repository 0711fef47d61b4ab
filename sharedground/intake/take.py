"""From a file as read to clean tables, with every row accounted for: the door to this package."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sharedground.errors import NothingUsableError, SharedGroundError
from sharedground.intake.areas import areas_of
from sharedground.intake.assets import assets_of
from sharedground.intake.background import background_of
from sharedground.intake.category import given_category
from sharedground.intake.columns import (
    ColumnMatch,
    cells,
    chosen_columns,
    heading_named,
    match_list,
)
from sharedground.intake.context import Context, Intake, Options
from sharedground.intake.figures import match_indicators
from sharedground.intake.fixing import with_fixes
from sharedground.intake.headings import FIELDS
from sharedground.intake.indicators import indicators_of
from sharedground.intake.junk import set_junk_aside
from sharedground.intake.kind import are_outlines
from sharedground.intake.ledger import Ledger
from sharedground.intake.lookup import lookup_of, match_lookup
from sharedground.intake.partners import partners_of
from sharedground.intake.people import name_why
from sharedground.intake.people_list import LISTED, refuse_people
from sharedground.intake.population import match_population, population_of
from sharedground.intake.postcodes import postcodes_of
from sharedground.intake.raw import RawFile, RawTable
from sharedground.intake.reading import Reading, Taken
from sharedground.intake.streets import streets_of
from sharedground.intake.values import is_nothing
from sharedground.model.frames import empty
from sharedground.model.handed_out import FILL_IN, SOURCES_SHEET
from sharedground.model.place import ONLY_COUNTED, Kind
from sharedground.model.report import Fate, Report, Severity
from sharedground.words import say, say_many

__all__ = ["ColumnMatch", "Context", "Intake", "Options", "match_columns", "take_in"]

READERS: Final[dict[Kind, Callable[[Reading], Taken]]] = {
    Kind.AREAS: areas_of,
    Kind.POSTCODES: postcodes_of,
    Kind.PARTNERS: partners_of,
    Kind.ASSETS: assets_of,
    Kind.POPULATION: population_of,
    Kind.INDICATORS: indicators_of,
    Kind.LOOKUP: lookup_of,
    Kind.BACKGROUND: background_of,
    Kind.STREETS: streets_of,
}
FIGURES: Final = {
    Kind.POPULATION: match_population,
    Kind.INDICATORS: match_indicators,
    Kind.LOOKUP: match_lookup,
}
EVERY_TABLE: Final = frozenset(
    [Kind.ASSETS, Kind.PARTNERS, Kind.INDICATORS, Kind.POSTCODES, Kind.BACKGROUND, Kind.STREETS]
)
"""Kinds of which every sheet that fits is taken; of the others, the one that fits best."""


def match_columns(
    kind: Kind, table: RawTable, context: Context, overrides: Mapping[str, str] | None = None
) -> ColumnMatch:
    """Find the heading of each field of a kind of file, and say why.

    Parameters
    ----------
    kind
        What the file brings.
    table
        The rows as read.
    context
        What is known of the place: its codes and where it lies.
    overrides
        Field to heading, as a person chose; these are not questioned.

    Returns
    -------
    ColumnMatch
        Fields that were found, and why.

    Raises
    ------
    NothingUsableError
        If a table of figures does not join to the areas of the place.
    """
    if kind in FIGURES:
        return FIGURES[kind](table, context, overrides or {})
    return match_list(kind, table, context, overrides or {})


def take_in(
    kind: Kind, raw: RawFile, source_id: str, options: Options, context: Context
) -> list[Intake]:
    """Clean the tables of one file.

    Parameters
    ----------
    kind
        What the file brings.
    raw
        The file as read.
    source_id
        Written to every row.
    options
        What a person said that the file does not.
    context
        What is known of the place.

    Returns
    -------
    list of Intake
        One for each table that can be used, in the order of the file; never empty.

    Raises
    ------
    NothingUsableError
        If no table can be used; the message says what was looked for and found.
    SharedGroundError
        If an option names a field, heading, table or category that is not there.
    """
    options = _checked(kind, raw, options)
    taken: list[Intake] = []
    refused: list[NothingUsableError] = []
    for table in _chosen_tables(kind, raw, options, context):
        try:
            taken.append(_take_table(kind, raw, table, source_id, options, context))
        except NothingUsableError as error:
            if error.code == LISTED:  # the file is kept as it is, with every sheet
                raise
            refused.append(error)
    if not taken or (kind is Kind.STREETS and not _has_streets(taken)):
        raise refused[0] if refused else _empty(raw)
    if kind not in EVERY_TABLE:
        taken = [max(taken, key=lambda intake: intake.report.kept)]
    return _with_skipped(taken, raw)


def _take_table(
    kind: Kind, raw: RawFile, table: RawTable, source_id: str, options: Options, context: Context
) -> Intake:
    headings = [str(heading) for heading in table.rows.columns]
    chosen = chosen_columns(FIELDS[kind], options.columns, headings)
    as_read, table = table, with_fixes(table, options.fixes)
    ledger = Ledger(table, as_read)
    set_junk_aside(table, ledger)
    refuse_people(kind, _without(table, ledger), options, context, raw.name)
    match = match_columns(kind, _without(table, ledger), context, chosen)
    table = _with_twins(table, match, headings, ledger)
    reading = Reading(table, match, raw, source_id, options, context, ledger)
    taken = READERS[kind](reading)
    _refuse_when_nothing_is_left(ledger)
    report = _report(kind, reading, taken)
    # these may have a million rows: the file is kept, and they are counted
    records = empty("records") if kind in ONLY_COUNTED else ledger.records()
    return Intake(kind, table.name, {**taken.frames, "records": records}, report)


def _has_streets(taken: Sequence[Intake]) -> bool:
    """Say whether a network has streets: nodes alone lead nowhere."""
    return any(len(intake.frames.get("street_edges", ())) for intake in taken)


def _with_twins(
    table: RawTable, match: ColumnMatch, headings: Sequence[str], ledger: Ledger
) -> RawTable:
    """Return the table with columns in use filled, where empty, from others of the same heading.

    A name of a person never stands in for the name of a place.
    """
    used = match.fields.values()
    for heading in dict.fromkeys(heading for heading in headings if heading in used):
        twins = [f"{heading} ({n})" for n in range(2, len(headings) + 1)]
        twins = [twin for twin in twins if twin in headings and twin not in used]
        filled = cells(table, heading)
        for twin in twins:
            other = cells(table, twin)
            fills = is_nothing(filled) & ~is_nothing(other) & ~_are_people(match, heading, other)
            filled = filled.where(~fills, other)
        if twins:
            rows = int((filled != cells(table, heading)).sum())
            _tell_twice(heading, rows, ledger)
            table = replace(table, rows=table.rows.assign(**{heading: filled})) if rows else table
    ledger.table = table
    return table


def _are_people(match: ColumnMatch, heading: str, column: pd.Series[str]) -> NDArray[np.bool_]:
    """Say which cells name people, where the column is to name places."""
    if match.get("name") != heading:
        return np.zeros(len(column), dtype=bool)
    return np.array([bool(name_why(text)) for text in column], dtype=bool)


def _tell_twice(heading: str, rows: int, ledger: Ledger) -> None:
    """Say which of several columns with one heading is used."""
    reason = say('Several columns are called "{heading}". We used the first.', heading=heading)
    if rows:
        filled = say_many(
            "Where it is empty, we used the next one: in {n} row.",
            "Where it is empty, we used the next one: in {n} rows.", rows,
        )  # fmt: skip
        reason = f"{reason} {filled}"
    ledger.remark(
        "column.twice", reason,
        say("Give each column a heading of its own. The others are kept, but not used."),
        column=heading, severity=Severity.NOTE,
    )  # fmt: skip


def _without(table: RawTable, ledger: Ledger) -> RawTable:
    """Return the table without rows set aside already, for looking at what values are like."""
    if ledger.open.all():
        return table
    left = ledger.open
    shapes = None if table.geometry is None else table.geometry[left]
    rows = table.rows[left].reset_index(drop=True)
    return replace(table, rows=rows, row_numbers=table.row_numbers[left], geometry=shapes)


def _checked(kind: Kind, raw: RawFile, options: Options) -> Options:
    """Return the options with the category as a code, refusing what the file does not have.

    Raises
    ------
    SharedGroundError
        If a heading is in none of the tables, or the category is not known.
    """
    headings = [str(heading) for table in raw.tables for heading in table.rows.columns]
    chosen_columns(FIELDS[kind], options.columns, headings)
    for heading in options.columns.values():
        if heading and not heading_named(heading, headings):
            raise SharedGroundError(
                "column.not_found",
                say('There is no column "{heading}". The headings are: {headings}.',
                    heading=heading, headings=", ".join(dict.fromkeys(headings))),
                heading=heading,
            )  # fmt: skip
    if options.category and kind is Kind.ASSETS:
        return replace(options, category=given_category(options.category))
    return options


def _of_our_own(kind: Kind, raw: RawFile) -> list[RawTable]:
    """Return the one sheet with rows of a template of ours, or of a spreadsheet we handed out.

    The lists and help beside it are no rows.
    """
    named = {table.name: table for table in raw.tables}
    if FILL_IN in named:
        return [named[FILL_IN]]
    if SOURCES_SHEET in named and kind.value in named:
        return [named[kind.value]]
    return []


def _may_hold(kind: Kind, table: RawTable, of: int, context: Context) -> bool:
    """Say whether a table, one of several, may bring a kind: outlines of areas are no places."""
    if table.kinds:
        return kind in table.kinds
    judged = of > 1 and kind is Kind.ASSETS and table.geometry is not None
    return not (judged and are_outlines(table, context))


def _chosen_tables(
    kind: Kind, raw: RawFile, options: Options, context: Context
) -> Sequence[RawTable]:
    if options.table is None:
        ours = _of_our_own(kind, raw)
        filled = [table for table in ours or raw.tables if len(table.rows)]
        return [table for table in filled if _may_hold(kind, table, len(filled), context)] or filled
    named = [table for table in raw.tables if table.name.casefold() == options.table.casefold()]
    if not named:
        names = ", ".join(table.name for table in raw.tables)
        raise SharedGroundError(
            "table.not_found",
            say('There is no sheet or layer "{name}". There are: {names}.',
                name=options.table, names=names),
            name=options.table,
        )  # fmt: skip
    return named


def _empty(raw: RawFile) -> NothingUsableError:
    return NothingUsableError(
        "file.no_rows", say("{name} has headings, but no rows.", name=raw.name), name=raw.name
    )


def _refuse_when_nothing_is_left(ledger: Ledger) -> None:
    """Refuse a table of which no row was kept or merged, giving the commonest reason."""
    if ledger.count(Fate.KEPT) or ledger.count(Fate.MERGED):
        return
    reasons = [str(reason) for reason in ledger.reasons if reason]
    commonest = max(set(reasons), key=reasons.count) if reasons else ""
    raise NothingUsableError(
        "file.nothing_usable",
        say("None of the {count} rows can be used. {reason}",
            count=len(ledger.fates), reason=commonest),
    )  # fmt: skip


def _report(kind: Kind, reading: Reading, taken: Taken) -> Report:
    ledger, match = reading.ledger, reading.match
    kept, merged, aside = (ledger.count(fate) for fate in Fate)
    counted = say(
        "{read} rows read: {kept} kept, {merged} merged, {aside} set aside.",
        read=len(ledger.fates), kept=kept, merged=merged, aside=aside,
    )  # fmt: skip
    return Report(
        file=reading.file.name,
        kind=kind,
        table=reading.table.name,
        read=len(ledger.fates),
        kept=kept,
        merged=merged,
        set_aside=aside,
        placed=taken.placed,
        category=taken.category,
        personal=taken.personal,
        sensitive=taken.sensitive,
        columns=match.fields,
        why=match.why,
        unused=match.unused,
        faults=tuple(sorted(ledger.faults, key=lambda fault: (fault.row or 0, fault.code))),
        facts=taken.facts,
        sentences=(counted, *taken.sentences, *reading.table.notes),
        words=taken.words,
    )


def _with_skipped(taken: list[Intake], raw: RawFile) -> list[Intake]:
    """Say in the first report which sheets or layers were not used."""
    used = {intake.table for intake in taken}
    skipped = [table.name for table in raw.tables if table.name not in used]
    if not skipped:
        return taken
    sentence = say("Not used: {names}.", names=", ".join(skipped))
    first = taken[0]
    report = first.report.model_copy(update={"sentences": (*first.report.sentences, sentence)})
    return [replace(first, report=report), *taken[1:]]
