"""Several area sets of one place, and which figures were carried over from another set."""

import sqlalchemy as sa
from alembic import op

revision = "0003_area_sets"
down_revision = "0002_versions_of_lists"

_OF_AREAS = ("areas", "population", "indicators", "lookup")


def upgrade() -> None:
    op.create_table(
        "estimate",
        sa.Column("place_id", sa.String(), nullable=False),
        sa.Column("source_id", sa.String(), nullable=False),
        sa.Column("indicator_id", sa.String(), nullable=False),
        sa.Column("area_code", sa.String(), nullable=False),
        sa.Column("moved", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.place_id"], name="fk_estimate_place_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint(
            "place_id", "source_id", "indicator_id", "area_code", name="pk_estimate"
        ),
    )
    with op.batch_alter_table("source") as batch:
        for name in ("set_id", "set_name", "level"):
            batch.add_column(_text(name))
        batch.add_column(sa.Column("vintage", sa.Integer(), nullable=True))
    with op.batch_alter_table("place") as batch:
        batch.add_column(_text("main_set"))
    _one_set_a_place()


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), server_default="", nullable=False)


def _one_set_a_place() -> None:
    """The areas a place has become its main set, and all its figures belong to that."""
    names = ("place_id", "kind", "list_id", "set_id", "set_name", "level", "live", "loaded_at")
    source = sa.table("source", *(sa.column(name) for name in names))
    place = sa.table("place", sa.column("place_id"), sa.column("main_set"))
    areas = source.c.kind == "areas"
    query = (
        sa.select(source.c.place_id, source.c.list_id)
        .where(areas)
        .order_by(source.c.live, source.c.loaded_at)
    )
    chosen = {row.place_id: row.list_id for row in op.get_bind().execute(query)}
    op.execute(source.update().where(areas).values(set_name="Areas", level="other"))
    for place_id, set_id in chosen.items():
        of_areas = sa.and_(source.c.place_id == place_id, source.c.kind.in_(_OF_AREAS))
        op.execute(source.update().where(of_areas).values(set_id=set_id))
        op.execute(place.update().where(place.c.place_id == place_id).values(main_set=set_id))
