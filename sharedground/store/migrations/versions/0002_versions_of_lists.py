"""Versions of lists, edits, pairs, suggestions, contacts kept apart, and what is remembered."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002_versions_of_lists"
down_revision = "0001_first_tables"

_KEYS = {
    "area": "area_code",
    "postcode": "postcode",
    "partner": "partner_id",
    "site": "site_id",
    "asset": "asset_id",
}


def upgrade() -> None:
    _versions()
    for name, key in _KEYS.items():
        with op.batch_alter_table(name) as batch:
            batch.drop_index(f"ix_{name}_source_id")
            batch.drop_constraint(f"pk_{name}", type_="primary")
            batch.create_primary_key(f"pk_{name}", ["place_id", "source_id", key])
            if name == "asset":
                batch.add_column(_text("assurer"))
    op.create_index("ix_postcode_postcode", "postcode", ["place_id", "postcode"])
    _new_tables()


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), server_default="", nullable=False)


def _at() -> sa.Column[Any]:
    return sa.Column("at", sa.DateTime(timezone=True), nullable=False)


def _versions() -> None:
    """Every former upload is the first version of a list of its own."""
    with op.batch_alter_table("source") as batch:
        batch.add_column(sa.Column("list_id", sa.String(), nullable=True))
        batch.add_column(_text("former_id"))
        batch.add_column(sa.Column("held", sa.Boolean(), nullable=True))
        batch.add_column(sa.Column("publish_contacts", sa.Boolean(), nullable=True))
        batch.add_column(_text("metric_crs"))
    source = sa.table("source", *(sa.column(name) for name in
                      ("place_id", "source_id", "list_id", "kind", "live", "held",
                       "publish_contacts", "metric_crs")))  # fmt: skip
    place = sa.table("place", sa.column("place_id"), sa.column("metric_crs"))
    op.execute(
        source.update().values(
            list_id=source.c.source_id,
            held=source.c.live,
            publish_contacts=sa.true(),
        )
    )
    crs = sa.select(sa.func.coalesce(place.c.metric_crs, "")).where(
        place.c.place_id == source.c.place_id
    )
    op.execute(
        source.update().where(source.c.kind == "areas").values(metric_crs=crs.scalar_subquery())
    )
    with op.batch_alter_table("source") as batch:
        for name, kind in (("list_id", sa.String()), ("held", sa.Boolean()),
                           ("publish_contacts", sa.Boolean())):  # fmt: skip
            batch.alter_column(name, existing_type=kind, nullable=False)
    op.create_index("ix_source_list_id", "source", ["list_id"])


def _new_tables() -> None:
    def table(name: str, keys: tuple[str, ...], *columns: sa.Column[Any]) -> None:
        op.create_table(
            name,
            sa.Column("place_id", sa.String(), nullable=False),
            *(sa.Column(key, sa.String(), nullable=False) for key in keys),
            *columns,
            sa.ForeignKeyConstraint(
                ["place_id"], ["place.place_id"], name=f"fk_{name}_place_id", ondelete="CASCADE"
            ),
            sa.PrimaryKeyConstraint("place_id", *_primary(name, keys), name=f"pk_{name}"),
        )

    table(
        "contact", ("source_id",),
        sa.Column("row_number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("thing_id", sa.String(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        _text("thing"), _text("value"), _text("why"),
    )  # fmt: skip
    table(
        "edit", ("edit_id",), _text("thing"),
        sa.Column("thing_id", sa.String(), nullable=False),
        _text("field"), _text("value"), _text("was"), _at(),
        sa.Column("number", sa.Integer(), nullable=False),
        _text("actor"), _text("reason"), sa.Column("undone", sa.Boolean(), nullable=False),
    )  # fmt: skip
    op.create_index("ix_edit_thing_id", "edit", ["thing_id"])
    table(
        "pair", ("one", "other"), _text("verdict"), sa.Column("likeness", sa.Double()),
        sa.Column("evidence", sa.JSON(), nullable=False), _text("actor"), _at(),
    )  # fmt: skip
    table(
        "suggestion", ("suggestion_id",), _text("kind"), _text("thing_id"),
        sa.Column("body", sa.JSON(), nullable=False), _text("state"), _text("made_by"),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False), _text("decided_by"),
        sa.Column("decided_at", sa.DateTime(timezone=True)), _text("answer"),
    )  # fmt: skip
    table(
        "matching", ("kind", "signature"), sa.Column("choices", sa.JSON(), nullable=False),
        _at(),
    )  # fmt: skip
    table("wording", ("text",), _text("category"), _at())


def _primary(name: str, keys: tuple[str, ...]) -> tuple[str, ...]:
    return ("source_id", "row_number", "thing_id", "field") if name == "contact" else keys
