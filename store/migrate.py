"""Bringing a database to the newest shape of its tables, and telling whether it has it."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from store.database import Store

HEAD = "head"


def migrations_folder() -> Path:
    """Return the folder with the migrations."""
    return Path(__file__).parent / "migrations"


def migrate(store: Store, revision: str = HEAD) -> None:
    """Upgrade the database to `revision`. Safe to repeat; on PostgreSQL others wait for the one that migrates."""
    with _migrating(store) as connection:
        command.upgrade(_config(connection), revision)


def downgrade(store: Store, revision: str) -> None:
    """Take the database back to `revision` (`base` is an empty one)."""
    with _migrating(store) as connection:
        command.downgrade(_config(connection), revision)


def pending(store: Store) -> bool:
    """Return whether the database lacks a migration that this program has."""
    with store.read() as connection:
        return revision_of(connection) != _newest()


def revision_of(connection: Connection) -> str | None:
    """Return the newest migration that a database has had; None for one without tables."""
    return MigrationContext.configure(connection).get_current_revision()


def is_known(revision: str) -> bool:
    """Tell whether this program has a migration: an older program does not have a newer one's."""
    return any(script.revision == revision for script in ScriptDirectory.from_config(_config(None)).walk_revisions())


def _migrating(store: Store) -> AbstractContextManager[Connection]:
    return store.engine.execution_options(sotto_write=True).begin()


def _newest() -> str | None:
    return ScriptDirectory.from_config(_config(None)).get_current_head()


def _config(connection: Connection | None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(migrations_folder()))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
