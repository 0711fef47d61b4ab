"""360Giving grants as JSON, flattened to the headings of the standard's own spreadsheets.

Source: the titles in the 360Giving Data Standard's schema (standard.threesixtygiving.org).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

TITLES: Final = {
    "id": "Identifier",
    "url": "URL",
    "recipientOrganization": "Recipient Org",
    "recipientIndividual": "Recipient Ind",
    "fundingOrganization": "Funding Org",
    "addressLocality": "City",
    "addressRegion": "County",
    "addressCountry": "Country",
    "duration": "Duration (months)",
    "geoCode": "Geographic Code",
    "geoCodeType": "Geographic Code Type",
    "dateModified": "Last modified",
    "fromOpenCall": "From an open call?",
}
"""Keys whose title is not the key in words."""


def are_grants(whole: Any) -> bool:
    """Tell a 360Giving package: an object with a list of grants."""
    grants = whole.get("grants") if isinstance(whole, dict) else None
    return isinstance(grants, list) and any(isinstance(grant, dict) for grant in grants)


def grant_rows(whole: dict[str, Any]) -> Iterator[dict[str, object]]:
    """Yield each grant under headings such as "Recipient Org:0:Name"."""
    for grant in whole["grants"]:
        if isinstance(grant, dict):
            yield dict(_cells(grant, ""))


def _cells(value: Any, path: str) -> Iterator[tuple[str, object]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _cells(inner, f"{path}:{_title(str(key), path)}" if path else _title(key))
    elif isinstance(value, list) and any(isinstance(each, dict | list) for each in value):
        for at, inner in enumerate(value):
            yield from _cells(inner, f"{path}:{at}")
    else:
        yield path, value


def _title(key: str, path: str = "") -> str:
    if key == "url" and path.startswith(("Recipient Org", "Funding Org")):
        return "Web Address"
    if key in TITLES:
        return TITLES[key]
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", key)
    return words[:1].upper() + words[1:]
