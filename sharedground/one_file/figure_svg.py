"""A map as SVG that a page can make interactive: each area is a shape of its own with its words."""

from __future__ import annotations

from sharedground.figures.exhibits import Map, Region
from sharedground.figures.svg import mark_svg, paths_of, words_of


def map_svg(shown: Map, *, legend: bool = True) -> str:
    """Return a map as SVG: no script, no style; every word is only a word.

    Parameters
    ----------
    legend
        With its key below it. A page that writes the key itself leaves it out; the picture is then
        only as tall as the map.
    """
    height = shown.height if legend or not shown.legend else shown.map_height
    regions = "".join(_region(at, one) for at, one in enumerate(shown.regions) if len(one.rings))
    over = "".join(map(mark_svg, (*shown.over, *(shown.legend if legend else ()))))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {shown.width:g} {height:g}" '
        f'role="group" aria-label="{words_of(shown.alt)}" xml:lang="{words_of(shown.language)}">'
        f'<g data-regions="">{regions}</g><g aria-hidden="true" pointer-events="none">{over}</g>'
        "</svg>"
    )


def _region(at: int, one: Region) -> str:
    name, words = words_of(one.name), words_of(one.words)
    return (
        f'<path d="{paths_of(one.rings, "Z")}" fill="{one.fill}" fill-rule="evenodd" '
        f'stroke="{one.edge}" stroke-width="{one.width:g}" stroke-linejoin="round" '
        f'role="img" aria-label="{name}: {words}" data-n="{at}" data-name="{name}" '
        f'data-words="{words}"/>'
    )
