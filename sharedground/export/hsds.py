"""Services as Open Referral writes them: HSDS 3.0, and its profile Open Referral UK.

Field names are those of the HSDS 3.0 schemas (docs.openreferral.org, CC BY-SA 4.0) and of the UK
profile (OpenReferralUK/uk-profile). The schema files are not shipped. Ids are the product's own
uuid5, or a uuid5 of the key they stand for, so that they are the same in every export.

Looked at: the packages `hsds-validator` (needs a newer Python, checks only) and `hsds-data-tool`
(unfinished, for CSV of HSDS 2): neither writes HSDS.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, Final
from urllib.parse import urlsplit

import numpy as np
import pandas as pd

from sharedground.export.dataset import Origin
from sharedground.export.geojson import metadata
from sharedground.export.things import in_range
from sharedground.model.base import stable_id
from sharedground.model.category import BY_CODE, OTHER
from sharedground.words import say

Json = dict[str, Any]

STATUSES: Final = ("active", "inactive", "defunct", "temporarily closed")
TAXONOMY: Final = "Shared Ground categories"
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_OF_PEOPLE: Final = ("name", "email", "phone")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


class Profile(StrEnum):
    """Which of the two to write: they differ in a few fields."""

    HSDS = "hsds"
    UK = "uk"


def hsds_bytes(
    located: pd.DataFrame, partners: pd.DataFrame, origin: Origin, profile: Profile,
    country: str = "", contacts: pd.DataFrame | None = None,
) -> bytes:  # fmt: skip
    """Return every asset as a service, in one page of a list as the HSDS API gives it.

    Parameters
    ----------
    located
        `views.View.assets`.
    country
        Two letters (ISO 3166-1) for addresses, "" when it is not known.
    contacts
        Contacts of people, in a file for officers.

    Notes
    -----
    Beside the members of a page stand `profile` and `metadata` (sources, licences, dates).
    Latitude and longitude are written only where they are in range.
    """
    organizations = {
        str(row["partner_id"]): _organization(row) for row in partners.to_dict("records")
    }
    people = {} if contacts is None or origin.public else _people(contacts)
    contents = [
        _service(row, organizations, profile, country, public=origin.public)
        | people.get(str(row["asset_id"]), {})
        for row in located.to_dict("records")
    ]
    page = {
        "total_items": len(contents), "total_pages": 1, "page_number": 1, "size": len(contents),
        "first_page": True, "last_page": True, "empty": not contents,
        "profile": PROFILE_URLS[profile], "metadata": metadata(origin), "contents": contents,
    }  # fmt: skip
    return json.dumps(page, ensure_ascii=False, indent=1).encode()


PROFILE_URLS: Final = {
    Profile.HSDS: "https://docs.openreferral.org/en/3.0/hsds/overview.html",
    Profile.UK: "https://docs.openreferraluk.org/en/3.0-uk/",
}


def _service(
    row: Mapping[Any, Any], organizations: Mapping[str, Json], profile: Profile, country: str,
    *, public: bool,
) -> Json:  # fmt: skip
    key = str(row["asset_id"])
    assured = row["assured_date"] if _DATE.fullmatch(row["assured_date"]) else ""
    fees = "fees" if profile is Profile.UK else "fees_description"
    service = {
        "id": as_uuid("service", key),
        "name": row["name"],
        "description": row["description"],
        "url": _web(row["url"]),
        "email": _email(row["email"]),
        "status": row["status"] if row["status"] in STATUSES else "active",
        fees: row["cost_options"],
        "assured_date": assured,
        "assurer_email": "" if public else _email(row["assurer_email"]),
    }
    if profile is Profile.HSDS:
        service["eligibility_description"] = row["eligibility"]
    lists: Json = {
        "phones": _one(row["phone"], lambda n: {"id": stable_id("phone", key, n), "number": n}),
        "schedules": _one(
            row["schedules"], lambda t: {"id": stable_id("schedule", key, t), "description": t}
        ),
        "attributes": [_attribute(key, row["category"])],
        "service_at_locations": _at_location(row, country, hidden=public and row["sensitive"]),
    }
    said = {name: value for name, value in service.items() if value or name == "name"}
    whole = said | {name: value for name, value in lists.items() if value}
    organization = _organization_of(row, organizations)
    return whole | ({"organization": organization} if organization else {})


def _people(contacts: pd.DataFrame) -> dict[str, Json]:
    """Return by asset the member `contacts` of its service: one person, as far as is known."""
    mine = contacts[(contacts["thing"] == "asset") & contacts["field"].isin(_OF_PEOPLE)]
    found: dict[str, Json] = {}
    for key, rows in mine.groupby("thing_id"):
        told = {str(field): "; ".join(dict.fromkeys(each["value"]))
                for field, each in rows.groupby("field")}  # fmt: skip
        contact: Json = {"id": stable_id("contact", key)}
        contact |= {name: told[name] for name in ("name", "email") if name in told}
        phones = _one(told.get("phone", ""), lambda n: {"id": stable_id("phone", n), "number": n})
        found[str(key)] = {"contacts": [contact | ({"phones": phones} if phones else {})]}
    return found


def _one(text: str, made: Any) -> list[Json]:
    return [made(text)] if text else []


def _attribute(key: str, category: str) -> Json:
    kind = BY_CODE.get(category, BY_CODE[OTHER])
    return {
        "id": stable_id("attribute", key, kind.code),
        "link_entity": "service",
        "taxonomy_term": {
            "id": stable_id("taxonomy term", kind.code),
            "code": kind.code,
            "name": say(kind.name),
            "description": say("A kind of community asset: {kind}.", kind=kind.asset_kind.value),
            "taxonomy": TAXONOMY,
        },
    }


def _at_location(row: Mapping[Any, Any], country: str, *, hidden: bool) -> list[Json]:
    """Return where a service is held: nothing at all when that is not known.

    Parameters
    ----------
    hidden
        Whether the true place must not be told: then neither may an identifier of it, nor an id
        that it shares with other services, or that is made of its position.
    """
    lon, lat = (np.array([row[name]], dtype=float) for name in ("lon", "lat"))
    placed = bool(in_range(lon, lat)[0])
    if not (placed or row["address"] or row["postcode"]):
        return []
    site = stable_id("hidden location", row["asset_id"]) if hidden else str(row["site_id"])
    location: Json = {
        "id": as_uuid("location", site),
        "location_type": "physical",
        "name": row["address"] or row["name"],
    }
    if placed:
        location |= {"latitude": float(lat[0]), "longitude": float(lon[0])}
        if row["precision"] != "exact":
            location["description"] = say("The position is approximate.")
    uprn = "" if hidden else _identifier(row["external_identifiers"], "UPRN")
    if uprn:
        location |= {"external_identifier": uprn, "external_identifier_type": "UPRN"}
    if row["address"] or row["postcode"]:
        location["addresses"] = [_address(row, site, country)]
    if row["accessibility"]:
        text = row["accessibility"]
        access = {"id": stable_id("accessibility", row["asset_id"], text), "description": text}
        location["accessibility"] = [access]
    at = {"id": stable_id("service at location", row["asset_id"], site), "location": location}
    return [at]


def _address(row: Mapping[Any, Any], site: str, country: str) -> Json:
    """Return an address. What lists write in one line stays in one; its last part is the town."""
    parts = [part.strip() for part in row["address"].split(",") if part.strip()]
    street, town = (parts[:-1], parts[-1]) if len(parts) > 1 else (parts, "")
    return {
        "id": stable_id("address", site),
        "address_1": ", ".join(street),
        "city": town,
        "state_province": "",
        "postal_code": row["postcode"],
        "country": country,
        "address_type": "physical",
    }


def _organization(row: Mapping[Any, Any]) -> Json:
    key = str(row["partner_id"])
    found = {
        "id": as_uuid("organization", key),
        "name": row["name"],
        "description": row["description"] or say("No description is stated."),
        "email": _email(row["email"]),
        "website": _web(row["url"]),
    }
    said: Json = {name: value for name, value in found.items() if value}
    phones = _one(row["phone"], lambda n: {"id": stable_id("phone", key, n), "number": n})
    listed = [
        {"id": stable_id("identifier", key, one["scheme"], one["identifier"]),
         "identifier_scheme": one["scheme"], "identifier_type": one["scheme"],
         "identifier": one["identifier"]}
        for one in json.loads(row["external_identifiers"] or "[]")
    ]  # fmt: skip
    lists = {"phones": phones, "organization_identifiers": listed}
    return said | {name: value for name, value in lists.items() if value}


def _organization_of(row: Mapping[Any, Any], known: Mapping[str, Json]) -> Json | None:
    """Return who runs a service: a partner, else an organisation known only by its name."""
    if row["partner_id"] in known:
        return known[row["partner_id"]]
    name = " ".join(row["organization"].split())
    if not name:
        return None
    return {
        "id": stable_id("organization", name.casefold()),
        "name": name,
        "description": say("No description is stated."),
    }


def as_uuid(kind: str, key: str) -> str:
    """Return a key that is a UUID as it is, any other as the uuid5 of kind and key."""
    try:
        return str(uuid.UUID(key))
    except ValueError:
        return stable_id(kind, key)


def _identifier(text: str, scheme: str) -> str:
    listed: Iterable[Mapping[str, str]] = json.loads(text or "[]")
    return next((one["identifier"] for one in listed if one["scheme"] == scheme), "")


def _web(text: str) -> str:
    """Return an address of the web as it is, "" for anything else."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    good = parts.scheme in ("http", "https") and parts.netloc and not re.search(r"\s", text)
    return text if good else ""


def _email(text: str) -> str:
    return text if _EMAIL.fullmatch(text) else ""
