"""The five asset sheets, each with the kind of mess that real ones have.

What is wrong on purpose is listed in `data/demo/README.md`; each piece of it stands here
under a name, so that the list can be checked.
"""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path
from random import Random
from typing import Final

from openpyxl import Workbook
from openpyxl.styles import Font

from demo_town import files
from demo_town.assets import Asset

NO_GRID: Final = 8
"""Rows of council_sites.csv with a postcode but no easting and northing."""
NOWHERE: Final = ("Larrowby Archive Store", "Costard Lane Pumping Station", "Bridge Street Depot")
"""Rows of council_sites.csv with neither."""
NO_TYPE: Final = ("Wharf Road Slipway", "Lock Keeper's Store", "Albion House")
"""Rows of council_sites.csv with nothing under "Type of Site"."""
SWAPPED: Final = "Hollinfen Reading Room"
"""The defibrillator on this wall has its latitude and longitude swapped."""
NULL_ISLAND: Final = "Salem Chapel"
"""This row has longitude 0 and latitude 0."""
NO_POSTCODE: Final = ("Riverside Runners", "Pippin Runners", "Wold Riders", "Staithe Anglers",
                      "Larrowby Law Clinic")  # fmt: skip
UNKNOWN_POSTCODE: Final = {
    "Beacon Harriers": "ZQ2 4OX", "Weavers RFC": "ZQ19 9ZZ", "Mill Lane Advice": "ZQ1 3",
    "Heron Court Lunch Club": "ZQ1 9ZZ",
}  # fmt: skip
DOUBLED: Final = ("Larrowby Food Network Store", "Priory Bowls Club")
"""These rows of voluntary_groups.csv stand there twice, letter for letter."""
BOW_TIE: Final = "Minster Green"
"""The outline of this park crosses itself."""
_SPELT: Final = ("Larrowby Borough Council", "Larrowby Borough Council", "LARROWBY BOROUGH COUNCIL",
                 "Larrowby Borough  Council ")  # fmt: skip
NOTES_BELOW: Final = (
    "Notes",
    "1. Beds are as registered. NA means not known.",
    "2. This list is fictional, like the town.",
)


def council_sites(folder: Path, assets: list[Asset], random: Random) -> int:
    """Write the council's list: grid coordinates with commas, types as somebody typed them."""
    mine = [a for a in assets if a.sheet == "council_sites"]
    placeable = [a.name for a in mine if a.name not in NOWHERE and a.category == "council-site"]
    no_grid = {*random.sample(placeable, NO_GRID), *NOWHERE}
    rows = []
    for number, asset in enumerate(mine, start=1):
        east, north = files.grid(asset.at)
        gone = asset.name in no_grid
        provider = random.choice(_SPELT) if asset.provider == _SPELT[0] else asset.provider
        rows.append((
            f"LBC{number:04d}", asset.name, "" if asset.name in NO_TYPE else asset.kind,
            asset.address, "" if asset.name in NOWHERE else asset.postcode,
            "" if gone else f"{east:,}", "" if gone else f"{north:,}", provider, asset.opening,
            asset.phone, asset.website, "" if asset.capacity is None else asset.capacity,
            random.choice(("Freehold", "Freehold", "Leasehold", "Leased out")),
        ))  # fmt: skip
    files.write_table(
        folder / "council_sites.csv",
        ("Site Ref", "Site Name", "Type of Site", "Address", "Post Code", "Easting", "Northing",
         "Operated By", "Opening Times", "Telephone", "Web Page", "Capacity", "Tenure"),
        rows, encoding="utf-8-sig", newline="\r\n",
    )  # fmt: skip
    return len(rows)


def health_and_care(folder: Path, assets: list[Asset], random: Random) -> int:
    """Write the health list: a spreadsheet of two sheets, titles above and notes below."""
    book = Workbook()
    health, care = book.active, book.create_sheet("Care and safety")
    assert health is not None
    health.title = "Health services"
    sheets = {"gp-surgery": health, "pharmacy": health, "care-home": care, "defibrillator": care}
    headings = (
        "Service name", "Type", "Address", "Postcode", "Latitude", "Longitude", "Telephone",
        "Website", "Opening hours", "Beds", "Provider", "Last checked",
    )  # fmt: skip
    for sheet, title in ((health, "Health services in Larrowby"), (care, "Care and safety")):
        sheet.append([title])
        sheet.append(["Larrow Valley Health Partnership, June 2025. A fictional list."])
        sheet.append([])
        sheet.append(headings)
        sheet["A1"].font = Font(bold=True, size=14)
    written = 0
    for asset in assets:
        if asset.sheet == "health_and_care":
            sheets[asset.category].append(_health_row(asset, random))
            written += 1
    for sheet in (health, care):
        sheet.append([])
        for note in NOTES_BELOW:
            sheet.append([note])
    made = io.BytesIO()
    book.save(made)
    (folder / "health_and_care.xlsx").write_bytes(files.without_clock(made.getvalue()))
    return written


def _health_row(asset: Asset, random: Random) -> list[object]:
    lon, lat = files.degrees(asset.at)
    if asset.category == "defibrillator" and asset.name.startswith(SWAPPED):
        lon, lat = lat, lon
    phone: object = asset.phone
    if phone and random.random() < 0.2:
        phone = int(asset.phone.replace(" ", ""))
    website = asset.website or (random.choice(("NA", "")) if asset.phone else "")
    year = 2025 - Random(f"last checked {asset.name}").choice((0,) * 8 + (1, 2, 3, 4))
    checked = dt.date(year, 1, 6) + dt.timedelta(days=random.randrange(170))
    return [
        asset.name, asset.kind, asset.address, asset.postcode, lat, lon, phone, website,
        asset.opening, asset.capacity, asset.provider, checked,
    ]  # fmt: skip


def voluntary_groups(folder: Path, assets: list[Asset], random: Random) -> int:
    """Write the voluntary sector's list: old encoding, semicolons, addresses and postcodes only."""
    rows = []
    for asset in assets:
        if asset.sheet != "voluntary_groups":
            continue
        postcode = random.choice((asset.postcode,) * 6 + (asset.postcode.replace(" ", ""),
                                                          asset.postcode.lower()))  # fmt: skip
        postcode = UNKNOWN_POSTCODE.get(asset.name, "" if asset.name in NO_POSTCODE else postcode)
        cost = random.choice(("Free", "Free", "£2", "£3.50 a session", "Pay what you can", ""))
        kind, _, about = asset.kind.rstrip(")").partition(" (")
        says = f"{about.capitalize()}. {asset.description}" if about else asset.description
        row = (asset.name, kind, says, f"{asset.address}, Larrowby", postcode,
               asset.opening, asset.phone, asset.email, asset.website, asset.provider, cost,
               "" if asset.capacity is None else asset.capacity, _checked(asset))  # fmt: skip
        rows += [row, row] if asset.name in DOUBLED else [row]
    last = rows.index(next(row for row in rows if row[0] == DOUBLED[1]))
    rows.append(rows.pop(last))
    files.write_table(
        folder / "voluntary_groups.csv",
        ("Group name", "Type of group", "What we do", "Where", "Postcode", "When", "Contact number",
         "E-mail", "Website", "Run by", "Cost", "Capacity", "Last checked"),
        rows, encoding="cp1252", delimiter=";", newline="\r\n",
    )  # fmt: skip
    return len(rows)


def _checked(asset: Asset) -> str:
    """Return when a group was last checked, as people write it; some never since the list came."""
    dice = Random(f"last checked {asset.name}")
    day = dt.date(2025, 6, 20) - dt.timedelta(days=dice.randrange(330))
    return "" if dice.random() < 0.35 else f"{day:%d/%m/%Y}"


def parks_and_play(folder: Path, assets: list[Asset], _random: Random) -> int:
    """Write the parks as outlines; many have no name."""
    features = []
    for asset in assets:
        if asset.shape is None:
            continue
        corners = files.ring(asset.shape)
        if asset.name == BOW_TIE:
            corners[3], corners[9] = corners[9], corners[3]
        about = {
            "site_name": asset.name or None, "site_type": asset.kind,
            "managed_by": asset.provider, "opening_times": asset.opening or None,
            "area_ha": round(asset.shape.area / 10_000, 2),
        }  # fmt: skip
        features.append(files.feature(about, corners))
    files.write_features(folder / "parks_and_play.geojson", "parks_and_play", features)
    return len(features)


def faith_food_and_learning(folder: Path, assets: list[Asset], random: Random) -> int:
    """Write the list of faith places, food help and schools, with coordinates and providers."""
    rows = []
    for asset in assets:
        if asset.sheet != "faith_food_and_learning":
            continue
        lon, lat = (0, 0) if asset.name == NULL_ISLAND else files.degrees(asset.at)
        spelt = asset.provider.upper() if random.random() < 0.06 else asset.provider
        rows.append((
            asset.name, asset.kind, asset.description, asset.address, asset.postcode, lon, lat,
            spelt, asset.phone, asset.email, asset.website, asset.opening,
            "" if asset.capacity is None else asset.capacity, random.choice(("Yes", "Yes", "Partly",
                                                                             "No", "")),
        ))  # fmt: skip
    files.write_table(
        folder / "faith_food_and_learning.csv",
        ("Name", "Type", "Description", "Address", "Postcode", "Longitude", "Latitude", "Provider",
         "Telephone", "Email", "Website", "Opening times", "Capacity", "Wheelchair access"),
        rows,
    )  # fmt: skip
    return len(rows)


WRITERS: Final = {
    "council_sites.csv": council_sites,
    "health_and_care.xlsx": health_and_care,
    "voluntary_groups.csv": voluntary_groups,
    "parks_and_play.geojson": parks_and_play,
    "faith_food_and_learning.csv": faith_food_and_learning,
}
