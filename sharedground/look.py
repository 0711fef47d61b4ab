"""The partnership's own look: its name, its logo, its colours and letters, from one file.

What cannot be read on the page is not used: ours stands in, and `Look.faults` says so. A look never
stops the app.
"""

from __future__ import annotations

import base64
import colorsys
import io
import json
import logging
import os
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from PIL import Image, ImageFont, UnidentifiedImageError

from sharedground.words import later, say

FILE: Final = "SHAREDGROUND_LOOK"
"""The environment variable that names the file of a look."""

DEFAULT: Final = Path(__file__).resolve().parents[1] / "data" / "look.toml"
TOKENS: Final = Path(__file__).resolve().parents[1] / "components" / "assets" / "tokens.json"
MODES: Final = ("light", "dark")
COLOURS: Final = ("brand", "brand_soft", "ink", "muted")
"""What may be one's own. The page, and every colour that stands for data, stay ours."""

LETTERS: Final = ("text", "bold", "heading")
PAGE_LETTERS: Final = ("text", "heading")
LEAST: Final = 4.5
"""The least contrast of letters with what lies under them (WCAG 2.2, 1.4.3)."""

LONGEST_NAME: Final = 60
MOST_BYTES: Final = 2_000_000
_MOST_PIXELS: Final = 4_000
_DRAWN_WIDE: Final = 1_200
_HEX: Final = re.compile(r"#[0-9a-fA-F]{6}")
_WELSH: Final = "ŵŷâêîôûŴŶ"
_PAIRS: Final = (("ink", "bg"), ("ink", "surface"), ("muted", "bg"), ("muted", "surface"),
                 ("brand", "bg"), ("brand", "surface"), ("brand", "brand_soft"),
                 ("ink", "brand_soft"))  # fmt: skip
_SAYS: Final = {
    "look.missing": later(
        "There is no file {name} with a look. Ours is used. Check what {variable} says."
    ),
    "look.unreadable": later("The file {name} cannot be read: {why}. Ours is used."),
    "look.kind": later("“{name}” must be a table, such as [{name}]. It is left out."),
    "look.unknown": later("“{name}” is not known and is left out. Known are: {names}."),
    "look.name": later("The name must be words of up to {n} letters. It is left out."),
    "look.colour": later("The colour {name} is “{value}”. Write it as #5A2A6B. Ours is used."),
    "look.contrast": later(
        "The colour {name} ({value}, {mode}) cannot be read: its contrast with {other} is "
        "{ratio} to 1, and {least} to 1 is needed. Ours is used."
    ),
    "look.outside": later("{name} must lie beside the file of the look. It is left out."),
    "look.file": later("There is no file {name}, or it is larger than {n} MB. It is left out."),
    "look.letters": later("{name} holds no letters that can be used here. Ours are used."),
    "look.few-letters": later(
        "{name} lacks some letters of Welsh: {letters}. Others stand in for them."
    ),
    "look.logo": later("The logo {name} is no PNG, JPEG or SVG that can be drawn. It is left out."),
}
"""What is said of each fault."""

_CALLED: Final = {
    "bg": later("the page"),
    "surface": later("grey fields"),
    "brand_soft": later("the pale ground"),
    "brand": later("the brand"),
    "ink": later("letters"),
    "muted": later("small notes"),
}
"""What people call what a colour lies on."""

_LOG: Final = logging.getLogger(__name__)


@dataclass(frozen=True)
class Fault:
    """What is wrong in the file of a look, and what is shown instead.

    Parameters
    ----------
    code
        Its stable name.
    values
        The values in its message.
    """

    code: str
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """What happened, and what to do."""
        known = {name: say(_CALLED[value]) for name, value in self.values.items()
                 if name == "other" and value in _CALLED}  # fmt: skip
        return say(_SAYS[self.code], **{**self.values, **known})


@dataclass(frozen=True)
class Logo:
    """A logo as a picture of points: whatever it was made of, nothing in it can act."""

    png: bytes
    width: int
    height: int

    @property
    def data_uri(self) -> str:
        """Return it as an address that holds all of it."""
        return "data:image/png;base64," + base64.b64encode(self.png).decode("ascii")


@dataclass(frozen=True)
class Look:
    """How a partnership looks.

    Parameters
    ----------
    name
        What it calls itself; "" for none.
    logo, logo_dark
        For light and for dark pages; None where there is none. Where none is given for dark ones,
        the same stands on a white plate.
    colours
        Its own, by mode ("light", "dark") and name.
    letters
        TTF or OTF files for what is taken away, by style ("text", "bold", "heading").
    page_letters
        WOFF2 files for the pages, by style ("text", "heading").
    faults
        What could not be used.
    """

    name: str = ""
    logo: Logo | None = None
    logo_dark: Logo | None = None
    colours: Mapping[str, Mapping[str, str]] = field(
        default_factory=lambda: {"light": {}, "dark": {}}
    )
    letters: Mapping[str, Path] = field(default_factory=dict)
    page_letters: Mapping[str, Path] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()
    path: Path = DEFAULT

    def logo_for(self, mode: str) -> Logo | None:
        """Return the logo for light or dark pages."""
        return self.logo_dark if mode == "dark" else self.logo


@cache
def current() -> Look:
    """Return the look that is in use. It is read once; faults are written to the log."""
    found = read(Path(os.environ.get(FILE) or DEFAULT))
    for fault in found.faults:
        _LOG.warning("%s: %s", found.path.name, fault.message)
    return found


def ours(mode: str) -> dict[str, Any]:
    """Return every colour of ours of one mode."""
    return dict(_all_ours()[mode])


def tokens(mode: str) -> Mapping[str, Any]:
    """Return every colour of one mode, with the partnership's own where they can be read."""
    return MappingProxyType({**_all_ours()[mode], **current().colours[mode]})


@cache
def _all_ours() -> dict[str, dict[str, Any]]:
    loaded: dict[str, dict[str, Any]] = json.loads(TOKENS.read_text("utf-8"))
    return loaded


def luminance(hex_colour: str) -> float:
    """Return the relative luminance of "#RRGGBB", 0 to 1 (WCAG 2.2)."""
    channels = (int(hex_colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return how well one colour is told from another: 1 not at all, 21 black from white."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


# ---- reading --------------------------------------------------------------------------------


def read(path: Path) -> Look:
    """Return the look of a file; what cannot be used is left out and told in its faults."""
    reader = _Reader(path)
    return reader.look()


class _Reader:
    """Reads one file, and notes what it could not use."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.faults: list[Fault] = []

    def look(self) -> Look:
        """Return the look of the file."""
        told = self._table()
        self._unknown(told, ("name", "logo", "logo_dark", "colours", "letters", "page_letters"))
        logo = self._logo(told.get("logo", ""))
        return Look(
            name=self._name(told.get("name", "")),
            logo=logo,
            logo_dark=self._logo(told.get("logo_dark", "")) or (logo and _on_a_plate(logo)),
            colours=self._colours(self._part(told, "colours")),
            letters=self._files(self._part(told, "letters"), LETTERS, self._letters_of),
            page_letters=self._files(self._part(told, "page_letters"), PAGE_LETTERS, _woff2),
            faults=tuple(self.faults), path=self.path,
        )  # fmt: skip

    def note(self, code: str, **values: object) -> None:
        """Note a fault once."""
        fault = Fault(code, values)
        if fault not in self.faults:
            self.faults.append(fault)

    def _table(self) -> dict[str, Any]:
        try:
            return tomllib.loads(self.path.read_text("utf-8-sig"))
        except OSError:
            self.note("look.missing",
                      name=self.path.name, variable=FILE)  # fmt: skip
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            self.note("look.unreadable",
                      name=self.path.name, why=str(error)[:120])  # fmt: skip
        return {}

    def _part(self, told: Mapping[str, Any], name: str) -> Mapping[str, Any]:
        part = told.get(name, {})
        if isinstance(part, dict):
            return part
        self.note("look.kind",
                  name=name)  # fmt: skip
        return {}

    def _unknown(self, told: Mapping[str, Any], known: tuple[str, ...]) -> None:
        for name in told:
            if name not in known:
                self.note("look.unknown",
                          name=str(name)[:40], names=", ".join(known))  # fmt: skip

    def _name(self, name: object) -> str:
        words = " ".join(str(name).split()) if isinstance(name, str) else ""
        if len(words) > LONGEST_NAME or not isinstance(name, str):
            self.note("look.name",
                      n=LONGEST_NAME)  # fmt: skip
            return ""
        return words

    # -- colours

    def _colours(self, told: Mapping[str, Any]) -> Mapping[str, Mapping[str, str]]:
        self._unknown(told, MODES)
        kept: dict[str, dict[str, str]] = {}
        for mode in MODES:  # light first: dark is worked out of it
            given = self._given(self._part(told, mode))
            if mode == "dark" and "brand" in kept["light"] and "brand" not in given:
                given["brand"] = _lightened(kept["light"]["brand"], ours(mode))
            if "brand" in given and "brand_soft" not in given:
                given["brand_soft"] = _softened(given["brand"], ours(mode))
            kept[mode] = self._readable(given, mode)
        return kept

    def _given(self, told: Mapping[str, Any]) -> dict[str, str]:
        self._unknown(told, COLOURS)
        good = {}
        for name in COLOURS:
            value = told.get(name)
            if isinstance(value, str) and _HEX.fullmatch(value.strip()):
                good[name] = value.strip().upper()
            elif value is not None:
                self.note("look.colour",
                          name=name, value=str(value)[:30])  # fmt: skip
        return good

    def _readable(self, given: dict[str, str], mode: str) -> dict[str, str]:
        """Return the colours that can be read on the page; of the others ours are used."""
        kept = dict(given)
        for _ in COLOURS:  # each that is dropped changes what the others lie on
            faint = _faint(ours(mode) | kept, kept)
            if faint is None:
                return kept
            above, below, ratio = faint
            dropped = above if above in kept else below
            self.note("look.contrast",
                      name=dropped, value=kept.pop(dropped), mode=mode,
                      other=below if dropped == above else above, ratio=f"{ratio:.1f}",
                      least=f"{LEAST:.1f}")  # fmt: skip
            if dropped == "brand":
                kept.pop("brand_soft", None)
        return {}

    # -- files

    def _file(self, name: object) -> Path | None:
        """Return a file that stands beside the look, or below it."""
        if not name:
            return None
        folder = self.path.resolve().parent
        found = (folder / str(name)).resolve()
        if not isinstance(name, str) or not found.is_relative_to(folder):
            self.note("look.outside",
                      name=str(name)[:60])  # fmt: skip
            return None
        if not found.is_file() or found.stat().st_size > MOST_BYTES:
            self.note("look.file",
                      name=str(name)[:60], n=MOST_BYTES // 1_000_000)  # fmt: skip
            return None
        return found

    def _files(self, told: Mapping[str, Any], styles: tuple[str, ...],
               good: Callable[[Path], bool]) -> dict[str, Path]:  # fmt: skip
        self._unknown(told, styles)
        found = {style: self._file(told.get(style, "")) for style in styles}
        kept = {style: path for style, path in found.items() if path is not None and good(path)}
        for path in found.values():
            if path is not None and path not in kept.values():
                self.note("look.letters",
                          name=path.name)  # fmt: skip
        return kept

    def _letters_of(self, path: Path) -> bool:
        try:
            font = ImageFont.truetype(path, 40)
        except OSError:
            return False
        empty = bytes(font.getmask("\U0010fffd"))
        lacking = [one for one in _WELSH if bytes(font.getmask(one)) == empty]
        if lacking:
            self.note("look.few-letters",
                      name=path.name, letters=" ".join(lacking))  # fmt: skip
        return True

    def _logo(self, name: object) -> Logo | None:
        path = self._file(name)
        if path is None:
            return None
        try:
            return _logo_of(path.read_bytes(), path.parent)
        except (OSError, ValueError, RuntimeError, UnidentifiedImageError):
            self.note("look.logo", name=path.name)  # fmt: skip
            return None


def _woff2(path: Path) -> bool:
    return path.read_bytes()[:4] == b"wOF2"


def _faint(colours: Mapping[str, Any], own: Mapping[str, str]) -> tuple[str, str, float] | None:
    """Return the first pair with a colour of one's own that cannot be told apart to be read."""
    for above, below in _PAIRS:
        ratio = contrast(colours[above], colours[below])
        if ratio < LEAST and (above in own or below in own):
            return above, below, ratio
    return None


def mixed(one: str, other: str, share: float) -> str:
    """Return a share of one colour laid over another, both as "#RRGGBB"."""
    pairs = ((int(one[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(share * a + (1 - share) * b):02X}" for a, b in pairs)


def _softened(brand: str, ours_of: Mapping[str, Any]) -> str:
    """Return a pale ground of the brand's hue that both letters and brand can be read on."""
    for share in (0.10, 0.07, 0.04, 0.02):
        soft = mixed(brand, str(ours_of["bg"]), share)
        if contrast(brand, soft) >= LEAST and contrast(str(ours_of["ink"]), soft) >= LEAST:
            return soft
    return str(ours_of["bg"])


def _lightened(brand: str, dark: Mapping[str, Any]) -> str:
    """Return the hue of a brand, as light as it must be on dark pages."""
    hue, light, full = colorsys.rgb_to_hls(*(int(brand[i : i + 2], 16) / 255 for i in (1, 3, 5)))
    for step in range(100):
        level = min(1.0, max(light, 0.4) + step * 0.01)
        found = "#" + "".join(
            f"{round(255 * c):02X}" for c in colorsys.hls_to_rgb(hue, level, full)
        )
        if contrast(found, str(dark["surface"])) >= LEAST + 1:
            return found
    return "#FFFFFF"


# ---- logos ----------------------------------------------------------------------------------

_TEMPLATE: Final = b"""
#let told = json(bytes(sys.inputs.told))
#set page(width: 600pt, height: 300pt, margin: 0pt, fill: none)
#image(bytes(told.svg), format: "svg", width: 100%, height: 100%, fit: "contain")
"""


def _logo_of(content: bytes, folder: Path) -> Logo:
    """Return a logo as a new picture of points.

    An SVG is drawn once, here, by a program that runs no script, fetches nothing and reads no file
    but pictures beside it; no page and no file that is taken away ever holds it.
    """
    points = _drawn(content, folder) if _is_svg(content) else content
    with Image.open(io.BytesIO(points), formats=("PNG", "JPEG")) as picture:
        if max(picture.size) > _MOST_PIXELS:
            message = "too many points"
            raise ValueError(message)
        plain = picture.convert("RGBA")
    plain = plain.crop(plain.getbbox() or (0, 0, 1, 1))
    plain.thumbnail((_DRAWN_WIDE, _DRAWN_WIDE))
    target = io.BytesIO()
    plain.save(target, "PNG", optimize=True)
    return Logo(target.getvalue(), *plain.size)


def _on_a_plate(logo: Logo) -> Logo:
    """Return a logo on white, as most are made for white paper."""
    with Image.open(io.BytesIO(logo.png)) as picture:
        edge = max(2, picture.height // 10)
        plate = Image.new("RGBA", (picture.width + 2 * edge, picture.height + 2 * edge), "#FFFFFF")
        plate.alpha_composite(picture.convert("RGBA"), (edge, edge))
    target = io.BytesIO()
    plate.save(target, "PNG", optimize=True)
    return Logo(target.getvalue(), *plate.size)


def _is_svg(content: bytes) -> bool:
    return b"<svg" in content[:4_000] and not content.startswith((b"\x89PNG", b"\xff\xd8"))


def _drawn(svg: bytes, folder: Path) -> bytes:
    import typst

    told = json.dumps({"svg": svg.decode("utf-8-sig")})
    root: Any = str(folder)
    made = typst.compile(_TEMPLATE, format="png", ppi=72 * _DRAWN_WIDE / 600, root=root,
                         sys_inputs={"told": told})  # fmt: skip
    return bytes(made)
