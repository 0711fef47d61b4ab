"""An upload while it is looked at: the file, what was said of it, and how it was read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy.engine import Engine

from sharedground import workflow, workflow_lookup
from sharedground.errors import SharedGroundError
from sharedground.intake.context import Fix, Options
from sharedground.intake.raw import RawFile, RawTable, ReadAs
from sharedground.intake.read import read_file
from sharedground.model.base import wording_of
from sharedground.model.outcome import Direction
from sharedground.model.place import Kind
from sharedground.model.report import Report
from sharedground.renewing import BEST_GUESS
from sharedground.watch import Watch
from sharedground.words import later, later_many, say, say_many
from sharedground.workflow import About, Preview

KIND_NAMES: Final[dict[Kind, str]] = {
    Kind.AREAS: later("Area outlines"),
    Kind.POPULATION: later("How many people live there"),
    Kind.INDICATORS: later("Figures of need"),
    Kind.LOOKUP: later("Names of wards and neighbourhoods"),
    Kind.POSTCODES: later("Postcodes"),
    Kind.PARTNERS: later("Partners"),
    Kind.ASSETS: later("Places and groups"),
    Kind.BACKGROUND: later("Background of the map"),
    Kind.STREETS: later("Street network"),
}
"""What each kind of file is called on screen, in the order in which a place is built up."""

KIND_HINTS: Final[dict[Kind, str]] = {
    Kind.AREAS: later("A map file with the outline, the code and the name of each small area."),
    Kind.POPULATION: later("One row for each area, with its code and the number of people."),
    Kind.INDICATORS: later(
        "Area codes with a figure beside them, such as the share of people out of work."
    ),
    Kind.LOOKUP: later("Which ward or neighbourhood each area belongs to, by area code."),
    Kind.POSTCODES: later(
        "Postcodes with their longitude and latitude. They put places on the map."
    ),
    Kind.PARTNERS: later("One row for each organisation, or a list of grants with who got them."),
    Kind.ASSETS: later(
        "One row for each place, group or service, with a name and an address, postcode or point."
    ),
    Kind.BACKGROUND: later(
        "Water, parks, roads and names of places to draw below the map, such as an extract of "
        "OpenStreetMap."
    ),
    Kind.STREETS: later(
        "The streets that people walk along: an extract of OpenStreetMap, or lists of nodes and of "
        "the streets between them. Ways on foot can then follow the streets."
    ),
}


@dataclass(frozen=True)
class Waiting:
    """A file that was chosen and not yet saved.

    Parameters
    ----------
    place_id
        The place it is meant for.
    raw
        The file as read; None when it could not be read at all.
    preview
        How it was understood; None when nothing of it can be used as things are.
    refusal, refusal_code
        Why there is no preview, in words and by its stable name.
    area_set
        Id of the areas that figures are for, as a person chose; "" lets the codes decide.
    lookup
        Name and bytes of a table that says what the codes of another year are now.
    kinds
        What the file may hold, the likeliest first.
    remembered
        Which choices were taken from the last list like it; None before that was looked up.
    updates
        The list that this is the next version of, as `workflow.preview` takes it.
    keep_gone
        Whether what this version leaves out is kept.
    mended_by
        The sheet of mended rows that brought the list here, "" if none did.
    """

    place_id: str
    kind: Kind
    name: str
    raw: RawFile | None
    options: Options
    about: About
    preview: Preview | None = None
    refusal: str = ""
    refusal_code: str = ""
    mended_by: str = ""
    area_set: str = ""
    lookup: tuple[str, bytes] | None = None
    kinds: tuple[Kind, ...] = ()
    remembered: tuple[str, ...] | None = None
    updates: str = BEST_GUESS
    keep_gone: bool = False

    @property
    def tables(self) -> tuple[RawTable, ...]:
        """The sheets or layers found in the file."""
        return self.raw.tables if self.raw else ()

    def headings(self) -> list[str]:
        """Return every heading of the tables in use, in the order of the file."""
        named = self.options.table
        used = [t for t in self.tables if named is None or t.name == named]
        return list(dict.fromkeys(str(name) for table in used for name in table.rows.columns))


def opened(
    place_id: str, kind: Kind, name: str, parts: Mapping[str, bytes], watch: Watch | None = None
) -> Waiting:
    """Read a chosen file; one that cannot be read waits with the reason."""
    waiting = Waiting(place_id, kind, name, None, Options(), About())
    try:
        return replace(waiting, raw=read_file(name, dict(parts), watch=watch))
    except SharedGroundError as error:
        return _refused(waiting, error)


def as_it_seems(waiting: Waiting, engine: Engine, watch: Watch | None = None) -> Waiting:
    """Work out what a file holds, and read it as that: as the likeliest kind that can be used."""
    if waiting.raw is None:
        return waiting
    kinds = workflow.kinds_of(engine, waiting.place_id, waiting.raw)
    first = understood(replace(waiting, kind=kinds[0], kinds=kinds), engine, watch)
    if first.preview is not None:
        return first
    others = (understood(replace(waiting, kind=kind, kinds=kinds), engine, watch)
              for kind in kinds[1:])  # fmt: skip
    return next((other for other in others if other.preview is not None), first)


def understood(waiting: Waiting, engine: Engine, watch: Watch | None = None) -> Waiting:
    """Work out what the rows mean, with all that was said of the file by now.

    What was chosen for the last list like it is looked up once; after that it is the person's own.
    """
    raw, asked = waiting.raw, waiting.options.read_as
    if raw is None:
        return waiting
    try:
        if raw.read_as != asked:
            raw = read_file(raw.name, raw.parts, read_as=asked, watch=watch)
            waiting = replace(waiting, raw=raw)
        preview = _preview(waiting, raw, engine, watch)
    except SharedGroundError as error:
        return _refused(waiting, error)
    remembered = preview.remembered if waiting.remembered is None else waiting.remembered
    return replace(
        waiting, raw=preview.raw, options=replace(preview.options, lookup=""),
        about=preview.about, preview=preview, refusal="", refusal_code="", remembered=remembered,
    )  # fmt: skip


def _preview(
    waiting: Waiting, raw: RawFile, engine: Engine, watch: Watch | None
) -> Preview:  # fmt: skip
    if waiting.lookup:
        return workflow_lookup.preview_by_lookup(
            engine, waiting.place_id, waiting.name, raw.parts, waiting.lookup, kind=waiting.kind,
            options=waiting.options, about=waiting.about, raw=raw,
        )  # fmt: skip
    return workflow.preview(
        engine, waiting.place_id, waiting.kind, waiting.name, raw.parts,
        options=waiting.options, about=waiting.about, raw=raw, area_set=waiting.area_set,
        updates=waiting.updates, remember=waiting.remembered is None, watch=watch,
    )  # fmt: skip


def _refused(waiting: Waiting, error: SharedGroundError) -> Waiting:
    return replace(waiting, preview=None, refusal=error.message, refusal_code=error.code)


def of_kind(waiting: Waiting, kind: Kind) -> Waiting:
    """Return the file taken for another kind of list; columns chosen for the former one go."""
    now = waiting.options
    options = Options(
        year=now.year, table=now.table, fixes=now.fixes, heading_rows=now.heading_rows,
        encoding=now.encoding, delimiter=now.delimiter,
    )  # fmt: skip
    return replace(
        waiting, kind=kind, options=options, preview=None, remembered=None, area_set="",
        lookup=None,
    )  # fmt: skip


def afresh(waiting: Waiting) -> Waiting:
    """Return the file with nothing remembered and nothing said but what it holds."""
    return replace(waiting, options=Options(), about=About(), preview=None, remembered=())


def with_reading(waiting: Waiting, asked: ReadAs) -> Waiting:
    """Return the file with how it is to be opened; columns chosen for other headings go."""
    options = replace(
        waiting.options, heading_rows=asked.heading_rows, encoding=asked.encoding,
        delimiter=asked.delimiter, columns={},
    )  # fmt: skip
    return replace(waiting, options=options)


def with_word(waiting: Waiting, text: str, code: str) -> Waiting:
    """Return the file with the category of rows that say this; "" takes that back."""
    categories = {**waiting.options.categories, wording_of(text): code}
    return replace(waiting, options=replace(waiting.options, categories=categories))


def with_column(waiting: Waiting, field: str, heading: str) -> Waiting:
    """Return the file with a field taken from a heading; "" says that it is not in the file."""
    columns = {k: v for k, v in waiting.options.columns.items() if not heading or v != heading}
    options = replace(waiting.options, columns={**columns, field: heading})
    return replace(waiting, options=options)


def with_category(waiting: Waiting, code: str | None) -> Waiting:
    """Return the file with one category for all its rows; None takes what the rows say."""
    return replace(waiting, options=replace(waiting.options, category=code))


def with_table(waiting: Waiting, name: str | None) -> Waiting:
    """Return the file with only this sheet or layer in use; None takes all that fit."""
    return replace(waiting, options=replace(waiting.options, table=name))


def with_fixes(waiting: Waiting, fixes: tuple[Fix, ...]) -> Waiting:
    """Return the file with these cells corrected."""
    return replace(waiting, options=replace(waiting.options, fixes=fixes))


def with_direction(waiting: Waiting, indicator: str, way: Direction | None) -> Waiting:
    """Return the file with what a high figure means; None leaves it open."""
    said = {name: given for name, given in waiting.options.direction.items() if name != indicator}
    if way is not None:
        said[indicator] = way
    return replace(waiting, options=replace(waiting.options, direction=said))


def with_verdict(waiting: Waiting, pair: str, verdict: str) -> Waiting:
    """Return the file with what a person said of two places; "open" takes that back."""
    said = {key: given for key, given in waiting.options.verdicts.items() if key != pair}
    if verdict != "open":
        said[pair] = verdict
    return replace(waiting, options=replace(waiting.options, verdicts=said))


def with_about(waiting: Waiting, about: About) -> Waiting:
    """Return the file with these details of its source.

    A new title asks for a new reading, because places may be sorted by it.
    """
    if waiting.preview is None or about.title != waiting.about.title:
        return replace(waiting, about=about, preview=None)
    return replace(waiting, about=about, preview=replace(waiting.preview, about=about))


def of_table(waiting: Waiting, name: str) -> Report | None:
    """Return the report of one sheet or layer; of the first one used when it was not used."""
    if waiting.preview is None:
        return None
    reports = [intake.report for intake in waiting.preview.intakes]
    return next((report for report in reports if report.table == name), reports[0])


def added_in_words(kind: Kind, n: int) -> str:
    """Return what was added, such as "369 places added."."""
    texts = {
        Kind.AREAS: later_many("{n} area added.", "{n} areas added."),
        Kind.POPULATION: later_many("People in {n} area added.", "People in {n} areas added."),
        Kind.INDICATORS: later_many("{n} row of figures added.", "{n} rows of figures added."),
        Kind.LOOKUP: later_many("{n} row of names added.", "{n} rows of names added."),
        Kind.POSTCODES: later_many("{n} postcode added.", "{n} postcodes added."),
        Kind.PARTNERS: later_many("{n} partner added.", "{n} partners added."),
        Kind.ASSETS: later_many("{n} place added.", "{n} places added."),
        Kind.BACKGROUND: later_many(
            "The map has a background now, made of {n} thing.",
            "The map has a background now, made of {n} things.",
        ),
        Kind.STREETS: later_many(
            "The street network is here, made of {n} row. On Strengths and gaps, ways on foot can "
            "follow it.",
            "The street network is here, made of {n} rows. On Strengths and gaps, ways on foot can "
            "follow it.",
        ),
    }
    return say_many(*texts[kind], n)


def not_added_in_words(report: Report) -> list[str]:
    """Return what became of the rows that added nothing; each sentence only where it holds."""
    said = []
    if report.merged:
        said.append(
            say_many("{n} row was merged with what is here or with another row.",
                     "{n} rows were merged with what is here or with other rows.", report.merged)
        )  # fmt: skip
    if report.set_aside:
        said.append(say_many("{n} row is set aside.", "{n} rows are set aside.", report.set_aside))
    return said


def kept_quiet_in_words(report: Report) -> list[str]:
    """Return what of a list only officers see: places that must not be found, and people's data."""
    said = []
    if report.sensitive:
        said.append(
            say_many("{n} place is shown only roughly.", "{n} places are shown only roughly.",
                     report.sensitive)
        )  # fmt: skip
    if apart := report.personal.people + report.personal.names:
        said.append(say_many("{n} detail of a person is kept for officers.",
                             "{n} details of people are kept for officers.", apart))  # fmt: skip
    return said


def twice_in_words(report: Report) -> list[str]:
    """Return how many pairs of places may be one, for a person to say."""
    found = report.facts.get("duplicates")
    waits = int(found["open"]) if isinstance(found, dict) else 0
    if not waits:
        return []
    return [
        say_many("{n} pair may be one place: see Check.", "{n} pairs may be one place: see Check.",
                 waits)
    ]  # fmt: skip


def saved_in_words(waiting: Waiting, kept: workflow.keeping.Kept, renewed: str = "") -> str:
    """Return what saving did, in one or two sentences.

    Parameters
    ----------
    renewed
        What it did to the list that was brought up to date, "" for a new list.
    """
    if kept.already:
        return say("These rows were here already. Nothing changed.")
    report = waiting.preview.report if waiting.preview else None
    count = report.kept if report else 0
    if report and waiting.lookup and waiting.kind is Kind.POPULATION:
        count = int(report.facts["matched"])
    said = [renewed if kept.replaced and renewed else added_in_words(waiting.kind, count)]
    if kept.replaced and not renewed:
        said.append(say("They replace what this file had brought before."))
    if report and waiting.kind in (Kind.ASSETS, Kind.PARTNERS):
        said += not_added_in_words(report)
        said += kept_quiet_in_words(report)
        said += twice_in_words(report)
    if kept.placed_later:
        said.append(
            say_many("{n} place that waited has a location now.",
                     "{n} places that waited have a location now.", kept.placed_later)
        )  # fmt: skip
    return " ".join(said)
