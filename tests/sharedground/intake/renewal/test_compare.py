"""What a new version adds, changes and leaves out, field by field, for every kind of list."""

from __future__ import annotations

from typing import Any

import pandas as pd
import shapely

from sharedground.intake.renewal.compare import compare
from sharedground.model.frames import PARTNERS
from sharedground.model.place import Kind
from tests.builders import a_site, an_asset, some_areas, some_people

LABELS = {"E01000000": "Sale 1", "E01000001": "Sale 2"}


def places(*rows: dict[str, Any]) -> dict[str, pd.DataFrame]:
    """Return assets, each at a site of its own; site fields go to the site."""
    of_site = {"address", "postcode", "lon", "lat", "placed_by"}
    assets, sites = [], []
    for row in rows:
        site = {name: value for name, value in row.items() if name in of_site}
        own = {name: value for name, value in row.items() if name not in of_site}
        sites.append(a_site(f"at {row['asset_id']}", **site))
        assets.append(an_asset(site_id=f"at {row['asset_id']}", **own))
    return {"assets": pd.DataFrame(assets), "sites": pd.DataFrame(sites)}


def changes(found: Any) -> list[tuple[str, str, str, str]]:
    """Return the rows of changes."""
    return list(found.changed[["name", "field", "was", "now"]].itertuples(index=False, name=None))


def test_places_are_added_changed_gone_and_the_same() -> None:
    former = places({"asset_id": "a", "phone": "1"}, {"asset_id": "b"}, {"asset_id": "c"})
    new = places({"asset_id": "d", "address": "1 A Road"}, {"asset_id": "b"},
                 {"asset_id": "a", "phone": "2", "category": "park"})  # fmt: skip
    found = compare(Kind.ASSETS, former, new, {})
    assert found.counts == {"added": 1, "changed": 1, "gone": 1, "same": 1}
    assert changes(found) == [
        ("Asset a", "category", "Libraries", "Parks and allotments"),
        ("Asset a", "phone", "1", "2"),
    ]
    assert found.added[["name", "about"]].values.tolist() == [["Asset d", "Libraries, 1 A Road"]]
    assert found.gone["name"].tolist() == ["Asset c"]


def test_the_same_list_has_nothing_new() -> None:
    one = places({"asset_id": "a", "capacity": 20.0, "sensitive": True}, {"asset_id": "b"})
    found = compare(Kind.ASSETS, one, one, {})
    assert found.nothing_new
    assert found.same == 2


def test_a_point_of_its_own_that_moved_is_told_with_metres_and_cut_off_digits_are_not() -> None:
    former = places({"asset_id": "a", "lat": 53.405}, {"asset_id": "b", "lat": 53.4050001})
    new = places({"asset_id": "a", "lat": 53.406}, {"asset_id": "b", "lat": 53.405})
    assert changes(compare(Kind.ASSETS, former, new, {})) == [
        ("Asset a", "location", "53.40500, -2.29500", "53.40600, -2.29500 (111 m away)")
    ]


def test_a_point_that_only_a_postcode_tells_is_no_change_of_the_list() -> None:
    nowhere = float("nan")
    former = places({"asset_id": "a", "postcode": "M33 7ZF", "lon": nowhere, "lat": nowhere,
                     "placed_by": ""})  # fmt: skip
    new = places({"asset_id": "a", "postcode": "M33 7ZF", "placed_by": "postcode"})
    assert compare(Kind.ASSETS, former, new, {}).nothing_new


def test_identifiers_and_sensitivity_are_told_in_words() -> None:
    former = places({"asset_id": "a"})
    new = places({"asset_id": "a", "sensitive": True, "capacity": 1200.0,
                  "external_identifiers": '[{"scheme": "UPRN", "identifier": "10"}]'})  # fmt: skip
    assert changes(compare(Kind.ASSETS, former, new, {})) == [
        ("Asset a", "capacity", "", "1,200"),
        ("Asset a", "external_identifiers", "", "UPRN 10"),
        ("Asset a", "sensitive", "no", "yes"),
    ]


def test_contacts_that_are_kept_apart_are_compared_too() -> None:
    def apart(value: str) -> dict[str, pd.DataFrame]:
        contact = {"thing": "asset", "thing_id": "a", "field": "phone", "value": value,
                   "why": "mobile", "source_id": "s", "row_number": 2}  # fmt: skip
        return places({"asset_id": "a"}) | {"contacts": pd.DataFrame([contact])}

    assert changes(compare(Kind.ASSETS, apart("07700 900 001"), apart("07700 900 002"), {})) == [
        ("Asset a", "phone", "07700 900 001", "07700 900 002")
    ]


def test_partners_are_compared_field_by_field() -> None:
    def listed(*rows: tuple[str, str]) -> dict[str, pd.DataFrame]:
        blank = dict.fromkeys(PARTNERS, "") | {"external_identifiers": "[]", "row_number": 2}
        named = [blank | {"partner_id": one, "name": one, "url": url} for one, url in rows]
        return {"partners": pd.DataFrame(named)}

    found = compare(
        Kind.PARTNERS, listed(("A", ""), ("B", "")), listed(("A", "https://a.example")), {}
    )
    assert changes(found) == [("A", "url", "", "https://a.example")]
    assert found.counts == {"added": 0, "changed": 1, "gone": 1, "same": 0}


def test_people_are_compared_by_area_with_the_total_and_the_year() -> None:
    former = {"population": some_people([100, 200])}
    new = {"population": some_people([100, 250, 30], year=2025)}
    found = compare(Kind.POPULATION, former, new, LABELS)
    assert changes(found) == [("Sale 2", "people", "200", "250")]
    assert found.added[["name", "about"]].values.tolist() == [["E01000002", "People: 30"]]
    assert found.more == ("All people: 300 before, 380 now.", "Year: 2024 before, 2025 now.")


def figures(*rows: tuple[str, str, float]) -> dict[str, pd.DataFrame]:
    """Return values: indicator, area, value."""
    about = [{"indicator_id": one, "name": one.title(), "year": 2023.0, "measure": "value",
              "direction": "", "unit": "", "source_id": "f"}
             for one in dict.fromkeys(row[0] for row in rows)]  # fmt: skip
    values = pd.DataFrame(rows, columns=["indicator_id", "area_code", "value"])
    return {"indicators": pd.DataFrame(about),
            "indicator_values": values.assign(source_id="f", row_number=2)}  # fmt: skip


def test_figures_are_compared_by_area_and_indicator() -> None:
    former = figures(("jobs", "E01000000", 4.1), ("jobs", "E01000001", 5), ("old", "E01000000", 1))
    new = figures(("jobs", "E01000000", 4.2), ("jobs", "E01000001", 5.0),
                  ("fresh", "E01000000", 1))  # fmt: skip
    found = compare(Kind.INDICATORS, former, new, LABELS)
    assert changes(found) == [("Sale 1", "Jobs (2023)", "4.1", "4.2")]
    assert found.counts == {"added": 1, "changed": 1, "gone": 1, "same": 1}
    assert found.more == ("New figures: Fresh (2023).", "Figures that are gone: Old (2023).")


def test_names_of_wards_and_postcodes_are_compared() -> None:
    def wards(*names: str) -> dict[str, pd.DataFrame]:
        rows = [{"area_code": f"E0100000{n}", "level": "ward", "parent_code": "W", "source_id": "l",
                 "parent_name": name} for n, name in enumerate(names)]  # fmt: skip
        return {"area_parents": pd.DataFrame(rows)}

    found = compare(Kind.LOOKUP, wards("Priory", "Brooklands"), wards("Manor", "Brooklands"),
                    LABELS)  # fmt: skip
    assert changes(found) == [("Sale 1", "ward", "Priory", "Manor")]

    def codes(lon: float) -> dict[str, pd.DataFrame]:
        rows = {"postcode": ["M33 7ZF"], "lon": [lon], "lat": [53.4], "source_id": ["p"]}
        return {"postcodes": pd.DataFrame(rows)}

    found = compare(Kind.POSTCODES, codes(-2.3), codes(-2.31), {})
    assert changes(found) == [("M33 7ZF", "location", "53.40000, -2.30000", "53.40000, -2.31000")]


def test_outlines_that_moved_and_codes_that_are_gone_are_told() -> None:
    former, new = some_areas(3), some_areas(2)
    new.loc[0, "geometry"] = shapely.box(-2.3, 53.4, -2.288, 53.41)
    new.loc[1, "geometry"] = shapely.box(-2.29 + 1e-9, 53.4, -2.28, 53.41)
    found = compare(Kind.AREAS, {"areas": former}, {"areas": new}, {})
    assert changes(found) == [("Trafford 000A", "outline", "as it was", "20.0 % lies elsewhere")]
    assert found.gone["about"].tolist() == ["E01000002"]
    assert found.counts == {"added": 0, "changed": 1, "gone": 1, "same": 1}
