"""The partnership's own look on the command line: what is used, and what in a file is wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import click

from sharedground import look
from sharedground.look import Look
from sharedground.words import say, say_many

_FILE: Final = click.Path(dir_okay=False, path_type=Path)


@click.group("look")
def group() -> None:
    """Show and check the partnership's own name, logo, colours and letters."""


@group.command("show")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def show(as_json: bool) -> None:
    """Say which name, logo, colours and letters are used."""
    found = look.current()
    if as_json:
        click.echo(json.dumps(_told(found), ensure_ascii=False))
        return
    for line in _lines(found):
        click.echo(line)


@group.command("check")
@click.argument("file", type=_FILE, required=False)
def check(file: Path | None) -> None:
    """Say what in FILE cannot be used; without FILE, in the one in use. Ends with 1 if anything."""
    found = look.read(file) if file is not None else look.current()
    for fault in found.faults:
        click.echo(f"{fault.code}: {fault.message}")
    if found.faults:
        raise SystemExit(1)
    click.echo(say("{name} can be used as it is.", name=found.path.name))
    for line in _lines(found):
        click.echo(line)


def _told(found: Look) -> dict[str, object]:
    return {
        "file": found.path.name, "name": found.name,
        "logo": None if found.logo is None else [found.logo.width, found.logo.height],
        "colours": {mode: {name: look.ours(mode)[name] for name in look.COLOURS}
                    | dict(found.colours[mode]) for mode in look.MODES},
        "letters": {style: path.name for style, path in found.letters.items()},
        "page_letters": {style: path.name for style, path in found.page_letters.items()},
        "faults": [{"code": fault.code, "message": fault.message} for fault in found.faults],
    }  # fmt: skip


def _lines(found: Look) -> list[str]:
    lines = [say("Name: {name}", name=found.name or say("none of its own"))]
    logo = found.logo
    lines.append(
        say("Logo: {wide} by {tall} points", wide=logo.width, tall=logo.height)
        if logo is not None
        else say("Logo: {name}", name=say("none of its own"))
    )
    for mode in look.MODES:
        told = ", ".join(f"{name} {value}" for name, value in found.colours[mode].items())
        lines.append(say("Colours, {mode}: {told}", mode=mode, told=told or say("none of its own")))
    files = [path.name for path in (*found.letters.values(), *found.page_letters.values())]
    lines.append(say("Letters: {told}", told=", ".join(files) or say("none of its own")))
    if found.faults:
        lines.append(say_many("{n} thing could not be used. Run: look check",
                              "{n} things could not be used. Run: look check",
                              len(found.faults)))  # fmt: skip
    return lines


COMMANDS: Final = (group,)
