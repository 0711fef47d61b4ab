"""Tables of figures that public bodies publish, known by their headings: names and directions.

The headings alone would mislead: "income_rate" of the Scottish index is a share of people who are
income deprived, and its "broadband" counts premises without it. Sources of the headings, names and
directions:

- English indices of deprivation 2015, 2019, 2025, "File 7" (MHCLG), and its technical reports.
- SIMD 2020v2, data zone indicators, sheet "Indicator descriptions" (Scottish Government).
- WIMD 2019 and 2025, ranks and scores by small area (Welsh Government): in ranks, deciles and
  quintiles 1 is the most deprived; a higher score is more deprived.
- NIMDM 2017, results by super output area and small area (NISRA): rank 1 is the most deprived.
- Nomis (ONS): "; measures: Value" follows each category in bulk files of the census of 2011.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from sharedground.intake.headings import plain
from sharedground.model.outcome import Direction
from sharedground.model.place import Measure

BAD, GOOD = Direction.HIGH_IS_BAD, Direction.HIGH_IS_GOOD


@dataclass(frozen=True)
class Known:
    """What a published heading stands for; `direction` is None where it is for people to say."""

    name: str
    measure: Measure
    direction: Direction | None


_SIMD_NAMES: Final[dict[str, tuple[str, Direction]]] = {
    "income rate": ("People who are income deprived, share", BAD),
    "income count": ("People who are income deprived", BAD),
    "employment rate": ("Working age people who are employment deprived, share", BAD),
    "employment count": ("Working age people who are employment deprived", BAD),
    "cif": ("Comparative illness factor", BAD),
    "alcohol": ("Hospital stays related to alcohol, standardised ratio", BAD),
    "drug": ("Hospital stays related to drugs, standardised ratio", BAD),
    "smr": ("Standardised mortality ratio", BAD),
    "depress": ("People prescribed drugs for anxiety, depression or psychosis, share", BAD),
    "lbwt": ("Babies of low birth weight, share", BAD),
    "emerg": ("Emergency stays in hospital, standardised ratio", BAD),
    "attendance": ("School pupil attendance", GOOD),
    "attainment": ("Attainment of school leavers", GOOD),
    "no qualifications": ("Working age people with no qualifications, standardised ratio", BAD),
    "not participating": ("People aged 16 to 19 not in education, employment or training", BAD),
    "university": ("People aged 17 to 21 entering university, share", GOOD),
    "crime count": ("Recorded crimes", BAD),
    "crime rate": ("Recorded crimes per 10,000 people", BAD),
    "overcrowded count": ("People in overcrowded households", BAD),
    "overcrowded rate": ("People in overcrowded households, share", BAD),
    "nocentralheat count": ("People in households without central heating", BAD),
    "nocentralheat rate": ("People in households without central heating, share", BAD),
    "broadband": ("Premises without superfast broadband, share", BAD),
    **{f"drive {key}": (f"Drive time to a {name}, minutes", BAD)
       for key, name in (("petrol", "petrol station"), ("gp", "GP"), ("post", "post office"),
                         ("primary", "primary school"), ("retail", "retail centre"),
                         ("secondary", "secondary school"))},
    **{f"pt {key}": (f"Public transport time to a {name}, minutes", BAD)
       for key, name in (("gp", "GP"), ("post", "post office"), ("retail", "retail centre"))},
}  # fmt: skip
_SIMD: Final = re.compile(r"^simd ?(\d{4})( ?v ?\d+)?\b")
_WIMD: Final = re.compile(r"^wimd ?(\d{4})?$")
_WIMD_DOMAINS: Final = frozenset(
    ["income", "employment", "health", "education", "access to services", "housing",
     "community safety", "physical environment"]
)  # fmt: skip
_IOD: Final = re.compile(r"^index of multiple deprivation( imd)? (score|rank|decile)")
_IOD_PEOPLE: Final = re.compile(
    r"^(total population|dependent children aged|population aged|older population aged|"
    r"working age population)\b.*excluding prisoners"
)
_SIMD_PEOPLE: Final = frozenset(["total population", "working age population"])
_SUB_DOMAIN: Final = re.compile(r"^(?P<name>.+ sub-? ?domain) (?P<measure>score|rank|decile)", re.I)
_RANKS: Final = re.compile(r"\branks?\b|rank\w*$")
_DECILES: Final = re.compile(r"\b(deciles?|quintiles?|quartiles?)\b")


class Published:
    """A table of figures, told by its headings and the titles around it to be a published one.

    Parameters
    ----------
    headings
        As read.
    titles
        Rows above the headings, the name of the sheet and the name of the file.
    """

    def __init__(self, headings: Iterable[str], titles: Iterable[str] = ()) -> None:
        words = [plain(heading) for heading in headings]
        self._titles = " ".join(plain(title) for title in titles)
        self.is_simd = any(_SIMD.match(text) for text in words)
        self.is_wimd = any(_WIMD.match(text) for text in words) and bool(_WIMD_DOMAINS & set(words))
        self.is_iod = any(_IOD.match(text) for text in words)

    def leaves_out(self, heading: str) -> bool:
        """Say whether a column counts people only to weigh the figures beside it."""
        words = plain(heading)
        if self.is_iod and _IOD_PEOPLE.match(words):
            return True
        return self.is_simd and words in _SIMD_PEOPLE

    def figure(self, heading: str) -> Known | None:
        """Return what a heading stands for, None where its words say it well enough."""
        words = plain(heading)
        if self.is_simd:
            return self._simd(words)
        if self.is_wimd and (_WIMD.match(words) or words in _WIMD_DOMAINS):
            return self._wimd(words)
        if self.is_iod and (found := _SUB_DOMAIN.match(heading.strip())):
            measure = Measure(found["measure"].casefold())
            return Known(found["name"], measure, BAD if measure is Measure.SCORE else GOOD)
        return None

    def _simd(self, words: str) -> Known | None:
        if known := _SIMD_NAMES.get(words):
            return Known(known[0], Measure.VALUE, known[1])
        if not (found := _SIMD.match(words)):
            return None
        rest = words[found.end() :].strip()
        whole = "Scottish Index of Multiple Deprivation"
        if domain := re.fullmatch(r"(\w+) domain rank", rest):
            return Known(f"{whole}: {domain[1]} domain", Measure.RANK, GOOD)
        if rest == "rank":
            return Known(whole, Measure.RANK, GOOD)
        if rest == "decile":
            return Known(whole, Measure.DECILE, GOOD)
        return Known(f"{whole}: {rest}", Measure.DECILE, GOOD) if rest else None

    def _wimd(self, words: str) -> Known:
        whole = "Welsh Index of Multiple Deprivation"
        name = whole if _WIMD.match(words) else f"{whole}: {words}"
        if _DECILES.search(self._titles):
            return Known(name, Measure.DECILE, GOOD)
        if _RANKS.search(self._titles):
            return Known(name, Measure.RANK, GOOD)
        return Known(name, Measure.SCORE, BAD)


def without_measures(heading: str) -> str:
    """Return a heading of Nomis without "; measures: Value" behind it."""
    return re.sub(r"\s*;\s*measures\s*:\s*\w+\s*$", "", heading)
