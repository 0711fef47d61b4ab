"""The main jobs from end to end: read a file, keep it, choose a vision, find the gaps.

Pages and the command line both call these, so that they can never give different answers.
"""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Final

import numpy as np
import pandas as pd
from sqlalchemy.engine import Engine

from sharedground import renewing
from sharedground.access import Role, require
from sharedground.analysis.assessment import Assessment
from sharedground.analysis.default_vision import default_vision
from sharedground.analysis.gaps import assess_on
from sharedground.analysis.memo import Memo
from sharedground.analysis.need import find
from sharedground.analysis.reach import Floats
from sharedground.analysis.setting import Setting, prepared
from sharedground.errors import SharedGroundError
from sharedground.export.ground import layer_of
from sharedground.export.street_network import network_of, pack_network
from sharedground.export.table import csv_bytes
from sharedground.grounds import Ground, ground
from sharedground.intake.area_level import area_set_of
from sharedground.intake.context import Intake, Options
from sharedground.intake.crs import metric_crs
from sharedground.intake.duplicates import Duplicates, find_duplicates
from sharedground.intake.fixing import is_check_sheet
from sharedground.intake.raw import RawFile, ReadAs
from sharedground.intake.read import read_file
from sharedground.intake.renewal.lists import Candidate
from sharedground.intake.take import take_in
from sharedground.intake.vision_file import vision_from, vision_rows
from sharedground.model.base import stable_id
from sharedground.model.counting import USUAL, Counting
from sharedground.model.frames import empty
from sharedground.model.outcome import Expression
from sharedground.model.place import AreaSet, Kind, Source
from sharedground.model.report import UNSURE, Categorised, Personal, Placed, Report, Word
from sharedground.model.vision import Vision
from sharedground.remembered import (
    all_wordings,
    likely_kinds,
    memory_of,
    recall,
    with_wordings,
)
from sharedground.store import keeping, loading, visions
from sharedground.store.area_sets import OF_AREAS
from sharedground.store.holdings import Holdings
from sharedground.surroundings import context_for, set_for
from sharedground.views import View, view_for
from sharedground.watch import Watch
from sharedground.words import say

COUNTS: Final = ("ground", "left_out")
"""Facts of a background that are counts by class or by reason."""

OSM_PUBLISHER: Final = "OpenStreetMap contributors"
OSM_LICENCE: Final = "Open Database Licence (ODbL) 1.0"


@dataclass(frozen=True)
class About:
    """What a person says of a file: empty text means "not stated"."""

    title: str = ""
    publisher: str = ""
    licence: str = ""
    date: str = ""
    url: str = ""


@dataclass(frozen=True)
class Preview:
    """A file as it was read and understood, before anything is kept.

    Parameters
    ----------
    area_set
        The areas that figures are for. Of outlines: what they seem to bring, for a person to
        change; with an id where they renew a set that a person named.
    pairs
        Places that are or may be one, in the file or with those that are here
        (`model.frames.PAIRS`).
    updates
        The `source_id` of the version that this one takes over from, "" for a list of its own.
    further
        Whether a person said that it is a list of its own.
    lists
        Lists that are here and that it may be the next version of, the likeliest first.
    remembered
        Which choices were taken from the last list like it, such as "columns"; empty for none.
    published
        Whether everyone may see the contacts of organisations in the former version.
    """

    kind: Kind
    raw: RawFile
    options: Options
    about: About
    source_id: str
    import_id: str
    intakes: tuple[Intake, ...]
    area_set: AreaSet = field(default_factory=lambda: AreaSet(set_id="", name=say("Areas")))
    pairs: pd.DataFrame = field(default_factory=lambda: empty("pairs"))
    updates: str = ""
    further: bool = False
    lists: tuple[Candidate, ...] = ()
    remembered: tuple[str, ...] = ()
    published: bool = False
    report: Report = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "report", one_report(self.raw.name, self.kind, self.intakes))

    @property
    def frames(self) -> dict[str, pd.DataFrame]:
        """The tables of all sheets or layers, joined by kind."""
        return renewing.frames_of(self.intakes)


def preview(
    engine: Engine,
    place_id: str,
    kind: Kind,
    name: str,
    parts: bytes | Mapping[str, bytes],
    *,
    options: Options | None = None,
    about: About | None = None,
    raw: RawFile | None = None,
    area_set: str = "",
    updates: str = "",
    remember: bool = True,
    watch: Watch | None = None,
) -> Preview:
    """Read a file and say what it holds, without keeping anything.

    Parameters
    ----------
    parts
        The bytes; for a shapefile the bytes of each part by file name.
    raw
        The file as read before, to try other options without reading it again.
    area_set
        Name or id of the area set that figures are for, or that outlines renew. "" lets the codes
        in the file decide; outlines then are of the main set, or of a new one (see `keep`).
    updates
        The `source_id` of the list that this file is the next version of: its things keep their
        ids, and its places are no duplicates. "" is a list of its own, unless the very file is
        here; `renewing` has words for a list of its own whatever is here, and for a guess.
    remember
        Whether choices made for the last list like it are used where nothing else is said.
    watch
        Is told how far it is, and may stop it.

    Raises
    ------
    FileRefusedError, NothingUsableError, NotFoundError
        In words that say what to do.
    """
    require(Role.OFFICER)
    watch, about, options = watch or Watch(), about or About(), options or Options()
    raw, options = _read_as_said(name, parts, options, raw, watch)
    about = _as_it_says(about, raw)
    if is_check_sheet(raw):
        raise SharedGroundError(
            "check.sheet_here",
            say("{name} is a sheet of places to check, not a list of places. Give it back on the "
                'page Check, under "By sheet".', name=raw.name),
        )  # fmt: skip
    used: tuple[str, ...] = ()
    if remember:
        last = recall(engine, place_id, kind, raw, options, vars(about), watch)
        raw, options, about, used = last.raw, last.options, About(**last.about), last.used
    options = replace(options, title=about.title)
    watch.tell(say("looking at every row"))
    import_id = str(uuid.uuid4())
    source_id = stable_id(place_id, import_id)
    former = renewing.former_of(engine, place_id, kind, raw, updates)
    about, options = _as_before(about, options, _same_list(former, raw), raw.name)
    before = former.source_id if former else ""
    known = loading.load_known(engine, place_id, without=before)
    of_set = set_for(kind, raw, known, area_set or _set_of(former, known))
    wordings = all_wordings(engine, place_id, options, remember=remember)
    in_words = replace(options, categories=wordings)
    context = context_for(engine, known, of_set)
    intakes = tuple(take_in(kind, raw, source_id, in_words, context))
    if kind is Kind.ASSETS:
        options = with_wordings(options, wordings, raw, intakes)
    if kind is Kind.AREAS:
        told = area_set_of(raw, intakes[0].frames["areas"], about.title)
        of_set = told.model_copy(update={"set_id": of_set.set_id if area_set else ""})
    lists = renewing.lists_like(engine, place_id, kind, raw, about.title, intakes, of_set)
    guess = renewing.guessed(lists, updates) if former is None else None
    if guess is not None:
        if renewing.reads_otherwise(kind, guess, about.title, intakes):
            again = preview(
                engine, place_id, kind, name, raw.parts, options=options, about=about, raw=raw,
                area_set=area_set, updates=guess.source_id, remember=False, watch=watch,
            )  # fmt: skip
            return replace(again, remembered=used)
        former, before = guess, guess.source_id
        about, options = _as_before(about, options, former, raw.name)
    further = updates == renewing.NEW_LIST
    intakes = renewing.going_on(engine, place_id, kind, raw, intakes, former, further=further)
    found = Duplicates(empty("pairs"), intakes)
    if kind is Kind.ASSETS:
        watch.tell(say("looking for doubles"))
        here, decided = loading.compared_with(engine, place_id, raw.sha256, before)
        found = find_duplicates(intakes, here, {**decided, **options.verdicts})
    return Preview(
        kind, raw, options, about, source_id, import_id, found.intakes, of_set, found.pairs,
        before, further, lists, used, bool(former and former.publish_contacts),
    )  # fmt: skip


def _as_it_says(about: About, raw: RawFile) -> About:
    """Take what nobody said from the kind of file: all of OpenStreetMap has one publisher."""
    if raw.format != "osm":
        return about
    return replace(
        about, title=about.title or say("OpenStreetMap"),
        publisher=about.publisher or OSM_PUBLISHER, licence=about.licence or OSM_LICENCE,
    )  # fmt: skip


def _same_list(former: Source | None, raw: RawFile) -> Source | None:
    """Return the former version, but for streets of another file: these come from elsewhere."""
    other = former is not None and former.kind is Kind.STREETS and former.sha256 != raw.sha256
    return None if other else former


def _as_before(
    about: About, options: Options, former: Source | None, name: str
) -> tuple[About, Options]:
    """Take what nobody said of a next version from the former one, but for its date.

    A list that was called after its file keeps that name when the next file, `name`, has another.
    """
    if former is not None:
        told = {
            detail: getattr(about, detail) or getattr(former, detail)
            for detail in ("title", "publisher", "licence", "url")
        }
        if not told["title"] and former.file_name != name:
            told["title"] = former.file_name
        about = replace(about, **told)
    return about, replace(options, title=about.title)


def _set_of(former: Source | None, known: loading.Known) -> str:
    """Return the area set that the former version stands on, if it is still in use."""
    sets = {known.main_set.set_id, *(one.set_id for one, _ in known.other_sets)}
    return former.set_id if former and former.set_id in sets and len(known.areas) else ""


def _read_as_said(
    name: str,
    parts: bytes | Mapping[str, bytes],
    options: Options,
    raw: RawFile | None,
    watch: Watch,
) -> tuple[RawFile, Options]:
    """Return the file read as the options say, and the options; read again only if it must be."""
    if raw is not None and options.read_as in (raw.read_as, ReadAs()):
        as_it_was = raw.read_as
    else:
        given = dict(parts) if isinstance(parts, Mapping) else parts
        watch.tell(say("opening the file"))
        raw = read_file(name, given, read_as=options.read_as, watch=watch)
        as_it_was = raw.read_as
    return raw, replace(
        options, heading_rows=as_it_was.heading_rows, encoding=as_it_was.encoding,
        delimiter=as_it_was.delimiter,
    )  # fmt: skip


def kinds_of(engine: Engine, place_id: str, raw: RawFile) -> tuple[Kind, ...]:
    """Return what a file may bring, the likeliest first; never empty.

    What the last file with these headings was taken for comes first.
    """
    require(Role.OFFICER)
    known = loading.load_known(engine, place_id)
    context = context_for(engine, known)
    of_sets = (*(areas for _, areas in known.other_sets), known.areas)
    codes = {c: n for areas in of_sets for c, n in areas[["area_code", "area_name"]].to_numpy()}
    return likely_kinds(engine, place_id, raw, replace(context, areas=codes))


def keep(
    engine: Engine,
    place_id: str,
    accepted: Preview,
    *,
    reason: str = "",
    replace_areas: bool = False,
    publish_contacts: bool | None = None,
    beside: bool = False,
    described: AreaSet | None = None,
) -> keeping.Kept:
    """Keep what a preview showed: whole, once, with its raw file and every row as read.

    Parameters
    ----------
    replace_areas
        Whether outlines may take the place of those of their set (the main one unless said).
    beside
        Whether outlines make a further area set, beside those of the place.
    described
        What a person said that the areas are; else what the preview found.
    publish_contacts
        Whether everyone may see the telephone numbers and e-mail addresses of organisations; as
        in the former version unless said.
    """
    report = accepted.report
    source = Source(
        source_id=accepted.source_id,
        kind=accepted.kind,
        file_name=accepted.raw.name,
        sha256=accepted.raw.sha256,
        rows_read=report.read,
        rows_kept=report.kept,
        rows_merged=report.merged,
        rows_set_aside=report.set_aside,
        **_of_areas(accepted, described),
        **vars(accepted.about),
    )
    frames = accepted.frames
    layer = _packed(frames)
    upload = keeping.Upload(
        source=source,
        import_id=accepted.import_id,
        reading=reading_of(accepted.options),
        frames=frames,
        records={one.table: one.frames["records"] for one in accepted.intakes},
        reports=[one.report.as_json() for one in accepted.intakes],
        parts=accepted.raw.parts,
        beside=beside,
        pairs=accepted.pairs,
        updates=accepted.updates,
        further=accepted.further,
        publish_contacts=accepted.published if publish_contacts is None else publish_contacts,
        memory=memory_of(accepted.kind, accepted.raw, accepted.options, vars(accepted.about)),
        layer=layer,
    )
    crs = None
    if accepted.kind is Kind.AREAS:
        crs = metric_crs(frames["areas"]["geometry"].to_numpy())
    return keeping.keep(
        engine, place_id, upload, reason=reason, replace_areas=replace_areas, metric_crs=crs
    )


def _packed(frames: dict[str, pd.DataFrame]) -> bytes:
    """Take the tables that are kept packed out of frames, and return them so; b"" for none."""
    background = frames.pop("background", None)
    nodes, edges = (frames.pop(name, None) for name in ("street_nodes", "street_edges"))
    if background is not None:
        return layer_of(background)
    if nodes is None or edges is None:
        return b""
    return pack_network(network_of(nodes, edges))


def _of_areas(accepted: Preview, described: AreaSet | None) -> dict[str, Any]:
    """Return what a source says of areas: which set its rows are for, and what outlines bring."""
    if accepted.kind is not Kind.AREAS:
        return {"set_id": accepted.area_set.set_id} if accepted.kind in OF_AREAS else {}
    about = described or accepted.area_set
    return {
        "set_id": accepted.area_set.set_id, "set_name": about.name, "level": about.level.value,
        "vintage": about.vintage,
    }  # fmt: skip


def reading_of(options: Options) -> str:
    """Return the options a file was read with, as text that is equal when they are equal."""
    return json.dumps(asdict(options), sort_keys=True, default=str)


def one_report(file: str, kind: Kind, intakes: Iterable[Intake]) -> Report:
    """Add the reports of a file's sheets or layers up to one for the file."""
    reports = [one.report for one in intakes]
    if len(reports) == 1:
        return reports[0]
    columns: dict[str, str] = {}
    why: dict[str, str] = {}
    facts: dict[str, object] = {}
    for report in reports:
        columns = {**report.columns, **columns}
        why = {**report.why, **why}
        facts = {**report.facts, **facts}
    facts |= _counts_together([report.facts for report in reports])
    return Report(
        file=file,
        kind=kind,
        read=sum(r.read for r in reports),
        kept=sum(r.kept for r in reports),
        merged=sum(r.merged for r in reports),
        set_aside=sum(r.set_aside for r in reports),
        placed=Placed(
            **{n: sum(getattr(r.placed, n) for r in reports) for n in Placed.model_fields}
        ),
        category=Categorised(
            **{n: sum(getattr(r.category, n) for r in reports) for n in Categorised.model_fields}
        ),
        personal=Personal(
            **{n: sum(getattr(r.personal, n) for r in reports) for n in Personal.model_fields}
        ),
        sensitive=sum(r.sensitive for r in reports),
        columns=columns,
        why=why,
        facts=facts,
        unused=tuple(dict.fromkeys(name for r in reports for name in r.unused)),
        faults=tuple(fault for r in reports for fault in r.faults),
        sentences=tuple(dict.fromkeys(text for r in reports for text in r.sentences)),
        words=_words_together(reports),
    )


def _words_together(reports: Iterable[Report]) -> tuple[Word, ...]:
    """Return the words of all sheets, each once, those we do not know first."""
    found: dict[str, Word] = {}
    for word in (word for report in reports for word in report.words):
        before = found.get(word.text)
        rows = word.rows + (before.rows if before else 0)
        found[word.text] = (before or word).model_copy(update={"rows": rows})
    return tuple(sorted(found.values(), key=lambda word: (word.how not in UNSURE, -word.rows)))


def vision_in_use(holdings: Holdings) -> Vision:
    """Return the vision in use, else a first draft made from the data (version 0)."""
    if holdings.vision is not None:
        return holdings.vision
    used = sorted(set(holdings.assets["category"]))
    return default_vision(
        holdings.indicators,
        used,
        typical_radius_m(holdings),
        holdings.place.detour_factor,
        place_name=holdings.place.name,
    )


def measure_name(indicators: pd.DataFrame, named: str) -> str:
    """Return what the indicator is called that a goal names; "" where it is none of the place."""
    row = find(indicators, Expression(indicator=named)) if named else None
    return "" if row is None else str(row["name"])


def mean_of(holdings: Holdings, named: str) -> float | None:
    """Return the mean of an indicator over the people of a place: where a goal starts.

    Areas without people or without the figure are left out. None where no area has both.
    """
    row = find(holdings.indicators, Expression(indicator=named)) if named else None
    if row is None:
        return None
    values = holdings.indicator_values
    mine = values[values["indicator_id"] == row["indicator_id"]].set_index("area_code")["value"]
    people = holdings.population.set_index("area_code")["people"].reindex(mine.index)
    known = (mine.notna() & (people > 0)).to_numpy()
    return float(np.average(mine[known], weights=people[known])) if known.any() else None


def typical_radius_m(holdings: Holdings) -> float:
    """Return the radius in metres of a circle as large as the median area; 0 without areas."""
    if holdings.areas.empty or holdings.place.metric_crs is None:
        return 0.0
    sizes = holdings.areas.geometry.to_crs(holdings.place.metric_crs).area
    return float(np.sqrt(sizes.median() / np.pi))


def assessment(
    view: View,
    vision: Vision,
    counting: Counting = USUAL,
    *,
    today: dt.date | None = None,
    located: pd.DataFrame | None = None,
    target: Floats | None = None,
) -> Assessment:
    """Find the assets and gaps of a place for a vision.

    Parameters
    ----------
    counting
        Every assumption that people can change. An asset whose last check nobody knows stays:
        no date is not an old date.
    today
        From when ages count; by default today in UTC, in the demo town its own day.
    located, target
        Other assets than the view's own, and targets to judge them by: `grounds.ground`,
        `analysis.gaps.assess`.

    Raises
    ------
    SharedGroundError
        When the place has no areas yet.
    """
    here = ground(view, counting, today=today, located=located)
    return assessed_on(here, view, vision, counting, target=target)


def assessed_on(
    here: Ground,
    view: View,
    vision: Vision,
    counting: Counting = USUAL,
    *,
    target: Floats | None = None,
) -> Assessment:
    """Find the assets and gaps of a place whose ground is at hand, as `assessment` does."""
    return assess_on(ready_on(here, view, counting), vision, target=target)


def ready(
    view: View,
    counting: Counting = USUAL,
    *,
    today: dt.date | None = None,
    memo: Memo | None = None,
) -> Setting:
    """Return what a view is assessed on, to be kept for many visions: `gaps.assess_on` takes it.

    Parameters
    ----------
    counting, today
        As for `assessment`.
    memo
        Shared with other settings, so that what they have in common is worked out once.

    Raises
    ------
    SharedGroundError
        When the place has no areas yet.
    """
    return ready_on(ground(view, counting, today=today), view, counting, memo)


def ready_on(
    here: Ground, view: View, counting: Counting = USUAL, memo: Memo | None = None
) -> Setting:
    """Return what a place whose ground is at hand is assessed on, as `ready` does."""
    return prepared(
        areas=here.areas,
        outline=here.outline,
        assets=here.assets,
        indicators=view.holdings.indicators,
        indicator_values=view.holdings.indicator_values,
        detour=here.detour,
        counting=counting,
        walk=here.walk,
        around=here.around,
        memo=memo,
    )


def gaps_csv(found: Assessment, *, for_excel: bool = True) -> bytes:
    """Return the gaps as CSV with the columns that scripts rely on.

    Parameters
    ----------
    for_excel
        As in `export.table.csv_bytes`; off, the first heading is `area_code` to the byte.
    """
    return csv_bytes(found.table, for_excel=for_excel)


def read_vision(name: str, content: bytes, *, title: str = "") -> Vision:
    """Read a vision file without saving it.

    Raises
    ------
    FileRefusedError, InvalidVisionError
        In words; the latter with every fault by row in `details["faults"]`.
    """
    require(Role.PARTICIPANT)
    return vision_from(read_file(name, content), title=title)


def import_vision(
    engine: Engine, place_id: str, name: str, content: bytes, *, title: str = "", reason: str = ""
) -> Vision:
    """Read a vision file and save it as the place's next version."""
    vision = read_vision(name, content, title=title)
    holdings = loading.load(engine, place_id)
    opened = holdings.newest_vision.version if holdings.newest_vision else 0
    return visions.save_vision(engine, place_id, vision, opened_from=opened, reason=reason)


def vision_csv(vision: Vision, *, for_excel: bool = True) -> bytes:
    """Return a vision as a vision file; `for_excel` as in `export.table.csv_bytes`."""
    return csv_bytes(vision_rows(vision), for_excel=for_excel)


def officers_view(engine: Engine, place_id: str) -> View:
    """Return all that officers may see of a place."""
    require(Role.OFFICER)
    return view_for(loading.load(engine, place_id), Role.OFFICER)


def _counts_together(told: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, int]]:
    """Add up what sheets or layers counted by kind: the classes of a background, what is left."""
    found: dict[str, Counter[str]] = {}
    for facts in told:
        for name in COUNTS:
            found.setdefault(name, Counter()).update(facts.get(name, {}))
    return {name: dict(counts) for name, counts in found.items() if counts}


def as_json_line(report: Report, more: Mapping[str, object] | None = None) -> str:
    """Return a report as one line of JSON, for scripts, with what else there is to say."""
    return json.dumps(report.as_json() | dict(more or {}), ensure_ascii=False)
