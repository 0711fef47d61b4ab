"""The partners, the vision and the list of files that come with the town."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from demo_town import files

PARTNERS: Final = Path(__file__).with_name("partners.txt")
LICENCE: Final = "CC0-1.0"
PUBLISHER: Final = "Shared Ground (fictional data)"
MADE: Final = "2025-06-30"
VISION_TITLE: Final = "Larrowby together 2035"
VISION_STATEMENT: Final = (
    "Wherever you live in Larrowby, on either bank of the river, you have enough to live on, "
    "people you can count on, and what you need within reach."
)
_Outcome = tuple[str, str, int, int, str, tuple[str, ...], dict[str, int], str]
OUTCOMES: Final[tuple[_Outcome, ...]] = (
    # code, outcome, points, reach in metres, why, indicators, categories with strength, capacity
    ("O01", "Everyone has enough to live on", 24, 1_200,
     "One in four children here lives in a family that is short of money.",
     ("Households on low income", "Children in low-income families"),
     {"food-support": 2, "work-advice": 2, "community-hub": 1}, ""),
    ("O07", "Nobody is left on their own", 20, 1_000,
     "Many older people in the villages see nobody from one week to the next.",
     ("Older people living alone (65 and over)",),
     {"community-hub": 2, "faith-place": 2, "library": 1, "care-home": 1}, ""),
    ("O04", "Good health close to home", 20, 1_600,
     "People told us that the second bus to the surgery is one bus too many.",
     ("People with a long-term illness", "Homes that are cold or crowded"),
     {"gp-surgery": 2, "pharmacy": 2, "sport": 1, "defibrillator": 1}, ""),
    ("O05", "Everyone can learn, at any age", 14, 1_600,
     "Schools and libraries are where most people first find help.",
     ("Adults with no qualifications",), {"school": 2, "library": 2}, "school"),
    ("O06", "Safe, green places to be outside", 12, 800,
     "A park that is looked after is a park where people feel safe.",
     ("Recorded crime", "Public green space"), {"park": 2, "sport": 1}, ""),
    ("O10", "Work and services without a car", 10, 1_000,
     "The tram stops at the river. Many of those without a car live beyond it.",
     ("Households without a car", "People out of work"),
     {"transit-stop": 2, "work-advice": 1, "council-site": 1}, ""),
)  # fmt: skip
GOOD_WHEN_HIGH: Final = ("Public green space",)
LIST_OF: Final = {"parks_and_play.geojson": "2024-03-31", "voluntary_groups.csv": "2023-05-31"}
"""Lists that are older than the others."""
_FILES: Final = (
    ("areas.geojson", "areas", "Small areas of Larrowby (fictional)"),
    ("lookup.csv", "lookup", "Neighbourhoods and wards of Larrowby (fictional)"),
    ("population.csv", "population", "People in each small area, 2024 (fictional)"),
    ("indicators.csv", "indicators", "Ten figures of need (fictional)"),
    ("postcodes.csv", "postcodes", "Postcodes of Larrowby (fictional)"),
    ("partners.csv", "partners", "Partners of Larrowby together (fictional)"),
    ("council_sites.csv", "assets", "Council sites (fictional)"),
    ("health_and_care.xlsx", "assets", "Health and care services (fictional)"),
    ("voluntary_groups.csv", "assets", "Voluntary groups (fictional)"),
    ("parks_and_play.geojson", "assets", "Parks and play spaces (fictional)"),
    ("faith_food_and_learning.csv", "assets", "Faith, food and learning (fictional)"),
    ("vision.csv", "vision", VISION_TITLE),
)


def partners(folder: Path) -> int:
    """Write the partners."""
    rows = []
    for line in PARTNERS.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, kind, says, word = line.split("; ")
            rows.append((name, kind, says, f"https://{word}.larrowby.example.org",
                         f"hello@{word}.larrowby.example.org"))  # fmt: skip
    headings = ("Organisation name", "Type", "Description", "Website", "Email")
    files.write_table(folder / "partners.csv", headings, rows)
    return len(rows)


def vision(folder: Path) -> None:
    """Write the vision: one row for each indicator or category that an outcome is linked to."""
    rows: list[tuple[object, ...]] = []
    for code, name, points, reach, why, indicators, categories, by_capacity in OUTCOMES:
        links: list[tuple[object, ...]] = [
            (i, "high-is-good" if i in GOOD_WHEN_HIGH else "high-is-bad", "", "")
            for i in indicators
        ]
        links += [("", "", category, strength) for category, strength in categories.items()]
        for n, link in enumerate(links):
            first = n == 0
            rows.append((
                name, points if first else "", *link, reach if first else "", "",
                why if first else "", "yes" if link[2] and link[2] == by_capacity else "",
                code if first else "", VISION_TITLE if not rows else "",
                VISION_STATEMENT if not rows else "",
            ))  # fmt: skip
    headings = ("outcome", "weight", "indicator", "direction", "category", "strength", "reach",
                "target", "why", "use_capacity", "code", "title", "statement")  # fmt: skip
    files.write_table(folder / "vision.csv", headings, rows)


def manifest(folder: Path, facts: dict[str, Any]) -> None:
    """Write what each file is, in the order they are read."""
    listed = [
        {"file": file, "kind": kind, "order": order, "title": title, "publisher": PUBLISHER,
         "licence": LICENCE, "date": LIST_OF.get(file, MADE), "options": {}}
        for order, (file, kind, title) in enumerate(_FILES, start=1)
    ]  # fmt: skip
    content = {
        "name": "Larrowby", "fictional": True,
        "about": "Larrowby is a fictional town. Nobody lives there and nothing in it is real.",
        "licence": LICENCE, "files": listed, "facts": facts,
    }  # fmt: skip
    text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    (folder / "manifest.json").write_bytes(text.encode())
