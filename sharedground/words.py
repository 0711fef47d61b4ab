"""Every sentence a person reads passes through here, so that other languages can follow.

Looked at: gettext (standard library), Babel, polib and PyICU. gettext finds a sentence; Babel (pure
Python, with the Unicode consortium's own tables) writes dates and numbers and reads the catalogues.
polib knows catalogues only, and PyICU must be compiled. A catalogue is one text file, so a
translation never touches a page: `docs/languages.md` says how to add one.
"""

from __future__ import annotations

import datetime as dt
import gettext
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

LOCALES: Final = Path(__file__).resolve().parent.parent / "data" / "locale"
DOMAIN: Final = "sharedground"
ENGLISH: Final = "en"
_REGION: Final = {ENGLISH: "en_GB"}
"""Where days and numbers of a language are written in more than one way: which one."""

_T = TypeVar("_T")
_language: ContextVar[str] = ContextVar("language", default=ENGLISH)


def speak(language: str) -> None:
    """Choose the language of this run, such as "en" or "cy"; English where there is no such one."""
    _language.set(language if language in languages() else ENGLISH)


def language() -> str:
    """Return the language of this run."""
    return _language.get()


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak another language for a while."""
    before = _language.set(language)
    try:
        yield
    finally:
        _language.reset(before)


def in_this_language(make: Callable[[], _T]) -> Callable[[], _T]:
    """Have something made later in the language of now: a download is made after its page."""
    spoken = language()

    def made() -> _T:
        with speaking(spoken):
            return make()

    return made


@cache
def languages() -> dict[str, str]:
    """Return the languages there are, each as its speakers call it: English, then the others."""
    found = sorted(path.parents[1].name for path in LOCALES.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))
    return {ENGLISH: "English"} | {code: _own_name(code) for code in found}


def _own_name(code: str) -> str:
    from babel import Locale

    return Locale.parse(code).get_display_name() or code


def is_checked(language: str) -> bool:
    """Say whether a speaker has checked this language: until then its heading is marked fuzzy."""
    return not (language != ENGLISH and _read(language).fuzzy)


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    """Return the sentences of a language, packed as gettext wants them the first time."""
    if language == ENGLISH:
        return gettext.NullTranslations()
    from babel.messages.mofile import write_mo

    packed = io.BytesIO()
    write_mo(packed, _read(language))
    packed.seek(0)
    return gettext.GNUTranslations(packed)


@cache
def _read(language: str) -> Catalog:
    """Return the text file of a language."""
    from babel.messages.pofile import read_po

    with (LOCALES / language / "LC_MESSAGES" / f"{DOMAIN}.po").open("rb") as written:
        return read_po(written, locale=language)


def say(text: str, /, **values: object) -> str:
    """Return a sentence in the chosen language, with its named values filled in.

    Parameters
    ----------
    text
        The English sentence, with values named in braces: ``"{name} has no postcode."``
    values
        What the braces stand for. Whole numbers get thousands separators.

    Returns
    -------
    str
        The sentence. Values are put in as they are: escaping is the job of the page.
    """
    sentence = _catalogue(_language.get()).gettext(text) if text else text
    return sentence.format(**{k: number(v) for k, v in values.items()}) if values else sentence


def say_many(one: str, many: str, n: int, /, **values: object) -> str:
    """Return `one` or `many` by the count `n`, which is also available as ``{n}``."""
    sentence = _catalogue(_language.get()).ngettext(one, many, n)
    return sentence.format(n=number(n), **{k: number(v) for k, v in values.items()})


def later(text: str) -> str:
    """Mark a sentence for translation where it is defined; `say` it where it is shown."""
    return text


def later_many(one: str, many: str) -> tuple[str, str]:
    """Mark two forms of a sentence where they are defined; give them to `say_many`."""
    return one, many


def number(value: object) -> object:
    """Write a whole number with thousands separators; leave anything else alone."""
    return decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value


def decimal(value: float, places: int = 0) -> str:
    """Write a number as the language does, always with so many decimal places."""
    if _language.get() == ENGLISH:  # the same as Babel's, and 40 times as fast
        return f"{value:,.{places}f}"
    from babel.numbers import format_decimal

    pattern = "#,##0" + ("." + "0" * places if places else "")
    return format_decimal(value, pattern, locale=_locale())


def significant(value: float, digits: int = 4) -> str:
    """Write a number with so many digits that count, and no zeros behind them."""
    short = f"{value:.{digits}g}"
    return short if "e" in short else decimal(float(short), len(short.partition(".")[2]))


def day(date: dt.date) -> str:
    """Write a day, such as "8 November 2026"."""
    from babel.dates import format_date

    return format_date(date, "long", locale=_locale())


def month_year(year: int, month: int) -> str:
    """Write a month in short, such as "Nov 2026"."""
    from babel.dates import format_skeleton

    return format_skeleton("yMMM", dt.date(year, month, 1), locale=_locale())


def moment(at: dt.datetime) -> str:
    """Write a day and the time of day, such as "8 November 2026, 08:05"."""
    return f"{day(at)}, {at:%H:%M}"


def _locale() -> str:
    return _REGION.get(_language.get(), _language.get())
