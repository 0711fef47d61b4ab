"""Cut the still letters that pictures are drawn with out of the fonts that the pages use.

Run it again only when the fonts change: `python tools/make_fonts.py`. It needs fonttools and
brotli. What it writes is committed. Each cut has Latin and Latin Extended in one file, because
Welsh names have letters of both (ŵ, ŷ).
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from fontTools.merge import Merger
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

FONTS = Path(__file__).resolve().parent.parent / "components" / "assets" / "fonts"
OUT = FONTS / "static-1.0"
ATKINSON = FONTS / "atkinson-hyperlegible-next-5.3.0" / "atkinson-hyperlegible-next"
BRICOLAGE = FONTS / "bricolage-grotesque-5.3.0" / "bricolage-grotesque"
CUTS = (
    ("atkinson-regular", ATKINSON, 400, "Atkinson Next"),
    ("atkinson-bold", ATKINSON, 700, "Atkinson Next"),
    ("bricolage-bold", BRICOLAGE, 700, "Bricolage"),
)


def cut(stem: Path, weight: int, family: str, folder: Path) -> TTFont:
    """Return one weight of a family with the letters of both its files."""
    parts = []
    for letters in ("latin", "latin-ext"):
        font = TTFont(stem.with_name(f"{stem.name}-{letters}-wght-normal.woff2"))
        font.flavor = None
        part = folder / f"{letters}.ttf"
        instancer.instantiateVariableFont(font, {"wght": weight}).save(part)
        parts.append(str(part))
    whole = Merger().merge(parts)
    style = "Bold" if weight >= 700 else "Regular"
    names = whole["name"]
    names.names = []
    for number, text in ((1, family), (2, style), (4, f"{family} {style}"),
                         (6, f"{family.replace(' ', '')}-{style}")):  # fmt: skip
        names.setName(text, number, 3, 1, 0x409)
    whole["OS/2"].usWeightClass = weight
    whole["OS/2"].fsSelection = 0x20 if weight >= 700 else 0x40
    whole["head"].macStyle = int(weight >= 700)
    return whole


def main() -> None:
    """Write every cut and say how large it is."""
    OUT.mkdir(exist_ok=True)
    for name, stem, weight, family in CUTS:
        with tempfile.TemporaryDirectory() as folder:
            cut(stem, weight, family, Path(folder)).save(OUT / f"{name}.ttf")
        print(f"{name}: {(OUT / f'{name}.ttf').stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
