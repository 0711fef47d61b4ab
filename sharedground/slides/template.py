"""An empty presentation of 16 to 9 with our letters, our 12 colours and three layouts."""

from __future__ import annotations

from typing import Any, Final

from lxml import etree
from pptx import Presentation
from pptx.oxml import parse_xml
from pptx.presentation import Presentation as Slides
from pptx.util import Pt

from sharedground.figures import look
from sharedground.slides.drawing import (
    NAMESPACES,
    TALL,
    WIDE,
    Anchor,
    Box,
    Line,
    body,
    box_shape,
    line,
    paint,
    text_shape,
)
from sharedground.words import say

MARGIN: Final = 44.0
ROOM: Final = WIDE - 2 * MARGIN
KICKER = Box(MARGIN, 20, ROOM, 18)
TITLE = Box(MARGIN, 40, ROOM, 80)
LEDE = Box(MARGIN, 124, ROOM, 48)
ASK = Box(MARGIN, 470, ROOM, 32)
FOOT = Box(MARGIN, 510, 700, 18)
NUMBER = Box(WIDE - MARGIN - 160, 510, 160, 18)

TITLE_HOLDER = 'type="title"'
LEDE_HOLDER = 'type="body" sz="quarter" idx="10"'
ASK_HOLDER = 'type="body" sz="quarter" idx="11"'
KICKER_HOLDER = 'type="body" sz="quarter" idx="12"'
FOOT_HOLDER = 'type="ftr" sz="quarter" idx="13"'
NUMBER_HOLDER = 'type="sldNum" sz="quarter" idx="14"'

_TITLE_ONLY, _TITLE_SLIDE = 5, 0


def empty(language: str) -> Slides:
    """Return a presentation without slides."""
    made = Presentation()
    made.slide_width, made.slide_height = Pt(WIDE), Pt(TALL)
    _theme(made)
    kept = [made.slide_layouts[at] for at in (_TITLE_ONLY, _TITLE_SLIDE)]
    for layout in [one for one in made.slide_layouts if one not in kept]:
        made.slide_layouts.remove(layout)
    _shapes(made.slide_master._element, _master(language))
    _styles(made)
    step, cover = kept
    _shapes(step._element, _holders(language))
    _shapes(cover._element, _cover(language))
    step.name, cover.name = say("Step"), say("Cover")
    _drop_thumbnail(made)
    return made


def _drop_thumbnail(made: Slides) -> None:
    package = made.part.package
    for key, rel in list(package._rels.items()):
        if rel.reltype.endswith("/thumbnail"):
            package._rels.pop(key)


def _holders(language: str) -> str:
    """Return the title, the lede, the question and the foot, where each slide has them."""
    prompt: list[tuple[str, Box, str, Line, Anchor]] = [
        ("Title", TITLE, TITLE_HOLDER, line(say("The finding"), 32, "heading"), "t"),
        ("Lede", LEDE, LEDE_HOLDER, line(say("A sentence or two"), 18), "t"),
        ("Question", ASK, ASK_HOLDER, line(say("A question for the room"), 20, "bold"), "ctr"),
        ("Above", KICKER, KICKER_HOLDER, line(say("Where we are"), 14, "bold", "brand"), "ctr"),
        ("Source", FOOT, FOOT_HOLDER, line("", 14, "text", "muted"), "ctr"),
        ("Number", NUMBER, NUMBER_HOLDER, line("", 14, "text", "muted", align="r"), "ctr"),
    ]
    return "".join(
        text_shape(at, name, box, body([told], language, anchor), holder=holder)
        for at, (name, box, holder, told, anchor) in enumerate(prompt, start=2)
    )


def _master(language: str) -> str:
    """Return what every layout has."""
    words = body([line(say("The finding"), 32, "heading")], language)
    told = body([line(say("A sentence or two"), 18)], language)
    return (
        text_shape(2, "Title", TITLE, words, holder=TITLE_HOLDER)
        + text_shape(3, "Text", Box(MARGIN, 124, ROOM, 330), told, holder='type="body" idx="1"')
        + text_shape(4, "Source", FOOT, body([line("", 14)], language),
                     holder='type="ftr" sz="quarter" idx="3"')
        + text_shape(5, "Number", NUMBER, body([line("", 14, align="r")], language),
                     holder='type="sldNum" sz="quarter" idx="4"')
    )  # fmt: skip


def _cover(language: str) -> str:
    bar = box_shape(2, "Bar", Box(0, 0, 14, TALL), paint("brand"))
    title = text_shape(3, "Title", Box(MARGIN, 150, 480, 150),
                       body([line(say("Title"), 44, "heading")], language, "b"),
                       holder='type="ctrTitle"')  # fmt: skip
    return bar + title


def _shapes(element: Any, shapes: str) -> None:
    """Put shapes in the place of those of a master or a layout."""
    tree = element.find(".//{*}spTree")
    if tree is None:
        return
    for child in list(tree)[2:]:
        tree.remove(child)
    for child in parse_xml(f"<p:spTree {NAMESPACES}>{shapes}</p:spTree>"):
        tree.append(child)


def _styles(made: Slides) -> None:
    """Let words of the master be of our sizes and colours, without bullets."""
    element = made.slide_master._element
    old = element.find("{*}txStyles")
    levels = "".join(
        f'<a:lvl{n}pPr marL="{(n - 1) * 200_000}" indent="0" algn="l"><a:lnSpc><a:spcPct '
        f'val="92000"/></a:lnSpc><a:buNone/><a:defRPr sz="1800">{paint("ink")}'
        f'<a:latin typeface="+mn-lt"/></a:defRPr></a:lvl{n}pPr>'
        for n in range(1, 6)
    )
    title = (
        '<a:lvl1pPr algn="l"><a:lnSpc><a:spcPct val="96000"/></a:lnSpc><a:buNone/>'
        f'<a:defRPr sz="3200" b="1">{paint("ink")}<a:latin typeface="+mj-lt"/></a:defRPr>'
        "</a:lvl1pPr>"
    )
    new = parse_xml(
        f"<p:txStyles {NAMESPACES}><p:titleStyle>{title}</p:titleStyle>"
        f"<p:bodyStyle>{levels}</p:bodyStyle><p:otherStyle>{levels}</p:otherStyle></p:txStyles>"
    )
    if old is not None:
        element.replace(old, new)


# ---- letters and colours --------------------------------------------------------------------


def _theme(made: Slides) -> None:
    for rel in made.slide_master.part.rels.values():
        if rel.reltype.endswith("/theme"):
            part = rel.target_part
            part._blob = _themed(part.blob)
            return


def _themed(blob: bytes) -> bytes:
    root = etree.fromstring(blob, etree.XMLParser(resolve_entities=False, no_network=True))
    root.set("name", "Shared Ground")
    colours, fonts = root.find(".//{*}clrScheme"), root.find(".//{*}fontScheme")
    if colours is not None and fonts is not None:
        _coloured(colours)
        _lettered(fonts)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def twelve() -> dict[str, str]:
    """Return the colours of the theme, in its own names and order."""
    gap = look.scale("gap")
    return {
        "dk1": look.colour("ink"), "lt1": look.colour("bg"), "dk2": look.colour("muted"),
        "lt2": look.colour("surface"), "accent1": look.colour("brand"), "accent2": gap[5],
        "accent3": gap[1], "accent4": gap[6], "accent5": gap[0], "accent6": look.colour("warn"),
        "hlink": look.colour("brand"), "folHlink": look.colour("muted"),
    }  # fmt: skip


def _coloured(colours: Any) -> None:
    colours.set("name", "Shared Ground")
    for child in list(colours):
        name = etree.QName(child).localname
        for old in list(child):
            child.remove(old)
        etree.SubElement(child, _a("srgbClr"), val=twelve()[name].lstrip("#").upper())


def _lettered(fonts: Any) -> None:
    fonts.set("name", "Shared Ground")
    for kind, style in (("majorFont", "heading"), ("minorFont", "text")):
        found = fonts.find(f"{{*}}{kind}/{{*}}latin")
        if found is not None:
            found.set("typeface", look.family(style))
            found.set("panose", "020B0604020202020204")


def _a(name: str) -> str:
    return f"{{http://schemas.openxmlformats.org/drawingml/2006/main}}{name}"
