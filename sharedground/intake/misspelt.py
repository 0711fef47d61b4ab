"""What a misspelt postcode may have been meant to be: suggested to a person, never put in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import combinations, product
from typing import Final

from sharedground.model.placing import UK_POSTCODE

MOST: Final = 3
"""Suggestions for one postcode."""

_ALIKE: Final = {
    "0": "O", "O": "0", "Q": "0", "1": "IL", "I": "1", "L": "1", "2": "Z", "Z": "2", "5": "S",
    "S": "5", "6": "G", "G": "6", "8": "B", "B": "8", "4": "A", "A": "4", "7": "T", "T": "7",
}  # fmt: skip
"""Letters and numbers that look alike."""

_SHORTEST, _LONGEST = 5, 7
_INWARD: Final = re.compile(r"\d[ABD-HJLNP-UW-Z]{2}$")
"""The second half of a postcode never holds C, I, K, M, O or V."""


def suggestions(
    texts: Iterable[str], existing: Callable[[Iterable[str]], set[str]]
) -> dict[str, list[str]]:
    """Return for misspelt postcodes those that exist and were perhaps meant, the likeliest first.

    Parameters
    ----------
    texts
        What stands there, in upper case.
    existing
        Returns those of some postcodes that exist.
    """
    near = {text: list(_candidates(text)) for text in dict.fromkeys(texts)}
    there = existing({code for codes in near.values() for code in codes})
    found = {text: [code for code in codes if code in there] for text, codes in near.items()}
    return {text: codes[:MOST] for text, codes in found.items() if codes}


def _candidates(text: str) -> Iterator[str]:
    """Yield well-formed postcodes one slip away, the commonest slips first."""
    tight = re.sub(r"[^A-Z\d]", "", text)
    slips = [_look_alikes(tight)]
    if not UK_POSTCODE.match(tight):
        slips += [_one_too_many(tight), _swapped(tight)]
    seen = {tight}
    for slip in slips:
        for code in slip:
            whole = UK_POSTCODE.match(code)
            if code not in seen and whole and _INWARD.search(code):
                seen.add(code)
                yield f"{whole[1]} {whole[2]}"


def _look_alikes(text: str) -> Iterator[str]:
    """Yield texts with one or two characters replaced by some that look alike."""
    if not _SHORTEST <= len(text) <= _LONGEST:
        return
    spots = [at for at, sign in enumerate(text) if sign in _ALIKE]
    for many in (1, 2):
        for chosen in combinations(spots, many):
            for signs in product(*(_ALIKE[text[at]] for at in chosen)):
                changed = list(text)
                for at, sign in zip(chosen, signs, strict=True):
                    changed[at] = sign
                yield "".join(changed)


def _one_too_many(text: str) -> Iterator[str]:
    if _SHORTEST < len(text) <= _LONGEST + 1:
        yield from (text[:at] + text[at + 1 :] for at in range(len(text)))


def _swapped(text: str) -> Iterator[str]:
    if _SHORTEST <= len(text) <= _LONGEST:
        for at in range(len(text) - 1):
            yield text[:at] + text[at + 1] + text[at] + text[at + 2 :]
