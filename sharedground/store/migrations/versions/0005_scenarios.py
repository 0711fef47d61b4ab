"""What might change in a place is kept by name."""

import sqlalchemy as sa
from alembic import op

revision = "0005_scenarios"
down_revision = "0004_pairs_of_versions"


def upgrade() -> None:
    op.create_table(
        "scenario",
        sa.Column("place_id", sa.String(), nullable=False),
        sa.Column("scenario_id", sa.String(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.Column("saved_by", sa.Text(), server_default="", nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("place_id", "scenario_id", name="pk_scenario"),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.place_id"], name="fk_scenario_place_id", ondelete="CASCADE"
        ),
    )
