"""The catalogues of other languages: they hold the texts there are, and stand for the same."""

import ast
import string

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.plurals import get_plural

from tools import catalogues

STALE = "Run `make words`, then translate what is new (docs/languages.md)."
LEAST_TRANSLATED = {"cy": 0.97}
"""The share of texts that each language has had; it may only grow."""


LANGUAGES = dict(catalogues.languages())


@pytest.fixture(scope="module")
def template() -> Catalog:
    return catalogues.gathered()


def texts(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


def translated(message: Message) -> list[str]:
    forms = message.string if message.pluralizable else (message.string,)
    return [form for form in forms if form]


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_the_template_holds_the_texts_of_the_sources(template: Catalog) -> None:
    assert catalogues.TEMPLATE.read_text("utf-8") == catalogues.as_text(template), STALE


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_holds_the_texts_there_are(language: str, template: Catalog) -> None:
    path = LANGUAGES[language]
    now = catalogues.brought_up_to_date(language, path, template)
    assert path.read_text("utf-8") == now, STALE


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_has_the_same_values_in_braces(language: str) -> None:
    wrong = []
    for message in texts(catalogues.read(LANGUAGES[language], language)):
        ids = message.id if message.pluralizable else (message.id,)
        may_lack = {"n"} if message.pluralizable else set()
        needed = set.intersection(*map(fields, ids)) - may_lack
        known = set.union(*map(fields, ids))
        wrong += [f"{message.id}: {form}" for form in translated(message)
                  if not needed <= fields(form) <= known]  # fmt: skip
    assert not wrong


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_begins_and_ends_as_its_text_does(language: str) -> None:
    wrong = []
    for message in texts(catalogues.read(LANGUAGES[language], language)):
        first = message.id[0] if message.pluralizable else message.id
        wrong += [form for form in translated(message)
                  if form != form.strip() and first == first.strip()]  # fmt: skip
    assert not wrong


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_counts_as_its_speakers_do(language: str) -> None:
    catalogue = catalogues.read(LANGUAGES[language], language)
    assert catalogue.num_plurals == get_plural(language).num_plurals
    for message in texts(catalogue):
        if message.pluralizable and any(message.string):
            assert len(translated(message)) == catalogue.num_plurals, message.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_language_loses_translations(language: str) -> None:
    every = texts(catalogues.read(LANGUAGES[language], language))
    done = sum(bool(translated(message)) for message in every)
    share = done / len(every)
    least = LEAST_TRANSLATED.get(language, 0.0)
    assert share >= least, f"{language}: {done} of {len(every)} texts are translated"


def test_texts_inside_other_texts_are_found() -> None:
    source = """f"<b>{say('Inside')}</b>"; say_many('{n} row', '{n} rows', n); later(name + 'L')"""
    assert list(catalogues._texts(ast.parse(source))) == ["Inside", ("{n} row", "{n} rows")]
