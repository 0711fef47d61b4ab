"""A town of three areas whose lists hold all that an export must be careful with."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.engine import Engine

from sharedground import workflow
from sharedground.access import Actor, Role, acting_as
from sharedground.model.place import Kind
from sharedground.store import database, places
from sharedground.workflow import About
from tests.pages.data_town import areas_geojson

OFFICER = Actor(name="Olwen", role=Role.OFFICER)
PEOPLE = b"area_code,people,year\nE01000000,1200,2024\nE01000001,1500,2024\n"
FIGURES = (
    b"area_code,indicator,year,value\n"
    b"E01000000,Unemployment rate,2023,4.1\nE01000001,Unemployment rate,2023,8.2\n"
)
PARTNERS = (
    b"Organisation,Email,Phone,Website,Charity number\n"
    b"Sale Trust,office@saletrust.example.org,0161 496 0000,https://saletrust.example.org,1234567\n"
)
ASSETS = (
    b"Name,Category,Organisation,Address,Postcode,lon,lat,Phone,Email,"
    b"Opening hours,UPRN,Visibility\n"
    b'Sale Library,Library,Sale Trust,"Waterside, Sale",M33 7ZF,-2.295,53.405,0161 496 0001,'
    b"library@saletrust.example.org,Mon-Fri 9-5,100012345678,\n"
    b'"=HYPERLINK(""http://evil.example"",""x"")",Community hub,,,,-2.285,53.405,,,,,\n'
    b"Ada's House Women's Refuge,Community hub,Sale Trust,9 Hidden Road,M33 9ZZ,-2.2951,53.4051,"
    b"0161 496 0999,refuge@saletrust.example.org,,100087654321,\n"
    b"Secret Shed,Community hub,,,,-2.2851,53.4052,,,,,no\n"
    b"Walking Group,Groups and clubs,,,,,,,,,,\n"
)


def a_store(folder: Path) -> tuple[Engine, str]:
    """Return a store with the town in it, and the town's id."""
    engine = database.open_database(f"sqlite:///{folder / 'town.sqlite'}")
    lists = ((Kind.AREAS, areas_geojson(), "geojson"), (Kind.POPULATION, PEOPLE, "csv"),
             (Kind.INDICATORS, FIGURES, "csv"), (Kind.PARTNERS, PARTNERS, "csv"),
             (Kind.ASSETS, ASSETS, "csv"))  # fmt: skip
    with acting_as(OFFICER):
        place_id = places.new_place(engine, "Sale").place_id
        for kind, content, ending in lists:
            about = About(f"List of {kind.value}", "The council", "OGL 3.0", "2025-06-30")
            read = workflow.preview(
                engine, place_id, kind, f"{kind.value}.{ending}", content, about=about
            )
            workflow.keep(engine, place_id, read)
    return engine, place_id
