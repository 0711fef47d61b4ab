"""Everything the pages do, from the command line.

Exit codes: 0 done, 1 nothing usable, 2 wrong use.
"""

from __future__ import annotations

import json
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import click
from sqlalchemy.engine import Engine

from sharedground import (
    __version__,
    cli_area,
    cli_areas,
    cli_background,
    cli_check,
    cli_counting,
    cli_duplicates,
    cli_fair,
    cli_fix,
    cli_look,
    cli_meetings,
    cli_places,
    cli_room_sheets,
    cli_rounds,
    cli_story,
    cli_streets,
    cli_suggest,
    cli_versions,
    cli_vision,
    cli_what_if,
    councils,
    demo,
    grounds,
    workflow,
    workflow_versions,
)
from sharedground.access import Role, act_as, local_actor, require
from sharedground.analysis.by_kind import vision_of_kinds
from sharedground.analysis.freshness import FRESH_MONTHS
from sharedground.cli_out import COMMANDS
from sharedground.cli_report import lines_of
from sharedground.errors import NotFoundError, SharedGroundError
from sharedground.intake.category import given_category
from sharedground.intake.context import Options
from sharedground.intake.people_list import are_places
from sharedground.intake.personal import rulings_for_all
from sharedground.intake.raw import RawFile
from sharedground.intake.read import gather, read_file
from sharedground.model.category import BY_CODE
from sharedground.model.outcome import Direction
from sharedground.model.place import Kind, Place
from sharedground.model.report import Report
from sharedground.partner_views import as_partner, voice_of
from sharedground.store import database, places
from sharedground.vision_words import weighed_by
from sharedground.words import say, say_many
from sharedground.workflow_many import in_order

Read = tuple[str, Callable[[], RawFile]]
"""A file's name, and what returns it as it was read."""

TABS = {"tab": "\t", "\\t": "\t"}
NOTHING_USABLE, WRONG_USE = 1, 2
ANY = "any"
"""Stands for the kind of a file that tells by itself what it holds."""


class Session:
    """The database and place that this call works on, opened when first needed."""

    def __init__(self, url: str | None, place: str | None) -> None:
        self._url, self._place = url, place

    @property
    def engine(self) -> Engine:
        """The database, with its tables up to date."""
        return database.open_database(self._url)

    def place(self, engine: Engine) -> Place:
        """Return the named place, or the only one there is."""
        if self._place:
            return places.place_named(engine, self._place)
        known = places.places(engine)
        if len(known) == 1:
            return known[0]
        if not known:
            raise NotFoundError(
                "place.none",
                say("There is no place yet. Make one: python -m sharedground new NAME"),
            )
        names = ", ".join(place.name for place in known)
        raise NotFoundError(
            "place.which", say("Say which place with --place NAME. Places: {names}.", names=names)
        )


class Words(click.Group):
    """Turns our own errors into words and an exit code; any other error is a bug and shows."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except SharedGroundError as error:
            click.echo(error.message, err=True)
            wrong = isinstance(error, NotFoundError)
            ctx.exit(WRONG_USE if wrong else NOTHING_USABLE)


@click.group(cls=Words, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
@click.option(
    "--database",
    "url",
    help="Database URL. Default: SHAREDGROUND_DATABASE_URL, else a file in your data folder.",
)
@click.option("--place", help="Name of the place. Not needed when there is only one.")
@click.pass_context
def main(ctx: click.Context, url: str | None, place: str | None) -> None:
    """Map what a community has, agree what matters, and see what is missing."""
    act_as(local_actor())
    ctx.obj = Session(url, place)


@main.command()
@click.argument("name")
@click.pass_obj
def new(session: Session, name: str) -> None:
    """Make an empty place called NAME."""
    place = places.new_place(session.engine, name)
    click.echo(say("{name} is ready. Next: add areas.", name=place.name))


def _pairs(_ctx: click.Context, _option: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for text in given:
        key, equals, value = text.partition("=")
        if not equals or not key.strip() or not value.strip():
            raise click.BadParameter(say("Write it as NAME=VALUE, not {text}.", text=text))
        pairs[key.strip()] = value.strip()
    return pairs


@main.command()
@click.argument("kind", type=click.Choice([*(kind.value for kind in Kind), ANY]))
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--council",
    default="",
    metavar="NAME",
    help="Add the small areas of a council of England or Wales, without a file.",
)
@click.option(
    "--column",
    "columns",
    multiple=True,
    callback=_pairs,
    metavar="FIELD=HEADING",
    help="Which heading holds a field, such as people=POP2010. May be repeated.",
)
@click.option(
    "--category",
    type=click.Choice(sorted(BY_CODE)),
    metavar="CODE",
    help="Category of every row, such as library.",
)
@click.option(
    "--word",
    "words",
    multiple=True,
    callback=_pairs,
    metavar="TEXT=CODE",
    help="Category of rows that say TEXT, such as 'Warm room=community-hub'. May be repeated.",
)
@click.option(
    "--direction",
    "directions",
    multiple=True,
    callback=_pairs,
    metavar="HEADING=WAY",
    help="Is a high figure bad? high-is-bad or high-is-good. May be repeated.",
)
@click.option("--areas", "area_set", default="", help="Which areas the figures are for, by name.")
@click.option("--table", help="Sheet or layer to use.")
@click.option("--heading-row", type=int, help="Row that holds the headings; 0 for none.")
@click.option("--encoding", default="", help="Encoding of a text file, such as cp1252.")
@click.option(
    "--delimiter", default="", help="What parts the columns of a text file: , ; | or tab."
)
@click.option("--forget", is_flag=True, help="Do not read it as the last file like it was read.")
@click.option("--year", type=int, help="Year of the figures.")
@click.option("--source", "title", default="", help="What the list is called.")
@click.option("--publisher", default="", help="Who published it.")
@click.option("--licence", default="", help="Licence it comes under.")
@click.option("--date", default="", help="Date of the data.")
@click.option("--replace", is_flag=True, help="Let these areas replace the place's areas.")
@click.option(
    "--publish-contacts",
    is_flag=True,
    help="Show the phone numbers and e-mail addresses of organisations to everyone.",
)
@click.option(
    "--whose-contacts",
    type=click.Choice(["organisation", "person"]),
    default=None,
    help="Whose every phone number and e-mail address is. Default: as it looks.",
)
@click.option(
    "--sensitive",
    type=click.Choice(["yes", "no"]),
    default=None,
    help="Whether every place is sensitive. Default: as the list and its words say.",
)
@click.option(
    "--not-people",
    is_flag=True,
    help="A list that looks like one of people is of places. Only officers see anything of it.",
)
@cli_versions.options
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per file and line.")
@click.pass_obj
def add(session: Session, /, kind: str, files: tuple[Path, ...], **given: Any) -> None:
    """Add FILES of one KIND to the place, or of any. Files are understood by their columns.

    What was chosen for a file is remembered for the next one with the same headings.
    """
    engine = session.engine
    place = session.place(engine)
    options = _options(given)
    about = workflow.About(given["title"], given["publisher"], given["licence"], given["date"])
    gathered = gather(files)
    if given["council"]:
        gathered, about = _of_council(given["council"], kind, files, about)
    elif not files:
        raise click.UsageError(say("Name at least one file."))
    updates = cli_versions.updates_of(engine, place.place_id, given["updates"], len(gathered))
    used = 0
    for name, reading in _in_order(session, kind, _read_ahead(gathered, options)):
        try:
            raw = reading()
            of_kind = _kind_of(session, kind, raw)
            read = workflow.preview(
                engine, place.place_id, of_kind, name, raw.parts,
                options=options, about=about, raw=raw, area_set=given["area_set"],
                updates=updates, remember=not given["forget"],
            )  # fmt: skip
            renewal = workflow_versions.renewal_of(engine, place.place_id, read)
            if renewal is not None and given["keep_gone"]:
                read = workflow_versions.keeping_gone(engine, place.place_id, read, renewal)
            kept = workflow.keep(
                engine, place.place_id, read, replace_areas=given["replace"],
                publish_contacts=given["publish_contacts"] or None,
            )  # fmt: skip
        except SharedGroundError as error:
            _say_refused(name, "" if kind == ANY else kind, error, as_json=given["as_json"])
            continue
        used += 1
        if given["as_json"]:
            more = cli_versions.as_json(read, renewal) | {"remembered": list(read.remembered)}
            click.echo(workflow.as_json_line(read.report, more))
        else:
            lines = lines_of(read, already=kept.already, placed_later=kept.placed_later)
            if not kept.already:
                lines[1:1] = cli_versions.lines_of_version(
                    read, renewal, given["updates"], kept_gone=given["keep_gone"]
                )
            click.echo("\n".join(lines))
    if not used:
        sys.exit(NOTHING_USABLE)


def _of_council(
    council: str, kind: str, files: tuple[Path, ...], about: workflow.About
) -> tuple[list[tuple[str, dict[str, bytes]]], workflow.About]:
    """Return a council's outlines as a file, and where they come from unless that was said."""
    if kind != Kind.AREAS.value or files:
        raise click.BadParameter(
            say("It brings areas: write add areas --council NAME, and no files."),
            param_hint="--council",
        )
    ours = councils.outlines_of(council)
    said = workflow.About(
        about.title or ours.title, about.publisher or ours.publisher,
        about.licence or ours.licence, about.date or ours.date, ours.url,
    )  # fmt: skip
    return [(ours.file_name, {ours.file_name: ours.content})], said


def _options(given: dict[str, Any]) -> Options:
    return Options(
        columns=given["columns"],
        category=given["category"],
        direction=_directions(given["directions"]),
        table=given["table"],
        year=given["year"],
        rulings=rulings_for_all(
            whose=given["whose_contacts"] or "", sensitive=given["sensitive"] or ""
        )
        + ((are_places(),) if given["not_people"] else ()),
        categories={text: given_category(code) for text, code in given["words"].items()},
        heading_rows=_heading_rows(given["table"], given["heading_row"]),
        encoding=given["encoding"],
        delimiter=TABS.get(given["delimiter"].casefold(), given["delimiter"]),
    )


def _heading_rows(table: str | None, row: int | None) -> dict[str, int]:
    return {} if row is None else {table or "": row}


def _read_ahead(files: list[tuple[str, dict[str, bytes]]], options: Options) -> Iterator[Read]:
    """Read the next file while the present one is worked on: reading is a process of its own."""
    with ThreadPoolExecutor(max_workers=1) as reader:
        waiting: deque[Read] = deque()
        for name, parts in files:
            future = reader.submit(read_file, name, parts, read_as=options.read_as)
            waiting.append((name, future.result))
            if len(waiting) > 1:
                yield waiting.popleft()
        yield from waiting


def _in_order(session: Session, kind: str, files: Iterator[Read]) -> Iterable[Read]:
    """Return files as they come or, where each tells its kind, in the order of the kinds."""
    if kind != ANY:
        return files

    def order(one: Read) -> Kind:
        try:
            return _kind_of(session, kind, one[1]())
        except SharedGroundError:
            return Kind.ASSETS

    return in_order(files, order)


def _kind_of(session: Session, kind: str, raw: RawFile) -> Kind:
    """Return the kind that was said, or what the file seems to hold."""
    if kind != ANY:
        return Kind(kind)
    engine = session.engine
    return workflow.kinds_of(engine, session.place(engine).place_id, raw)[0]


def _directions(given: dict[str, str]) -> dict[str, Direction]:
    ways = {direction.value: direction for direction in Direction}
    for way in given.values():
        if way not in ways:
            raise click.BadParameter(
                say("{way} is not a direction. Use {ways}.", way=way, ways=", ".join(ways)),
                param_hint="--direction",
            )
    return {heading: ways[way] for heading, way in given.items()}


def _say_refused(name: str, kind: str, error: SharedGroundError, *, as_json: bool) -> None:
    if as_json:
        fault = {
            "code": error.code,
            "row": None,
            "column": "",
            "value": "",
            "reason": error.message,
            "fix": "",
        }
        report = Report(file=name, kind=Kind(kind or Kind.ASSETS)).as_json()
        report |= {"kind": kind, "faults": [fault]}
        click.echo(json.dumps(report, ensure_ascii=False))
    else:
        click.echo(say("{file}: not used. {reason}", file=name, reason=error.message), err=True)


@main.command()
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="CSV file to write.",
)
@click.option("--fresh-only", is_flag=True, help="Leave out places that nobody checked for long.")
@click.option(
    "--months",
    default=FRESH_MONTHS,
    show_default=True,
    type=click.IntRange(1, 600),
    help="How long a check holds, with --fresh-only.",
)
@click.option("--by-kind", is_flag=True, help="One row per area and kind of place instead.")
@click.option("--as", "partner", default="", metavar="PARTNER",
              help="With the weights of one partner, instead of the shared ones.")  # fmt: skip
@cli_counting.counting_options
@click.pass_obj
def gaps(
    session: Session, /, out: Path, fresh_only: bool, months: int, by_kind: bool, partner: str,
    **how: Any,
) -> None:  # fmt: skip
    """Work out the assets and gaps, and write one row per area and outcome."""
    engine = session.engine
    place = session.place(engine)
    view = workflow.officers_view(engine, place.place_id)
    in_use = workflow.vision_in_use(view.holdings)
    counting = cli_counting.counting_of(**how, fresh_months=months if fresh_only else 0)
    wanted = vision_of_kinds(in_use) if by_kind else in_use
    found = workflow.assessment(view, wanted, counting)
    if partner:
        if by_kind:
            raise click.UsageError(say("Give --as or --by-kind, not both."))
        heard = cli_room_sheets.heard_of(engine, place.place_id, in_use)
        voice = voice_of(heard, partner)
        found = as_partner(found, voice)
        click.echo("\n".join(cli_room_sheets.as_lines(in_use, voice)))
    if counting.streets:
        click.echo("\n".join(cli_streets.lines_of(view)))
    if fresh_only:
        left_out = len(grounds.stale_ids(view, months))
        click.echo(say_many("{n} place is left out: last checked {months} months ago or more.",
                            "{n} places are left out: last checked {months} months ago or more.",
                            left_out, months=months))  # fmt: skip
    out.write_bytes(workflow.gaps_csv(found, for_excel=False))
    if in_use.version == 0:
        click.echo(say("No vision is saved yet, so a first draft made from your data was used."))
    elif not partner:
        click.echo(f"{weighed_by(in_use)}.")
    hidden = int(view.assets["sensitive"].astype(bool).sum())
    if hidden:
        click.echo(
            say_many("It is made with the true position of {n} sensitive place. To publish "
                     "figures, use: export gaps",
                     "It is made with the true positions of {n} sensitive places. To publish "
                     "figures, use: export gaps", hidden)
        )  # fmt: skip
    total = found.table[found.table["outcome"] == "ALL"]
    click.echo(
        say(
            "{file}: {areas} areas, {outcomes} outcomes, {missing} areas with no data.",
            file=str(out),
            areas=len(total),
            outcomes=len(wanted.outcomes),
            missing=int((total["state"] == "no data").sum()),
        )
    )


@main.command()
@click.pass_obj
def status(session: Session) -> None:
    """Say what the place holds."""
    engine = session.engine
    place = session.place(engine)
    view = workflow.officers_view(engine, place.place_id)
    held = view.holdings
    people = held.population["people"]
    click.echo(f"{place.name} ({place.metric_crs or say('no areas yet')})")
    lines = {
        say("areas"): len(held.areas),
        say("areas with a population"): int(people.notna().sum()),
        say("people"): int(people.sum()),
        say("indicators"): len(held.indicators),
        say("partners"): len(held.partners),
        say("assets"): len(view.assets),
        say("assets on the map"): int(view.assets["lon"].notna().sum()),
        say("sources"): len(held.sources),
        say("vision version"): held.vision.version if held.vision else 0,
        say("revision"): place.revision,
    }
    for label, value in lines.items():
        click.echo(f"  {label}: {value:,}")


@main.command("demo")
@click.pass_obj
def demo_(session: Session) -> None:
    """Put the fictional demo town into the database."""
    require(Role.OFFICER)
    source, town = demo.open_demo()
    places.copy_place(source, session.engine, town.place_id)
    click.echo(say("{name} is there. It is made up: no such town exists.", name=town.name))


@main.command("warm-up")
def warm_up() -> None:
    """Get the demo town ready, so that the first page opens at once."""
    demo.database_file()


for command in (
    *COMMANDS, *cli_check.COMMANDS, *cli_suggest.COMMANDS, *cli_versions.COMMANDS,
    *cli_meetings.COMMANDS, *cli_what_if.COMMANDS, cli_vision.group,
    *cli_area.COMMANDS, cli_areas.areas, cli_areas.directions, *cli_background.COMMANDS,
    cli_counting.how_sure, cli_duplicates.duplicates, *cli_fair.COMMANDS, cli_fix.fix,
    *cli_look.COMMANDS,
    *cli_places.COMMANDS, *cli_room_sheets.COMMANDS, *cli_rounds.COMMANDS,
    *cli_story.COMMANDS,
    *cli_streets.COMMANDS,
):  # fmt: skip
    main.add_command(command)
