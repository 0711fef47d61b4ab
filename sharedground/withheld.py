"""What everyone but officers is not shown: people's contacts, and where sensitive places truly are.

What is left is all that public figures are made of, so that nothing can be worked back from them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pyproj import Geod, Transformer

from sharedground.intake.assets import same_name
from sharedground.intake.people import email_why, phone_why, without_names, without_people
from sharedground.intake.personal import CLEARED, OWN_NAME
from sharedground.intake.values import EMAIL, POSTCODE_IN_TEXT
from sharedground.model.base import stable_id
from sharedground.model.category import BY_CODE, OTHER
from sharedground.model.decision import LONGEST_WORDS, Decision, Meeting
from sharedground.model.scenario import Opening, Scenario
from sharedground.model.story import Story
from sharedground.model.vision import Vision
from sharedground.store.holdings import Holdings
from sharedground.words import languages, say, say_many, speaking

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

CELL_M: Final = 1_000.0
"""Sensitive places are drawn at the centre of a square cell of this size, in metres."""

SAME_CELL_M: Final = 300.0
"""Sensitive places no further apart than this share a cell: one place that two lists put in
slightly different spots must not be betrayed by two cells side by side."""

SAME_PLACE_M: Final = 1_000.0
"""What has the name of a sensitive place and lies no further off is that place."""

CELL: Final = "square"
"""What `placed_by` says of a place that was moved to the centre of its cell."""

LEAST_TELLING: Final = 4
"""A part of an address with so few letters tells nothing."""

CONTACTS: Final = ("email", "phone")
TEXTS: Final = ("name", "description", "organization", "schedules", "cost_options", "eligibility",
                "accessibility")  # fmt: skip
_HIDDEN: Final = ("address", "postcode", "phone", "email", "url", "schedules", "description",
                  "accessibility")  # fmt: skip
_TELLTALE: Final = ("organization", "eligibility", "cost_options")
_STREET = re.compile(
    r"\d|\b(street|st|road|rd|lane|avenue|ave|close|drive|way|court|grove|crescent|terrace|place|"
    r"square|house|walk|mews|gardens|hill|row|park|lodge|villas?|cottage|hall|centre|building)\b",
    re.IGNORECASE,
)
_ABOUT: Final = ("name", "organization", "address", "description")
_CODES: Final = ("category", "partner_id", "placed_by")
"""What no person wrote of a suggestion."""

_WEB = re.compile(r"https?://|\bwww\.", re.IGNORECASE)
_PHONE = re.compile(r"(?<!\d)\+?\(?0[\d\s()\-–]{7,16}\d")
_EARTH = Geod(ellps="WGS84")


def assets_for_everyone(seen: pd.DataFrame, held: Holdings) -> pd.DataFrame:
    """Return assets with their sites as everyone may see them.

    Parameters
    ----------
    seen
        Those that the audience may see, joined to their sites.
    """
    shown = with_public_contacts(seen, "asset", "asset_id", held)
    shown = _checked_again(shown, held)
    shown = shown.assign(assurer="", assurer_email="")
    nameless = people_among_partners(held.contacts)
    shown["partner_id"] = shown["partner_id"].where(~shown["partner_id"].isin(nameless), "")
    order = {one.source_id: at for at, one in enumerate(held.sources)}
    return _blurred(shown, sensitive_assets(seen, held), order, held.place.metric_crs)


def partners_for_everyone(held: Holdings) -> pd.DataFrame:
    """Return partners without contacts that are not published, and without people among them."""
    listed = held.partners[~held.partners["partner_id"].isin(people_among_partners(held.contacts))]
    listed = listed.reset_index(drop=True)
    return with_public_contacts(listed, "partner", "partner_id", held)


def people_among_partners(contacts: pd.DataFrame) -> set[str]:
    """Return the partners that are no organisations but people."""
    own = (contacts["thing"] == "partner") & (contacts["why"] == OWN_NAME)
    return set(contacts.loc[own, "thing_id"])


def suggestions_for_everyone(suggestions: pd.DataFrame) -> pd.DataFrame:
    """Leave only what is missing and approved, without who said so or decided."""
    seen = (suggestions["state"] == "approved") & (suggestions["kind"] == "missing")
    shown: pd.DataFrame = suggestions[seen].reset_index(drop=True)
    bodies = [
        {name: without_people(value)[0] if isinstance(value, str) and name not in _CODES else value
         for name, value in body.items()}
        for body in shown["body"]
    ]  # fmt: skip
    return shown.assign(
        made_by="",
        decided_by="",
        answer="",
        body=pd.Series(bodies, index=shown.index, dtype=object),
    )


def visions_for_everyone(
    visions: Iterable[Vision], partners: Collection[str]
) -> tuple[Vision, ...]:
    """Return visions without people: of those who were in the room, only partners are named."""
    return tuple(
        vision.model_copy(
            update={"in_the_room": tuple(n for n in vision.in_the_room if n in partners)}
        )
        for vision in visions
    )


def scenarios_for_everyone(held: Holdings) -> tuple[Scenario, ...]:
    """Return what might change without who kept it, and without people in its texts.

    A new place that is called after a sensitive one loses its name, which would tell where that is.
    """
    if not held.scenarios:
        return ()
    every = held.located_assets()
    hidden = set(every.loc[sensitive_assets(every, held), "name"].map(same_name))
    return tuple(_scenario_for_everyone(one, hidden) for one in held.scenarios)


def stories_for_everyone(stories: Iterable[Story]) -> tuple[Story, ...]:
    """Return stories without what the presenter notes for themselves, and who kept them."""
    return tuple(
        story.model_copy(
            update={"by": "", "steps": tuple(step.model_copy(update={"notes": ""})
                                             for step in story.steps if step.shown)}
        )
        for story in stories
    )  # fmt: skip


def decisions_for_everyone(held: Holdings) -> tuple[Decision, ...]:
    """Return decisions without people: of those who promised something, only partners are named."""
    if not held.decisions:
        return ()
    partners, people = partners_named(held), names_of_people(held.contacts)
    return tuple(_decision_for_everyone(one, partners, people) for one in held.decisions)


def partners_named(held: Holdings) -> frozenset[str]:
    """Return the names of partners that everyone may know: not of people among them."""
    hidden = people_among_partners(held.contacts)
    listed = held.partners[~held.partners["partner_id"].isin(hidden)]
    return frozenset(listed["name"])


def _decision_for_everyone(
    decision: Decision, partners: Collection[str], people: Sequence[str]
) -> Decision:
    named = tuple(name for name in decision.who if name in partners)
    others = len(decision.who) - len(named)
    if others:
        named = (*named, say_many("{n} person", "{n} people", others))
    unnamed = [name for name in decision.who if name not in partners]

    def told(text: str) -> str:
        return _without(text_for_everyone(text, people), unnamed)[:LONGEST_WORDS]

    log = tuple(
        entry.model_copy(update={"by": "", "words": told(entry.words)}) for entry in decision.log
    )
    return decision.model_copy(
        update={"by": "", "who": named, "log": log, "words": told(decision.words)}
    )


def _without(text: str, names: Iterable[str]) -> str:
    """Return a text in which these names, single words too, are replaced by a note."""
    for name in names:
        whole = rf"(?<!\w){re.escape(name)}(?!\w)"
        text = re.sub(whole, lambda _: say("[name not shown]"), text, flags=re.IGNORECASE)
    return text


def meetings_for_everyone(held: Holdings) -> tuple[Meeting, ...]:
    """Return meetings without people: of those who were there, only partners are named."""
    partners = partners_named(held) if held.meetings else frozenset[str]()
    return tuple(
        one.model_copy(
            update={"by": "", "in_the_room": tuple(n for n in one.in_the_room if n in partners)}
        )
        for one in held.meetings
    )


def _scenario_for_everyone(scenario: Scenario, hidden: Collection[str]) -> Scenario:
    actions = [
        action.model_copy(update={"name": ""})
        if isinstance(action, Opening) and same_name(action.name) in hidden
        else action
        for action in scenario.actions
    ]
    return scenario.model_copy(
        update={
            "by": "", "name": without_people(scenario.name)[0],
            "note": without_people(scenario.note)[0], "actions": tuple(actions),
        }
    )  # fmt: skip


def with_public_contacts(
    things: pd.DataFrame, thing: str, key: str, held: Holdings
) -> pd.DataFrame:
    """Return assets or partners with only those numbers and mails that everyone may see.

    A list says whether its organisations' contacts are public; of one thing a person can say
    otherwise (an edit of "contacts"). What reads like a person's stays hidden until somebody
    has cleared it.
    """
    published = {one.source_id for one in held.sources if one.publish_contacts}
    ids = things[key].astype(str)
    chosen = _looked_up(ids, _said_of(held.edits, thing))
    open_ = (things["source_id"].isin(published) & (chosen != "officers")) | (chosen == "public")
    mine = held.contacts[held.contacts["thing"] == thing]
    shown = things.copy()
    for field in CONTACTS:
        values = shown[field].astype(str).where(open_, "")
        personal = _personal(things, values, _looked_up(ids, _cleared(mine)), field)
        values = values.where(~personal | (chosen == "public"), "")
        kept = mine[(mine["field"] == field) & mine["thing_id"].isin(ids[chosen == "public"])]
        apart = dict(zip(kept["thing_id"], kept["value"], strict=True))
        shown[field] = values.where(values != "", _looked_up(ids, apart))
    return shown


def _looked_up(ids: pd.Series, known: Mapping[str, str]) -> pd.Series:
    """Return what is known of each id, "" for nothing."""
    return pd.Series([known.get(one, "") for one in ids], index=ids.index, dtype=object)


def _cleared(contacts: pd.DataFrame) -> dict[str, str]:
    """Return by thing the values that look like a person's and that somebody has cleared."""
    rows = contacts[contacts["why"] == CLEARED]
    return dict(rows.groupby("thing_id")["value"].agg("; ".join))


def _personal(things: pd.DataFrame, values: pd.Series, cleared: pd.Series, field: str) -> Flags:
    """Say which numbers or mails read like a person's, and nobody has said that they are not."""
    texts, known = values.astype(str).tolist(), cleared.astype(str).tolist()
    columns = [things[name].astype(str).tolist() for name in _ABOUT if name in things]
    found = np.zeros(len(things), dtype=bool)
    for at in np.flatnonzero((values != "").to_numpy()).tolist():
        about = " ".join(column[at] for column in columns)
        why = phone_why(texts[at]) if field == "phone" else email_why(texts[at], about)
        found[at] = bool(why) and texts[at] not in known[at].split("; ")
    return found


def _said_of(edits: pd.DataFrame, thing: str) -> dict[str, str]:
    """Return what a person said of the contacts of single things: "public" or "officers"."""
    mine = edits[(edits["thing"] == thing) & (edits["field"] == "contacts")]
    return dict(zip(mine["thing_id"], mine["value"], strict=True))


def _checked_again(shown: pd.DataFrame, held: Holdings) -> pd.DataFrame:
    """Take people out of texts that somebody wrote here, which no reading of a file has checked."""
    by_hand = {one.source_id for one in held.sources if not one.sha256}
    edited = held.edits[(held.edits["thing"] == "asset") & held.edits["field"].isin(TEXTS)]
    rows = shown["source_id"].isin(by_hand) | shown["asset_id"].isin(edited["thing_id"])
    if not rows.any():
        return shown
    shown = shown.copy()
    names = names_of_people(held.contacts)
    for name in TEXTS:
        shown.loc[rows, name] = [text_for_everyone(t, names) for t in shown.loc[rows, name]]
    return shown


def names_of_people(contacts: pd.DataFrame) -> list[str]:
    """Return every name of a person that is kept apart, each once."""
    told = contacts.loc[contacts["field"] == "name", "value"]
    return list(dict.fromkeys(name for value in told for name in str(value).split("; ")))


def text_for_everyone(text: object, names: Iterable[str] = ()) -> str:
    """Return a text that somebody wrote here without people: those of `names`, and by the tells."""
    return without_names(without_people(str(text))[0], names)


def sensitive_assets(seen: pd.DataFrame, held: Holdings) -> Flags:
    """Say which assets must not be shown where they are.

    A place that is marked in one list is hidden in every list: so is what has its name and lies
    near it, and what may be the same place and waits for a person to say so.
    """
    marked = seen["sensitive"].astype(bool).to_numpy()
    if not marked.any():
        return marked
    ids = seen["asset_id"].to_numpy(dtype=object)
    known = set(ids[marked])
    waits = held.pairs[held.pairs["verdict"] == "open"]
    for one, other in zip(waits["one"], waits["other"], strict=True):
        if one in known or other in known:
            marked = marked | np.isin(ids, [one, other])
    return marked | _namesakes(seen, marked)


def _namesakes(seen: pd.DataFrame, marked: Flags) -> Flags:
    """Say which places have the name of a marked one, near it or where nobody knows."""
    names = seen["name"].astype(str).map(same_name)
    wanted = names.isin(set(names[marked])) & (names != "")
    found = np.zeros(len(seen), dtype=bool)
    lon, lat = seen["lon"].to_numpy(float), seen["lat"].to_numpy(float)
    for rows in names[wanted].groupby(names[wanted]).groups.values():
        places = seen.index.get_indexer(rows)
        for at in places[marked[places]]:
            far = _metres(lon[at], lat[at], lon[places], lat[places])
            found[places[~(far > SAME_PLACE_M)]] = True
    return found


def _metres(lon: float, lat: float, to_lon: Floats, to_lat: Floats) -> Floats:
    away: Floats = _EARTH.inv(np.full_like(to_lon, lon), np.full_like(to_lat, lat), to_lon, to_lat)[
        2
    ]
    return away


def _blurred(
    shown: pd.DataFrame, hidden: Flags, order: Mapping[str, int], metric_crs: str | None
) -> pd.DataFrame:
    """Move sensitive assets to the centre of a cell and drop what gives them away."""
    if not hidden.any():
        return shown
    rows = shown[hidden].copy()
    tells = _telling(rows)
    for name in _TELLTALE:
        rows[name] = ["" if tells(text) else text for text in rows[name]]
    rows["name"] = [
        _name_for_everyone(name, category, tells)
        for name, category in zip(rows["name"], rows["category"], strict=True)
    ]
    rows = rows.assign(**dict.fromkeys(_HIDDEN, ""))
    rows = rows.assign(external_identifiers="[]", sensitive=True, row_number=0, placed_by=CELL)
    rows["site_id"] = [stable_id("hidden site", one) for one in rows["asset_id"]]
    rows["lon"], rows["lat"] = _moved(rows, order, metric_crs)
    rows["precision"] = np.where(np.isfinite(rows["lon"]), "approximate", "none")
    blurred = shown.copy()
    for name in shown.columns:
        column = blurred[name].to_numpy(dtype=object, copy=True)
        column[hidden] = rows[name].to_numpy(dtype=object)
        blurred[name] = pd.Series(column, index=shown.index).astype(shown[name].dtype)
    return blurred


def _moved(
    rows: pd.DataFrame, order: Mapping[str, int], metric_crs: str | None
) -> tuple[Floats, Floats]:
    ranks = rows["source_id"].map(order).fillna(len(order)).to_numpy(float)
    first = np.lexsort((rows["asset_id"].astype(str).to_numpy(), ranks))
    lon, lat = (rows[name].to_numpy(float, copy=True) for name in ("lon", "lat"))
    found = cells_of(lon[first], lat[first], metric_crs)
    for column, moved in zip((lon, lat), found, strict=True):
        column[first] = moved
    return lon, lat


def _telling(rows: pd.DataFrame) -> Callable[[str], bool]:
    """Return what says whether a text gives away where one of some sensitive places is."""
    parts: set[str] = set()
    for address in rows["address"].astype(str).str.casefold():
        pieces = [piece.strip() for piece in (address, *address.split(","))]
        streets = [piece for piece in pieces if _STREET.search(piece)]
        bare = [re.sub(r"^(flat |apartment )?\d+[a-z]?\s+", "", piece) for piece in streets]
        parts.update(piece for piece in (*streets, *bare) if len(piece) > LEAST_TELLING)
    codes = {re.sub(r"\s", "", code).casefold() for code in rows["postcode"].astype(str)} - {""}

    def tells(text: str) -> bool:
        words = " ".join(str(text).split()).casefold()
        tight = words.replace(" ", "")
        if any(code in tight for code in codes) or any(part in words for part in parts):
            return True
        return any(pattern.search(words) for pattern in (POSTCODE_IN_TEXT, EMAIL, _PHONE, _WEB))

    return tells


def _name_for_everyone(name: str, category: str, tells: Callable[[str], bool]) -> str:
    """Return a name that does not tell where a place is."""
    kind = BY_CODE.get(category, BY_CODE[OTHER]).one
    ours = any(_is_named_by_where(name, kind, language) for language in languages())
    return say("Unnamed {one}", one=say(kind)) if ours or tells(name) else name


def _is_named_by_where(name: str, kind: str, language: str) -> bool:
    """Say whether a list read in this language got this name from us, for want of one."""
    with speaking(language):
        ours = say("Unnamed {one} near {where}", one=say(kind), where="\0")
    before, _, after = ours.partition("\0")
    return name.startswith(before) and name.endswith(after)


def cells_of(lon: Floats, lat: Floats, metric_crs: str | None) -> tuple[Floats, Floats]:
    """Return the centres (degrees) of the cells that places are shown at; those close by share one.

    Without a metric CRS they are withheld (NaN): better no dot than a true one. The first of
    several that lie within `SAME_CELL_M` says which cell it is, so give those of the list that
    came first before others: a later list then moves nothing.
    """
    if metric_crs is None:
        return np.full_like(lon, np.nan), np.full_like(lat, np.nan)
    there = Transformer.from_crs("EPSG:4326", metric_crs, always_xy=True)
    x, y = (np.asarray(each, dtype=float) for each in there.transform(lon, lat))
    leaders: list[int] = []
    for at in range(len(x)):
        near = [one for one in leaders if np.hypot(x[at] - x[one], y[at] - y[one]) <= SAME_CELL_M]
        if near:
            x[at], y[at] = x[near[0]], y[near[0]]
        elif np.isfinite(x[at]):
            leaders.append(at)
    known = np.isfinite(lon) & np.isfinite(lat)
    x, y = ((np.floor(each / CELL_M) + 0.5) * CELL_M for each in (x, y))
    back_lon, back_lat = there.transform(x, y, direction="INVERSE")
    return np.where(known, back_lon, np.nan), np.where(known, back_lat, np.nan)


def corners_of(lon: Floats, lat: Floats, metric_crs: str) -> list[list[tuple[float, float]]]:
    """Return the corners (longitude, latitude) of the cells with these centres."""
    there = Transformer.from_crs("EPSG:4326", metric_crs, always_xy=True)
    x, y = there.transform(lon, lat)
    half = CELL_M / 2
    sides = ((-half, -half), (half, -half), (half, half), (-half, half))
    found = []
    for east, north in zip(x, y, strict=True):
        ring = [there.transform(east + a, north + b, direction="INVERSE") for a, b in sides]
        found.append([(float(a), float(b)) for a, b in ring])
    return found
