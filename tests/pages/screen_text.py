"""All that a page of an app under test puts on the screen, as plain texts."""

from __future__ import annotations

import html
import io
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pyarrow as pa
from google.protobuf.message import Message
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block, Node

from components.menu import QUIET

SHOWN = {"label", "help", "placeholder", "options", "captions", "title", "text", "caption"}
ATTRIBUTES = {"aria-label", "title", "alt", "data-label", "placeholder"}
MATERIAL = re.compile(r":material/\w+:")
WORDS = re.compile(r'"words":\s*(\{[^}]*\})')


def ways_on(app: AppTest) -> list[str]:
    """Return the words of the links to other pages, but for those at the foot of every page."""
    foot = {door.title for door in QUIET}
    links = [str(element.proto.label) for element in app.get("page_link")]
    return [label for label in links if label not in foot]


class _Texts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.quiet = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.quiet = tag == "style"
        self.found += [value for name, value in attrs if name in ATTRIBUTES and value]

    def handle_endtag(self, tag: str) -> None:
        self.quiet = False

    def handle_data(self, data: str) -> None:
        if not self.quiet:
            self.found.append(data)


def of_html(text: str) -> list[str]:
    reader = _Texts()
    reader.feed(text)
    return reader.found


def on_screen(app: AppTest) -> list[str]:
    """Return each text of a page once: words, labels, help, cells, charts, the words of a map."""
    found = [text for node in _nodes(app._tree) for text in _texts(node)]
    return list(dict.fromkeys(text.strip() for text in found if text.strip()))


def _nodes(node: Node) -> Iterator[Node]:
    yield node
    if isinstance(node, Block):
        for child in node.children.values():
            yield from _nodes(child)


def _texts(node: Node) -> Iterator[str]:
    proto = getattr(node, "proto", None)
    if isinstance(node, Block):
        if isinstance(proto, Message):
            yield from _fields(proto)
        return
    kind = node.type
    if not isinstance(proto, Message):
        return
    if kind == "html":
        yield from of_html(proto.body)
    elif kind == "arrow_data_frame":
        yield from _table(proto)
    elif kind == "plotly_chart":
        yield from _chart(json.loads(proto.spec))
    elif kind == "component_instance":
        for found in WORDS.findall(proto.json_args.replace('\\"', '"')):
            yield from ("".join(map(chr, points)) for points in json.loads(found).values())
    else:
        if hasattr(proto, "body") and kind != "bidi_component":
            yield html.unescape(proto.body)
        yield from _fields(proto)


def _fields(proto: Message) -> Iterator[str]:
    for field, value in proto.ListFields():
        each = list(value) if field.is_repeated else [value]
        for one in each:
            if isinstance(one, Message):
                yield from _fields(one)
            elif isinstance(one, str) and field.name in SHOWN:
                yield html.unescape(MATERIAL.sub("", one))


def _table(proto: Any) -> Iterator[str]:
    table = pa.ipc.open_stream(io.BytesIO(proto.arrow_data.data or proto.data)).read_all()
    asked = json.loads(proto.columns or "{}")
    hidden = {name for name, one in asked.items() if one.get("hidden")}
    for name in table.column_names:
        if name.startswith("__index") or name in hidden:
            continue
        yield str(asked.get(name, {}).get("label") or name)
        yield from (str(cell) for cell in table[name].to_pylist() if isinstance(cell, str))
    for one in asked.values():
        yield from (str(one[key]) for key in ("help", "label") if one.get(key))
        options = (one.get("type_config") or {}).get("options") or []
        yield from (str(each.get("label") or each["value"]) if isinstance(each, dict) else str(each)
                    for each in options)  # fmt: skip


def _chart(spec: Any, shown: bool = False) -> Iterator[str]:
    """Yield titles, ticks, marks and hover texts of a chart, wherever they stand."""
    if isinstance(spec, dict):
        for key, value in spec.items():
            if key == "template":
                continue
            yield from _chart(
                value, key in {"text", "ticktext", "hovertext", "customdata", "x", "y"}
            )
    elif isinstance(spec, list):
        for value in spec:
            yield from _chart(value, shown)
    elif shown and isinstance(spec, str):
        yield from of_html(spec)
