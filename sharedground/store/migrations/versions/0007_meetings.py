"""Stories for meetings, meetings that were held, and what was decided at them."""

import sqlalchemy as sa
from alembic import op

revision = "0007_meetings"
down_revision = "0006_rounds"


def _table(name: str, key: str) -> None:
    op.create_table(
        name,
        sa.Column("place_id", sa.String(), nullable=False),
        sa.Column(key, sa.String(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.Column("saved_by", sa.Text(), server_default="", nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("place_id", key, name=f"pk_{name}"),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.place_id"], name=f"fk_{name}_place_id", ondelete="CASCADE"
        ),
    )


def upgrade() -> None:
    _table("story", "story_id")
    _table("meeting", "meeting_id")
    _table("decision", "decision_id")
