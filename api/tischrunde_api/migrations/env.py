"""What Alembic runs: the migrations, in the transaction that the store has opened (see ``store.migrating``)."""

from alembic import context

from tischrunde_api.store.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
