"""Open Referral: services with their places, from HSDS 3 and the UK profile, nested or as tables.

A service at a location becomes one row, with the names of HSDS fields as headings, so that the
columns are known without anybody saying what they are. Organisations become a table of their
own. Names of the older UK API (2020) are read too: ``physical_addresses``, ``regular_schedules``,
``eligibilitys``, ``service_taxonomys``.

Source of the field names: openreferral/specification (3.0), OpenReferralUK/uk-profile.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from sharedground.intake.child.hsds_words import costs_of, eligibility_of, schedules_of, text_at
from sharedground.intake.child.output import Output
from sharedground.intake.child.records import add_records

Thing = Mapping[str, Any]

_PAGES: Final = ("content", "contents", "items", "results", "services", "data")
"""Keys under which pages of an API and dumps hold their list."""

_OF_SERVICES: Final = frozenset(
    ["service_at_locations", "organization", "organization_id", "schedules", "regular_schedules",
     "cost_options", "eligibility_description", "eligibilitys", "service_areas", "attributes",
     "service_taxonomys", "fees_description", "interpretation_services", "application_process",
     "assured_date", "languages", "contacts", "phones"]
)  # fmt: skip
_OF_ORGANIZATIONS: Final = frozenset(
    ["services", "legal_status", "tax_status", "tax_id", "year_incorporated", "funding",
     "organization_identifiers", "programs", "parent_organization_id", "locations", "website"]
)  # fmt: skip


def open_referral(whole: Any) -> list[Thing]:
    """Return services, services at a location and organisations, as they came; [] for other JSON.

    Parameters
    ----------
    whole
        One object, a list of them, or a page of an API.
    """
    listed: list[Any] = whole if isinstance(whole, list) else [whole]
    if isinstance(whole, dict) and not _is_ours(whole):
        listed = next((whole[key] for key in _PAGES if isinstance(whole.get(key), list)), [])
    things: list[Thing] = [each for each in listed if isinstance(each, dict)]
    ours = [each for each in things if _is_ours(each)]
    return ours if ours and len(ours) >= 0.5 * len(things) else []


def _is_ours(thing: Thing) -> bool:
    return _is_at_location(thing) or _is_service(thing) or _is_organization(thing)


def _is_at_location(thing: Thing) -> bool:
    return "id" in thing and isinstance(thing.get("service"), dict)


def _is_service(thing: Thing) -> bool:
    nested = any(isinstance(thing.get(key), list | dict) for key in _OF_SERVICES)
    return {"id", "name"} <= set(thing) and nested and len(_OF_SERVICES & set(thing)) >= 2


def _is_organization(thing: Thing) -> bool:
    nested = any(isinstance(thing.get(key), list) for key in _OF_ORGANIZATIONS)
    return {"id", "name"} <= set(thing) and nested and len(_OF_ORGANIZATIONS & set(thing)) >= 2


def add_services(output: Output, things: Sequence[Thing]) -> None:
    """Write one table of services at locations and one of organisations.

    Parameters
    ----------
    output
        Where the tables go.
    things
        As `open_referral` gives them.
    """
    rows: list[dict[str, object]] = []
    organizations: dict[str, dict[str, object]] = {}
    for thing in things:
        for service, owner in _services_in(thing):
            rows += list(_rows(service, owner))
            _remember(organizations, owner)
        if not _is_at_location(thing) and _organization_first(thing):
            _remember(organizations, thing)
    output.tell("hsds")
    add_records(output, "services", _filled(rows), kinds=["assets"])
    listed = _filled(list(organizations.values()))
    add_records(output, "organizations", listed, kinds=["partners"])


def _filled(rows: list[dict[str, object]]) -> list[dict[str, object]]:
    """Return rows without the fields that none of them fills."""
    used = {key for row in rows for key, value in row.items() if value}
    return [{key: value for key, value in row.items() if key in used} for row in rows]


def _organization_first(thing: Thing) -> bool:
    """Tell an organisation from a service: both have names, phones and contacts."""
    told = set(thing)
    return _is_organization(thing) and len(_OF_ORGANIZATIONS & told) >= len(_OF_SERVICES & told)


def _services_in(thing: Thing) -> Iterator[tuple[Thing, Thing]]:
    """Yield each service, with its places inside it, and its organisation."""
    if _is_at_location(thing):
        service = thing["service"]
        yield {**service, "service_at_locations": [thing]}, _dict(service, "organization")
    elif _organization_first(thing):
        for service in _list(thing, "services"):
            yield service, _dict(service, "organization") or thing
    else:
        yield thing, _dict(thing, "organization")


def _rows(service: Thing, owner: Thing) -> Iterator[dict[str, object]]:
    """Yield one row for each location of a service, or one without a location."""
    places = _list(service, "service_at_locations") or [{}]
    for at in places:
        location = _dict(at, "location")
        several = _list(location, "addresses") or _list(location, "physical_addresses")
        physical = [each for each in several if each.get("address_type") in (None, "", "physical")]
        address = next(iter(physical or several), {})
        yield _row(service, owner, at, location, address)


def _row(
    service: Thing, owner: Thing, at: Thing, location: Thing, address: Thing
) -> dict[str, object]:
    nearest = (at, service, location, owner)
    phones = _numbers(nearest)
    contacts = [contact for each in nearest for contact in _list(each, "contacts")]
    contact = next(iter(contacts), {})
    identifier = text_at(location, "external_identifier")
    is_uprn = text_at(location, "external_identifier_type").upper() == "UPRN"
    email = text_at(service, "email") or text_at(contact, "email") or text_at(owner, "email")
    return {
        "id": text_at(at, "id") or text_at(service, "id"),
        "name": text_at(service, "name") or text_at(service, "alternate_name"),
        "alternate_name": text_at(service, "alternate_name"),
        "description": text_at(service, "description") or text_at(at, "description"),
        "organization": text_at(owner, "name"),
        "taxonomy_terms": "; ".join(_terms(service)),
        "status": text_at(service, "status"),
        "location_name": text_at(location, "name"),
        "address_1": text_at(address, "address_1"),
        "address_2": text_at(address, "address_2"),
        "city": text_at(address, "city"),
        "state_province": text_at(address, "state_province"),
        "postal_code": text_at(address, "postal_code"),
        "latitude": text_at(location, "latitude"),
        "longitude": text_at(location, "longitude"),
        "uprn": identifier if is_uprn else "",
        "url": text_at(service, "url") or text_at(owner, "website", "url"),
        "email": email,
        "phone": next(iter(phones), ""),
        "other_phones": "; ".join(phones[1:]),
        "contact_name": text_at(contact, "name"),
        "contact_title": text_at(contact, "title"),
        "schedules": schedules_of([at, service, location]),
        "cost_options": costs_of(service),
        "eligibility": eligibility_of(service),
        "accessibility": _accessibility(location),
        "languages": "; ".join(_named(service, "languages")),
        "assured_date": text_at(service, "assured_date"),
        "assurer_email": text_at(service, "assurer_email"),
        "last_modified": text_at(service, "last_modified"),
        "application_process": text_at(service, "application_process"),
        "alert": text_at(service, "alert"),
        "service_identifier": text_at(service, "id"),
        "location_identifier": text_at(location, "id"),
    }


def _remember(organizations: dict[str, dict[str, object]], owner: Thing) -> None:
    """Keep an organisation once; of two mentions the fuller one."""
    if not text_at(owner, "name"):
        return
    schemes = {text_at(one, "identifier_scheme"): text_at(one, "identifier")
               for one in _list(owner, "organization_identifiers")}  # fmt: skip
    charity, company = schemes.pop("GB-CHC", ""), schemes.pop("GB-COH", "")
    row: dict[str, object] = {
        "id": text_at(owner, "id"),
        "name": text_at(owner, "name"),
        "alternate_name": text_at(owner, "alternate_name"),
        "description": text_at(owner, "description"),
        "url": text_at(owner, "website", "url"),
        "email": text_at(owner, "email"),
        "phone": next(iter(_numbers([owner])), ""),
        "legal_status": text_at(owner, "legal_status"),
        "charity_number": charity,
        "company_number": company,
        "organization_identifier": next((f"{k}-{v}" for k, v in schemes.items() if v), ""),
    }
    key = str(row["id"] or row["name"])
    former = organizations.get(key, {})
    organizations[key] = row | {name: value for name, value in former.items() if value}


def _numbers(things: Sequence[Thing]) -> list[str]:
    """Return telephone numbers, nearest to the service first, each once."""
    found: dict[str, None] = {}
    for thing in things:
        inner = [thing, *_list(thing, "contacts")]
        for phone in (phone for each in inner for phone in _list(each, "phones")):
            number = text_at(phone, "number").strip('" ')
            extension = text_at(phone, "extension")
            if number:
                found[f"{number} ext {extension}" if extension else number] = None
    return list(found)


def _terms(service: Thing) -> list[str]:
    """Return the names of the taxonomy terms of a service, each once."""
    terms = [_dict(one, "taxonomy_term") for one in _list(service, "attributes")]
    terms += [_dict(one, "taxonomy") or one for one in _list(service, "service_taxonomys")]
    terms += _list(service, "taxonomy_terms")
    return list(dict.fromkeys(name for term in terms if (name := text_at(term, "name"))))


def _named(thing: Thing, key: str) -> list[str]:
    return [name for each in _list(thing, key) if (name := text_at(each, "name", "language"))]


def _accessibility(location: Thing) -> str:
    listed = _list(location, "accessibility") or _list(location, "accessibility_for_disabilities")
    told = [text_at(each, "description", "accessibility", "details") for each in listed]
    return "; ".join(text for text in told if text)


def _list(thing: Thing, key: str) -> list[Thing]:
    value = thing.get(key)
    listed = value if isinstance(value, list) else [value]
    return [each for each in listed if isinstance(each, dict)]


def _dict(thing: Thing, key: str) -> Thing:
    return next(iter(_list(thing, key)), {})
