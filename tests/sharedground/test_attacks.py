"""Attempts to learn what is withheld, from all that everyone can see and work out."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely.geometry import box
from sqlalchemy.engine import Engine

from sharedground import exports, workflow
from sharedground.access import Role, acting_as
from sharedground.analysis.assessment import Assessment
from sharedground.exports import What
from sharedground.model.frames import TABLES, empty
from sharedground.model.outcome import Outcome, Serving
from sharedground.model.place import Kind, Place, Source
from sharedground.model.vision import Vision
from sharedground.partnership.pack import pack
from sharedground.store import database, loading, places
from sharedground.store.holdings import Holdings
from sharedground.views import View, view_for
from sharedground.withheld import CELL_M
from tests.builders import a_site, an_asset
from tests.sharedground.secret_town import OFFICER, Secrets, fill, store_at
from tests.sharedground.test_exports import all_text

NOON = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
EVERY = [(what, form) for what in What for form in exports.forms_of(what)]


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Engine, str]]:
    engine = database.open_database(store_at(tmp_path_factory.mktemp("secrets")))
    yield engine, fill(engine)
    engine.dispose()


def found_in(text: str) -> list[str]:
    """Return the secrets that stand in a text, whatever their case."""
    low = text.casefold()
    return [secret for secret in Secrets().all() if secret.casefold() in low]


@pytest.mark.parametrize("role", [Role.READER, Role.PARTICIPANT])
@pytest.mark.parametrize(("what", "form"), EVERY)
def test_no_export_for_everyone_holds_a_secret(
    town: tuple[Engine, str], role: Role, what: What, form: exports.Form, tmp_path: Path
) -> None:
    view = view_for(loading.load(*town), role)
    made = exports.export(view, what, form, now=NOON).content
    assert found_in(all_text(made, form, tmp_path)) == []


def test_the_view_of_everyone_holds_no_secret_in_any_table(town: tuple[Engine, str]) -> None:
    view = view_for(loading.load(*town), Role.READER)
    held = view.holdings
    frames = [value for value in vars(held).values() if isinstance(value, pd.DataFrame)]
    text = "\n".join(frame.to_csv() for frame in [*frames, view.assets, view.located])
    assert len(frames) > 10
    assert found_in(text) == []


def test_officers_keep_all_of_it(town: tuple[Engine, str], tmp_path: Path) -> None:
    view = view_for(loading.load(*town), Role.OFFICER)
    made = exports.export(view, What.ALL, exports.Form.XLSX, now=NOON).content
    text = all_text(made, exports.Form.XLSX, tmp_path)
    not_in_tables = {"M339ZZ", "secret note", "Olwen"}
    missing = {s for s in Secrets().all() if s.casefold() not in text.casefold()}
    assert missing <= not_in_tables
    services = exports.export(view, What.ASSETS, exports.Form.HSDS, now=NOON).content.decode()
    assert "Zebedee Quartz" in services
    assert "07700 900777" in services


def test_a_partnership_file_to_share_names_no_people(
    town: tuple[Engine, str], tmp_path: Path
) -> None:
    with acting_as(OFFICER):
        shared, whole = (pack(*town, whole=whole, now=NOON).content for whole in (False, True))
    of_people = {"Zebedee", "900777", "zebedee.quartz", "Quartz", "Olwen", "900888"}
    assert of_people & set(found_in(all_text(shared, exports.Form.XLSX, tmp_path))) == set()
    assert of_people <= set(found_in(all_text(whole, exports.Form.XLSX, tmp_path)))


def two_towns(**moved: object) -> tuple[View, View]:
    """Return what everyone sees of two towns that differ in what is secret, and in nothing else."""
    views = []
    for change in ({}, moved):
        site = {
            "lon": -2.2951,
            "lat": 53.4051,
            "address": "1 A Road",
            "postcode": "M33 1AA",
        } | change
        rows = [an_asset("b", "s1", sensitive=True, name="Refuge", capacity=3.0),
                an_asset("a", "s2"), an_asset("c", "s1")]  # fmt: skip
        rows[2] |= {"site_id": "s3"}
        sites = [a_site("s1", **site), a_site("s2", lon=-2.285), a_site("s3", lon=-2.299)]
        views.append(view_for(grid_town(rows, sites), Role.READER))
    return views[0], views[1]


@pytest.mark.parametrize(
    "moved",
    [{"lon": -2.2925, "lat": 53.4022}, {"address": "77 Other Lane"}, {"postcode": "M41 5AA"}],
    ids=str,
)
def test_what_is_secret_changes_no_byte_of_what_everyone_gets(moved: dict[str, object]) -> None:
    one, other = two_towns(**moved)
    for what, form in EVERY:
        if form in (exports.Form.XLSX, exports.Form.GPKG):
            continue
        made = [exports.export(v, what, form, now=NOON, found=lambda v=v: assessed(v)).content
                for v in (one, other)]  # fmt: skip
        assert made[0] == made[1], (what, form)
    pd.testing.assert_frame_equal(one.assets, other.assets)
    pd.testing.assert_frame_equal(one.located, other.located)


def grid_town(assets: list[dict[str, object]], sites: list[dict[str, object]]) -> Holdings:
    """Return a place of 10 by 10 areas of about 650 by 550 m."""
    cells = [(x, y) for y in range(10) for x in range(10)]
    codes = [f"A{n:03d}" for n in range(100)]
    shapes = [box(-2.35 + x / 100, 53.38 + y / 200, -2.34 + x / 100, 53.385 + y / 200)
              for x, y in cells]  # fmt: skip
    areas = gpd.GeoDataFrame(
        {"area_code": codes, "area_name": codes, "source_id": "areas", "row_number": range(100)},
        geometry=shapes, crs=4326,
    )[list(TABLES["areas"])]  # fmt: skip
    people = pd.DataFrame({"area_code": codes, "people": [900.0 + 7 * n for n in range(100)],
                           "year": 2024.0, "source_id": "p", "row_number": 1})  # fmt: skip
    frames = {name: empty(name) for name in ("area_parents", "indicators", "indicator_values",
              "partners", "contacts", "merged", "pairs", "edits", "suggestions")}  # fmt: skip
    source = Source(source_id="assets", kind=Kind.ASSETS, file_name="a.csv", sha256="f00")
    return Holdings(
        place=Place(place_id="x", name="X", metric_crs="EPSG:27700"), data_revision=1, areas=areas,
        population=people, sites=pd.DataFrame(sites), assets=pd.DataFrame(assets),
        sources=(source,), visions=(), **frames,
    )  # fmt: skip


VISION = Vision(
    title="V",
    outcomes=(Outcome(code="o", name="Learning", weight=1.0,
                      served_by=(Serving(category="library"),), reach_m=2_000.0),),
)  # fmt: skip


def assessed(view: View) -> Assessment:
    return workflow.assessment(view, VISION)


def test_from_true_sums_a_place_is_found_and_from_public_ones_only_its_square() -> None:
    """The attack that decides which positions public sums are made of (decision 0012)."""
    true = (-2.30312, 53.40711)
    rows = [
        an_asset("hidden", "s", sensitive=True),
        *(an_asset(f"k{n}", f"k{n}") for n in range(11)),
    ]
    known = [
        a_site(f"k{n}", lon=-2.34 + n * 0.008, lat=53.385 + 0.004 * (n % 9)) for n in range(11)
    ]
    town = grid_town(rows, [a_site("s", lon=true[0], lat=true[1]), *known])
    officers, public = (view_for(town, role) for role in (Role.OFFICER, Role.READER))

    shown = public.assets.set_index("asset_id").loc["hidden"]
    side = np.linspace(-0.5, 0.5, 15)
    guesses = [(float(shown["lon"]) + a * 0.0151, float(shown["lat"]) + b * 0.009)
               for a in side for b in side]  # fmt: skip

    def nearest(published: View) -> list[tuple[float, float]]:
        """Return the guesses that fit the published figures best."""
        figures = assessed(published).access
        errors = []
        for lon, lat in guesses:
            sites = [a_site("s", lon=lon, lat=lat), *known]
            errors.append(np.nansum((assessed(view_for(grid_town(rows, sites), Role.OFFICER)).access
                                     - figures) ** 2))  # fmt: skip
        best = min(errors)
        return [
            guess for guess, error in zip(guesses, errors, strict=True) if error <= best + 1e-12
        ]

    def metres(place: tuple[float, float]) -> float:
        points = gpd.GeoSeries.from_xy([place[0], true[0]], [place[1], true[1]], crs=4326)
        metric = points.to_crs("EPSG:27700")
        return float(metric.iloc[0].distance(metric.iloc[1]))

    assert max(map(metres, nearest(officers))) < 150
    assert min(map(metres, nearest(public))) > 200
    assert metres((float(shown["lon"]), float(shown["lat"]))) < CELL_M * 0.7072


def cells(view: View) -> set[tuple[float, float]]:
    """Return where sensitive places are shown, to the metre."""
    rows = view.assets[view.assets["sensitive"].astype(bool)]
    return {
        (round(float(x), 5), round(float(y), 5))
        for x, y in zip(rows["lon"], rows["lat"], strict=True)
    }


def at_metres(x: float, y: float) -> dict[str, float]:
    """Return degrees of a point on the British grid."""
    point = gpd.GeoSeries.from_xy([x], [y], crs="EPSG:27700").to_crs(4326).iloc[0]
    return {"lon": float(point.x), "lat": float(point.y)}


def test_two_lists_that_differ_by_a_few_metres_show_one_square() -> None:
    rows = [an_asset("b", "one", sensitive=True, name="Refuge"),
            an_asset("a", "two", sensitive=True, name="Sale refuge")]  # fmt: skip
    sites = [
        a_site("one", **at_metres(380_990, 390_500)),
        a_site("two", **at_metres(381_010, 390_500)),
    ]
    assert len(cells(view_for(grid_town(rows, sites), Role.READER))) == 1


def test_a_list_that_comes_later_moves_no_square() -> None:
    first = [an_asset("z", "one", sensitive=True, name="Refuge")]
    one = [a_site("one", **at_metres(380_990, 390_500))]
    later = [*first, an_asset("a", "two", sensitive=True, source_id="later")]
    two = [*one, a_site("two", **at_metres(381_010, 390_500))]
    before = view_for(grid_town(first, one), Role.READER)
    after = view_for(grid_town(later, two), Role.READER)
    assert cells(before) == cells(after)


def test_places_apart_keep_their_own_squares() -> None:
    rows = [an_asset(n, n, sensitive=True) for n in "abc"]
    sites = [a_site(n, **at_metres(380_500 + 1_000 * k, 390_500)) for k, n in enumerate("abc")]
    assert len(cells(view_for(grid_town(rows, sites), Role.READER))) == 3


@pytest.mark.parametrize(
    ("name", "away", "hidden"),
    [("the REFUGE", 0, True), ("Refuge", 600, False), ("Library", 0, False),
     ("The Refuge", 900, True), ("The Refuge", 5_000, False)],
)  # fmt: skip
def test_a_place_marked_in_one_list_is_hidden_in_every_list(
    name: str, away: int, hidden: bool
) -> None:
    rows = [
        an_asset("a", "one", sensitive=True, name="The Refuge"),
        an_asset("b", "two", name=name),
    ]
    sites = [a_site("one", **at_metres(380_500, 390_500)),
             a_site("two", address="9 Hidden Road", **at_metres(380_500 + away, 390_500)),
    ]  # fmt: skip
    text = view_for(grid_town(rows, sites), Role.READER).assets.to_csv()
    assert ("Hidden Road" not in text) is hidden


def test_what_may_be_the_same_place_is_hidden_until_somebody_says() -> None:
    rows = [
        an_asset("a", "one", sensitive=True, name="Refuge"),
        an_asset("b", "two", name="Rose House"),
    ]
    sites = [a_site("one"), a_site("two", address="9 Hidden Road")]
    town = grid_town(rows, sites)
    for verdict, hidden in (("open", True), ("apart", False)):
        pairs = pd.DataFrame([("a", "b", verdict, 0.8, [])], columns=list(TABLES["pairs"]))
        view = view_for(Holdings(**(vars(town) | {"pairs": pairs})), Role.READER)
        assert ("Hidden Road" not in view.assets.to_csv()) is hidden


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("9 Hidden Road", "Unnamed library"),
        ("Refuge, 9 Hidden Road", "Unnamed library"),
        ("Hidden Road Project", "Unnamed library"),
        ("Thistle Villa", "Unnamed library"),
        ("Refuge M33 9ZZ", "Unnamed library"),
        ("Refuge m339zz", "Unnamed library"),
        ("Refuge 0161 496 0999", "Unnamed library"),
        ("Unnamed library near Old Mill", "Unnamed library"),
        ("Ada's Refuge", "Ada's Refuge"),
        ("Sale Refuge", "Sale Refuge"),
    ],
)
def test_a_name_that_tells_the_address_is_not_shown(name: str, shown: str) -> None:
    rows = [an_asset("a", "s", sensitive=True, name=name)]
    sites = [a_site("s", address="Thistle Villa, 9 Hidden Road, Sale", postcode="M33 9ZZ")]
    view = view_for(grid_town(rows, sites), Role.READER)
    assert view.assets["name"].tolist() == [shown]


def test_a_hidden_place_shares_no_id_with_its_neighbours() -> None:
    rows = [an_asset("a", "s", sensitive=True), an_asset("b", "s", name="Hall")]
    view = view_for(grid_town(rows, [a_site("s")]), Role.READER)
    assert view.assets["site_id"].nunique() == 2
    assert view.assets.set_index("asset_id").loc["a", "row_number"] == 0


def test_no_hash_of_a_file_is_public(town: tuple[Engine, str]) -> None:
    view = view_for(loading.load(*town), Role.READER)
    digests = [one.sha256 for one in view.holdings.sources if one.sha256]
    for form in (exports.Form.CSV, exports.Form.XLSX):
        made = exports.export(view, What.SOURCES, form, now=NOON).content
        assert not [d for d in digests if d.encode() in made]


def test_one_list_that_hides_a_place_hides_it_for_all_that_bring_it(tmp_path: Path) -> None:
    """A refuge that is one with a row of a list that does not say so stays hidden."""
    engine = database.open_database(store_at(tmp_path))
    with acting_as(OFFICER):
        place_id = places.new_place(engine, "Sale").place_id
        heads = "id,Name,Category,lon,lat,Email,Sensitive,Publish\n"
        for number, (row, publish) in enumerate(
            [("1,Hall,Library,-2.29,53.40,,,\n", True),
             ("2,The Hall,Library,-2.29,53.40,office@hall.example.org,yes,no\n", False)]
        ):  # fmt: skip
            read = workflow.preview(
                engine, place_id, Kind.ASSETS, f"{number}.csv", (heads + row).encode()
            )
            workflow.keep(engine, place_id, read, publish_contacts=publish)
        from sharedground.store.pairs import decide

        one, other = loading.load(engine, place_id).assets["asset_id"]
        decide(engine, place_id, one, other, "same")
    held = loading.load(engine, place_id)
    [asset] = held.assets.to_dict("records")
    assert (asset["sensitive"], asset["visibility"], asset["email"]) == (True, "officers", "")
    assert held.contacts[["thing_id", "value", "why"]].to_numpy().tolist() == [
        [asset["asset_id"], "office@hall.example.org", "list.not_published"]
    ]
    assert json.dumps(view_for(held, Role.READER).assets.to_dict("records")) == "[]"
    engine.dispose()
