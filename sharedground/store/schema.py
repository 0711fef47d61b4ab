"""The tables of the store. Every one has `place_id`; geometry is WKB in EPSG:4326."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa

metadata: Final = sa.MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _place_key() -> sa.Column[str]:
    return sa.Column(
        "place_id", sa.String, sa.ForeignKey("place.place_id", ondelete="CASCADE"), primary_key=True
    )


def _key(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String, primary_key=True)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False, server_default="")


def _number(name: str) -> sa.Column[float]:
    return sa.Column(name, sa.Double)


def _row() -> sa.Column[int]:
    return sa.Column("row_number", sa.Integer, nullable=False)


place: Final = sa.Table(
    "place", metadata,
    sa.Column("place_id", sa.String, primary_key=True),
    sa.Column("name", sa.String, nullable=False, unique=True),
    sa.Column("metric_crs", sa.Text),
    _text("main_set"),
    sa.Column("detour_factor", sa.Double, nullable=False),
    sa.Column("fictional", sa.Boolean, nullable=False),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("data_revision", sa.Integer, nullable=False),
)  # fmt: skip

source: Final = sa.Table(
    "source", metadata, _place_key(), _key("source_id"),
    sa.Column("import_id", sa.String, nullable=False),
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("sha256", sa.String, nullable=False),
    sa.Column("reading", sa.Text, nullable=False),
    sa.Column("list_id", sa.String, nullable=False, index=True),
    _text("former_id"), _text("set_id"), _text("set_name"), _text("level"),
    sa.Column("vintage", sa.Integer),
    sa.Column("live", sa.Boolean, nullable=False),
    sa.Column("held", sa.Boolean, nullable=False),
    sa.Column("publish_contacts", sa.Boolean, nullable=False),
    _text("metric_crs"),
    _text("file_name"), _text("title"), _text("publisher"), _text("licence"), _text("date"),
    _text("url"), _text("loaded_by"),
    sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("rows_read", sa.Integer, nullable=False),
    sa.Column("rows_kept", sa.Integer, nullable=False),
    sa.Column("rows_merged", sa.Integer, nullable=False),
    sa.Column("rows_set_aside", sa.Integer, nullable=False),
    sa.Column("reports", sa.JSON, nullable=False),
    sa.UniqueConstraint("place_id", "import_id"),
)  # fmt: skip
"""One row per accepted upload: a version of a list. `list_id` is what the versions of one list
share; `live` is true for the one in use, and `former_id` names the one it took over from. Rows
are never deleted, so that undoing is turning `live` back; `held` is false where an older program
has deleted them. `reading` is the options the file was read with, so that the same file read the
same way is known. `metric_crs` is what areas set as the place's own. `set_id` names the area set
that outlines make or figures belong to ("" is the main one); `set_name`, `level` and `vintage` say
what areas an outline file brings."""

upload: Final = sa.Table(
    "upload", metadata, _place_key(), _key("source_id"), _key("file_name"),
    sa.Column("sha256", sa.String, nullable=False),
    sa.Column("content", sa.LargeBinary, nullable=False),
)  # fmt: skip
"""The bytes as they came (compressed with zlib), one row per file or sidecar."""

record: Final = sa.Table(
    "record", metadata, _place_key(), _key("source_id"),
    sa.Column("table_name", sa.String, primary_key=True),
    sa.Column("row_number", sa.Integer, primary_key=True),
    sa.Column("fate", sa.String, nullable=False),
    _text("reason"), _text("kept_as"),
    sa.Column("original", sa.Text, nullable=False),
)  # fmt: skip

area: Final = sa.Table(
    "area", metadata, _place_key(), _key("source_id"), _key("area_code"), _text("area_name"),
    sa.Column("geometry", sa.LargeBinary, nullable=False),
    _number("min_x"), _number("min_y"), _number("max_x"), _number("max_y"), _row(),
)  # fmt: skip

area_parent: Final = sa.Table(
    "area_parent", metadata, _place_key(), _key("source_id"), _key("area_code"), _key("level"),
    _text("parent_code"), _text("parent_name"),
)  # fmt: skip

population: Final = sa.Table(
    "population", metadata, _place_key(), _key("source_id"), _key("area_code"),
    _number("people"), _number("year"), _row(),
)  # fmt: skip

indicator: Final = sa.Table(
    "indicator", metadata, _place_key(), _key("source_id"), _key("indicator_id"),
    _text("name"), _number("year"), _text("measure"), _text("direction"), _text("unit"),
)  # fmt: skip

indicator_value: Final = sa.Table(
    "indicator_value", metadata, _place_key(), _key("source_id"), _key("indicator_id"),
    _key("area_code"), _number("value"), _row(),
)  # fmt: skip

estimate: Final = sa.Table(
    "estimate", metadata, _place_key(), _key("source_id"), _key("indicator_id"),
    _key("area_code"), _number("moved"),
)  # fmt: skip
"""Figures that were carried over from another area set, and the share of each that was moved."""

postcode: Final = sa.Table(
    "postcode", metadata, _place_key(), _key("source_id"), _key("postcode"),
    _number("lon"), _number("lat"), sa.Index("ix_postcode_postcode", "place_id", "postcode"),
)  # fmt: skip

partner: Final = sa.Table(
    "partner", metadata, _place_key(), _key("source_id"), _key("partner_id"), _text("name"),
    _text("partner_kind"), _text("description"), _text("url"), _text("email"), _text("phone"),
    _text("external_identifiers"), _row(),
)  # fmt: skip

site: Final = sa.Table(
    "site", metadata, _place_key(), _key("source_id"), _key("site_id"), _text("name"),
    _text("address"), _text("postcode"), _number("lon"), _number("lat"), _text("precision"),
    _text("placed_by"),
)  # fmt: skip
"""Point sites: `lon` and `lat` (EPSG:4326) are both the geometry and its box."""

asset: Final = sa.Table(
    "asset", metadata, _place_key(), _key("source_id"), _key("asset_id"),
    sa.Column("site_id", sa.String, nullable=False, index=True),
    _text("name"), _text("description"), _text("status"), _text("organization"),
    _text("partner_id"), _text("url"), _text("email"), _text("phone"), _text("schedules"),
    _text("cost_options"), _text("eligibility"), _text("accessibility"), _text("assured_date"),
    _text("assurer"), _text("assurer_email"), _text("external_identifiers"), _text("category"),
    _text("category_how"), _text("asset_kind"), _number("capacity"), _text("visibility"),
    sa.Column("sensitive", sa.Boolean, nullable=False), _row(),
)  # fmt: skip

contact: Final = sa.Table(
    "contact", metadata, _place_key(), _key("source_id"),
    sa.Column("row_number", sa.Integer, primary_key=True, autoincrement=False),
    _key("thing_id"), _key("field"), _text("thing"), _text("value"), _text("why"),
)  # fmt: skip
"""Names, mobile numbers and private e-mail addresses of people, kept apart from the things they
belong to: no view but the officers' holds them."""

edit: Final = sa.Table(
    "edit", metadata, _place_key(), _key("edit_id"),
    _text("thing"), sa.Column("thing_id", sa.String, nullable=False, index=True),
    _text("field"), _text("value"), _text("was"),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    _text("actor"), _text("reason"),
    sa.Column("undone", sa.Boolean, nullable=False),
)  # fmt: skip
"""What people changed by hand in one thing (an asset or a partner). It lies over what the lists
say, so a newer version of a list does not wipe it out. The highest `number` of a field counts."""

pair: Final = sa.Table(
    "pair", metadata, _place_key(),
    sa.Column("source_id", sa.String, primary_key=True, server_default=""),
    _key("one"), _key("other"),
    _text("verdict"), _number("likeness"),
    sa.Column("evidence", sa.JSON, nullable=False),
    _text("actor"),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
)  # fmt: skip
"""What is known of two assets (`one` before `other` in the alphabet): "same" makes them one,
"same place" lets them share a site, "apart" keeps both, "open" waits for a person. `source_id`
names the upload that found the pair, and it counts while that is in use; "" is what a person said,
which counts for every version."""

suggestion: Final = sa.Table(
    "suggestion", metadata, _place_key(), _key("suggestion_id"),
    _text("kind"), _text("thing_id"),
    sa.Column("body", sa.JSON, nullable=False),
    _text("state"), _text("made_by"),
    sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
    _text("decided_by"),
    sa.Column("decided_at", sa.DateTime(timezone=True)),
    _text("answer"),
)  # fmt: skip
"""What people suggest: a place, a correction, or what is missing somewhere. `state` is waiting,
approved or turned down; `answer` says why."""

matching: Final = sa.Table(
    "matching", metadata, _place_key(), _key("kind"), _key("signature"),
    sa.Column("choices", sa.JSON, nullable=False),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
)  # fmt: skip
"""What a person chose for a sheet with these headings, for the next sheet like it."""

wording: Final = sa.Table(
    "wording", metadata, _place_key(), _key("text"), _text("category"),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
)  # fmt: skip
"""Which category a person gave to words that stand in a list, without case."""

vision: Final = sa.Table(
    "vision", metadata, _place_key(),
    sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("body", sa.JSON, nullable=False),
    _text("saved_by"),
    sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
    _text("reason"),
)  # fmt: skip

scenario: Final = sa.Table(
    "scenario", metadata, _place_key(), _key("scenario_id"),
    sa.Column("body", sa.JSON, nullable=False),
    sa.Column("live", sa.Boolean, nullable=False),
    _text("saved_by"),
    sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
)  # fmt: skip
"""What might change in the place, as people kept it; `live` is false for one that was deleted, so
that it can be brought back."""

asked: Final = sa.Table(
    "round", metadata, _place_key(), _key("round_id"),
    sa.Column("body", sa.JSON, nullable=False),
    sa.Column("state", sa.String, nullable=False),
    sa.Column("code", sa.String, unique=True),
    sa.Column("token", sa.String, unique=True),
    sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("closed_at", sa.DateTime(timezone=True)),
    _text("opened_by"),
    sa.Column("closings", sa.Integer, nullable=False),
    sa.Column("published", sa.JSON, nullable=False),
)  # fmt: skip
"""What a room was asked. `code` and `token` let people join; a closed round has none."""

answer: Final = sa.Table(
    "answer", metadata, _place_key(), _key("round_id"), _key("answer_id"),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("device", sa.String, nullable=False),
    sa.Column("item", sa.String, nullable=False),
    sa.Column("seq", sa.Integer, nullable=False),
    sa.Column("speaker", sa.String, nullable=False),
    sa.Column("body", sa.JSON, nullable=False),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    sa.UniqueConstraint("place_id", "round_id", "number"),
    sa.Index("ix_answer_device", "place_id", "round_id", "device"),
)  # fmt: skip
"""Every filled-in form that came in, none of them ever changed. Of a device's forms for an item the
one with the highest `seq`, then `number`, counts. `device` is a hash: nobody knows whose it is."""

statement: Final = sa.Table(
    "statement", metadata, _place_key(), _key("round_id"), _key("statement_id"),
    sa.Column("number", sa.Integer, nullable=False),
    _text("text"), _text("state"), _text("by"), _text("device"),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    _text("answer"), _text("decided_by"),
)  # fmt: skip
"""What people vote on: from the facilitator, or from the room once the facilitator approved."""

story: Final = sa.Table(
    "story", metadata, _place_key(), _key("story_id"),
    sa.Column("body", sa.JSON, nullable=False),
    sa.Column("live", sa.Boolean, nullable=False),
    _text("saved_by"),
    sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
)  # fmt: skip
"""What is shown at a meeting, step by step, as the partnership arranged and wrote it."""

meeting: Final = sa.Table(
    "meeting", metadata, _place_key(), _key("meeting_id"),
    sa.Column("body", sa.JSON, nullable=False),
    sa.Column("live", sa.Boolean, nullable=False),
    _text("saved_by"),
    sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
)  # fmt: skip
"""Meetings that were held, with the versions of the vision and of the data that were shown."""

decision: Final = sa.Table(
    "decision", metadata, _place_key(), _key("decision_id"),
    sa.Column("body", sa.JSON, nullable=False),
    sa.Column("live", sa.Boolean, nullable=False),
    _text("saved_by"),
    sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
)  # fmt: skip
"""What was decided, promised or left open at meetings; `live` is false for what was taken back."""

journal: Final = sa.Table(
    "journal", metadata, _place_key(),
    sa.Column("revision", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    _text("actor"), _text("action"), _text("reason"),
    sa.Column("details", sa.JSON, nullable=False),
)  # fmt: skip
"""Append-only: one row per write, numbered by the place's revision."""

BY_FRAME: Final[dict[str, sa.Table]] = {
    "areas": area,
    "area_parents": area_parent,
    "population": population,
    "indicators": indicator,
    "indicator_values": indicator_value,
    "estimates": estimate,
    "postcodes": postcode,
    "partners": partner,
    "sites": site,
    "assets": asset,
    "contacts": contact,
}
"""Which table keeps which frame of `model.frames`."""
