"""Who is here, which place they look at, and what they have chosen: typed, and replaced whole.

The only module that touches `st.session_state`. The store is the truth; a browser session
holds nothing but choices, so a reload loses at most what was not yet saved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import streamlit as st
from rapidfuzz.process import extractOne
from rapidfuzz.utils import default_process
from sqlalchemy.engine import Engine

from components import cached
from components.server import gate
from components.upload.batch import Batch
from components.upload.draft import Waiting
from components.upload.task import Task
from components.vision.draft import Draft
from sharedground import words
from sharedground.access import NOBODY, Actor, Role, act_as, local_actor, require
from sharedground.model.place import Place
from sharedground.model.vision import Vision
from sharedground.store import database, places
from sharedground.views import View

_LOOPBACK: Final = (None, "127.0.0.1", "::1", "localhost")
_LANGUAGE = "sg_language"
_PLACE, _PENDING, _FORMER, _FLASH = "sg_place", "sg_pending", "sg_former", "sg_flash"
_FROM_ADDRESS = "sg_address_"
_HERE = "sg_here"
_PRESENTING, _NOT_HERE = "sg_presenting", "sg_not_here"
_NEAR: Final = 60.0
"""How alike names must be, of 100, for one to be offered instead of the other."""

_DRAFT, _BATCH, _TASK, _WARNING = "sg_draft", "sg_batch", "sg_task", "sg_warning"


@dataclass(frozen=True)
class Presenting:
    """A story that is being shown: which one ("" for all there is), and how far it has come."""

    story_id: str
    step: str


@dataclass(frozen=True)
class Workspace:
    """What a page works on.

    Parameters
    ----------
    view
        The place as this visitor may see it. Read data only from here.
    vision
        The vision that this page uses: the one in use, unless the address names another version.
    in_use
        The vision in use; version 0 is a first draft made from the data.
    is_demo
        True while the demo town is only looked at: it is copied into the store on first write.
    unknown_version
        The version that the address names, if there is none; "" otherwise.
    """

    engine: Engine
    place: Place
    view: View
    vision: Vision
    in_use: Vision
    role: Role
    is_demo: bool
    unknown_version: str = ""


def begin() -> Actor:
    """Find out who is here and act for them in this run.

    Without sign-in, a visitor on this very machine is the local user and anyone else reads.
    A request that came through a proxy is not local. In hotspot mode whoever gave the passphrase
    counts as local too. A page embedded in another is for everyone, whoever sits before it.
    """
    proxied = any(name in st.context.headers for name in ("X-Forwarded-For", "Forwarded"))
    local = st.context.ip_address in _LOOPBACK and not proxied
    trusted = local or gate.is_let_in(st.context.cookies)
    actor = local_actor() if trusted and not is_embedded() else NOBODY
    act_as(actor)
    speak()
    return actor


def is_embedded() -> bool:
    """Say whether this page is shown inside another, by "embed=true" in its address."""
    return bool(st.context.is_embedded)


def address() -> tuple[str, dict[str, list[str]]]:
    """Return where this page is ("" if that is not known), and what its address says after "?"."""
    told = {name: st.query_params.get_all(name) for name in st.query_params}
    return st.context.url or "", told


def speak() -> None:
    """Speak, in this run, the language of the address, else the chosen one, else the browser's.

    A chosen language stays in the address, so that a link to the page brings it along.
    """
    asked, chosen = st.query_params.get("lang", ""), st.session_state.get(_LANGUAGE, "")
    browsers = (st.context.locale or "").partition("-")[0]
    known = (each for each in (asked, chosen, browsers) if each in words.languages())
    words.speak(next(known, words.ENGLISH))
    if asked in words.languages():
        st.session_state[_LANGUAGE] = asked
    elif chosen:
        st.query_params["lang"] = chosen


def choose_language(language: str) -> None:
    """Speak this language from the next run on, in this browser session."""
    st.session_state[_LANGUAGE] = language
    st.query_params["lang"] = language
    # In other words a widget is another one: what it held is taken from the address again.
    for name in [str(each) for each in st.session_state]:
        if name.startswith(_FROM_ADDRESS):
            del st.session_state[name]


def current() -> Workspace:
    """Return the place being looked at, as it is now in the store."""
    actor = begin()
    engine = cached.engine(database.default_url())
    known = places.places(engine)
    is_demo = not known
    if is_demo:
        engine, place = cached.demo_town()
    else:
        place = _chosen(known)
    seen_as = Role.READER if presenting() else actor.role
    view = cached.view(engine, place, seen_as)
    in_use = cached.vision_in_use(view)
    vision, unknown = _looked_with(view, in_use)
    return Workspace(engine, place, view, vision, in_use, actor.role, is_demo, unknown)


def _looked_with(view: View, in_use: Vision) -> tuple[Vision, str]:
    """Return the version of the vision that the address names, and "" or the one not there."""
    told = st.query_params.get("version", "")[:20]
    saved = {str(one.version): one for one in view.holdings.visions}
    if told in saved:
        return saved[told], ""
    return in_use, told


def _chosen(known: list[Place]) -> Place:
    """Return the place of the address, else the chosen one, else the latest own one."""
    by_id = {place.place_id: place for place in known}
    named = st.query_params.get("place", "")
    if named and named not in by_id:
        not_here("place", named)
    for place_id in (named, st.session_state.get(_PLACE, "")):
        if place_id in by_id:
            st.session_state[_PLACE] = place_id
            return _named(by_id[place_id], known)
    return _named(latest(known), known)


def _named(place: Place, known: list[Place]) -> Place:
    """Have the address name the place where there are several, so that a link opens the same."""
    if len(known) > 1 and st.query_params.get("place", "") != place.place_id:
        st.query_params["place"] = place.place_id
    return place


def latest(known: list[Place]) -> Place:
    """Return the place that opens where none is chosen: the latest that is not made up."""
    return max(known, key=lambda place: (not place.fictional, place.revision))


def all_places() -> list[Place]:
    """Return the places of the store, by name; none while only the demo town is looked at."""
    return places.places(cached.engine(database.default_url()))


def choose_place(place_id: str) -> None:
    """Look at this place from now on, in this browser session."""
    st.session_state[_PLACE] = place_id
    st.query_params["place"] = place_id


def writable(work: Workspace) -> tuple[Engine, str]:
    """Return the store and the place id to write to; the demo town is copied there first."""
    require(Role.PARTICIPANT)
    store = cached.engine(database.default_url())
    if work.is_demo:
        places.copy_place(work.engine, store, work.place.place_id)
    return store, work.place.place_id


def presenting() -> Presenting | None:
    """Return the story that is being shown in this browser session, if there is one.

    While there is, all pages show what everyone may see: the room reads along.
    """
    found: Presenting | None = st.session_state.get(_PRESENTING)
    return found


def present(shown: Presenting | None) -> None:
    """Note which story is being shown, and how far it has come; None when it is left."""
    st.session_state[_PRESENTING] = shown


def pending(place_id: str) -> Waiting | None:
    """Return the upload for this place that waits to be accepted, if there is one."""
    found: Waiting | None = st.session_state.get(_PENDING)
    return found if found is not None and found.place_id == place_id else None


def keep_pending(waiting: Waiting | None) -> None:
    """Hold an upload until it is accepted; None lets it go."""
    st.session_state[_PENDING] = waiting
    st.session_state[_FORMER] = None


def let_pending_go() -> None:
    """Let an upload go because another file was chosen; `former` has it, should that mend it."""
    st.session_state[_FORMER] = st.session_state.get(_PENDING)
    st.session_state[_PENDING] = None


def former(place_id: str) -> Waiting | None:
    """Return the upload for this place that was let go last, if there is one."""
    found: Waiting | None = st.session_state.get(_FORMER)
    return found if found is not None and found.place_id == place_id else None


def batch(place_id: str) -> Batch | None:
    """Return the files for this place that were chosen together, if there are any."""
    found: Batch | None = st.session_state.get(_BATCH)
    return found if found is not None and found.place_id == place_id else None


def keep_batch(files: Batch | None) -> None:
    """Hold several files until they are saved; None lets them go."""
    st.session_state[_BATCH] = files


def task(place_id: str) -> Task | None:
    """Return the long work for this place that is under way, if there is any."""
    found: Task | None = st.session_state.get(_TASK)
    return found if found is not None and found.place_id == place_id else None


def keep_task(started: Task | None) -> None:
    """Hold long work until it is finished; None lets it go."""
    st.session_state[_TASK] = started


def draft(place_id: str) -> Draft | None:
    """Return the vision of this place that is being changed here, if there is one."""
    found: Draft | None = st.session_state.get(_DRAFT)
    return found if found is not None and found.place_id == place_id else None


def keep_draft(changed: Draft | None) -> None:
    """Hold a vision that is being changed; None lets it go."""
    st.session_state[_DRAFT] = changed


def start(key: str, value: object) -> None:
    """Give a widget its first value, where it has none yet. For widgets that `match` sets."""
    if key not in st.session_state:
        st.session_state[key] = value


def match(source: str, target: str) -> None:
    """Let one widget show what another was just set to: a slider and its number."""
    st.session_state[target] = st.session_state[source]


def arrive(page: str) -> None:
    """Note which page is drawn in this run."""
    if st.session_state.get(_HERE) != page:
        st.session_state[_NOT_HERE] = {}
    st.session_state[_HERE] = page


def keyed(name: str) -> str:
    """Return the key of a widget that several pages have, each of its own.

    With one key for all, Streamlit takes the widget of the next page for the one of the last, finds
    no value for it, and gives its first option instead of what was chosen.
    """
    return f"{name}@{st.session_state.get(_HERE, '')}"


def from_address(name: str, key: str, meaning: Callable[[str], object | None]) -> None:
    """Have a widget hold what the page's address names. Call it before the widget is drawn.

    Each value of the address counts once, so that a later choice in the widget stands; again when
    the visitor comes back to the page, where the widget has been forgotten.

    Parameters
    ----------
    meaning
        What the address's words mean to the widget; None leaves it as it is.
    """
    told = st.query_params.get(name, "")
    if told == st.session_state.get(f"{_FROM_ADDRESS}{name}", "") and key in st.session_state:
        return
    st.session_state[f"{_FROM_ADDRESS}{name}"] = told
    value = meaning(told) if told else None
    if value is not None:
        st.session_state[key] = value
    elif told:
        not_here(name, told, getattr(meaning, "names", ()))


def not_here(name: str, told: str, names: Iterable[str] = ()) -> None:
    """Note that the page's address names something that is not here (any more).

    Parameters
    ----------
    names
        What there is instead: the nearest is offered.
    """
    held: dict[str, tuple[str, str]] = st.session_state.setdefault(_NOT_HERE, {})
    near = extractOne(told, list(names), processor=default_process, score_cutoff=_NEAR)
    held[name] = (told[:80], near[0] if near else "")


def check_bound(name: str, known: Mapping[str, str]) -> None:
    """Note it where the address names nothing known to a widget that is bound to it.

    Streamlit takes such a value out of the address without a word. Call it before the widget.

    Parameters
    ----------
    known
        What the address may say, and what each is called.
    """
    told = st.query_params.get(name, "")
    if told and told not in known and told not in known.values():
        not_here(name, told, known.values())


def all_not_here() -> dict[str, tuple[str, str]]:
    """Return what the address named in vain since the page was opened, and what is nearest."""
    return dict(st.session_state.get(_NOT_HERE, {}))


def to_address(name: str, told: str) -> None:
    """Have the page's address name what was chosen; "" takes the name out of it."""
    st.session_state[f"{_FROM_ADDRESS}{name}"] = told
    if told:
        st.query_params[name] = told
    elif name in st.query_params:
        del st.query_params[name]


def kept_of_address(names: Iterable[str]) -> dict[str, str]:
    """Return what the address says of these settings, those it names only."""
    return {name: st.query_params[name] for name in names if name in st.query_params}


def say_next(message: str, where: str = "") -> None:
    """Have a message shown in the next run, such as "Saved." after a commit.

    Parameters
    ----------
    where
        The part of a page that shows it; "" for its top.
    """
    st.session_state[f"{_FLASH}{where}"] = message


def take_message(where: str = "") -> str:
    """Return the message left by the former run for this part of the page, once."""
    return str(st.session_state.pop(f"{_FLASH}{where}", ""))


def remember(name: str, value: object) -> None:
    """Hold a small thing for the next runs, such as the last answer; None lets it go."""
    st.session_state[f"sg_held_{name}"] = value


def remembered(name: str) -> Any:
    """Return what `remember` holds under this name, or None."""
    return st.session_state.get(f"sg_held_{name}")


def warn_next(message: str) -> None:
    """Have a warning shown at the top of the next run, such as why something was not saved."""
    st.session_state[_WARNING] = message


def take_warning() -> str:
    """Return the warning left by the former run, once."""
    return str(st.session_state.pop(_WARNING, ""))


def epoch(name: str) -> int:
    """Return a number for a widget's key: `renew` changes it, so that the widget starts anew."""
    return int(st.session_state.get(f"sg_epoch_{name}", 0))


def renew(name: str) -> None:
    """Let the widgets whose keys use `epoch(name)` start anew at the next run."""
    st.session_state[f"sg_epoch_{name}"] = epoch(name) + 1


def chosen_in(key: str) -> Any:
    """Return what the widget with this key holds, or None before it was drawn."""
    return st.session_state.get(key)


def has(key: str) -> bool:
    """Say whether a widget with this key holds anything in this run."""
    return key in st.session_state


def choose_in(key: str, value: object) -> None:
    """Have the widget with this key hold this value. Call it from a callback only."""
    st.session_state[key] = value
