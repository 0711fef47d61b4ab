"""What single cells hold: numbers, postcodes, coordinates, contacts, years, or nothing."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sharedground.model.placing import UK_POSTCODE

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
T = TypeVar("T")

NOTHING = frozenset(
    ["", "na", "n/a", "n.a.", "n.a", "nan", "null", "<null>", "#n/a", "#value!", "#ref!", "-", "--",
     "–", "—", ".", "(blank)", "nil"]
)  # fmt: skip
"""What publishers write when they have nothing to say, in lower case."""

NO_NAME = NOTHING | {
    "unknown", "unnamed", "no name", "noname", "not known", "none", "tbc", "tba", "untitled",
    "not named", "unknown name", "n/k", "?", "not stated",
}  # fmt: skip

HIDDEN = frozenset(["*", "**", "c", "[c]", "x", "[x]", ":", "..", "...", "suppressed", "hidden"])
"""What publishers write where they hide small figures."""

POSTCODE_IN_TEXT = re.compile(r"\b([A-Z]{1,2}\d[A-Z\d]?)\s*(\d[A-Z]{2})\b", re.IGNORECASE)
LETTER_O = re.compile(r"^([A-Z]{1,2}\d[A-Z\d]?)\s*O([A-Z]{2})$")
ZIP = re.compile(r"^\d{5}(-\d{4})?$")
EMAIL = re.compile(r"(?<![\w.+'-])[\w.+'-]{1,64}@[\w-]{1,63}(\.[\w-]{1,63})+")
URL = re.compile(
    r"^(https?://|www\.)\S+$|^[\w-]+(\.[\w-]+)*\.(uk|com|org|net|info|co|gov|edu|eu|ie|us|cymru|wales|scot)(/\S*)?$",
    re.IGNORECASE,
)
PHONE = re.compile(r"^\+?[\d\s()./\-–]{7,24}((ext|x)\.?\s*\d+)?$", re.IGNORECASE)
WKT = re.compile(
    r"^\s*(SRID=\d+;\s*)?(MULTI)?(POINT|POLYGON|LINESTRING)\s*Z?M?\s*\(", re.IGNORECASE
)
YEAR = re.compile(r"(?<!\d)(19[5-9]\d|20\d\d)(?!\d)")
_A_DATE = re.compile(r"^\s*(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4})\b")
_THOUSANDS = re.compile(r"^[-+]?\d{1,3}(?:[, ]\d{3})+(?:\.\d+)?$")
_DECIMAL_COMMA = re.compile(r"^[-+]?\d+,\d+$")
_BOTH = re.compile(r"^[-+]?\d{1,3}(?:\.\d{3})+,\d+$")
"""Points for thousands and a decimal comma, which can be nothing else: 31.988,50."""
_POINT_THOUSANDS = re.compile(r"^[-+]?\d{1,3}(?:[. ]\d{3})+(?:,\d+)?$")
_TRIM = re.compile(r"[£$€%\u00a0\u2009\u202f]|GBP|USD|EUR")


def by_value(cells: pd.Series[str], what: Callable[[str], T]) -> list[T]:
    """Return `what` of each cell, worked out once for each distinct text."""
    texts = cells.tolist()
    known = {text: what(text) for text in dict.fromkeys(texts)}
    return [known[text] for text in texts]


def is_nothing(cells: pd.Series[str]) -> Flags:
    """Say which cells are blank or hold a word for "nothing", such as "NA"."""
    return np.array(by_value(cells, lambda text: text.strip().casefold() in NOTHING), dtype=bool)


def text_of(cells: pd.Series[str]) -> NDArray[np.object_]:
    """Return each cell without outer and double spaces; "" where it says nothing."""

    def tidy(text: str) -> str:
        return "" if text.strip().casefold() in NOTHING else " ".join(text.split())

    return np.array(by_value(cells, tidy), dtype=object)


def numbers(cells: pd.Series[str]) -> Floats:
    """Return the number in each cell; NaN where there is none.

    Thousands commas and spaces, currency and percent signs, brackets for negatives, a
    Unicode minus and (when the whole column has them) decimal commas, with points for
    thousands, are understood.
    """
    comma = has_decimal_commas(cells)
    plain = pd.to_numeric(cells, errors="coerce").to_numpy(dtype=np.float64, na_value=np.nan)
    plain = np.where(np.isfinite(plain), plain, np.nan)
    again = np.isnan(plain)
    if comma:
        again |= cells.str.contains(".", regex=False).to_numpy(dtype=bool)
    left = np.flatnonzero(again)
    if not len(left):
        return plain
    rest = cells.iloc[left]
    plain[left] = by_value(rest, lambda text: number(text, decimal_comma=comma))
    return plain


def number(text: str, *, decimal_comma: bool = False) -> float:
    """Return the number in one cell, NaN when there is none."""
    bare = _TRIM.sub("", text).strip().replace("\u2212", "-")
    if bare.startswith("(") and bare.endswith(")"):
        bare = "-" + bare[1:-1]
    if _BOTH.match(bare) or (decimal_comma and _POINT_THOUSANDS.match(bare)):
        bare = bare.replace(".", "").replace(" ", "").replace(",", ".")
    elif decimal_comma and _DECIMAL_COMMA.match(bare):
        bare = bare.replace(",", ".")
    elif _THOUSANDS.match(bare):
        bare = bare.replace(",", "").replace(" ", "")
    try:
        value = float(bare)
    except ValueError:
        return float("nan")
    return value if np.isfinite(value) and "_" not in bare else float("nan")


def has_decimal_commas(cells: pd.Series[str]) -> bool:
    """Say whether a comma can only be the decimal one here: 20,5 says so, and 1,250 does not."""
    texts = [text.strip() for text in cells.unique() if "," in text]
    commas = [text for text in texts if _DECIMAL_COMMA.match(text)]
    return any(len(text.split(",")[1]) != 3 for text in commas) or any(map(_BOTH.match, texts))


def postcode(text: str) -> str:
    """Return a postcode in upper case with one space; other text tidied.

    A letter O where the second half starts can only be the number 0, and is read so.
    """
    tidy = " ".join(text.upper().split())
    if tidy.casefold() in NOTHING:
        return ""
    slip = LETTER_O.match(tidy)
    squashed = slip.expand(r"\g<1>0\g<2>") if slip else re.sub(r"[^A-Z\d]", "", tidy)
    whole = UK_POSTCODE.match(squashed)
    return f"{whole[1]} {whole[2]}" if whole else tidy


def has_letter_o(text: str) -> bool:
    """Say whether a letter O stands where a postcode has the number 0."""
    return bool(LETTER_O.match(" ".join(text.upper().split())))


def postcode_in(text: str) -> str:
    """Return the last whole UK postcode in a text, "" when there is none."""
    found = POSTCODE_IN_TEXT.findall(text)
    return f"{found[-1][0].upper()} {found[-1][1].upper()}" if found else ""


def is_phone(text: str) -> bool:
    """Say whether a text looks like a telephone number."""
    if not PHONE.match(text.strip()) or _A_DATE.match(text):
        return False
    return 7 <= sum(letter.isdigit() for letter in text) <= 15


def year_in(text: str) -> int | None:
    """Return the last year named in a text, None when there is none."""
    found = YEAR.findall(text)
    return int(found[-1]) if found else None


_GEOGRAPHY_YEAR = re.compile(
    r"(lsoa|msoa|soa|oa|ward|wards|wd|lad|la|tract|tracts|block|boundar\w*|zone\w*)[\s_-]*"
    r"(19|20)?\d\d(?!\d)",
    re.IGNORECASE,
)


def year_of_file(name: str) -> int | None:
    """Return the year a file name gives for its figures, not that of its area codes."""
    found = YEAR.findall(_GEOGRAPHY_YEAR.sub(" ", name))
    return int(found[0]) if found else None


def iso_dates(cells: pd.Series[str], *, day_first: bool) -> NDArray[np.object_]:
    """Return dates as ISO 8601 where they can be read; other text, and no day, as it stands."""
    slashed = re.compile(r"^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\b")
    parts = [slashed.match(text.strip()) for text in cells.unique()]
    if any(found and int(found[2]) > 12 for found in parts):
        day_first = False
    elif any(found and int(found[1]) > 12 for found in parts):
        day_first = True

    def iso(text: str) -> str:
        found = slashed.match(text.strip())
        if not found:
            return "" if text.strip().casefold() in NOTHING else text.strip()
        day, month = (found[1], found[2]) if day_first else (found[2], found[1])
        try:
            return dt.date(int(found[3]), int(month), int(day)).isoformat()
        except ValueError:
            return text.strip()

    return np.array(by_value(cells, iso), dtype=object)
