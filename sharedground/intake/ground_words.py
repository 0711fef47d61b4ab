"""What publishers call the things in the background of a map, by what shape they have.

OpenStreetMap's tags, Geofabrik's `fclass`, and the layers and columns of OS OpenMap Local, OS
Open Roads, OS Open Rivers, OS Open Greenspace and OS Open Zoomstack. A word that stands in none of
the lists is left out of the map and counted.
"""

from __future__ import annotations

import re
from typing import Final

from sharedground.intake.headings import plain
from sharedground.model.ground import Ground

TAGS: Final = ("highway", "railway", "waterway", "natural", "water", "leisure", "landuse", "place")
"""OpenStreetMap's tags that are looked at; the first that says something counts."""


def _words(ground: Ground, text: str) -> dict[str, Ground]:
    return {plain(word): ground for word in text.split(";")}


OF_AREAS: Final[dict[str, Ground]] = {
    **_words(Ground.BUILT,
             "residential; commercial; industrial; retail; education; institutional; "
             "built up area; built up areas; urban area; urban areas; urban extent; suburban area"),
    **_words(Ground.GREEN,
             "park; garden; golf course; nature reserve; common; recreation ground; pitch; "
             "playground; grass; village green; cemetery; allotments; greenfield; heath; "
             "grassland; public park or garden; allotments or community growing spaces; "
             "playing field; religious grounds; bowling green; play space; tennis court; "
             "other sports facility; greenspace; green space; greenspaces; green spaces; "
             "greenspace site; parks; open space; open spaces; parks and gardens; public park"),
    **_words(Ground.WOOD,
             "wood; forest; scrub; woodland; woodlands; woods; national forest; "
             "deciduous woodland; coniferous woodland; broadleaved woodland; tree cover"),
    **_words(Ground.WATER,
             "water; reservoir; basin; riverbank; dock; bay; strait; lake; pond; river; canal; "
             "lagoon; oxbow; moat; tidal water; surface water; surface water area; sea; "
             "inland water; waterbody; water body; waterbodies; lakes; tidalwater; harbour; "
             "open water; ocean"),
}  # fmt: skip
OF_LINES: Final[dict[str, Ground]] = {
    **_words(Ground.MAIN_ROAD,
             "motorway; motorway link; trunk; trunk link; primary; primary link; secondary; "
             "secondary link; a road; b road; primary road; dual carriageway; "
             "a road collapsed dual carriageway; b road collapsed dual carriageway; "
             "motorway collapsed dual carriageway; primary road collapsed dual carriageway; "
             "motorway primary; main road; main roads; primary roads; motorways; a roads; "
             "arterial; highway; major road; trunk road"),
    **_words(Ground.STREET,
             "tertiary; tertiary link; unclassified; residential; living street; road; minor road; "
             "minor road collapsed dual carriageway; local road; local street; roads; streets; "
             "local access road; restricted local access road; street; local; road link; "
             "not classified; unknown road; local roads; collector"),
    **_words(Ground.PATH,
             "path; footway; cycleway; bridleway; steps; pedestrian; track; service; "
             "pedestrianised street; private road publicly accessible; "
             "private road restricted access; secondary access road; shared use carriageway; "
             "guided busway carriageway; guided busway; alley; paths; footpath; footpaths; "
             "cycle path; public footpath; public right of way; rights of way; track grade 1; "
             "track grade 2; track grade 3; track grade 4; track grade 5"),
    **_words(Ground.RAIL,
             "rail; light rail; tram; narrow gauge; monorail; funicular; preserved; "
             "railway track; multi track; single track; railway; railways; railway line; "
             "rail line; rail lines; railway link"),
    **_words(Ground.RIVER,
             "river; canal; inland river; tidal river; tidal boundary; "
             "high water mark; surface water line; watercourse link; watercourse; rivers; canals; "
             "waterways; watercourses; waterway"),
    **_words(Ground.COAST, "coastline"),
    **_words(Ground.STREAM, "stream; brook; drain; ditch; streams; lake; tidal channel"),
}  # fmt: skip
OF_POINTS: Final[dict[str, Ground]] = {
    **_words(Ground.TOWN, "city; town; capital; cities; towns; national capital"),
    **_words(Ground.VILLAGE, "village; suburb; villages; suburbs; suburban area"),
    **_words(Ground.QUARTER,
             "hamlet; neighbourhood; quarter; borough; locality; small settlements; "
             "other settlement; populated place; named place; hamlets; neighbourhoods; names; "
             "settlement; place name; place names; named places"),
}  # fmt: skip

CLASS_HEADINGS: Final = (
    "feature class", "fclass", "class", "classification", "road function", "road classification",
    "function", "form", "type", "theme", "feature type", "description", "kind", "category",
    "local type", "layer", "legend",
)  # fmt: skip
"""Headings of columns that say what a thing is; the first that says something counts."""

_OF_LAYER: Final = re.compile(
    r"\b([a-z]{2}|gis|osm|free|[0-9]+|a|local|open|layer|lines?|areas?|polygons?|points?|sites?)\b"
)


def of_layer(name: str) -> tuple[str, ...]:
    """Return what the name of a layer or file may mean, as plain words: whole, then without frills.

    "SH_SurfaceWater_Area" gives "sh surface water area" and "surface water".
    """
    whole = plain(name)
    bare = " ".join(_OF_LAYER.sub(" ", whole).split())
    return tuple(dict.fromkeys([whole, bare]))
