"""Names taken apart into words: which are rare, which only say what a place is, which exclude."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, reduce
from operator import or_
from typing import Final

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process
from scipy.sparse import csr_array

from sharedground.words import say

Ints = NDArray[np.intp]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

_EMPTY: Final = "the of at and in on for a an to with by from near ltd limited plc llp inc cic cio"
EMPTY: Final = frozenset(_EMPTY.split())
"""Words that tell nothing, and legal forms."""

SAME: Final = {
    "saint": "st", "center": "centre", "ctr": "centre", "rd": "road", "ave": "avenue",
    "cofe": "ce", "assoc": "association", "jnr": "junior", "rec": "recreation",
    "theater": "theatre", "doctor": "dr", "rc": "catholic", "fc": "football club",
    "afc": "football club", "jfc": "junior football club", "rfc": "rugby football club",
    "rufc": "rugby football club", "cc": "cricket club", "ltc": "tennis club",
}  # fmt: skip
"""Spellings of one word, and what letters stand for."""

WORDINGS: Final = {
    "c of e": "ce", "church of england": "ce", "roman catholic": "catholic",
    "rugby union": "rugby", "association football": "football",
}  # fmt: skip
"""Several words that some write as one."""

_EXCLUDE: Final = (
    ("school academy college|library|church chapel cathedral mosque temple synagogue gurdwara"
     "|surgery|dental dentist|pharmacy chemist|hospital|nursery|cemetery crematorium"
     "|allotment|station"),
    "football soccer|rugby|cricket|tennis|golf|bowl bowling|hockey|badminton|swimming|netball"
    "|athletic|gymnastic|judo karate|squash|lacrosse|basketball|volleyball|boxing|archery",
    "infant|junior|primary|high secondary|sixth",
    "boy|girl", "men|women lady|youth", "north|south", "east|west", "upper|lower",
    "adult|child children",
)  # fmt: skip
"""Words of one line that stand for different things, if both names have one of the line."""

_KINDS: Final = (
    "centre hall hub house building community park garden playground field green wood club group "
    "society association trust service medical health practice clinic care home leisure sport "
    "recreation ground road street avenue lane project team office bank pantry cafe shop public "
    "local court site"
)
KIND_WORDS: Final = frozenset(" ".join((*_EXCLUDE[:3], _KINDS)).replace("|", " ").split())
"""Words that mostly say what a place is. They count for less."""

KIND_WEIGHT: Final = 0.35
TOWN_WEIGHT: Final = 0.5
TOWN_SHARE, TOWN_ROWS = 0.01, 3
"""A word in so many addresses, as a share of them and in rows, is the name of a town or road."""

UNSEEN: Final = 500.0
"""Names that we imagine beside those on the lists, so that small lists do not make words rare."""

MOST_BITS: Final = 10.0
NEAR: Final = 88.0
"""RapidFuzz ratio from which two spellings may be one."""

TWO_WORDS: Final = re.compile(r"(food|play|well|child|health)(bank|group|ground|being|care)")
"""Words that some write as one and others as two."""

_WORD = re.compile(r"[^\W_]+")
_DIGIT = re.compile(r"\d")


def words_of(name: str) -> tuple[str, ...]:
    """Return the words of a name as they are compared, each once, in their order."""
    text = name.casefold()
    if not text.isascii():
        letters = unicodedata.normalize("NFKD", text.replace("\u2019", ""))
        text = "".join(letter for letter in letters if not unicodedata.combining(letter))
    text = text.replace("'", "").replace(".", "")
    for wording, short in WORDINGS.items():
        text = text.replace(wording, short) if wording in text else text
    return tuple(dict.fromkeys(part for word in _WORD.findall(text) for part in parts_of(word)))


def shared_words(one: str, other: str) -> str:
    """Return the words of a name that another one has too, as they are written there."""
    known = set(words_of(other))
    bare = one.casefold().replace("'", "").replace("\u2019", "").replace(".", "")
    found = (
        word for word in _WORD.findall(bare) if parts_of(word) and set(parts_of(word)) <= known
    )
    return " ".join(dict.fromkeys(found))


@cache
def parts_of(word: str) -> tuple[str, ...]:
    """Return a word as it is compared: in the singular, spelt one way; nothing if it is empty."""
    if word in EMPTY:
        return ()
    two = TWO_WORDS.fullmatch(word)
    if two:
        return (two[1], two[2])
    if len(word) > 4 and word.endswith("ies"):
        word = word[:-3] + "y"
    elif len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        word = word[:-1]
    return tuple(SAME.get(word, word).split())


def _excluding() -> tuple[dict[str, int], tuple[int, ...]]:
    """Return the bit of each word that excludes others, and the bits of each line."""
    bits: dict[str, int] = {}
    lines = []
    number = 0
    for line in _EXCLUDE:
        mask = 0
        for part in line.split("|"):
            for word in part.split():
                bits[word] = bits.get(word, 0) | 1 << number
            mask |= 1 << number
            number += 1
        lines.append(mask)
    return bits, tuple(lines)


_BITS, _LINES = _excluding()


@dataclass(frozen=True, eq=False)
class NamePairs:
    """How the names of pairs compare.

    Parameters
    ----------
    shared, unshared
        Bits of the words that both have, and of those that only one has.
    equal, within, near
        All words are the same; all words of one are in the other; the spelling nearly agrees.
    conflict
        The names say that they are different things: "church" and "school", "1st" and "2nd".
    """

    shared: Floats
    unshared: Floats
    equal: Flags
    within: Flags
    near: Flags
    conflict: Flags


def distinct(numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return each number once, in order. Sorting is many times faster than `numpy.unique`."""
    in_order = np.sort(numbers)
    return in_order[np.r_[True, in_order[1:] != in_order[:-1]]] if len(in_order) else in_order


class Names:
    """The names of all rows, each distinct one taken apart once.

    Parameters
    ----------
    names
        As they stand on the lists. A name that we gave ("Unnamed park near Sale") has no words.
    addresses
        Of the same rows, in plain words: what many of them have says where a place is.
    places
        A number for the spot of each row: a name counts once for each of its spots.
    """

    def __init__(
        self, names: Iterable[str], addresses: Sequence[str] = (), places: Ints | None = None
    ) -> None:
        self._addresses, self._places = addresses, places
        unnamed = say("Unnamed {one}", one="").strip().casefold()
        known: dict[tuple[str, ...], int] = {}
        ids = []
        for name in names:
            words = () if name.casefold().startswith(f"{unnamed} ") else words_of(name)
            ids.append(known.setdefault(tuple(sorted(words)), len(known)))
        self.of_row: Ints = np.array(ids, dtype=np.intp)
        self.words: list[tuple[str, ...]] = list(known)
        self._vocabulary: dict[str, int] = {}
        for words in self.words:
            for word in words:
                self._vocabulary.setdefault(word, len(self._vocabulary))

    @cached_property
    def has(self) -> csr_array:
        """Distinct names by words: 1 where a name has a word."""
        lengths = [len(words) for words in self.words]
        columns = [self._vocabulary[word] for words in self.words for word in words]
        starts = np.concatenate([[0], np.cumsum(lengths)])
        shape = (len(self.words), len(self._vocabulary))
        return csr_array((np.ones(len(columns)), columns, starts), shape=shape)

    @cached_property
    def vocabulary(self) -> list[str]:
        """Every word that a name has."""
        return list(self._vocabulary)

    @cached_property
    def spots(self) -> Floats:
        """At how many spots each distinct name is."""
        at = self.of_row
        if self._places is not None:
            at = distinct((self.of_row << 32) | self._places) >> 32
        return np.bincount(at, minlength=len(self.words)).astype(float)

    @cached_property
    def counts(self) -> Floats:
        """At how many spots each word is part of the name."""
        return np.asarray(self.has.T @ self.spots, dtype=float)

    @cached_property
    def bits(self) -> Floats:
        """How much each word tells, in bits: rare ones more, kinds of place and towns less."""
        share = (np.maximum(self.counts - 1, 0) + 0.5) / (self.spots.sum() + UNSEEN)
        bits = np.clip(-np.log2(share), 0, MOST_BITS)
        towns = self._town_words()
        for number, word in enumerate(self.vocabulary):
            if word in KIND_WORDS:
                bits[number] *= KIND_WEIGHT
            elif word in towns:
                bits[number] *= TOWN_WEIGHT
        return np.asarray(bits, dtype=float)

    def _town_words(self) -> set[str]:
        """Return words of names that stand in many addresses."""
        found: Counter[str] = Counter()
        for address in self._addresses:
            found.update(set(address.split()))
        least = max(TOWN_ROWS, TOWN_SHARE * len(self._addresses))
        return {part for word, n in found.items() if n >= least for part in parts_of(word)}

    @cached_property
    def totals(self) -> Floats:
        """Bits of each distinct name."""
        return np.asarray(self.has @ self.bits, dtype=float)

    @cached_property
    def rarity(self) -> Floats:
        """Bits of each distinct name taken as a whole: a name that many places have tells less."""
        share = (np.maximum(self.spots - 1, 0) + 0.5) / (self.spots.sum() + UNSEEN)
        return np.asarray(-np.log2(share), dtype=float)

    @cached_property
    def _masks(self) -> NDArray[np.int64]:
        each = (reduce(or_, (_BITS.get(word, 0) for word in words), 0) for words in self.words)
        return np.fromiter(each, dtype=np.int64, count=len(self.words))

    @cached_property
    def _numbers(self) -> Ints:
        """A number for the words with digits in each name, 0 where there are none."""
        known: dict[tuple[str, ...], int] = {(): 0}
        each = (tuple(word for word in words if _DIGIT.search(word)) for words in self.words)
        return np.array([known.setdefault(digits, len(known)) for digits in each], dtype=np.intp)

    @cached_property
    def _texts(self) -> NDArray[np.object_]:
        return np.array([" ".join(words) for words in self.words], dtype=object)

    @cached_property
    def _lengths(self) -> Ints:
        return np.array([len(text) for text in self._texts], dtype=np.intp)

    def compare(self, one: Ints, other: Ints) -> NamePairs:
        """Compare the names of pairs of rows."""
        first, second = self.of_row[one], self.of_row[other]
        shared = np.empty(len(one))
        for start in range(0, len(one), 500_000):
            part = slice(start, start + 500_000)
            shared[part] = self.has[first[part]].multiply(self.has[second[part]]) @ self.bits
        low = np.minimum(self.totals[first], self.totals[second])
        told = (low > 0) & (shared > 0)
        equal = (first == second) & told
        within = told & ~equal & (shared >= low - 1e-9)
        conflict = self._conflict(first, second)
        near = self._near(first, second, ~equal & ~within & ~conflict)
        shared = np.where(equal, self.rarity[first], shared)
        shared = np.where(near, np.maximum(shared, 0.9 * np.minimum(low, MOST_BITS)), shared)
        unshared = self.totals[first] + self.totals[second] - 2 * shared
        unshared = np.where(equal | near, 0.0, np.maximum(unshared, 0.0))
        return NamePairs(shared, unshared, equal, within, near, conflict)

    def _conflict(self, first: Ints, second: Ints) -> Flags:
        one, other = self._masks[first], self._masks[second]
        found = (self._numbers[first] != self._numbers[second]) & (
            (self._numbers[first] > 0) & (self._numbers[second] > 0)
        )
        for line in _LINES:
            found |= ((one & line) != 0) & ((other & line) != 0) & ((one & other & line) == 0)
        return np.asarray(found, dtype=bool)

    def _near(self, first: Ints, second: Ints, wanted: Flags) -> Flags:
        """Find names that differ by a slip of the pen or a space."""
        near = np.zeros(len(first), dtype=bool)
        one, other = self._lengths[first], self._lengths[second]
        alike = 2 * np.minimum(one, other) >= NEAR / 100 * (one + other)
        at = np.flatnonzero(wanted & alike & (one > 0))
        if not len(at):
            return near
        ones, others = self._texts[first[at]].tolist(), self._texts[second[at]].tolist()
        scores = process.cpdist(ones, others, scorer=fuzz.ratio, score_cutoff=NEAR)
        for row in at[scores > 0].tolist():
            near[row] = self._slip(self.words[first[row]], self.words[second[row]])
        return near

    def _slip(self, one: tuple[str, ...], other: tuple[str, ...]) -> bool:
        """Say whether what differs looks like a misspelling: a word that stands nowhere else."""
        only_one, only_other = set(one) - set(other), set(other) - set(one)
        return any(
            all(len(word) > 4 and self.counts[self._vocabulary[word]] <= 1 for word in only)
            for only in (only_one, only_other)
            if only
        )
