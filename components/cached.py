"""What is worth keeping between reruns, each under a key that says all it depends on.

The key of a view has the language too, because much of what is made of it is words.
"""

from __future__ import annotations

import datetime as dt

import pandas as pd
import streamlit as st
from sqlalchemy.engine import Engine

from sharedground import (
    along_streets,
    demo,
    fair,
    grounds,
    opinion_words,
    portrait,
    rounds,
    sameness,
    surroundings,
    words,
    workflow,
)
from sharedground.access import Role
from sharedground.along_streets import Covered
from sharedground.analysis.assessment import Assessment
from sharedground.analysis.freshness import STALE_MONTHS, today_in
from sharedground.analysis.gaps import assess_on
from sharedground.analysis.memo import Memo
from sharedground.analysis.neighbourhood import Neighbourhood, of_areas
from sharedground.analysis.setting import Setting
from sharedground.analysis.standing import standing as standing_of
from sharedground.analysis.weightings import Prior
from sharedground.area_figures import SetFigures
from sharedground.area_figures import figures_beside as figures_beside_of
from sharedground.changes import Both, Changes, Gaps, compared, gaps_of
from sharedground.figures.exhibits import Deck
from sharedground.model.counting import USUAL, Counting
from sharedground.model.place import Place
from sharedground.model.rounds import Round
from sharedground.model.story import Story
from sharedground.model.vision import Vision, unsaid
from sharedground.moments import Moment, Times
from sharedground.opinion_words import Heard
from sharedground.partner_views import PartnerViews, Voice
from sharedground.partner_views import views as views_of_partners
from sharedground.portrait import Portrait
from sharedground.rounds import Shares
from sharedground.sameness import Spellings
from sharedground.store import database, loading, meetings, past
from sharedground.store.holdings import Holdings
from sharedground.store.past import Past
from sharedground.sureness import Change, Sureness, other_ways
from sharedground.sureness import changes as changes_of
from sharedground.sureness import has_ranking as has_ranking_of
from sharedground.sureness import sureness as sureness_of
from sharedground.telling.deck import deck as deck_of
from sharedground.telling.town import Town
from sharedground.views import View, view_for
from sharedground.worklist import worklist as worklist_of


@st.cache_resource(show_spinner=False)
def engine(url: str) -> Engine:
    """Return the database at `url`, opened once."""
    return database.open_database(url)


@st.cache_resource(show_spinner=False)
def demo_town() -> tuple[Engine, Place]:
    """Return the demo town's own database and the town."""
    return demo.open_demo()


@st.cache_resource(max_entries=12, show_spinner=False)
def _holdings(url: str, place_id: str, revision: int, _engine: Engine) -> Holdings:  # noqa: ARG001
    return loading.load(_engine, place_id)


@st.cache_resource(max_entries=24, show_spinner=False)
def _view(
    url: str,
    place_id: str,
    revision: int,
    role: str,
    language: str,  # noqa: ARG001
    _engine: Engine,
) -> View:
    return view_for(_holdings(url, place_id, revision, _engine), Role(role), origin=url)


def view(place_engine: Engine, place: Place, role: Role) -> View:
    """Return what `role` may see of a place at its present revision. Shared: never change it."""
    url = place_engine.url.render_as_string(hide_password=True)
    return _view(url, place.place_id, place.revision, role.value, words.language(), place_engine)


@st.cache_resource(max_entries=24, show_spinner=False)
def _first_draft(key: tuple[object, ...], _holdings: Holdings) -> Vision:  # noqa: ARG001
    return workflow.vision_in_use(_holdings)


def vision_in_use(seen: View) -> Vision:
    """Return the vision of a view that is in use, else a first draft from the data."""
    return seen.holdings.vision or _first_draft(seen.key, seen.holdings)


@st.cache_resource(max_entries=48, show_spinner=False)
def _assessment(
    key: tuple[object, ...],
    today: dt.date,
    _view: View,
    _vision: Vision,
    _counting: Counting,
) -> Assessment:
    ready = _ready((*key[:-2], key[-1]), today, _view, _counting)
    return assess_on(ready, _vision)


@st.cache_resource(show_spinner=False)
def _memo() -> Memo:
    return Memo()


@st.cache_resource(max_entries=6, show_spinner=False)
def _ready(
    key: tuple[object, ...],  # noqa: ARG001
    today: dt.date,
    _view: View,
    _counting: Counting,
) -> Setting:
    return workflow.ready(_view, _counting, today=today, memo=_memo())


def ready(seen: View, counting: Counting = USUAL) -> Setting:
    """Return what a view is assessed on, as `workflow.ready`. Shared: never change it."""
    key = (*seen.key, seen.holdings.place.detour_factor, counting.model_dump_json())
    today = today_in(seen.holdings.place) if counting.fresh_months else dt.date.min
    return _ready(key, today, seen, counting)


def assessment(seen: View, vision: Vision, counting: Counting = USUAL) -> Assessment:
    """Return the assets and gaps of a view for a vision; `workflow.assessment` tells the rest.

    It is kept by the vision without its weights, so that moving a weight costs next to nothing.
    Pairs in reach, need by indicators and the like are kept for all visions of a place.
    """
    bare = vision.model_copy(
        update={
            "outcomes": tuple(
                o.model_copy(update={"weight": 0.0, "goal": None}) for o in vision.outcomes
            ),
            "title": "-", "statement": "", "version": 0, "date": None, "weights_from": "",
        }
    )  # fmt: skip
    bare = unsaid(bare)
    key = (
        *seen.key,
        seen.holdings.place.detour_factor,
        bare.model_dump_json(),
        counting.model_dump_json(),
    )
    today = today_in(seen.holdings.place) if counting.fresh_months else dt.date.min
    found = _assessment(key, today, seen, bare, counting)
    return found.with_weights([outcome.weight for outcome in vision.outcomes])


@st.cache_resource(max_entries=48, show_spinner=False)
def _fair(
    key: tuple[object, ...],  # noqa: ARG001
    outcome: str,
    kind: bool,
    _view: View,
    _found: Assessment,
    _areas: pd.DataFrame,
) -> fair.Fair:
    return fair.of_outcome(_view, _found, outcome, kind=kind, areas=_areas)


def fair_of(
    seen: View, vision: Vision, counting: Counting, outcome: str, *, kind: bool
) -> fair.Fair:
    """Return who is reached, as `fair.of_outcome`; with `kind`, `outcome` is a kind of place."""
    found = assessment(seen, fair.turned_to(vision, outcome) if kind else vision, counting)
    key = (*_of(seen, found), outcome, kind)
    return _fair(key, outcome, kind, seen, found, ready(seen, counting).areas)


@st.cache_resource(max_entries=12, show_spinner=False)
def _calls(key: tuple[object, ...], _seen: View) -> dict[str, str]:  # noqa: ARG001
    labels = area_labels(_seen)
    return dict(zip(labels["area_code"].tolist(), labels["label"].tolist(), strict=True))


def area_calls(seen: View) -> dict[str, str]:
    """Return what each area is called on screen, by its code. Shared: never change it."""
    return _calls(seen.key, seen)


@st.cache_resource(max_entries=12, show_spinner=False)
def _around(key: tuple[object, ...], _seen: View) -> tuple[str, int]:  # noqa: ARG001
    found = grounds.ground(_seen).around
    return ("", 0) if found is None else (found.name, len(found.areas))


def around(seen: View) -> tuple[str, int]:
    """Return the name of the areas around the place whose people share its places, and how many."""
    return _around(seen.key, seen)


@st.cache_resource(max_entries=24, show_spinner=False)
def _stale(key: tuple[object, ...], months: int, today: dt.date, _seen: View) -> frozenset[str]:  # noqa: ARG001
    return grounds.stale_ids(_seen, months, today)


def stale_ids(seen: View, months: int) -> frozenset[str]:
    """Return the assets last checked that many months ago or more, as `grounds.stale_ids`."""
    return _stale(seen.key, months, today_in(seen.holdings.place), seen)


@st.cache_resource(max_entries=24, show_spinner=False)
def _ranking(key: tuple[object, ...], _seen: View, _vision: Vision) -> bool:  # noqa: ARG001
    return has_ranking_of(_seen, _vision)


def has_ranking(seen: View, vision: Vision) -> bool:
    """Say whether any figure of need states its national rank, as `sureness.has_ranking`."""
    return _ranking((*seen.key, vision.model_dump_json()), seen, vision)


@st.cache_resource(max_entries=400, show_spinner=False)
def _standing(
    key: tuple[object, ...],  # noqa: ARG001
    outcome: str,
    _found: Assessment,
    _groups: pd.Series | None,
) -> pd.DataFrame:
    return standing_of(_found, outcome, _groups)


def standing_for(
    seen: View, found: Assessment, outcome: str, groups: pd.Series | None
) -> pd.DataFrame:
    """Return how areas stand for one outcome, as `standing.standing`. Shared: never change it.

    Weights have no part in it, so moving one costs nothing here.
    """
    bare = found.vision.model_copy(
        update={"outcomes": tuple(o.model_copy(update={"weight": 0.0})
                                  for o in found.vision.outcomes)}
    )  # fmt: skip
    key = (*seen.key, today_in(seen.holdings.place), bare.model_dump_json(),
           found.counting.model_dump_json(), groups is None)  # fmt: skip
    return _standing(key, outcome, found, groups)


@st.cache_resource(max_entries=48, show_spinner=False)
def _sureness(
    key: tuple[object, ...],  # noqa: ARG001
    _found: Assessment,
    _prior: Prior,
    _groups: pd.Series | None,
) -> Sureness:
    return sureness_of(_found, _prior, _groups)


def sureness(seen: View, found: Assessment, prior: Prior, groups: pd.Series | None) -> Sureness:
    """Return how sure the ranking is, as `sureness.sureness`."""
    key = (*_of(seen, found), prior.model_dump_json(), groups is None)
    return _sureness(key, found, prior, groups)


@st.cache_resource(max_entries=24, show_spinner=False)
def _partner_views(
    key: tuple[object, ...],  # noqa: ARG001
    _found: Assessment,
    _heard: tuple[Voice, ...],
    _groups: pd.Series | None,
) -> PartnerViews:
    return views_of_partners(_found, _heard, _groups)


def partner_views(
    seen: View, found: Assessment, heard: tuple[Voice, ...], groups: pd.Series | None
) -> PartnerViews:
    """Return which areas each partner has in the worst tenth, as `partner_views.views`."""
    told = tuple((one.partner_id, one.name, *one.weights.tolist()) for one in heard)
    return _partner_views((*_of(seen, found), told, groups is None), found, heard, groups)


def _of(seen: View, found: Assessment) -> tuple[object, ...]:
    """Return all that an assessment of a view depends on."""
    return (*seen.key, today_in(seen.holdings.place), found.vision.model_dump_json(),
            found.counting.model_dump_json())  # fmt: skip


@st.cache_resource(max_entries=24, show_spinner=False)
def _changes(
    key: tuple[object, ...],  # noqa: ARG001
    _seen: View,
    _vision: Vision,
    _found: Assessment,
    _counting: Counting,
    _groups: pd.Series | None,
) -> list[Change]:
    ways = other_ways(_seen, _vision, _counting)
    return changes_of(_found, ways, lambda other: assessment(_seen, _vision, other), _groups)


def changes(
    seen: View, vision: Vision, found: Assessment, counting: Counting, groups: pd.Series | None
) -> list[Change]:
    """Return what other ways of counting change, as `sureness.changes`."""
    key = (*_of(seen, found), groups is None)
    return _changes(key, seen, vision, found, counting, groups)


@st.cache_resource(max_entries=12, show_spinner=False)
def _covered(key: tuple[object, ...], _view: View) -> Covered:  # noqa: ARG001
    return along_streets.covered(_view)


def covered(seen: View) -> Covered:
    """Return which areas and assets the street network reaches, as `along_streets.covered`."""
    return _covered(seen.key, seen)


@st.cache_resource(max_entries=12, show_spinner=False)
def _labels(key: tuple[object, ...], _holdings: Holdings) -> pd.DataFrame:  # noqa: ARG001
    return surroundings.area_labels(_holdings)


def area_labels(seen: View) -> pd.DataFrame:
    """Return how each area is called on screen: `area_code`, `label`, `group`, `level`."""
    return _labels(seen.key, seen.holdings)


@st.cache_resource(max_entries=48, show_spinner=False)
def _beside(
    key: tuple[object, ...],  # noqa: ARG001
    codes: tuple[str, ...],
    _holdings: Holdings,
) -> tuple[SetFigures, ...]:
    return figures_beside_of(_holdings, codes)


def figures_beside(seen: View, codes: tuple[str, ...]) -> tuple[SetFigures, ...]:
    """Return the figures of other area sets that touch these areas."""
    return _beside(seen.key, codes, seen.holdings)


@st.cache_resource(max_entries=48, show_spinner=False)
def _whole_areas(
    key: tuple[object, ...],  # noqa: ARG001
    codes: tuple[str, ...],
    _view: View,
) -> Neighbourhood:
    return of_areas(_view.areas, codes, str(_view.holdings.place.metric_crs))


def whole_areas(seen: View, codes: tuple[str, ...]) -> Neighbourhood:
    """Return the neighbourhood of some whole areas."""
    return _whole_areas(seen.key, codes, seen)


@st.cache_resource(max_entries=48, show_spinner=False)
def _portrait(
    key: tuple[object, ...],  # noqa: ARG001
    name: str,
    _view: View,
    _mine: Neighbourhood,
    _places: pd.DataFrame,
    _found: tuple[Assessment, ...],
) -> Portrait:
    first = _found[0] if _found else None
    return portrait.portrait(_view, _mine, name, first, places=_places, others=_found[1:])


def portrait_of(
    seen: View, vision: Vision, mine: Neighbourhood, name: str, places: pd.DataFrame
) -> Portrait:
    """Return the portrait of a neighbourhood, as `portrait.portrait`.

    Parameters
    ----------
    places
        Every place of the view with its `area_code`.
    """
    found: tuple[Assessment, ...] = ()
    if vision.outcomes:
        found = (assessment(seen, vision),)
        if grounds.stale_ids(seen, STALE_MONTHS):
            found = (*found, assessment(seen, vision, Counting(fresh_months=STALE_MONTHS)))
    key = (*seen.key, vision.model_dump_json(), today_in(seen.holdings.place), mine.how.value,
           tuple(mine.shares.items()), mine.outline.wkb)  # fmt: skip
    return _portrait(key, name, seen, mine, places, found)


@st.cache_resource(max_entries=24, show_spinner=False)
def _worklist(
    key: tuple[object, ...],  # noqa: ARG001
    today: dt.date,
    _view: View,
    _vision: Vision,
) -> pd.DataFrame:
    return worklist_of(_view, _vision, today)


def worklist(seen: View, vision: Vision) -> pd.DataFrame:
    """Return the places to check next, as `sharedground.worklist` has them."""
    today = today_in(seen.holdings.place)
    return _worklist((*seen.key, vision.version, vision.model_dump_json()), today, seen, vision)


@st.cache_resource(max_entries=12, show_spinner=False)
def _waiting(key: tuple[object, ...], _holdings: Holdings) -> pd.DataFrame:  # noqa: ARG001
    return sameness.waiting(_holdings)


def waiting_pairs(seen: View) -> pd.DataFrame:
    """Return pairs of places that wait for a person, as `sameness.waiting`."""
    return _waiting(seen.key, seen.holdings)


@st.cache_resource(max_entries=12, show_spinner=False)
def _spellings(key: tuple[object, ...], _holdings: Holdings) -> tuple[Spellings, ...]:  # noqa: ARG001
    return tuple(sameness.partner_questions(_holdings))


def partner_groups(seen: View) -> tuple[Spellings, ...]:
    """Return partners that may be one, as `sameness.partner_questions`."""
    return _spellings(seen.key, seen.holdings)


@st.cache_resource(max_entries=48, show_spinner=False)
def _points_of(
    key: tuple[object, ...],  # noqa: ARG001
    _engine: Engine,
    _seen: View,
    _asked: Round,
) -> Shares:
    return rounds.points_of(_engine, _seen.holdings.place.place_id, _asked)


def points_of(place_engine: Engine, seen: View, asked: Round) -> Shares:
    """Return how a closed round of points came out, as `rounds.points_of`."""
    return _points_of((*seen.key, asked.model_dump_json()), place_engine, seen, asked)


@st.cache_resource(max_entries=24, show_spinner=False)
def _heard(
    key: tuple[object, ...],  # noqa: ARG001
    _engine: Engine,
    _seen: View,
    _asked: Round,
) -> Heard | None:
    return opinion_words.heard(_engine, _seen.holdings.place.place_id, _asked)


def heard(place_engine: Engine, seen: View, asked: Round) -> Heard | None:
    """Return what a closed round of statements shows, as `opinion_words.heard`."""
    return _heard((*seen.key, asked.model_dump_json()), place_engine, seen, asked)


@st.cache_resource(max_entries=8, show_spinner=False)
def _past(url: str, place_id: str, revision: int, language: str, _engine: Engine) -> Past:  # noqa: ARG001
    return past.look_back(_engine, place_id, revision)


@st.cache_resource(max_entries=12, show_spinner=False)
def _gaps_between(key: tuple[object, ...], _both: Both) -> Gaps:  # noqa: ARG001
    return gaps_of(_both)


@st.cache_resource(max_entries=12, show_spinner=False)
def _what_changed(
    key: tuple[object, ...],  # noqa: ARG001
    _engine: Engine,
    _place: Place,
    _since: Moment,
    _until: Moment,
) -> Changes:
    url = _engine.url.render_as_string(hide_password=True)

    def at(revision: int) -> Past:
        return _past(url, _place.place_id, revision, words.language(), _engine)

    today = _holdings(url, _place.place_id, _place.revision, _engine)
    now = Past(today, _until.revision, _until.at)
    if _until.revision != _place.revision:
        now = at(_until.revision)
    return compared(
        at(_since.revision), now, today, _since, _until,
        gaps=lambda both: _gaps_between((url, *both.key), both),
    )  # fmt: skip


def what_changed(place_engine: Engine, place: Place, since: Moment, until: Moment) -> Changes:
    """Return what changed between two moments, as everyone may see it. Shared: never change it."""
    url = place_engine.url.render_as_string(hide_password=True)
    key = (url, place.place_id, place.revision, since, until, words.language())
    return _what_changed(key, place_engine, place, since, until)


def since_last_meeting(place_engine: Engine, place: Place) -> Changes | None:
    """Return what changed since the meeting that ended last, as `changes.since_last_meeting`."""
    times = Times.of(place_engine, place.place_id)
    ended = meetings.last_ended(times.meetings)
    since = times.after(ended) if ended is not None else None
    if since is None or since.revision >= place.revision:
        return None
    found = what_changed(place_engine, place, since, times.now)
    return None if found.nothing else found


@st.cache_resource(max_entries=24, show_spinner=False)
def _town(key: tuple[object, ...], _engine: Engine, _seen: View, _vision: Vision) -> Town:  # noqa: ARG001
    found = assessment(_seen, _vision) if len(_seen.areas) else None
    return Town.seen(
        _seen, _vision, found, lambda asked: points_of(_engine, _seen, asked),
        lambda asked: heard(_engine, _seen, asked),
        changed=lambda: since_last_meeting(_engine, _seen.holdings.place),
    )  # fmt: skip


def town(place_engine: Engine, place: Place, vision: Vision) -> Town:
    """Return a place as stories tell it: what everyone may see of it, and no more."""
    seen = view(place_engine, place, Role.READER)
    key = (*seen.key, place.revision, today_in(place), vision.model_dump_json())
    return _town(key, place_engine, seen, vision)


@st.cache_resource(max_entries=24, show_spinner=False)
def _deck(key: tuple[object, ...], _town: Town, _story: Story | None) -> Deck:  # noqa: ARG001
    return deck_of(_town, _story)


def deck(place_engine: Engine, place: Place, vision: Vision, story: Story | None) -> Deck:
    """Return a story of a place, as `telling.deck.deck`. Shared: never change it."""
    told = town(place_engine, place, vision)
    key = (*told.view.key, place.revision, today_in(place), vision.model_dump_json(),
           story.model_dump_json() if story else "")  # fmt: skip
    return _deck(key, told, story)
