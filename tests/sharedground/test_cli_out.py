"""Exports and partnership files from the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sharedground.cli import main
from tests.sharedground.export.small_town import a_store

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Return a function that calls the command line on a small town."""
    engine, _ = a_store(tmp_path)
    url = engine.url.render_as_string()

    def call(*words: object, on: str = url) -> Result:
        return CliRunner().invoke(main, ["--database", on, *map(str, words)])

    return call


def test_an_export_is_for_everyone_unless_officers_are_named(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "assets.csv"
    done = run("export", "assets", "-o", out)
    assert done.exit_code == 0, done.output
    assert "for everyone" in done.output
    assert out.read_bytes().startswith(b"asset_id,name,")
    assert "0161" not in out.read_text("utf-8")
    done = run("export", "assets", "-o", out, "--for", "officers")
    assert "for officers only" in done.output
    assert "0161 496 0999" in out.read_text("utf-8")


def test_the_ending_of_the_file_says_the_format(run: Run, tmp_path: Path) -> None:
    for name, start in (("a.xlsx", b"PK"), ("a.gpkg", b"SQLite"), ("a.geojson", b'{"type": "Feat'),
                        ("a.json", b'{\n "total_items": 4')):  # fmt: skip
        done = run("export", "assets", "-o", tmp_path / name)
        assert done.exit_code == 0, done.output
        assert (tmp_path / name).read_bytes().startswith(start)
    done = run("export", "assets", "-o", tmp_path / "uk.json", "--format", "hsds-uk")
    assert "openreferraluk" in json.loads((tmp_path / "uk.json").read_text("utf-8"))["profile"]


def test_a_format_that_does_not_fit_is_refused_in_words(run: Run, tmp_path: Path) -> None:
    done = run("export", "partners", "-o", tmp_path / "p.gpkg")
    assert done.exit_code == 1
    assert "partners cannot be had as gpkg. It can be: csv, xlsx." in done.output
    done = run("export", "partners", "-o", tmp_path / "p.docx")
    assert done.exit_code == 2
    assert not list(tmp_path.glob("p.*"))


def test_readers_may_not_take_what_is_for_officers(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHAREDGROUND_LOCAL_ROLE", "reader")
    assert run("export", "assets", "-o", tmp_path / "a.csv").exit_code == 0
    done = run("export", "assets", "-o", tmp_path / "b.csv", "--for", "officers")
    assert done.exit_code == 1
    assert "This needs the role of officer" in done.output
    assert not (tmp_path / "b.csv").exists()


def test_a_place_is_packed_and_opened_elsewhere(run: Run, tmp_path: Path) -> None:
    out, other = tmp_path / "sale.zip", f"sqlite:///{tmp_path / 'other.sqlite'}"
    done = run("pack", "-o", out)
    assert (done.exit_code, "for officers only" in done.output) == (0, True)
    done = run("unpack", out, on=other)
    assert done.exit_code == 0, done.output
    assert "Sale is ready." in done.output
    assert "9 rows of figures were worked out again and are the same" in done.output
    assert run("gaps", "--out", tmp_path / "here.csv").exit_code == 0
    assert run("gaps", "--out", tmp_path / "there.csv", on=other).exit_code == 0
    assert (tmp_path / "here.csv").read_bytes() == (tmp_path / "there.csv").read_bytes()
    done = run("unpack", out, on=other)
    assert done.exit_code == 1
    assert "There is already a place called Sale." in done.output
    assert run("unpack", out, "--as", "Sale two", on=other).exit_code == 0
    assert run("--place", "Sale two", "status", on=other).exit_code == 0


def test_a_file_that_is_no_partnership_file_is_refused_in_words(run: Run, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.zip"
    wrong.write_bytes(b"hello")
    done = run("unpack", wrong)
    assert done.exit_code == 1
    assert "wrong.zip was not opened, and nothing was changed." in done.output


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_templates_come_with_or_without_a_place(run: Run, tmp_path: Path, ending: str) -> None:
    out, nowhere = tmp_path / f"t.{ending}", f"sqlite:///{tmp_path / 'none.sqlite'}"
    for kind in ("assets", "partners", "populations", "indicators", "priorities"):
        assert run("template", kind, "-o", out).exit_code == 0
        assert run("template", kind, "-o", out, on=nowhere).exit_code == 0
    done = run("template", "populations", "-o", out)
    assert f"python -m sharedground add population {out}" in done.output
    assert "E01000002" in (out.read_text("utf-8-sig") if ending == "csv" else "E01000002")
    assert run("add", "population", out).exit_code != 0
    assert run("template", "assets", "-o", tmp_path / "t.docx").exit_code == 2
    assert run("template", "populations", "-o", out, "--blank").exit_code == 0
    if ending == "csv":
        assert out.read_text("utf-8-sig") == "Area code,People,Year\n"


def test_a_filled_template_goes_back_in(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "places.csv"
    assert run("template", "assets", "-o", out).exit_code == 0
    headings = out.read_text("utf-8-sig").strip().split(",")
    cells = {"Name": "Elm Library", "Category": "Library", "Longitude": "-2.295",
             "Latitude": "53.405"}  # fmt: skip
    row = ",".join(cells.get(heading, "") for heading in headings)
    out.write_text(",".join(headings) + "\n" + row + "\n", encoding="utf-8")
    done = run("add", "assets", out, "--json")
    assert json.loads(done.stdout)["faults"] == []
    assert json.loads(done.stdout)["kept"] == 1
