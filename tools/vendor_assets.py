"""Fetch the fonts, icons and map library that the app serves itself, at fixed versions.

Run it again only to change a version: `python tools/vendor_assets.py`. It needs npm. What it
writes is committed, so that the app never asks another site for anything.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from sharedground.model.category import CATEGORIES  # noqa: E402

ASSETS = ROOT / "components" / "assets"

LEAFLET = "leaflet@1.9.4"
ATKINSON = "@fontsource-variable/atkinson-hyperlegible-next@5.3.0"
BRICOLAGE = "@fontsource-variable/bricolage-grotesque@5.3.0"
MAKI = "@mapbox/maki@8.2.0"

# folium also names jQuery, Bootstrap, Font Awesome and awesome-markers. They serve its popups
# and its icon markers, which this app does not draw, so Leaflet is all that is needed.
LEAFLET_FILES = ("leaflet.js", "leaflet.css")
LEAFLET_IMAGES = (
    "layers.png", "layers-2x.png", "marker-icon.png", "marker-icon-2x.png", "marker-shadow.png",
)  # fmt: skip
ATKINSON_FILES = ("latin-wght-normal", "latin-ext-wght-normal", "latin-wght-italic")
BRICOLAGE_FILES = ("latin-wght-normal", "latin-ext-wght-normal")


def wanted() -> dict[str, dict[str, Path]]:
    """Say which file of each package goes where. The version is part of each folder's name."""
    leaflet = ASSETS / "vendor" / "leaflet-1.9.4"
    fonts = ASSETS / "fonts"
    atkinson = fonts / "atkinson-hyperlegible-next-5.3.0"
    bricolage = fonts / "bricolage-grotesque-5.3.0"
    maki = ASSETS / "icons" / "maki-8.2.0"
    return {
        LEAFLET: {f"dist/{name}": leaflet / name for name in LEAFLET_FILES}
        | {f"dist/images/{name}": leaflet / "images" / name for name in LEAFLET_IMAGES}
        | {"LICENSE": leaflet / "LICENSE"},
        ATKINSON: _font_files("atkinson-hyperlegible-next", ATKINSON_FILES, atkinson),
        BRICOLAGE: _font_files("bricolage-grotesque", BRICOLAGE_FILES, bricolage),
        MAKI: {f"icons/{c.icon}.svg": maki / f"{c.icon}.svg" for c in CATEGORIES}
        | {"LICENSE.txt": maki / "LICENSE.txt"},
    }


def _font_files(stem: str, cuts: tuple[str, ...], folder: Path) -> dict[str, Path]:
    files = {f"files/{stem}-{cut}.woff2": folder / f"{stem}-{cut}.woff2" for cut in cuts}
    return files | {"LICENSE": folder / "LICENSE"}


def fetch(package: str, files: Mapping[str, Path], folder: Path) -> None:
    """Download one package with npm, which checks its hash, and copy the files wanted.

    Raises
    ------
    KeyError
        If the package has no such file.
    """
    listing = subprocess.run(
        ["npm", "pack", "--silent", package],
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
    )
    archive = folder / listing.stdout.split()[-1]
    with tarfile.open(archive) as tar:
        for member, target in files.items():
            content = tar.extractfile(f"package/{member}")
            if content is None:
                raise KeyError(member)
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("wb") as out:
                shutil.copyfileobj(content, out)


def main() -> None:
    """Fetch every package and say how much was written."""
    with tempfile.TemporaryDirectory() as folder:
        for package, files in wanted().items():
            fetch(package, files, Path(folder))
            size = sum(target.stat().st_size for target in files.values())
            print(f"{package}: {len(files)} files, {size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
