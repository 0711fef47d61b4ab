"""What is taken home says the same figures everywhere, and nothing that not everyone may see."""

from __future__ import annotations

import html
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import pikepdf
import pymupdf
import pytest
from click.testing import Result
from pptx import Presentation

from sharedground import demo, takeaways
from sharedground.exports import Export
from sharedground.figures.exhibits import Bars, Deck, Facts, Sheet
from sharedground.model.decision import Decision, DecisionKind
from sharedground.model.story import Story, Told, own_code
from sharedground.slides.charts import _plain_format
from sharedground.store import database, decisions, stories
from sharedground.takeaways import Form
from sharedground.telling.deck import deck
from sharedground.telling.town import Town
from sharedground.watch import StoppedError, Watch
from tests.pages.gap_town import opened, words
from tests.sharedground import secret_town

OFFICER = secret_town.OFFICER


@pytest.fixture(scope="module")
def larrowby() -> Town:
    engine, place = demo.open_demo()
    return Town.of(engine, place.place_id)


@pytest.fixture(scope="module")
def told(larrowby: Town) -> Deck:
    return deck(larrowby)


@pytest.fixture(scope="module")
def files(larrowby: Town, told: Deck) -> dict[Form, Export]:
    return takeaways.make_all(larrowby, told)


def plain(text: str) -> str:
    """Return text without spaces of any kind: lines are broken differently in each output."""
    return re.sub(r"\s|\u00ad|\u2060", "", text)


def figures(made: Deck) -> Iterator[tuple[str, str]]:
    """Return every figure of a story with the step that it stands in."""
    for step in made.steps:
        yield step.code, step.title
        for shown in step.exhibits:
            match shown:
                case Facts():
                    yield from ((step.code, one.value) for one in shown.facts)
                case Bars():
                    yield from ((step.code, text) for b in shown.bars for text in (b.name, b.words))
                case Sheet():
                    yield from ((step.code, cell) for row in shown.rows for cell in row)


def of_slides(content: bytes) -> str:
    """Return all words of slides: of shapes, tables and charts."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = [re.sub(r"<[^>]+>", " ", archive.read(name).decode())
                 for name in archive.namelist()
                 if re.match(r"ppt/(slides|charts)/[^/]+\.xml", name)]  # fmt: skip
    return html.unescape(" ".join(parts))


def of_pdf(content: bytes) -> str:
    return " ".join(page.get_text() for page in pymupdf.open(stream=content, filetype="pdf"))


def of_html(content: bytes) -> str:
    body = content.decode()[content.decode().index("<body") :]
    return html.unescape(re.sub(r"<[^>]+>", " ", body))


def of_pages(made: Deck) -> str:
    """Return what the big screen shows, step after step."""
    shown = []
    for step in made.steps:
        app = opened("meet/meeting.py", present="1", step=step.code)
        assert not app.exception
        shown.append(html.unescape(re.sub(r"<[^>]+>", " ", words(app))))
    return " ".join(shown)


def test_slides_handout_page_and_screen_say_the_same_figures(
    told: Deck, files: dict[Form, Export], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("streamlit.runtime.context.ContextProxy.ip_address", "127.0.0.1")
    monkeypatch.setenv("SHAREDGROUND_DATABASE_URL", f"sqlite:///{tmp_path / 'none.sqlite'}")
    said = {
        "slides": plain(of_slides(files[Form.SLIDES].content)),
        "handout": plain(of_pdf(files[Form.HANDOUT].content)),
        "one file": plain(of_html(files[Form.PAGE].content)),
        "screen": plain(of_pages(told)),
    }
    wanted = list(figures(told))
    assert len(wanted) > 80
    missing = [(where, code, text) for code, text in wanted for where, everything in said.items()
               if plain(text) not in everything]  # fmt: skip
    by_number = {bar.words for one in all_bars(told) if _plain_format(one) for bar in one.bars}
    assert [each for each in missing if each[0] != "slides" or each[2] not in by_number] == []


def all_bars(made: Deck) -> list[Bars]:
    return [one for step in made.steps for one in step.exhibits if isinstance(one, Bars)]


def test_charts_of_slides_hold_the_numbers_that_are_written(
    told: Deck, files: dict[Form, Export]
) -> None:
    slides = Presentation(io.BytesIO(files[Form.SLIDES].content))
    charts = [shape.chart for slide in slides.slides for shape in slide.shapes if shape.has_chart]
    held = [round(float(value), 3) for chart in charts for plot in chart.plots
            for series in plot.series for value in series.values if value is not None]  # fmt: skip
    bars = [bar for one in all_bars(told) for bar in one.bars]
    assert bars
    assert [bar.name for bar in bars if round(bar.value, 3) not in held] == []


def test_everything_is_made_in_a_few_seconds_and_says_what_it_is(
    files: dict[Form, Export],
) -> None:
    endings = [one.filename.rpartition(".")[2] for one in files.values()]
    assert endings == ["pptx", "pdf", "html", "xlsx"]
    assert all(one.filename.startswith("larrowby-") for one in files.values())
    assert all(len(one.content) < 3_000_000 for one in files.values())


def test_the_pack_has_our_letters_and_the_sum_of_every_file(
    told: Deck, files: dict[Form, Export]
) -> None:
    packed = takeaways.pack(told, list(files.values()))
    assert packed.content == takeaways.pack(told, list(files.values())).content
    with zipfile.ZipFile(io.BytesIO(packed.content)) as archive:
        about = json.loads(archive.read("datapackage.json"))
        names = set(archive.namelist())
        assert {one["path"] for one in about["resources"]} == names - {"datapackage.json"}
        for one in about["resources"]:
            assert one["hash"] == f"sha256:{sha256(archive.read(one['path'])).hexdigest()}"
    assert sum(name.endswith(".ttf") for name in names) >= 3


def test_making_can_be_stopped_between_two_files(larrowby: Town, told: Deck) -> None:
    watch = Watch()
    watch.stop()
    with pytest.raises(StoppedError):
        takeaways.make_all(larrowby, told, watch)


@pytest.fixture(scope="module")
def secret(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Return every output of the town with secrets, presented and recorded by people."""
    folder = tmp_path_factory.mktemp("secrets")
    engine = database.open_database(secret_town.store_at(folder))
    place_id = secret_town.fill(engine)
    steps = (Told(code=own_code(), title="Our own", words="Nothing secret", notes="PRIVATE-NOTE"),
             Told(code="gaps", shown=False, title="HIDDEN-STEP"))  # fmt: skip
    with secret_town.acting_as(OFFICER):
        kept = stories.save(engine, place_id, Story(name="Ours", steps=steps))
        decisions.save(
            engine, place_id,
            Decision(decision_id="d1", kind=DecisionKind.DECISION, words="We open on Mondays"),
        )  # fmt: skip
    town = Town.of(engine, place_id)
    story = stories.found(town.view.holdings.stories, kept.name)
    made = {one.filename: one.content
            for one in takeaways.make_all(town, deck(town, story)).values()}  # fmt: skip
    assert any(b"We open on Mondays" in everything(one) for one in made.values())
    return made


def everything(content: bytes) -> bytes:
    """Return the bytes of a file, and of all that is packed in it."""
    parts = [content]
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts += [everything(archive.read(name)) for name in archive.namelist()]
    if content.startswith(b"%PDF"):
        with pikepdf.open(io.BytesIO(content)) as pdf:
            parts += [one.read_bytes() for one in pdf.objects
                      if isinstance(one, pikepdf.Stream) and "/FontFile2" not in one]  # fmt: skip
            parts += [str(pdf.docinfo).encode(), of_pdf(content).encode()]
    return b"\n".join(parts)


def test_no_secret_leaves_in_any_byte_of_what_is_taken_home(secret: dict[str, bytes]) -> None:
    looked_for = [*secret_town.Secrets().all(), "PRIVATE-NOTE", "HIDDEN-STEP"]
    found = [(name, text) for name, content in secret.items() for text in looked_for
             if text.casefold().encode() in everything(content).lower()]  # fmt: skip
    assert found == []


def test_the_command_line_tells_a_story_and_takes_it_home(
    run: Callable[..., Result], tmp_path: Path
) -> None:
    assert run("demo").exit_code == 0
    shown = run("story", "show", "--json")
    made = json.loads(shown.output)
    assert [step["code"] for step in made["steps"]][:3] == ["where", "vision", "assets"]
    told = json.loads(run("story", "export").output)
    told["name"] = "For the board"
    told["steps"] = [one for one in told["steps"] if one["code"] in ("gaps", "vision")]
    file = tmp_path / "story.json"
    file.write_text(json.dumps(told))
    assert "For the board is kept." in run("story", "import", file).output
    assert "For the board" in run("story", "list").output
    for form in (*Form, "all"):
        out = tmp_path / str(form)
        done = run("take-home", str(form), "--story", "for the board", "--out", out)
        assert done.exit_code == 0, done.output
        assert out.stat().st_size > 1_000
    assert run("story", "delete", "For the board").exit_code == 0
    assert run("story", "show", "For the board").exit_code == 2
    file.write_text('{"name": 3}')
    refused = run("story", "import", file)
    assert (refused.exit_code, "story.json is not a story" in refused.output) == (1, True)
