"""Gather every text that people read, and bring the catalogues of all languages up to date.

Usage: tools/catalogues.py, or `make words`. Writes `data/locale/sharedground.pot` and each
language's `sharedground.po`: texts that are new wait for a translation, texts that are gone go.
"""

from __future__ import annotations

import ast
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

ROOT: Final = Path(__file__).resolve().parents[1]
LOCALES: Final = ROOT / "data" / "locale"
TEMPLATE: Final = LOCALES / "sharedground.pot"
FOLDERS: Final = ("components", "pages", "sharedground")
MARKS: Final = {"say": 1, "later": 1, "say_many": 2, "later_many": 2}
"""How many texts each takes. Babel's own reader of Python passes over those inside f-strings."""

_ABOUT: Final = {"project": "Shared Ground", "version": "1"}
_LEFT_OUT: Final = re.compile(
    r'^"(POT-Creation-Date|PO-Revision-Date|Report-Msgid-Bugs-To|Last-Translator|Language-Team)'
    r": .*\n",
    re.MULTILINE,
)
"""Lines of the heading that would change the file at each run, or say nothing."""


def gathered() -> Catalog:
    """Return all texts of the sources, in the order of the files."""
    found = Catalog(header_comment=_heading("English"), **_ABOUT)
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            file = path.relative_to(ROOT).as_posix()
            for text in _texts(ast.parse(path.read_text("utf-8"))):
                found.add(text, locations=[(file, 0)])
    return found


def _texts(tree: ast.Module) -> Iterator[str | tuple[str, str]]:
    """Yield the texts of a source, in its order: one, or the two forms of one that counts."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda node: (node.lineno, node.col_offset)):
        name = getattr(call.func, "id", getattr(call.func, "attr", ""))
        texts = [a.value for a in call.args[: MARKS.get(name, 0)] if isinstance(a, ast.Constant)]
        if texts and all(texts):
            yield (texts[0], texts[1]) if MARKS[name] == 2 else texts[0]


def languages() -> Iterator[tuple[str, Path]]:
    """Yield each language there is, with its file."""
    for path in sorted(LOCALES.glob("*/LC_MESSAGES/sharedground.po")):
        yield path.parents[1].name, path


def read(path: Path, language: str | None = None) -> Catalog:
    """Return a catalogue from its file."""
    with path.open("rb") as written:
        return read_po(written, locale=language)


def as_text(catalogue: Catalog) -> str:
    """Return a catalogue as its file has it: the same texts always give the same file."""
    out = io.BytesIO()
    write_po(out, catalogue, width=100, sort_by_file=True, include_lineno=False,
             ignore_obsolete=True)  # fmt: skip
    return _LEFT_OUT.sub("", out.getvalue().decode())


def brought_up_to_date(language: str, path: Path, template: Catalog) -> str:
    """Return a language's catalogue with the texts there are now. Nothing is guessed."""
    catalogue = read(path, language)
    catalogue.update(template, no_fuzzy_matching=True, update_header_comment=False)
    return as_text(catalogue)


def begun(language: str, template: Catalog) -> str:
    """Return a catalogue for a new language, marked as not checked."""
    name = Locale.parse(language).english_name or language
    catalogue = Catalog(locale=language, header_comment=_heading(name), fuzzy=True, **_ABOUT)
    catalogue.update(template, no_fuzzy_matching=True)
    return as_text(catalogue)


def _heading(language: str) -> str:
    return (
        f"# {language} texts of Shared Ground. docs/languages.md says how to change them.\n"
        "# This file is under the same licence as Shared Ground."
    )


def main(new: list[str]) -> None:
    """Write the template and all catalogues; begin those of new languages."""
    template = gathered()
    LOCALES.mkdir(parents=True, exist_ok=True)
    TEMPLATE.write_text(as_text(template), "utf-8")
    for language in new:
        path = LOCALES / language / "LC_MESSAGES" / "sharedground.po"
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(begun(language, template), "utf-8")
    for language, path in languages():
        path.write_text(brought_up_to_date(language, path, template), "utf-8")
        every = [message for message in read(path, language) if message.id]
        done = sum(all(m.string) if m.pluralizable else bool(m.string) for m in every)
        print(f"{language}: {done} of {len(every)} texts are translated")


if __name__ == "__main__":
    main(sys.argv[1:])
