"""A partnership's own look: used where it can be read, replaced by ours and said where not."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image
from pptx import Presentation

from sharedground import look
from sharedground.cli import main
from sharedground.figures import look as pictures_look
from sharedground.one_file.page import html_bytes
from sharedground.paper.handout import handout_pdf, told_of
from sharedground.slides import pptx_bytes
from tests.decks import sample_deck

ROOT = Path(__file__).resolve().parents[2]
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="50">'
    '<rect width="200" height="50" fill="#0B5FA5"/>{more}</svg>'
)


@pytest.fixture
def written(tmp_path: Path):
    def write(text: str, **files: bytes) -> look.Look:
        for name, content in files.items():
            (tmp_path / name.replace("_", ".")).write_bytes(content)
        path = tmp_path / "look.toml"
        path.write_text(text, "utf-8")
        return look.read(path)

    return write


@pytest.fixture
def in_use(written, monkeypatch):
    """Let a look be in use for a while."""

    def use(text: str, **files: bytes) -> look.Look:
        found = written(text, **files)
        monkeypatch.setattr(look, "current", lambda: found)
        pictures_look.sign.cache_clear()
        pictures_look._font.cache_clear()
        pictures_look._measured.cache_clear()
        return found

    yield use
    monkeypatch.undo()
    for cached in (pictures_look.sign, pictures_look._font, pictures_look._measured):
        cached.cache_clear()


def codes(found: look.Look) -> list[str]:
    return [fault.code for fault in found.faults]


def png(wide: int = 40, tall: int = 20) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (wide, tall), "#0B5FA5").save(target, "PNG")
    return target.getvalue()


class TestReading:
    def test_the_look_that_comes_with_us_is_ours_and_without_fault(self):
        found = look.read(look.DEFAULT)
        assert (found.name, found.logo, found.faults) == ("", None, ())
        assert found.colours == {"light": {}, "dark": {}}

    def test_what_the_default_file_shows_as_an_example_can_be_used(self, tmp_path):
        lines = [line.removeprefix("# ") for line in look.DEFAULT.read_text("utf-8").splitlines()]
        shown = lines[lines.index("[colours.light]") : lines.index(next(
            line for line in lines if line.startswith("[letters]")))]  # fmt: skip
        path = tmp_path / "look.toml"
        path.write_text("\n".join(shown), "utf-8")
        found = look.read(path)
        assert codes(found) == []
        assert found.colours["light"]["brand"] == "#5A2A6B"

    def test_name_and_colours_are_used(self, written):
        found = written('name = "Ashby  Together"\n[colours.light]\nbrand = "#0b5fa5"')
        assert found.name == "Ashby Together"
        assert found.colours["light"]["brand"] == "#0B5FA5"
        assert found.faults == ()

    def test_a_file_that_is_not_there_is_said_and_ours_is_used(self, tmp_path):
        found = look.read(tmp_path / "none.toml")
        assert codes(found) == ["look.missing"]
        assert found.colours == {"light": {}, "dark": {}}

    @pytest.mark.parametrize("text", ["name = ", "\x00", "= 1", "[colours"])
    def test_a_file_that_is_no_toml_is_said_and_ours_is_used(self, written, text):
        assert codes(written(text)) == ["look.unreadable"]

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("nmae = 'x'", "look.unknown"),
            ("name = 3", "look.name"),
            (f"name = '{'x' * 61}'", "look.name"),
            ("colours = 'red'", "look.kind"),
            ("[colours.light]\nbrand = 'red'", "look.colour"),
            ("[colours.light]\nbrand = '#12345'", "look.colour"),
            ("[colours.light]\nneed = '#123456'", "look.unknown"),
            ("[colours.night]\nbrand = '#123456'", "look.unknown"),
            ("logo = 'none.png'", "look.file"),
            ("logo = '../../etc/passwd'", "look.outside"),
            ("logo = '/etc/passwd'", "look.outside"),
            ("logo = 3", "look.outside"),
            ("[letters]\ntext = 'look.toml'", "look.letters"),
            ("[page_letters]\ntext = 'look.toml'", "look.letters"),
        ],
    )
    def test_each_fault_has_its_code_and_says_what_to_do(self, written, text, code):
        found = written(text)
        assert code in codes(found)
        assert all(len(fault.message) > 20 and "{" not in fault.message for fault in found.faults)


class TestColours:
    def test_a_colour_that_cannot_be_read_is_replaced_and_said(self, written):
        found = written('[colours.light]\nbrand = "#FFE066"\nmuted = "#BBBBBB"\nink = "#202020"')
        assert set(codes(found)) == {"look.contrast"}
        assert found.colours["light"] == {"ink": "#202020"}
        assert "#FFE066" in found.faults[0].message or "#FFE066" in found.faults[1].message

    def test_what_is_used_can_always_be_read(self, written):
        for brand in ("#000000", "#FFFFFF", "#808080", "#FF0000", "#00FF00", "#0000FF", "#5A2A6B"):
            found = written(
                f'[colours.light]\nbrand = "{brand}"\n[colours.dark]\nbrand = "{brand}"'
            )
            for mode in look.MODES:
                seen = look.ours(mode) | dict(found.colours[mode])
                for above, below in look._PAIRS:
                    assert look.contrast(seen[above], seen[below]) >= 4.5, (
                        brand,
                        mode,
                        above,
                        below,
                    )

    @pytest.mark.parametrize("brand", ["#5A2A6B", "#0B5FA5", "#7A1F1F", "#004D00", "#000000"])
    def test_dark_pages_and_pale_grounds_are_worked_out_of_the_brand(self, written, brand):
        found = written(f'[colours.light]\nbrand = "{brand}"')
        assert found.faults == ()
        for mode in look.MODES:
            assert set(found.colours[mode]) == {"brand", "brand_soft"}
        dark = look.ours("dark")
        assert look.contrast(found.colours["dark"]["brand"], dark["bg"]) >= 4.5

    def test_colours_of_data_cannot_be_changed(self, in_use):
        before = {name: pictures_look.scale(name) for name in ("need", "places", "gap")}
        in_use('[colours.light]\nbrand = "#0B5FA5"\nneed = "#000000"\nbg = "#000000"')
        assert {name: pictures_look.scale(name) for name in before} == before
        assert pictures_look.colour("bg") == "#FFFFFF"
        assert pictures_look.colour("brand") == "#0B5FA5"


class TestLogos:
    @pytest.mark.parametrize("kind", ["PNG", "JPEG"])
    def test_a_picture_becomes_a_new_picture(self, written, kind):
        target = io.BytesIO()
        Image.new("RGB", (300, 100), "#0B5FA5").save(target, kind, comment=b"secret")
        found = written("logo = 'logo.png'", logo_png=target.getvalue())
        assert (found.logo.width, found.logo.height) == (300, 100)
        assert found.logo.png.startswith(b"\x89PNG")
        assert b"secret" not in found.logo.png

    @pytest.mark.parametrize(
        "more",
        ["<script>alert(1)</script>", '<g onload="alert(1)"/>',
         '<foreignObject><iframe src="javascript:alert(1)"/></foreignObject>'],
    )  # fmt: skip
    def test_an_svg_is_drawn_and_no_script_of_it_is_left(self, written, more):
        found = written("logo = 'logo.svg'", logo_svg=SVG.format(more=more).encode())
        assert found.faults == ()
        assert found.logo.png.startswith(b"\x89PNG")
        assert b"alert" not in found.logo.png
        assert found.logo.data_uri.startswith("data:image/png;base64,")

    @pytest.mark.parametrize(
        "href", ["file:///etc/passwd", "http://127.0.0.1:9/x.png", "../x.png", "/etc/hostname"]
    )
    def test_an_svg_reads_nothing_from_elsewhere(self, written, href):
        more = f'<image href="{href}" width="9" height="9"/>'
        assert codes(written("logo = 'logo.svg'", logo_svg=SVG.format(more=more).encode())) == [
            "look.logo"]  # fmt: skip

    @pytest.mark.parametrize("content", [b"", b"GIF89a", b"<html></html>", b"<svg", png()[:30]])
    def test_what_is_no_picture_is_left_out_and_said(self, written, content):
        assert codes(written("logo = 'logo.png'", logo_png=content)) == ["look.logo"]

    def test_a_picture_of_too_many_points_is_left_out(self, written):
        assert codes(written("logo = 'logo.png'", logo_png=png(5_000, 10))) == ["look.logo"]

    def test_a_very_tall_svg_is_drawn_in_little_room(self, written):
        tall = SVG.format(more="").replace('height="50"', 'height="90000"', 1)
        found = written("logo = 'logo.svg'", logo_svg=tall.encode())
        assert found.logo is None or found.logo.height <= 1_200

    def test_dark_pages_can_have_a_logo_of_their_own(self, written):
        both = written("logo = 'a.png'\nlogo_dark = 'b.png'", a_png=png(40, 20), b_png=png(60, 20))
        assert (both.logo_for("light").width, both.logo_for("dark").width) == (40, 60)

    def test_a_logo_made_for_white_stands_on_white_on_dark_pages(self, written):
        found = written("logo = 'logo.svg'", logo_svg=SVG.format(more="").encode())
        plate = Image.open(io.BytesIO(found.logo_for("dark").png))
        assert plate.getpixel((0, 0)) == (255, 255, 255, 255)
        assert plate.width > found.logo.width


class TestWhereItIsSeen:
    def test_slides_have_its_colours_its_name_and_its_logo(self, in_use):
        in_use('name = "Ashby <b>Together"\nlogo = "a.png"\n[colours.light]\nbrand = "#0B5FA5"',
               a_png=png(400, 100))  # fmt: skip
        made = Presentation(io.BytesIO(pptx_bytes(sample_deck())))
        logo = next(s for s in made.slides[0].shapes if s.shape_type == 13)
        assert logo.element.nvPicPr.cNvPr.get("descr") == "Logo of Ashby <b>Together"
        theme = next(r.target_part.blob for r in made.slide_master.part.rels.values()
                     if r.reltype.endswith("/theme"))  # fmt: skip
        assert b"0B5FA5" in theme

    @pytest.mark.parametrize("logo", ["", 'logo = "a.png"'])
    def test_the_handout_and_the_one_file_have_its_name_or_its_logo(self, in_use, logo):
        theirs = in_use(f'name = "Ashby <i>Together"\n{logo}', a_png=png(400, 100))
        page = html_bytes(sample_deck()).decode("utf-8")
        assert "Ashby &lt;i&gt;Together" in page
        assert (theirs.logo is not None and theirs.logo.data_uri in page) == bool(logo)
        assert handout_pdf(sample_deck()).startswith(b"%PDF")
        whose = told_of(sample_deck())["whose"]
        assert (bool(whose["svg"]), whose["name"].replace("\u200b", "")) == (
            bool(logo), "Ashby <i>Together")  # fmt: skip

    def test_its_letters_are_measured_and_named(self, in_use):
        ours = pictures_look.FONTS / "bricolage-bold.ttf"
        before = pictures_look.width_of("Ashby", 20)
        in_use("[letters]\ntext = 'own.ttf'", own_ttf=ours.read_bytes())
        assert pictures_look.family("text") == "Bricolage"
        assert pictures_look.width_of("Ashby", 20) != before

    def test_a_server_with_an_own_look_starts_with_its_colours(self, tmp_path):
        (tmp_path / "look.toml").write_text('[colours.light]\nbrand = "#0B5FA5"', "utf-8")
        code = (
            "from components import theme; from streamlit import config; theme.follow_own_look();"
            "print(config.get_option('theme.light.primaryColor'), theme.colour('brand', 'light'));"
            "print('--sp-brand:#0B5FA5' in theme.css('light'))"
        )
        told = subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True,
            env={**os.environ, look.FILE: str(tmp_path / "look.toml"), "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        assert told.stdout.split() == ["#0B5FA5", "#0B5FA5", "True"]


class TestFromTheCommandLine:
    def test_check_ends_with_1_and_says_each_fault_with_its_code(self, tmp_path):
        path = tmp_path / "look.toml"
        path.write_text('[colours.light]\nbrand = "#FFE066"', "utf-8")
        told = CliRunner().invoke(main, ["look", "check", str(path)])
        assert told.exit_code == 1
        assert told.output.startswith("look.contrast: The colour brand (#FFE066, light)")

    def test_check_ends_with_0_where_all_is_used(self, tmp_path):
        shutil.copy(look.DEFAULT, tmp_path / "look.toml")
        told = CliRunner().invoke(main, ["look", "check", str(tmp_path / "look.toml")])
        assert told.exit_code == 0
        assert "can be used as it is" in told.output

    def test_show_says_what_is_used(self):
        told = CliRunner().invoke(main, ["look", "show", "--json"])
        assert told.exit_code == 0
        assert json.loads(told.output)["colours"]["light"]["brand"] == "#5A2A6B"
