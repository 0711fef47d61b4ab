"""Every sentence a person reads passes through here, so that other languages can follow.

Looked at: gettext (standard library) and Babel. gettext is enough at run time; the
catalogues are files, so a translation never touches a page.
"""

from __future__ import annotations

import gettext
from contextvars import ContextVar
from functools import cache
from pathlib import Path

LOCALES = Path(__file__).resolve().parent.parent / "data" / "locale"
DOMAIN = "sharedground"

_language: ContextVar[str] = ContextVar("language", default="en")


def speak(language: str) -> None:
    """Choose the language of this run, such as "en" or "cy"."""
    _language.set(language)


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, LOCALES, languages=[language], fallback=True)


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
    sentence = _catalogue(_language.get()).gettext(text)
    return sentence.format(**{k: number(v) for k, v in values.items()}) if values else sentence


def say_many(one: str, many: str, n: int, /, **values: object) -> str:
    """Return `one` or `many` by the count `n`, which is also available as ``{n}``."""
    sentence = _catalogue(_language.get()).ngettext(one, many, n)
    return sentence.format(n=number(n), **{k: number(v) for k, v in values.items()})


def number(value: object) -> object:
    """Write a whole number with thousands separators; leave anything else alone."""
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else value


def later(text: str) -> str:
    """Mark a sentence for translation where it is defined; `say` it where it is shown."""
    return text
