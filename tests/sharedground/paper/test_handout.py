"""The handout: tagged as PDF/UA-1 asks, the same figures as the story, and words only as words."""

from __future__ import annotations

import time
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import outloud
import pdfua
import pikepdf
import pytest

from sharedground import demo
from sharedground.figures.exhibits import Bar, Bars, Column, Fact, Facts, Map, Sheet, Step, Words
from sharedground.paper import handout_pdf
from sharedground.telling.deck import deck
from sharedground.telling.town import Town
from tests.decks import SECRET_NOTE, sample_bars, sample_deck, sample_map
from tests.pdfs import bookmarks_of, filled_of, headings_of, opened, pages_of, tags_of, words_of

HANDOUT = handout_pdf(sample_deck())


def a_deck(*steps: Step):  # type: ignore[no-untyped-def]
    return replace(sample_deck(), steps=steps)


def test_the_file_says_its_language_its_title_and_that_it_is_tagged() -> None:
    pdf = opened(HANDOUT)
    assert str(pdf.Root.Lang) == "en-GB"
    assert bool(pdf.Root.MarkInfo.Marked)
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
    with pdf.open_metadata() as told:
        assert told["pdfuaid:part"] == "1"
        assert told["dc:title"] == "Ashby together"
    assert all(str(page.get("/Tabs")) == "/S" for page in pdf.pages)


def test_a_welsh_handout_says_that_it_is_welsh() -> None:
    pdf = opened(handout_pdf(replace(sample_deck(), language="cy")))
    assert str(pdf.Root.Lang).startswith("cy")


def test_every_heading_is_a_bookmark_and_no_level_is_left_out() -> None:
    pdf = opened(HANDOUT)
    headings, bookmarks = headings_of(pdf), bookmarks_of(pdf)
    assert len(headings) == len(bookmarks) > 6
    levels = [level for level, _ in headings]
    assert levels[0] == 1
    assert all(later - before <= 1 for before, later in pairwise(levels))
    assert "3 neighbourhoods may need more first" in bookmarks


def test_every_picture_has_words_and_every_heading_cell_says_what_it_heads() -> None:
    pdf = opened(HANDOUT)
    tags = list(tags_of(pdf))
    pictures = [tag for tag in tags if str(tag["/S"]) == "/Figure"]
    assert [str(tag["/Alt"]) for tag in pictures] == [
        "Map of Ashby with 1 place.", "Bars: Southmoor: 54; Riverside: 12.",
    ]  # fmt: skip
    cells = [tag for tag in tags if str(tag["/S"]) == "/TH"]
    assert cells
    assert all("/Scope" in _attributes(tag) for tag in cells)


def _attributes(tag: pikepdf.Dictionary) -> str:
    return str(tag.get("/A"))


def test_all_letters_are_in_the_file() -> None:
    for page in opened(HANDOUT).pages:
        for font in page.Resources.get("/Font", {}).values():
            inner = font.DescendantFonts[0] if "/DescendantFonts" in font else font
            described = inner.FontDescriptor
            assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(described.keys())


@pytest.mark.parametrize("hostile", [False, True])
def test_two_checkers_of_pdf_ua_find_nothing(hostile: bool, tmp_path: Path) -> None:
    path = tmp_path / "handout.pdf"
    path.write_bytes(handout_pdf(sample_deck(hostile=hostile)))
    assert pdfua.validate(path).findings == ()
    assert [one for one in outloud.check(str(path)).findings if one.severity == "error"] == []


def test_the_same_story_is_the_same_file() -> None:
    assert handout_pdf(sample_deck()) == HANDOUT


def test_the_words_and_figures_are_those_of_the_story() -> None:
    told = words_of(HANDOUT)
    for step in sample_deck().steps:
        for words in (step.title, step.lede, step.ask, *step.method):
            assert words in told
        for shown in step.exhibits:
            match shown:
                case Facts():
                    wanted = [w for fact in shown.facts for w in (fact.label, fact.value)]
                case Words():
                    wanted = list(shown.lines)
                case Bars():
                    wanted = [w for bar in shown.bars for w in (bar.name, bar.words)]
                case Map():
                    wanted = [shown.source, *(w for row in shown.sheet.rows for w in row)]
                case Sheet():
                    wanted = [cell for row in shown.rows for cell in row]
            assert [one for one in wanted if one not in told] == []
    for words in ("Demo town: this place is made up.", "Version 3 of our vision", "version 12",
                  "CC0-1.0", "Friends of the Park", "4 March 2026"):  # fmt: skip
        assert words in told


def test_the_notes_of_the_presenter_are_not_in_it() -> None:
    assert "Kettle" not in words_of(HANDOUT)
    assert SECRET_NOTE.encode() not in HANDOUT


def test_words_of_data_do_not_act_and_letters_that_no_font_has_are_seen_to_be_missing() -> None:
    told = words_of(handout_pdf(sample_deck(hostile=True)))
    assert '#panic("x") [a] $x$ #read("/etc/passwd") <b>&amp;</b>' in told
    assert "ŵŷ Łódź" in told
    assert "□□□□" in told  # Chinese
    assert "□ stands for a letter that we cannot print." in told
    assert "root:" not in told


def test_what_was_decided_stands_first() -> None:
    columns = (Column("What"), Column("Who"), Column("By when"))
    row = ("Open the hall on Sundays", "Friends of the Park", "1 June 2026")
    promised = Sheet("Promises", columns, (row,))
    decided = Step("decisions", "1 promise was made", exhibits=(promised,), ask="Is it right?")
    steps = sample_deck().steps
    titles = bookmarks_of(opened(handout_pdf(a_deck(*steps, decided))))
    assert titles[2] == "1 promise was made"
    assert "Open the hall on Sundays" in words_of(handout_pdf(a_deck(*steps, decided)))


def test_a_long_table_stands_at_the_end_and_its_heading_on_each_page() -> None:
    rows = tuple((f"Area number {n}", f"{n}") for n in range(300))
    table = Sheet("All areas", (Column("Which area"), Column("Gap", numeric=True)), rows)
    step = Step("sure", "How firm", exhibits=(table,))
    pdf = handout_pdf(a_deck(step))
    told = words_of(pdf)
    assert "All areas: the whole table is at the end." in told
    assert all(f"Area number {n} " in told for n in range(300))
    assert told.count("Which area") >= pages_of(pdf) - 1 >= 3


@pytest.mark.parametrize(
    "step",
    [
        Step("own-1", "Nothing but a title"),
        Step("own-2", "W" * 60, lede="w" * 200, ask="?" * 90),
        Step("own-3", "No rows", exhibits=(Sheet("t", (Column("Area"),), ()), Facts("", ()))),
        Step("own-4", "No bars", exhibits=(Bars("t", "", "Gap", ()), Words("", ()))),
        Step("own-5", "Names of 60 letters", exhibits=(
            Bars("t", "a", "Gap", (Bar("Ż" * 60, 1, "1"),)),
            Sheet("t", (Column("C" * 60), Column("n", numeric=True)), (("Ŵ" * 60, "9" * 40),)),
            Facts("", (Fact("L" * 60, "V" * 60, "N" * 60),)),
        )),
    ],
)  # fmt: skip
def test_little_and_much_are_printed(step: Step) -> None:
    assert pages_of(handout_pdf(a_deck(step))) == 1


def test_bars_that_no_page_could_hold_go_on_in_a_second_picture() -> None:
    many = replace(sample_bars(), bars=tuple(Bar(f"Area {n}", n, f"{n}") for n in range(40)),
                   dots=())  # fmt: skip
    pdf = handout_pdf(a_deck(Step("gaps", "Many", exhibits=(many,))))
    assert all(f"Area {n} " in words_of(pdf) for n in range(40))
    read = opened(pdf)
    assert sum(str(tag["/S"]) == "/Figure" for tag in tags_of(read)) == 3


def test_a_map_that_waits_for_the_next_page_leaves_no_empty_page() -> None:
    bars = replace(sample_bars(), bars=tuple(Bar(f"Area {n}", n, f"{n}") for n in range(14)),
                   dots=())  # fmt: skip
    before = Step("reach", "Bars before", exhibits=(bars,), ask="Why?")
    few = replace(bars, bars=bars.bars[:5])
    tall = replace(sample_map(), title="Where it is", width=720.0, height=700.0)
    step = Step("gaps", "A tall map", exhibits=(tall, few), ask="Why?", method=("So.",))
    pdf = handout_pdf(a_deck(before, step))
    assert "Where it is" in bookmarks_of(opened(pdf))
    assert all(share > 0.55 for share in filled_of(pdf)[:-1])


def test_a_column_that_says_nothing_is_left_out() -> None:
    columns = (Column("What"), Column("What for"), Column("Who"))
    table = Sheet("Promises", columns, (("Ask", "", "Ann"), ("Tell", "", "")))
    told = words_of(handout_pdf(a_deck(Step("own-1", "Promised", exhibits=(table,)))))
    assert "What for" not in told
    assert "Ann" in told


def test_a_story_of_forty_steps_and_a_story_of_none_are_printed() -> None:
    step = sample_deck().steps[1]
    assert pages_of(handout_pdf(a_deck(*[step] * 40))) > 8
    assert pages_of(handout_pdf(a_deck())) == 1


def test_the_handout_of_the_demo_is_made_fast_and_without_half_empty_pages() -> None:
    engine, place = demo.open_demo()
    told = deck(Town.of(engine, place.place_id))
    begun = time.perf_counter()
    pdf = handout_pdf(told)
    assert time.perf_counter() - begun < 3
    assert all(share > 0.6 for share in filled_of(pdf)[:-1])
    assert "this place is made up" in words_of(pdf)
