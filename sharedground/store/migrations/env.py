"""How Alembic reaches the database: through the connection that the store hands over."""

from alembic import context

from sharedground.store.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=False,
)
context.run_migrations()
