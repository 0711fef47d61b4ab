"""The tabular data package of HSDS: its tables joined by their ids, as the API nests them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any, Final

Rows = list[dict[str, Any]]

_SINGULAR: Final = {
    "addresses": "address",
    "physical_address": "address",
    "physical_addresses": "address",
    "services_at_location": "service_at_location",
    "services_at_locations": "service_at_location",
    "services_taxonomy": "service_taxonomy",
    "taxonomies": "taxonomy",
    "regular_schedule": "schedule",
    "regular_schedules": "schedule",
    "accessibility_for_disability": "accessibility",
    "accessibility_for_disabilities": "accessibility",
    "eligibilities": "eligibility",
}
KNOWN: Final = frozenset(
    ["organization", "service", "location", "service_at_location", "address", "phone", "contact",
     "schedule", "taxonomy", "taxonomy_term", "attribute", "service_taxonomy", "cost_option",
     "language", "accessibility", "eligibility", "organization_identifier"]
)  # fmt: skip

_INSIDE: Final = (  # table, the field that names what it belongs to, where it is put
    ("address", "location_id", "location", "addresses"),
    ("accessibility", "location_id", "location", "accessibility"),
    ("phone", "contact_id", "contact", "phones"),
    ("organization_identifier", "organization_id", "organization", "organization_identifiers"),
    ("language", "service_id", "service", "languages"),
    ("cost_option", "service_id", "service", "cost_options"),
    ("eligibility", "service_id", "service", "eligibilitys"),
    *((inner, f"{owner}_id", owner, f"{inner}s")
      for inner in ("phone", "contact", "schedule")
      for owner in ("service_at_location", "service", "location", "organization")),
)  # fmt: skip


def table_named(file: str) -> str:
    """Return which HSDS table a file is by its name ("services.csv" is "service"), or ""."""
    stem = PurePosixPath(file.replace("\\", "/")).stem.lower().replace("-", "_")
    stem = _SINGULAR.get(stem, stem)
    one = stem if stem in KNOWN else stem.removesuffix("s")
    return one if one in KNOWN else ""


def is_package(names: Mapping[str, str] | set[str]) -> bool:
    """Say whether tables with these names are an Open Referral package."""
    told = set(names)
    return "service" in told and bool(told & {"service_at_location", "location", "organization"})


def joined(tables: Mapping[str, Rows]) -> list[dict[str, Any]]:
    """Return the services of a package, each with all that belongs to it inside it.

    Parameters
    ----------
    tables
        Rows by table, as `table_named` names them.

    Returns
    -------
    list of dict
        Services in the order of their table, and organisations without a service last.
    """
    by_id = {
        name: {str(row.get("id", "")): dict(row) for row in rows if row.get("id")}
        for name, rows in tables.items()
    }
    for table, key, owner, field in _INSIDE:
        for row in by_id.get(table, {}).values():
            if above := by_id.get(owner, {}).get(str(row.get(key) or "")):
                above.setdefault(field, []).append(row)
    services = by_id.get("service", {})
    _add_terms(services, tables, by_id)
    for at in by_id.get("service_at_location", {}).values():
        if service := services.get(str(at.get("service_id") or "")):
            at["location"] = by_id.get("location", {}).get(str(at.get("location_id") or ""), {})
            service.setdefault("service_at_locations", []).append(at)
    organizations = by_id.get("organization", {})
    for service in services.values():
        service["organization"] = organizations.get(str(service.get("organization_id") or ""), {})
    with_services = {str(service.get("organization_id") or "") for service in services.values()}
    alone = [{**row, "services": [], "programs": []} for key, row in organizations.items()
             if key not in with_services]  # fmt: skip
    return [*services.values(), *alone]


def _add_terms(
    services: dict[str, dict[str, Any]],
    tables: Mapping[str, Rows],
    by_id: Mapping[str, dict[str, dict[str, Any]]],
) -> None:
    """Give services their taxonomy terms: HSDS 3 by attribute, HSDS 1 and 2 by service_taxonomy."""
    links = [(str(row.get("link_id") or ""), str(row.get("taxonomy_term_id") or ""))
             for row in tables.get("attribute", [])]  # fmt: skip
    links += [
        (str(row.get("service_id") or ""),
         str(row.get("taxonomy_term_id") or row.get("taxonomy_id") or ""))
        for row in tables.get("service_taxonomy", [])
    ]  # fmt: skip
    terms = by_id.get("taxonomy", {}) | by_id.get("taxonomy_term", {})
    for service, term in links:
        if service in services and term in terms:
            services[service].setdefault("taxonomy_terms", []).append(terms[term])
