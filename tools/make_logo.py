"""Draw the wordmark and the icon: `python tools/make_logo.py`. Needs `fonttools` and `brotli`.

Web fonts do not load inside an image, so the words are drawn as paths.
"""

from __future__ import annotations

import json
from pathlib import Path

from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont
from PIL import Image, ImageChops, ImageDraw

ASSETS = Path(__file__).resolve().parent.parent / "components" / "assets"
FONT = "fonts/bricolage-grotesque-5.3.0/bricolage-grotesque-latin-wght-normal.woff2"
NAME = "Shared Ground"
HEIGHT = 44
BASELINE = 30.5
FONT_SIZE = 26
START = 48
LEFT, RIGHT, RADIUS = (15, 18), (28, 27), 12


def words(text: str) -> tuple[str, float]:
    """Return the words as one SVG path, and where they end."""
    font = instantiateVariableFont(TTFont(ASSETS / FONT), {"wght": 700})
    scale = FONT_SIZE / font["head"].unitsPerEm
    glyphs, names = font.getGlyphSet(), font.getBestCmap()
    x, drawn = float(START), []
    for letter in text:
        glyph = glyphs[names[ord(letter)]]
        pen = SVGPathPen(glyphs, ntos=lambda value: f"{value:.1f}")
        glyph.draw(TransformPen(pen, (scale, 0, 0, -scale, x, BASELINE)))
        drawn.append(pen.getCommands())
        x += glyph.width * scale
    return " ".join(drawn), x


def circles(left: str, right: str, both: str) -> str:
    """Return two circles, and the ground that they share."""
    (ax, ay), (bx, by) = LEFT, RIGHT
    return (
        f'<circle cx="{ax}" cy="{ay}" r="{RADIUS}" fill="{left}"/>'
        f'<circle cx="{bx}" cy="{by}" r="{RADIUS}" fill="{right}"/>'
        f'<clipPath id="a"><circle cx="{ax}" cy="{ay}" r="{RADIUS}"/></clipPath>'
        f'<circle cx="{bx}" cy="{by}" r="{RADIUS}" fill="{both}" clip-path="url(#a)"/>'
    )


def icon(left: str, right: str, both: str, side: int = 128) -> Image.Image:
    """Return the two circles as a picture with a clear ground, drawn large and then reduced."""
    big = 8 * side
    scale = big / 40
    masks = []
    for x, y in (LEFT, RIGHT):
        mask = Image.new("L", (big, big))
        box = [scale * (v - 1.5 - RADIUS) for v in (x, y - 1)]
        ImageDraw.Draw(mask).ellipse([*box, *(v + 2 * RADIUS * scale for v in box)], fill=255)
        masks.append(mask)
    picture = Image.new("RGBA", (big, big))
    picture.paste(left, mask=masks[0])
    picture.paste(right, mask=masks[1])
    picture.paste(both, mask=ImageChops.multiply(*masks))
    return picture.resize((side, side), Image.Resampling.LANCZOS)


def svg(width: float, height: float, body: str) -> str:
    """Return an SVG document."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height:.0f}" '
        f'viewBox="0 0 {width:.0f} {height:.0f}" role="img">'
        f"<title>{NAME}</title>{body}</svg>\n"
    )


def main() -> None:
    """Write the wordmark for light and dark, and the icon."""
    looks = json.loads((ASSETS / "tokens.json").read_text("utf-8"))
    path, end = words(NAME)
    out = ASSETS / "logo"
    out.mkdir(exist_ok=True)
    for look, t in looks.items():
        shared = t["ink"] if look == "light" else t["bg"]
        mark = circles(t["brand"], t["places"][3], shared)
        body = f'{mark}<path fill="{t["ink"]}" d="{path}"/>'
        (out / f"logo-{look}.svg").write_text(svg(end + 4, HEIGHT, body), "utf-8")
    t = looks["light"]
    icon(t["brand"], t["places"][3], t["ink"]).save(out / "icon.png", optimize=True)


if __name__ == "__main__":
    main()
