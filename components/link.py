"""What a part of a page's address means: codes, which every language shares, or names as seen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, TypeVar

_T = TypeVar("_T")
BETWEEN: Final = "~"
"""Between values: neither a code nor, as a rule, a name has it."""


def several(names: Mapping[str, str]) -> Callable[[str], list[str] | None]:
    """Return what understands one or more values by their codes, or one by its name.

    Parameters
    ----------
    names
        What each code is called on screen.
    """

    def meaning(told: str) -> list[str] | None:
        by_name = {name.casefold(): code for code, name in names.items()}
        if told.casefold() in by_name:
            return [by_name[told.casefold()]]
        return [code for code in dict.fromkeys(told.split(BETWEEN)) if code in names] or None

    return _offering(meaning, names)


def one(names: Mapping[str, str]) -> Callable[[str], str | None]:
    """Return what understands one value by its code or its name; `names` as for `several`."""
    meaning = several(names)
    return _offering(lambda told: next(iter(meaning(told) or ()), None), names)


def _offering(meaning: Callable[[str], _T], names: Mapping[str, str]) -> Callable[[str], _T]:
    """Return what understands an address, with the names that it could have meant."""
    meaning.names = tuple(names.values())  # type: ignore[attr-defined]
    return meaning
