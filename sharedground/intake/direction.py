"""Whether a high figure means more need, told by the words of its name; or not told at all."""

from __future__ import annotations

import re
from collections.abc import Mapping
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

_GOOD_WORDS = re.compile(
    r"\b(life expectancy|per ?ca(pita|p)?\b.*(income|come)|perca|(median|mean|average|household|"
    r"disposable|gross|net) (\w+ ){0,2}(income|earnings|pay|wage)s?|income|earnings|wages?|"
    r"(very )?good health|employment rate|in (full time |part time )?(employment|work)|employed|"
    r"economically active|qualifications? (level )?(4|3|2)|level (4|3)|degree|attainment|achiev\w*|"
    r"attendance|satisf\w*|happiness|happy|wellbeing|well being|prenatal|prena|immunis\w*|"
    r"immuniz\w*|vaccin\w*|screening coverage|uptake|volunteer\w*|turnout|belong\w*|trust in|"
    r"physically active|active adults|participation|recycl\w*|tree canopy|green space|access to|"
    r"home ?owner\w*|breastfe\w*|broadband|graduat\w*|literacy|walkab\w*|insured)\b"
)
_BAD_WORDS = re.compile(
    r"\b(depriv\w*|pov(\d\d|erty|ert\w*)?|poor|below|worst|unemp\w*|crim\w*|burglar\w*|robber\w*|violen\w*|assau\w*|"
    r"homicide\w*|murder\w*|firea\w*|gun|antisocial|anti social|mortality|deaths?|die\w*|disease\w*|"
    r"illness\w*|ill health|bad health|poor health|obes\w*|overweight|overcrowd\w*|crowd\w*|smok\w*|"
    r"no qualifications?|without qualifications?|no hig\w*|nohig|no high school|no diploma|"
    r"no cars?( or vans?)?|without (a )?car|"
    r"no central heating|disab\w*|limiting|long term (condition|illness|sick)\w*|claim\w*|"
    r"benefits?|universal credit|homeless\w*|rough sleep\w*|lone parent\w*|single parent\w*|"
    r"fuel poor|food insecur\w*|hunger|low (birth ?weight|income|pay|skill\w*)|low ?bi\w*|teen\w*|"
    r"infan\w* (mort|rate)\w*|infan|preterm|prete|premature|cancer\w*|ncer|diabet\w*|diabe|stroke\w*|strok\w*|heart|"
    r"hiv|gonor\w*|gono|tuber\w*|asthma|copd|depress\w*|anxiety|suicid\w*|self harm|lonel\w*|isolat\w*|"
    r"dependen\w*|hardship|debt|evict\w*|vacan\w*|pollut\w*|no2|pm ?2|air quality index|emission\w*|flood\w*|"
    r"lead pois\w*|child ?lead|neet|not in (education|work|employment)|absen\w*|exclu\w*|"
    r"inactive|inactivity|sedentary|dementia|emergency admissions?|hospital admissions?|admissions|"
    r"barriers?|vulnerab\w*|need\b|idaci|idaopi|imd|uninsured|no insurance|injur\w*|accidents?|"
    r"free school meals|fsm|distance to|travel time|noise|litter|fly tipping|damp|cold homes|"
    r"drug|alcohol|overdose\w*|abuse|neglect|in care|looked after)\b"
)
_DEPRIVED_FIRST = re.compile(
    r"(1|one|low\w*) (is|=|being|means)?\s*(the )?(most|more) (deprived|need)"
)
_DEPRIVED_LAST = re.compile(
    r"(10|high\w*) (is|=|being|means)?\s*(the )?(most|more) (deprived|need)"
)
_RANKED = frozenset([Measure.RANK, Measure.DECILE])


def domain_name(text: str) -> str:
    """Return the full name of a domain of the English Indices, "" when it is none."""
    words = re.sub(r"( domain| index)?( idaci| idaopi| imd)?$", "", plain(text))
    return DOMAINS.get(words, "") or DOMAINS.get(plain(text), "")


def measure_of(heading: str) -> Measure:
    """Return what sort of figure a heading announces: a score, rank, decile or plain value."""
    words = set(plain(heading).split())
    if words & {"rank", "ranking", "ranked", "ranks"}:
        return Measure.RANK
    if words & {"decile", "deciles", "quintile", "quartile", "centile", "percentile"}:
        return Measure.DECILE
    return Measure.SCORE if words & {"score", "scores"} else Measure.VALUE


def direction_of(
    name: str, measure: Measure, heading: str, said: Mapping[str, Direction]
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
    """
    chosen = {plain(key): direction for key, direction in said.items()}
    for key in (name, heading, f"{name} {measure.value}"):
        if plain(key) in chosen:
            return chosen[plain(key)]
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
    if re.search(r"\bnot? (deprived|in poverty|disabled|obese)\b|\bnon (smok|claim)\w*", words):
        return GOOD
    if _BAD_WORDS.search(words):
        return BAD
    return GOOD if _GOOD_WORDS.search(words) else None
