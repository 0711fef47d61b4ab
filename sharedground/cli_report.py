"""What an add says on the command line: what became of the rows, then what to look at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from sharedground import along_streets
from sharedground.intake.personal import contacts_in_words
from sharedground.model.category import BY_CODE
from sharedground.model.ground import COUNTED, ORDER
from sharedground.model.place import Kind
from sharedground.model.report import Fault, Report
from sharedground.remembered import CHOICES
from sharedground.words import say, say_many
from sharedground.workflow import Preview

SHOWN: Final = 3
"""Kinds of place, rows of one fault, and faults of one sort that are printed."""

OF_MANY_ROWS: Final = frozenset(["category.unknown"])
"""Faults that stand for all rows that say the same, so that the row they name is only the first."""

METRES_ANYWHERE: Final = "EPSG:3857"
"""A CRS for every place: how streets are joined does not depend on it."""

LONGEST: Final = 40
"""Letters of a cell that are printed."""


class Found(NamedTuple):
    """A fault and the sheet or layer it is in, "" where there is only one."""

    fault: Fault
    sheet: str


def lines_of(read: Preview, *, already: bool = False, placed_later: int = 0) -> list[str]:
    """Return what an officer reads after adding a file, each thing once.

    Parameters
    ----------
    read
        The file as it was read.
    already
        Whether the same file was there before, so that nothing changed.
    placed_later
        Places that waited for this file and are on the map now.
    """
    report = read.report
    if already:
        return [say("{file}: It was there already. Nothing changed.", file=report.file)]
    faults = _look_at(read)
    before = [say("Read as the last one like it: {names}.",
                  names=", ".join(say(CHOICES[name]) for name in read.remembered))]  # fmt: skip
    told = {fault.reason for fault in report.faults}
    more = [text for one in read.intakes for text in one.report.sentences[1:] if text not in told]
    if placed_later:
        more.insert(
            0,
            say_many("{n} place that waited is on the map now.",
                     "{n} places that waited are on the map now.", placed_later),
        )  # fmt: skip
    first = [*(before if read.remembered else []), *_where_and_what(read)]
    told_apart = contacts_in_words(report.personal)
    indented = [*first, *told_apart, *dict.fromkeys(more), *faults]
    return [rows_in_words(report), *(f"  {line}" for line in indented)]


def rows_in_words(report: Report) -> str:
    """Return how many rows were read and what became of them, without what there is none of."""
    read = say_many("{n} row read", "{n} rows read", report.read)
    parts = [
        (report.kept, say("{n} kept", n=report.kept)),
        (report.merged, say("{n} merged with another row", n=report.merged)),
        (report.set_aside, say("{n} set aside", n=report.set_aside)),
    ]
    fates = ", ".join(words for count, words in parts if count)
    if report.kept == report.read:
        return say("{file}: {read}, all kept.", file=report.file, read=read)
    return say("{file}: {read} = {fates}.", file=report.file, read=read, fates=fates)


def _where_and_what(read: Preview) -> Iterator[str]:
    """Yield where the places of a list lie and what they are."""
    if read.kind is Kind.BACKGROUND:
        yield from _ground(read.report)
    if read.kind is Kind.STREETS:
        yield from _streets(read)
    if read.kind is not Kind.ASSETS:
        return
    placed = read.report.placed
    on_map = placed.exact + placed.approximate
    if not on_map:
        yield say("None is on the map yet.")
    else:
        roughly = say(" ({n} roughly)", n=placed.approximate) if placed.approximate else ""
        rest = say(", {n} not yet", n=placed.none) if placed.none else ""
        yield say("On the map: {n}{roughly}{rest}.", n=on_map, roughly=roughly, rest=rest)
    counts = read.frames["assets"]["category"].value_counts()
    if len(counts) == 1 and any(f.code == "category.guessed" for f in read.report.faults):
        return
    named = [
        say("{name} {n}", name=say(BY_CODE[str(code)].name), n=int(count))
        for code, count in counts.iloc[:SHOWN].items()
    ]
    if len(counts) > SHOWN:
        named.append(
            say_many("{n} other kind", "{n} other kinds", len(counts) - SHOWN)
        )  # fmt: skip
    yield say("Kinds of place: {names}.", names=", ".join(named))


def _ground(report: Report) -> Iterator[str]:
    """Yield what the background of the map shows, and what is left out of it and why."""
    counts = report.facts.get("ground", {})
    listed = [say_many(*COUNTED[one], counts[one.value]) for one in ORDER if one.value in counts]
    yield say("On the map: {things}.", things=", ".join(listed))
    yield from _left_out(report)


def _left_out(report: Report) -> Iterator[str]:
    for reason, n in report.facts.get("left_out", {}).items():
        yield say_many("{n} row left out: {reason}", "{n} rows left out: {reason}", n,
                       reason=reason)  # fmt: skip


def _streets(read: Preview) -> Iterator[str]:
    """Yield how much of a network there is, and what is left out of it and why."""
    frames = read.frames
    found = along_streets.from_tables(
        frames["street_nodes"], frames["street_edges"], METRES_ANYWHERE
    )
    yield along_streets.in_words(
        len(found), len(found.length_m), found.metres, found.joined_nodes
    )  # fmt: skip
    yield from _left_out(read.report)


def _look_at(read: Preview) -> list[str]:
    """Return the faults: those of the whole file first, then the most frequent first."""
    several = len(read.intakes) > 1
    alike: dict[str, dict[tuple[str, str], list[Found]]] = {}
    for one in read.intakes:
        for fault in one.report.faults:
            found = Found(fault, one.table if several else "")
            sort = alike.setdefault(fault.code, {})
            sort.setdefault((fault.reason, fault.fix), []).append(found)
    return [line for sort in sorted(alike.values(), key=_rows_last) for line in _sort(sort)]


def _rows_last(sort: dict[tuple[str, str], list[Found]]) -> tuple[bool, int]:
    every = [found for group in sort.values() for found in group]
    return any(found.fault.row for found in every), -len(every)


def _sort(sort: dict[tuple[str, str], list[Found]]) -> Iterator[str]:
    """Yield the faults of one sort: one line for each sentence, with the first rows it is about."""
    groups = sorted(sort.items(), key=lambda group: -len(group[1]))
    for (reason, fix), found in groups[:SHOWN]:
        sentence = f"{reason} {fix}".rstrip()
        if len(found) > 1:
            rows = say_many("{n} row", "{n} rows", len(found))
            yield f"- {rows}: {sentence}"
            yield f"    {_rows(found)}"
        else:
            place = _place(found[0])
            yield f"- {place[:1].upper()}{place[1:]}: {sentence}" if place else f"- {sentence}"
    if len(groups) > SHOWN:
        yield say("    ... and {n} more like these.", n=len(groups) - SHOWN)


def _rows(found: list[Found]) -> str:
    listed = ", ".join(_place(one) for one in found[:SHOWN])
    if len(found) == SHOWN + 1:
        return say("{listed} and {last}.", listed=listed, last=_place(found[-1]))
    if len(found) > SHOWN:
        return say("{listed} and {n} more.", listed=listed, n=len(found) - SHOWN)
    return f"{listed}."


def _place(found: Found) -> str:
    """Return which row a fault is about and what stands there, such as "row 5 (PostCode M31)"."""
    fault, sheet = found
    if not fault.row or fault.code in OF_MANY_ROWS:
        return ""
    row = say("row {row}", row=str(fault.row))
    if sheet:
        row = say("row {row} of {sheet}", row=str(fault.row), sheet=sheet)
    value = fault.value if len(fault.value) <= LONGEST else f"{fault.value[:LONGEST]}…"
    if not value or value in fault.reason:
        return row
    return f"{row} ({fault.column} {value})" if fault.column else f"{row} ({value})"
