"""Slides: what is in a story is on them, it can be read and changed, and no word of it acts."""

from __future__ import annotations

import io
import re
import time
import zipfile
from dataclasses import replace

import numpy as np
import openpyxl
import pytest
from lxml import etree
from pptx import Presentation
from pptx.util import Pt

from sharedground.figures.exhibits import Bar, Bars, Column, Deck, Fact, Facts, Sheet, Step, Words
from sharedground.figures.look import contrast
from sharedground.slides import pptx_bytes, template
from sharedground.slides.maps import key_of
from tests.decks import HOSTILE, MADE_AT, SECRET_NOTE, sample_bars, sample_deck, sample_map

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
LONG = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch Ward"


def opened(deck: Deck):
    return Presentation(io.BytesIO(pptx_bytes(deck)))


def one_step(*exhibits, title="A finding", **more) -> Deck:
    return replace(sample_deck(), steps=(Step("own-1", title, exhibits=exhibits, **more),))


def every_shape(shapes):
    for shape in shapes:
        yield shape
        if shape.shape_type == 6:
            yield from every_shape(shape.shapes)


def charts_of(slides):
    return [s.chart for slide in slides for s in slide.shapes if s.has_chart]


def tables_of(slides):
    return [s.table for slide in slides for s in slide.shapes if s.has_table]


def words_on(slide) -> str:
    return " ".join(
        [s.text_frame.text for s in every_shape(slide.shapes) if s.has_text_frame]
        + [c.text for s in slide.shapes if s.has_table for r in s.table.rows for c in r.cells]
    )


def sizes_in(slide) -> set[int]:
    every = [*slide.element.iter(f"{A}rPr"), *slide.element.iter(f"{A}defRPr")]
    for shape in slide.shapes:
        if shape.has_chart:
            every += [*shape.chart._chartSpace.iter(f"{A}rPr", f"{A}defRPr")]
    return {int(one.get("sz")) for one in every if one.get("sz")}


@pytest.fixture(scope="module")
def sample():
    return opened(sample_deck())


class TestWhatIsOnThem:
    def test_the_first_slide_tells_what_it_is_and_of_when(self, sample):
        told = words_on(sample.slides[0])
        for words in ("Ashby together", "made up", "4 March 2026", "Version 3", "version 12"):
            assert words in told

    def test_the_last_slide_has_sources_licences_and_partners(self, sample):
        told = words_on(sample.slides[len(sample.slides) - 1])
        for words in ("Places: a list (2025).", "CC0-1.0", "Age Well", "Friends of the Park"):
            assert words in told

    def test_every_slide_has_its_finding_in_its_title(self, sample):
        titles = [slide.shapes.title.text_frame.text for slide in sample.slides]
        assert all(titles)
        assert any(title.startswith("3 neighbourhoods may need more first") for title in titles)

    def test_titles_tell_slides_of_one_step_apart(self):
        rows = tuple((f"Area {n}", str(n)) for n in range(60))
        made = opened(one_step(Sheet("Rows", (Column("Area"), Column("N", numeric=True)), rows)))
        titles = [slide.shapes.title.text_frame.text for slide in made.slides]
        assert len(set(titles)) == len(titles) > 4

    def test_that_a_place_is_made_up_stands_on_every_slide(self, sample):
        assert all("this place is made up" in words_on(slide) for slide in sample.slides)

    def test_the_foot_has_source_data_and_the_number_of_the_slide(self, sample):
        told = words_on(sample.slides[1])
        assert "Data of 4 March 2026, version 12. Source: People, 2024 (a list)" in told
        assert f"2 of {len(sample.slides)}" in told

    def test_bars_are_a_chart_with_the_same_numbers(self):
        bars = replace(sample_deck().steps[1].exhibits[0], dots=())
        plot = charts_of(opened(one_step(bars)).slides)[0].plots[0]
        assert list(plot.categories) == ["1. Southmoor: 54", "2. Riverside: 12",
                                         "3. Old Mill: No data"]  # fmt: skip
        assert list(plot.series[0].values) == [54.0, 12.0, None]

    def test_no_data_is_never_drawn_as_none(self):
        bars = Bars("Bars", "Bars.", "Points", (Bar("One", 3.0, "3"),
                                                Bar("Two", float("nan"), "No data")))  # fmt: skip
        plot = charts_of(opened(one_step(bars)).slides)[0].plots[0]
        assert list(plot.categories) == ["One", "Two: No data"]
        assert list(plot.series[0].values) == [3.0, None]

    def test_ranges_are_error_bars_and_what_is_not_firm_is_dashed(self):
        bars = replace(sample_deck().steps[1].exhibits[0], dots=())
        made = opened(one_step(bars))
        xml = charts_of(made.slides)[0]._chartSpace
        ends = {end: [float(v.text) for v in xml.findall(f".//{C}{end}//{C}v")]
                for end in ("plus", "minus")}  # fmt: skip
        assert ends == {"plus": [7.0, 18.0, 0.0], "minus": [6.0, 10.0, 0.0]}
        dashed = [p for p in xml.iter(f"{C}dPt") if p.find(f".//{A}prstDash") is not None]
        assert [p.find(f"{C}idx").get("val") for p in dashed] == ["1"]
        assert "could go either way" in words_on(made.slides[1])
        assert "likely range" in words_on(made.slides[1])

    def test_every_partner_is_a_dot_on_its_row(self):
        chart = charts_of(opened(one_step(sample_deck().steps[1].exhibits[0])).slides)[0]
        xs = {s.find(f"{C}tx//{C}v").text: [v.text for v in s.findall(f"{C}xVal//{C}v")]
              for s in chart._chartSpace.iter(f"{C}ser")}  # fmt: skip
        assert xs == {"1. Southmoor": ["0.0", "54.0"], "2. Riverside": ["0.0", "12.0"],
                      "Age Well": ["50.0", "12.0"], "Park": ["60.0", "12.0"]}  # fmt: skip
        ys = {s.name: list(s.values) for s in chart.plots[0].series}
        assert ys["Age Well"][1] != ys["Park"][1], "dots of one value lie side by side"

    def test_the_cells_behind_a_chart_of_dots_are_those_that_it_names(self):
        archive = zipfile.ZipFile(io.BytesIO(pptx_bytes(one_step(sample_bars()))))
        book = next(name for name in archive.namelist() if name.endswith(".xlsx"))
        sheet = openpyxl.load_workbook(io.BytesIO(archive.read(book)))["Data"]
        name = next(one for one in archive.namelist() if one.startswith("ppt/charts/chart"))
        chart = etree.fromstring(archive.read(name))
        for ref in chart.iter(f"{C}numRef"):
            cells = sheet[ref.find(f"{C}f").text.removeprefix("Data!").replace("$", "")]
            there = [c.value for row in cells for c in row if c.value is not None]
            assert there == [float(v.text) for v in ref.iter(f"{C}v")]

    def test_a_sheet_is_a_table_with_a_heading_row(self):
        sheet = sample_deck().steps[1].exhibits[1]
        table = tables_of(opened(one_step(sheet)).slides)[0]
        rows = [tuple(cell.text for cell in row.cells) for row in table.rows]
        assert rows == [tuple(c.name for c in sheet.columns), *sheet.rows]
        assert table.first_row

    def test_a_long_table_goes_on_and_says_so_and_loses_no_row(self):
        rows = tuple((f"Area {n}", str(n)) for n in range(61))
        made = opened(one_step(Sheet("Rows", (Column("Area"), Column("N", numeric=True)), rows)))
        found = tables_of(made.slides)
        read = [tuple(c.text for c in row.cells) for t in found for row in list(t.rows)[1:]]
        assert read == list(rows)
        assert all(t.first_row for t in found)
        assert f"(1 of {len(found)})" in words_on(made.slides[1])
        long = [len(t.rows) for t in found]
        assert max(long) - min(long[:-1]) <= 1

    def test_each_area_of_a_map_is_a_shape_with_its_name_and_words(self, sample):
        names = [s.name for s in every_shape(sample.slides[1].shapes)]
        assert "Southmoor: Gap 54 of 100" in names
        assert "Old Mill: No data" in names
        freeforms = [s for s in every_shape(sample.slides[1].shapes)
                     if s.element.find(f".//{A}custGeom") is not None]  # fmt: skip
        assert len(freeforms) >= 4

    def test_the_key_of_a_map_is_beside_it_in_full(self, sample):
        told = words_on(sample.slides[1])
        assert "50 and more" in told
        assert [one.words for one in key_of(sample_map())] == ["50 and more", "No data"]

    def test_what_the_presenter_reads_is_in_the_notes_and_on_no_slide(self, sample):
        notes = [slide.notes_slide.notes_text_frame.text for slide in sample.slides]
        assert any(SECRET_NOTE in told and "People are counted once." in told
                   and "Source: People, 2024 (a list)" in told for told in notes)  # fmt: skip
        assert all(SECRET_NOTE not in words_on(slide) for slide in sample.slides)

    def test_names_that_charts_maps_and_tables_go_by_are_said_to_those_who_cannot_see(self, sample):
        for slide in sample.slides:
            for shape in slide.shapes:
                if shape.has_chart or shape.has_table or shape.shape_type == 6:
                    assert shape.element.xpath(".//p:cNvPr")[0].get("descr"), shape.name


class TestHowTheyLook:
    def test_no_letter_is_smaller_than_14_points(self, sample):
        assert min(min(sizes_in(slide)) for slide in sample.slides) >= 1400

    def test_slides_are_16_to_9_in_our_letters_and_colours(self, sample):
        assert (sample.slide_width, sample.slide_height) == (Pt(960), Pt(540))
        part = next(r.target_part for r in sample.slide_master.part.rels.values()
                    if r.reltype.endswith("/theme"))  # fmt: skip
        root = etree.fromstring(part.blob)
        colours = {etree.QName(c).localname: "#" + c[0].get("val")
                   for c in root.find(f".//{A}clrScheme")}  # fmt: skip
        assert colours == {name: value.upper() for name, value in template.twelve().items()}
        assert root.find(f".//{A}minorFont/{A}latin").get("typeface") == "Atkinson Next"

    @pytest.mark.parametrize("hostile", [False, True])
    def test_nothing_stands_outside_a_slide(self, hostile):
        for slide in opened(sample_deck(hostile=hostile)).slides:
            for shape in every_shape(slide.shapes):
                assert shape.left >= -Pt(1), shape.name
                assert shape.top >= -Pt(1), shape.name
                assert shape.left + shape.width <= Pt(961), shape.name
                assert shape.top + shape.height <= Pt(541), shape.name

    def test_blocks_do_not_lie_over_one_another(self, sample):
        for slide in sample.slides:
            boxes = [(s.left, s.top, s.left + s.width, s.top + s.height, s.name)
                     for s in slide.shapes if s.width > Pt(30)]  # fmt: skip
            for at, one in enumerate(boxes):
                for other in boxes[at + 1 :]:
                    across = min(one[2], other[2]) - max(one[0], other[0])
                    down = min(one[3], other[3]) - max(one[1], other[1])
                    assert min(across, down) <= Pt(2), (one, other)

    def test_names_of_60_letters_fit(self):
        bars = Bars("Bars", "Bars.", "Points",
                    tuple(Bar(f"{n}. {LONG}", float(n), str(n)) for n in range(1, 8)))  # fmt: skip
        facts = Facts("", tuple(Fact(LONG, LONG, LONG) for _ in range(4)))
        sheet = Sheet(LONG, (Column(LONG), Column(LONG, numeric=True)), ((LONG, "1"),) * 5)
        made = opened(one_step(bars, facts, sheet, Words(LONG, (LONG,) * 4), title=LONG * 3))
        assert LONG in words_on(made.slides[1])[:400]
        for slide in made.slides:
            assert all(s.top + s.height <= Pt(541) for s in slide.shapes)

    def test_a_title_too_long_for_a_slide_is_whole_in_the_notes(self):
        title = " ".join([LONG] * 6)
        made = opened(one_step(Words("", ("Something.",)), title=title))
        assert title in made.slides[1].notes_slide.notes_text_frame.text

    def test_names_on_a_map_can_be_read_on_what_lies_under_them(self):
        shown = sample_map()
        dark = tuple(replace(region, fill="#842C0C") for region in shown.regions)
        made = opened(one_step(replace(shown, regions=dark, over=shown.over[2:])))
        label = next(s for s in every_shape(made.slides[1].shapes)
                     if s.has_text_frame and s.text_frame.text == "Southmoor")  # fmt: skip
        colour = label.element.find(f".//{A}rPr/{A}solidFill/{A}schemeClr").get("val")
        assert colour == "bg1"
        assert contrast("#FFFFFF", "#842C0C") > 4.5


class TestWhatIsTyped:
    def test_no_word_of_a_story_acts_or_breaks_the_file(self):
        made = opened(sample_deck(hostile=True))
        told = " ".join(words_on(slide) for slide in made.slides)
        for words in HOSTILE[:3]:
            assert words in told
        assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", told)
        for slide in made.slides:
            assert not slide.element.xpath(".//a:hlinkClick")

    def test_no_cell_behind_a_chart_is_worked_out(self):
        names = ("=1+1", "+2", "-3", "@SUM(A1)", HOSTILE[2])
        bars = Bars("=1+1", "Bars.", "@x", tuple(Bar(name, 1.0, "1") for name in names))
        archive = zipfile.ZipFile(io.BytesIO(pptx_bytes(one_step(bars))))
        book = next(name for name in archive.namelist() if name.endswith(".xlsx"))
        sheet = openpyxl.load_workbook(io.BytesIO(archive.read(book))).active
        cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
        assert all(cell.data_type in "sn" for cell in cells)
        assert "=1+1" in [cell.value for cell in cells]

    def test_xml_names_nothing_outside_the_file(self):
        archive = zipfile.ZipFile(io.BytesIO(pptx_bytes(sample_deck(hostile=True))))
        for name in archive.namelist():
            if name.endswith(".rels"):
                assert b'TargetMode="External"' not in archive.read(name)
            if name.endswith((".xml", ".rels")):
                assert b"<!DOCTYPE" not in archive.read(name)
                etree.fromstring(archive.read(name))


class TestOddStories:
    def test_a_story_without_steps_has_a_first_and_a_last_slide(self):
        assert len(opened(replace(sample_deck(), steps=())).slides) == 2

    def test_a_story_without_credits_still_ends(self):
        assert len(opened(replace(sample_deck(), steps=(), credits=(), partners=())).slides) == 2

    def test_a_step_of_nothing_but_its_title_is_a_slide(self):
        assert "A finding" in words_on(opened(one_step()).slides[1])

    def test_a_map_without_areas_is_drawn(self):
        empty = replace(sample_map(), regions=(), over=(), legend=(), key=())
        assert len(opened(one_step(empty)).slides) == 3

    def test_a_map_of_one_area_that_lies_outside_is_drawn(self):
        first = replace(sample_map().regions[0], rings=[])
        assert len(opened(one_step(replace(sample_map(), regions=(first,)))).slides) == 3

    def test_bars_without_any_value_are_said_in_words(self):
        bars = Bars("Bars", "", "", (Bar("One", float("nan"), "No data"),))
        plot = charts_of(opened(one_step(bars)).slides)[0].plots[0]
        assert list(plot.categories) == ["One: No data"]

    def test_bars_all_zero_are_drawn(self):
        bars = Bars("Bars", "Bars.", "Points", (Bar("One", 0.0, "0"), Bar("Two", 0.0, "0")))
        assert charts_of(opened(one_step(bars)).slides)

    def test_a_sheet_without_rows_keeps_its_headings(self):
        made = opened(one_step(Sheet("Rows", (Column("Area"),), ())))
        assert [c.text for c in tables_of(made.slides)[0].rows[0].cells] == ["Area"]

    def test_words_of_many_pages_lose_nothing(self):
        lines = tuple(f"Sentence {n} of a long list of things that people said." for n in range(80))
        made = opened(one_step(Words("", lines)))
        told = " ".join(words_on(slide) for slide in made.slides)
        assert all(line in told for line in lines)

    def test_a_sentence_longer_than_a_slide_is_divided(self):
        words = " ".join(f"word{n}" for n in range(900))
        made = opened(one_step(Words("", (words,))))
        told = " ".join(words_on(slide) for slide in made.slides)
        assert all(f"word{n}" in told for n in range(900))

    def test_more_bars_than_a_slide_holds_go_on_at_the_same_scale(self):
        rows = tuple(Bar(f"Area {n}", float(60 - n), str(60 - n)) for n in range(60))
        bars = Bars("Bars", "Bars.", "Points", rows)
        found = charts_of(opened(one_step(bars)).slides)
        assert [name for c in found for name in c.plots[0].categories] == [
            f"Area {n}" for n in range(60)]  # fmt: skip
        assert len({round(c.value_axis.maximum_scale) for c in found}) == 1

    def test_a_story_of_40_steps(self):
        deck = sample_deck()
        start = time.perf_counter()
        made = opened(replace(deck, steps=deck.steps * 20))
        assert len(made.slides) >= 42
        assert time.perf_counter() - start < 30


class TestTheFile:
    def test_the_same_story_gives_the_same_bytes(self):
        assert pptx_bytes(sample_deck()) == pptx_bytes(sample_deck())

    def test_properties_tell_title_language_and_when(self, sample):
        told = sample.core_properties
        assert (told.title, told.language) == ("Ashby together", "en-GB")
        assert told.created == MADE_AT.replace(tzinfo=None)

    def test_words_know_their_language(self):
        made = opened(replace(sample_deck(), language="cy"))
        assert {one.get("lang") for one in made.slides[1].element.iter(f"{A}rPr")} == {"cy-GB"}

    def test_numbers_of_shapes_are_unlike_on_each_slide(self, sample):
        for slide in sample.slides:
            numbers = slide.element.xpath(".//p:cNvPr/@id")
            assert len(set(numbers)) == len(numbers)

    def test_many_dots_of_a_kind_are_one_shape(self):
        shown = sample_map()
        dot = shown.over[1]
        rng = np.random.default_rng(7)
        many = tuple(replace(dot, x=float(x), y=float(y))
                     for x, y in rng.uniform(20, 190, (600, 2)))  # fmt: skip
        made = opened(one_step(replace(shown, over=many)))
        assert len(list(every_shape(made.slides[1].shapes))) < 30
