"""Each role sees what it may, and nothing else."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
import pytest

from sharedground.access import Role
from sharedground.model.frames import TABLES, empty
from sharedground.model.place import Place
from sharedground.store.holdings import Holdings
from sharedground.views import View, view_for
from sharedground.withheld import CELL_M
from tests.builders import a_site, an_asset, some_areas, some_people

SECRET = "refuge-secret"


def held(*assets: dict[str, object], **partner: str) -> Holdings:
    sites = [a_site(str(asset["site_id"]), address=SECRET, postcode="M33 2UG") for asset in assets]
    row = dict.fromkeys(TABLES["partners"], "") | {"partner_id": "p", "name": "P", **partner}
    return Holdings(
        place=Place(place_id="x", name="X", metric_crs="EPSG:27700"),
        data_revision=1,
        areas=some_areas(2),
        area_parents=empty("area_parents"),
        population=some_people([1, 2]),
        indicators=empty("indicators"),
        indicator_values=empty("indicator_values"),
        partners=pd.DataFrame([row]),
        sites=pd.DataFrame(sites),
        assets=pd.DataFrame(assets),
        contacts=empty("contacts"),
        merged=empty("merged"),
        pairs=empty("pairs"),
        edits=empty("edits"),
        suggestions=empty("suggestions"),
        sources=(),
        visions=(),
    )


def everything(view: View) -> str:
    """Return all text that a view shows, except positions kept for sums."""
    shown = [view.assets, view.holdings.assets, view.holdings.sites, view.holdings.partners]
    return "\n".join(frame.to_csv() for frame in shown)


@pytest.mark.parametrize(
    ("role", "names"),
    [
        (Role.READER, ["public"]),
        (Role.PARTICIPANT, ["public", "partners"]),
        (Role.OFFICER, ["public", "partners", "officers"]),
        (Role.FACILITATOR, ["public", "partners", "officers"]),
    ],
)
def test_visibility_decides_who_sees_an_asset(role: Role, names: list[str]) -> None:
    assets = [
        an_asset(level, f"s-{level}", visibility=level, name=level)
        for level in ("public", "partners", "officers")
    ]
    view = view_for(held(*assets), role)
    assert view.assets["name"].tolist() == names
    assert set(view.located["asset_id"]) == set(names)


def test_a_hidden_asset_leaves_no_trace_in_the_public_view() -> None:
    hidden = an_asset("a", "s", visibility="officers", name=SECRET, phone=SECRET, email=SECRET)
    assert SECRET not in everything(view_for(held(hidden), Role.READER))


def test_a_sensitive_asset_is_moved_to_its_cell_and_loses_its_address() -> None:
    refuge = an_asset("a", "s", sensitive=True, phone=SECRET, url=SECRET, email=SECRET)
    view = view_for(held(refuge), Role.READER)
    assert SECRET not in everything(view)
    shown, true = view.assets.iloc[0], a_site("s")
    points = gpd.GeoSeries.from_xy(
        [shown["lon"], true["lon"]], [shown["lat"], true["lat"]], crs="EPSG:4326"
    ).to_crs("EPSG:27700")
    assert 0 < points.iloc[0].distance(points.iloc[1]) <= CELL_M * 0.7072
    assert (points.iloc[0].x % CELL_M, points.iloc[0].y % CELL_M) == pytest.approx(
        (500, 500), abs=0.01
    )
    assert shown["precision"] == "approximate"


def test_a_sensitive_asset_counts_in_full_where_it_is_shown() -> None:
    holdings = held(an_asset("a", "s", sensitive=True, capacity=12.0))
    public, officers = (view_for(holdings, role) for role in (Role.READER, Role.OFFICER))
    assert officers.located[["lon", "lat"]].iloc[0].tolist() == [-2.295, 53.405]
    assert public.located["capacity"].tolist() == [12.0]
    columns = ["lon", "lat"]
    pd.testing.assert_frame_equal(public.located[columns], public.assets[columns])


def test_without_a_metric_crs_a_sensitive_place_is_not_shown_at_all() -> None:
    base = held(an_asset("a", "s", sensitive=True))
    place = base.place.model_copy(update={"metric_crs": None})
    view = view_for(Holdings(**(vars(base) | {"place": place})), Role.READER)
    assert view.assets["lon"].isna().all()


def test_officers_see_a_sensitive_asset_as_it_is() -> None:
    view = view_for(held(an_asset("a", "s", sensitive=True)), Role.OFFICER)
    assert view.assets["address"].tolist() == [SECRET]


def test_a_partners_contact_is_for_officers() -> None:
    holdings = held(an_asset("a", "s"), email=SECRET, phone=SECRET)
    assert SECRET not in view_for(holdings, Role.READER).holdings.partners.to_csv()
    assert SECRET in view_for(holdings, Role.OFFICER).holdings.partners.to_csv()


def test_two_databases_never_share_a_cache_key() -> None:
    holdings = held(an_asset("a", "s"))
    assert view_for(holdings, Role.READER, "one").key != view_for(holdings, Role.READER, "two").key
