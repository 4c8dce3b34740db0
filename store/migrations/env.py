"""Alembic's door: it runs migrations on the connection that `store.migrate` hands it, and on no other."""

from __future__ import annotations

from alembic import context

from store.schema import metadata

_LOCK = 5_077_200

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, transactional_ddl=False)
if connection.dialect.name == "postgresql":
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
with context.begin_transaction():
    context.run_migrations()
