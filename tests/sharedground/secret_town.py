"""A town with a secret in every field that may hold one, to look for in all that everyone sees."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy.engine import Engine

from sharedground import workflow
from sharedground.access import Actor, Role, acting_as
from sharedground.model.decision import Decision, DecisionKind, DecisionState
from sharedground.model.place import Kind
from sharedground.store import decisions, edits, loading, meetings, places, suggestions
from tests.pages.data_town import areas_geojson

OFFICER = Actor(name="Olwen Officer", role=Role.OFFICER)
PEOPLE = b"area_code,people,year\nE01000000,1200,2024\nE01000001,1500,2024\nE01000002,900,2024\n"
FIGURES = (
    b"area_code,indicator,year,value,direction\n"
    b"E01000000,Unemployment rate,2023,4.1,high-is-bad\n"
    b"E01000001,Unemployment rate,2023,8.2,high-is-bad\n"
    b"E01000002,Unemployment rate,2023,6.2,high-is-bad\n"
)
POSTCODES = b"postcode,lon,lat\nM33 7ZF,-2.2931,53.4061\nM33 9ZZ,-2.28512,53.40534\n"


@dataclass(frozen=True)
class Secrets:
    """What nobody but officers may learn of the refuge, and of the people of the town."""

    lon: str = "-2.28512"
    lat: str = "53.40534"
    street: str = "9 Hidden Road"
    building: str = "Thistle Villa"
    person: str = "Zebedee"
    mobile: str = "900777"
    mail: str = "zebedee.quartz"

    def all(self) -> list[str]:
        """Return every text to look for."""
        return [
            self.lon, self.lat, "Hidden Road", self.building, "M33 9ZZ", "M339ZZ", self.person,
            self.mobile, self.mail, "Quartz", "Hush Shed", "900888", "100087654321", "secret-url",
            "secret note", "0161 496 0999", "thursdays behind the mill", "Olwen", "private@hub",
            "0161 496 0777",
        ]  # fmt: skip


def lists(secrets: Secrets) -> list[tuple[Kind, bytes, bool]]:
    """Return the lists of the town, and whether each publishes its organisations' contacts."""
    s = secrets
    partners = (
        "Organisation,Email,Phone,Contact name,Description\n"
        f"Sale Trust,office@saletrust.example.org,0161 496 0000,{s.person} Quartz,"
        f"Ask for {s.person} Quartz on 07700 {s.mobile}\n"
        f"Mr {s.person} Quartz,{s.mail}@example.org,07700 {s.mobile},,Paints\n"
    )
    places_ = (
        "Name,Category,Organisation,Address,Postcode,lon,lat,Phone,Email,Secretary,Notes,"
        "Opening hours,UPRN,Publish,Sensitive,Home phone,Website\n"
        "Sale Library,Library,Sale Trust,Waterside,M33 7ZF,-2.2931,53.4061,0161 496 0001,"
        f"library@saletrust.example.org,{s.person} Quartz,Ring Mr {s.person} Quartz on 07700 "
        f"{s.mobile},Mon-Fri,100012345678,,,0161 496 0777,\n"
        f'Ada\'s Refuge,Library,Sale Trust,"{s.building}, {s.street}",M33 9ZZ,{s.lon},{s.lat},'
        f"0161 496 0999,{s.mail}@example.org,,secret note,thursdays behind the mill,100087654321,,"
        f"yes,07700 900888,https://secret-url.example.org\n"
        f"Yoga by the canal,Library,Mrs {s.person} Quartz,,,-2.2751,53.4052,"
        f"07700 {s.mobile},{s.mail}@gmail.com,,,,,,,,\n"
        "Hush Shed,Library,,,,-2.2752,53.4053,,,,,,,no,,,\n"
        f",Refuge,,{s.street},M33 9ZZ,{s.lon},{s.lat},,,,,,,,,,\n"
    )
    again = (
        "Name,Category,Address,Postcode,lon,lat,Email\n"
        f"ADAS REFUGE,Library,{s.street},M33 9ZZ,{s.lon},{s.lat},private@hub.example.org\n"
        f"{s.building} refuge,Library,{s.street},M33 9ZZ,{s.lon},{s.lat},\n"
    )
    return [
        (Kind.AREAS, areas_geojson(), False), (Kind.POPULATION, PEOPLE, False),
        (Kind.INDICATORS, FIGURES, False), (Kind.POSTCODES, POSTCODES, False),
        (Kind.PARTNERS, partners.encode(), True), (Kind.ASSETS, places_.encode(), True),
        (Kind.ASSETS, again.encode(), False),
    ]  # fmt: skip


def fill(engine: Engine, secrets: Secrets | None = None) -> str:
    """Put the town into a store and return its id."""
    secrets = secrets or Secrets()
    with acting_as(OFFICER):
        place_id = places.new_place(engine, "Sale").place_id
        for number, (kind, content, publish) in enumerate(lists(secrets)):
            ending = "geojson" if kind is Kind.AREAS else "csv"
            about = workflow.About(f"List {number}", "The council", "OGL 3.0", "2025-06-30")
            read = workflow.preview(
                engine, place_id, kind, f"{kind.value}-{number}.{ending}", content, about=about
            )
            workflow.keep(engine, place_id, read, publish_contacts=publish)
        _by_hand(engine, place_id, secrets)
    return place_id


def _by_hand(engine: Engine, place_id: str, secrets: Secrets) -> None:
    """Let people write secrets where no reading of a file looks for them."""
    assets = loading.load(engine, place_id).assets.set_index("name")
    library = str(assets.loc["Sale Library", "asset_id"])
    told: dict[str, str] = {
        "phone": f"07700 {secrets.mobile}",
        "description": f"Contact {secrets.person} Quartz, {secrets.mail}@gmail.com",
    }
    edits.edit_thing(engine, place_id, "asset", library, told, reason=f"{secrets.person} asked")
    body: dict[str, Any] = {"name": "Bench", "lon": -2.2801, "lat": 53.4041,
                            "note": f"Made by Mr {secrets.person} Quartz"}  # fmt: skip
    suggestion = suggestions.suggest(engine, place_id, "place", body)
    suggestions.approve(engine, place_id, suggestion)
    _met(engine, place_id, secrets)
    lacking = {"note": f"A bench. Ring 07700 {secrets.mobile}", "lon": -2.28, "lat": 53.404}
    suggestions.approve(engine, place_id, suggestions.suggest(engine, place_id, "missing", lacking))


def _met(engine: Engine, place_id: str, secrets: Secrets) -> None:
    """Hold a meeting whose decisions name a person, and hide a place after it."""
    said = {"name": f"{secrets.building} annex", "category": "library", "lon": -2.28, "lat": 53.404}
    annex = suggestions.approve(
        engine, place_id, suggestions.suggest(engine, place_id, "place", said)
    )
    with acting_as(Actor(name=OFFICER.name, role=Role.FACILITATOR)):
        held = meetings.start_meeting(
            engine, place_id, title="Autumn", in_the_room=[f"{secrets.person} Quartz"]
        )
        promises = {"kept": f"{secrets.person} opens the hall", "gone": "Forget: Hush Shed"}
        for one, words in promises.items():
            told = Decision(
                decision_id=one, kind=DecisionKind.COMMITMENT, words=words,
                who=(secrets.person, "Sale Trust"), meeting_id=held.meeting_id,
            )  # fmt: skip
            decisions.save(engine, place_id, told)
        meetings.close_meeting(engine, place_id, held.meeting_id)
    decisions.set_state(engine, place_id, "kept", DecisionState.DONE, f"Ring {secrets.person}")
    decisions.take_back(engine, place_id, "gone")
    edits.edit_thing(engine, place_id, "asset", annex, {"visibility": "officers"})


def store_at(folder: Path) -> str:
    """Return the address of a database file in a folder."""
    return f"sqlite:///{folder / 'secret.sqlite'}"
