"""Make the files of the demo town, Larrowby, which is fictional.

Run ``python tools/make_demo.py`` to write them to ``data/demo``, or name another folder.
The seed is fixed: the same code always writes the same bytes.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from random import Random

from demo_town import assets, details, files, ground, papers, parks, people, sheets, town

DATA = Path(__file__).resolve().parent.parent / "data" / "demo"


def make(folder: Path) -> None:
    """Write every file of the demo town to a folder."""
    areas = ground.areas(_dice("ground"))
    counted = people.population(areas, _dice("people"))
    codes = people.postcodes(areas, counted, _dice("postcodes"))
    green = parks.parks(codes, _dice("parks"))
    everything = details.detailed(
        assets.all_assets(codes, green, _dice("assets")), _dice("details")
    )
    open_green = [p.shape for p in green if p.shape is not None and p.category == "park"]
    figures = people.indicators(areas, counted, open_green, _dice("indicators"))

    _write_areas(folder, areas, counted)
    headings = ("area_code", "indicator", "year", "value", "unit", "direction")
    files.write_table(folder / "indicators.csv", headings, figures)
    spots = [(code.code, *files.degrees(code.at)) for code in sorted(codes, key=lambda c: c.code)]
    files.write_table(folder / "postcodes.csv", ("postcode", "lon", "lat"), spots)
    invited = papers.partners(folder)
    papers.vision(folder)
    rows = {name: write(folder, everything, _dice(name)) for name, write in sheets.WRITERS.items()}
    papers.manifest(
        folder,
        {
            "areas": len(areas),
            "neighbourhoods": len(town.NEIGHBOURHOODS),
            "people": sum(counted[a.code] for a in areas if a.name != people.NO_PEOPLE_COUNTED),
            "indicators": len({row[1] for row in figures}),
            "postcodes": len(spots),
            "partners": invited,
            "assets": len(everything),
            "asset_rows": rows,
            "assets_by_category": dict(sorted(Counter(a.category for a in everything).items())),
        },
    )


def _write_areas(folder: Path, areas: list[ground.Area], counted: dict[str, int]) -> None:
    files.write_features(
        folder / "areas.geojson",
        "areas",
        (
            files.feature({"area_code": a.code, "area_name": a.name}, files.ring(a.shape))
            for a in areas
        ),
    )
    names = [(a.code, a.name, a.neighbourhood.name, a.neighbourhood.ward) for a in areas]
    headings = ("area_code", "area_name", "neighbourhood_name", "ward_name")
    files.write_table(folder / "lookup.csv", headings, names)
    known = [(a.code, counted[a.code], 2024) for a in areas if a.name != people.NO_PEOPLE_COUNTED]
    files.write_table(folder / "population.csv", ("area_code", "people", "year"), known)


def _dice(what: str) -> Random:
    """Return the dice for one part of the town, so that a change in one leaves the others be."""
    return Random(f"{town.SEED} {what}")


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else DATA)
