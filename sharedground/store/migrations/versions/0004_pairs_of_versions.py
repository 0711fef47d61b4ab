"""Pairs that an upload found belong to it, so that undoing the upload takes them back too."""

import sqlalchemy as sa
from alembic import op

revision = "0004_pairs_of_versions"
down_revision = "0003_area_sets"


def upgrade() -> None:
    """Those that are here already stay as they are: as if a person had said so."""
    with op.batch_alter_table("pair") as batch:
        batch.add_column(sa.Column("source_id", sa.String(), server_default="", nullable=False))
        batch.drop_constraint("pk_pair", type_="primary")
        batch.create_primary_key("pk_pair", ["place_id", "source_id", "one", "other"])
