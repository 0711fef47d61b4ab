"""Whether a high figure means more need, told by the words of its name; or not told at all."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Final

from sharedground.intake.headings import plain
from sharedground.model.outcome import Direction
from sharedground.model.place import Measure

BAD, GOOD = Direction.HIGH_IS_BAD, Direction.HIGH_IS_GOOD

DOMAINS: Final[dict[str, str]] = {
    "index of multiple deprivation": "Index of Multiple Deprivation",
    "imd": "Index of Multiple Deprivation",
    "index of multiple deprivation imd": "Index of Multiple Deprivation",
    "income": "Income deprivation",
    "income domain": "Income deprivation",
    "income deprivation": "Income deprivation",
    "income deprivation domain": "Income deprivation",
    "employment": "Employment deprivation",
    "employment domain": "Employment deprivation",
    "employment deprivation": "Employment deprivation",
    "employment deprivation domain": "Employment deprivation",
    "education skills and training": "Education, skills and training deprivation",
    "education skills and training domain": "Education, skills and training deprivation",
    "health and disability": "Health deprivation and disability",
    "health deprivation and disability": "Health deprivation and disability",
    "health deprivation and disability domain": "Health deprivation and disability",
    "crime": "Crime",
    "crime domain": "Crime",
    "barriers to housing and services": "Barriers to housing and services",
    "barriers to housing and services domain": "Barriers to housing and services",
    "living environment": "Living environment deprivation",
    "living environment deprivation": "Living environment deprivation",
    "living environment deprivation domain": "Living environment deprivation",
    "income deprivation affecting children": "Income deprivation affecting children",
    "income deprivation affecting children index": "Income deprivation affecting children",
    "income deprivation affecting children index idaci": "Income deprivation affecting children",
    "idaci": "Income deprivation affecting children",
    "income deprivation affecting older people": "Income deprivation affecting older people",
    "income deprivation affecting older peopl": "Income deprivation affecting older people",
    "income deprivation affecting older people index": "Income deprivation affecting older people",
    "income deprivation affecting older people idaopi": "Income deprivation affecting older people",
    "idaopi": "Income deprivation affecting older people",
}  # fmt: skip
"""The English Indices of Deprivation: what files call a domain, and its full name.

Source: English indices of deprivation 2019, technical report. A higher score is more deprived;
rank 1 and decile 1 are the most deprived.
"""
FEW_DOMAINS: Final = 3
"""So many names must be domains before short ones ("Income", "Crime") are read as such."""

GOOD_STEMS: Final = (
    r"life expectancy", r"perca\w*", r"per ?ca(pita|p)? (income|come)",
    r"(median|mean|average|household|disposable|gross|net) (\w+ ){0,2}(income|earnings|pay|wage)s?",
    r"income", r"earnings", r"wages?", r"(very )?good health", r"employment rate",
    r"in (full time |part time )?(employment|work)", r"employed", r"economically active",
    r"qualifications? (level )?[234]", r"level [34]", r"degree", r"attainment", r"achiev\w*",
    r"attendance", r"satisf\w*", r"happiness", r"happy", r"wellbeing", r"well being",
    r"prena\w*", r"immunis\w*", r"immuniz\w*", r"vaccin\w*", r"screening coverage", r"uptake",
    r"volunteer\w*", r"turnout", r"belong\w*", r"trust in", r"physically active",
    r"active adults", r"participation", r"recycl\w*", r"tree canopy", r"green space",
    r"access to", r"home ?owner\w*", r"breastfe\w*", r"broadband", r"graduat\w*", r"literacy",
    r"walkab\w*", r"insured",
)  # fmt: skip
"""Words (as patterns) of figures of which more is better."""
BAD_STEMS: Final = (
    r"depriv\w*", r"pov\d\d", r"povert\w*", r"poor", r"below", r"worst", r"unemp\w*",
    r"crim\w*", r"burglar\w*", r"robber\w*", r"violen\w*", r"assau\w*", r"homicide\w*",
    r"murder\w*", r"firea\w*", r"gun", r"antisocial", r"asb", r"offen[cd]\w*", r"anti social",
    r"mortality", r"deaths?",
    r"died", r"disease\w*", r"illness\w*", r"ill health", r"bad health", r"obes\w*",
    r"overweight", r"overcrowd\w*", r"crowd\w*", r"smok\w*", r"(no|without) qualifications?",
    r"nohig\w*", r"no high school", r"no diploma", r"no cars?", r"without (a )?car",
    r"no central heating", r"disab\w*", r"limiting", r"long term (condition|illness|sick)\w*",
    r"claim\w*", r"benefits?", r"universal credit", r"homeless\w*", r"rough sleep\w*",
    r"lone parent\w*", r"single parent\w*", r"fuel poor", r"food insecur\w*", r"hunger",
    r"low (birth ?weight|income|pay|skill\w*)", r"low ?bi\w*", r"teen\w*", r"infan\w*",
    r"preterm", r"prete\w*", r"premature", r"cancer\w*", r"ncer", r"diabe\w*", r"strok\w*",
    r"heart", r"hiv", r"gono\w*", r"tuber\w*", r"asthma", r"copd", r"depress\w*", r"anxiety",
    r"suicid\w*", r"self harm", r"lonel\w*", r"isolat\w*", r"dependency", r"hardship", r"debt",
    r"evict\w*", r"vacant", r"pollut\w*", r"no2", r"pm ?2", r"air quality index",
    r"emission\w*", r"flood\w*", r"lead pois\w*", r"child ?lead", r"neet",
    r"not in (education|work|employment)", r"absence", r"absent\w*", r"exclusions?",
    r"excluded", r"inactive", r"inactivity", r"sedentary", r"dementia", r"admissions?",
    r"barriers?", r"vulnerab\w*", r"need", r"idaci", r"idaopi", r"imd", r"uninsured",
    r"no insurance", r"injur\w*", r"accidents?", r"free school meals", r"fsm", r"distance to",
    r"travel time", r"noise", r"litter", r"fly tipping", r"damp", r"cold homes", r"drug",
    r"alcohol", r"overdose\w*", r"abuse", r"neglect", r"in care", r"looked after",
)  # fmt: skip
"""Words (as patterns) of figures of which more means more need."""
_GOOD_WORDS = re.compile(rf"\b({'|'.join(GOOD_STEMS)})\b")
_BAD_WORDS = re.compile(rf"\b({'|'.join(BAD_STEMS)})\b")
_DEPRIVED_FIRST = re.compile(
    r"(1|one|low\w*) (is|=|being|means)?\s*(the )?(most|more) (deprived|need)"
)
_DEPRIVED_LAST = re.compile(
    r"(10|high\w*) (is|=|being|means)?\s*(the )?(most|more) (deprived|need)"
)
_HIGH = frozenset(["high", "higher", "more", "up"])
_FINE = frozenset(["good", "better", "best"])
_WAY = re.compile(
    r"\b(?P<end>high|higher|low|lower|more|less|fewer|up|down) (figure |value |number )?"
    r"(is |values are |means )?(?P<value>good|better|best|bad|worse|worst)\b"
)
_RANKED = frozenset([Measure.RANK, Measure.DECILE])


def domain_name(text: str) -> str:
    """Return the full name of a domain of the English Indices, "" when it is none."""
    words = re.sub(r"^[a-z]\. ?", "", text.strip().casefold())
    words = re.sub(r"( domain| index)?( idaci| idaopi| imd)?$", "", plain(words))
    return DOMAINS.get(words, "") or DOMAINS.get(plain(text), "")


@cache
def way_told(text: str) -> Direction | None:
    """Return the direction that a cell of a column of directions tells; None when it tells none.

    Parameters
    ----------
    text
        Such as "high-is-bad", "Lower is better", "RAG - High is good", "bad".
    """
    words = plain(text)
    if found := _WAY.search(words):
        high = found["end"] in _HIGH
        good = found["value"] in _FINE
        return GOOD if high == good else BAD
    return {"good": GOOD, "positive": GOOD, "bad": BAD, "negative": BAD}.get(words)


def measure_of(heading: str) -> Measure:
    """Return what sort of figure a heading announces: a score, rank, decile or plain value."""
    words = set(plain(heading).split())
    if words & {"rank", "ranking", "ranked", "ranks"}:
        return Measure.RANK
    if words & {"decile", "deciles", "quintile", "quartile", "centile", "percentile"}:
        return Measure.DECILE
    return Measure.SCORE if words & {"score", "scores"} else Measure.VALUE


def direction_of(
    name: str,
    measure: Measure,
    heading: str,
    said: Mapping[str, Direction],
    in_file: Direction | None = None,
) -> Direction | None:
    """Return which way is bad; None when nothing tells.

    Parameters
    ----------
    name
        The indicator's name.
    measure
        Ranks and deciles of deprivation count from the most deprived.
    heading
        The heading as read, which may say "where 1 is most deprived".
    said
        What a person said, by heading or name.
    in_file
        What a column of the file says of this indicator.
    """
    chosen = {plain(key): direction for key, direction in said.items()}
    for key in (name, heading, f"{name} {measure.value}"):
        if plain(key) in chosen:
            return chosen[plain(key)]
    if in_file:
        return in_file
    words = plain(heading)
    if measure in _RANKED:
        if _DEPRIVED_FIRST.search(words):
            return GOOD
        if _DEPRIVED_LAST.search(words):
            return BAD
        return GOOD if _is_deprivation(name) else None
    if domain_name(name) or "depriv" in plain(name):
        return BAD
    return _by_words(plain(name)) or _by_words(words)


def _is_deprivation(name: str) -> bool:
    return bool(domain_name(name)) or bool(re.search(r"depriv|imd|simd|wimd|nimdm", plain(name)))


def _by_words(words: str) -> Direction | None:
    """Read the words; a bad word beside a good one ("low income", "income poverty") decides."""
    if re.search(
        r"\bnot? (deprived|in poverty|disabled|obese|long term)\b|\bnon (smok|claim)\w*", words
    ):
        return GOOD
    if _BAD_WORDS.search(words):
        return BAD
    return GOOD if _GOOD_WORDS.search(words) else None
