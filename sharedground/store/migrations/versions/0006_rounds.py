"""What a room is asked, what it answers, and the statements it votes on."""

import sqlalchemy as sa
from alembic import op

revision = "0006_rounds"
down_revision = "0005_scenarios"


def _text(name: str) -> "sa.Column[str]":
    return sa.Column(name, sa.Text(), server_default="", nullable=False)


def _place(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["place_id"], ["place.place_id"], name=f"fk_{table}_place_id", ondelete="CASCADE"
    )


def upgrade() -> None:
    op.create_table(
        "round",
        sa.Column("place_id", sa.String(), nullable=False),
        sa.Column("round_id", sa.String(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=True),
        sa.Column("token", sa.String(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        _text("opened_by"),
        sa.Column("closings", sa.Integer(), nullable=False),
        sa.Column("published", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("place_id", "round_id", name="pk_round"),
        sa.UniqueConstraint("code", name="uq_round_code"),
        sa.UniqueConstraint("token", name="uq_round_token"),
        _place("round"),
    )
    op.create_table(
        "answer",
        sa.Column("place_id", sa.String(), nullable=False),
        sa.Column("round_id", sa.String(), nullable=False),
        sa.Column("answer_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("device", sa.String(), nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("speaker", sa.String(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("place_id", "round_id", "answer_id", name="pk_answer"),
        sa.UniqueConstraint(
            "place_id", "round_id", "number", name="uq_answer_place_id_round_id_number"
        ),
        _place("answer"),
    )
    op.create_index("ix_answer_device", "answer", ["place_id", "round_id", "device"])
    op.create_table(
        "statement",
        sa.Column("place_id", sa.String(), nullable=False),
        sa.Column("round_id", sa.String(), nullable=False),
        sa.Column("statement_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        _text("text"),
        _text("state"),
        _text("by"),
        _text("device"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _text("answer"),
        _text("decided_by"),
        sa.PrimaryKeyConstraint("place_id", "round_id", "statement_id", name="pk_statement"),
        _place("statement"),
    )
