"""The newest migration is the tables as the code knows them; each goes up and down and changes nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from store.database import Store, open_store
from store.migrate import downgrade, migrate, migrations_folder, pending
from store.schema import metadata


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    """Return a database without any table."""
    if request.param == "postgresql":
        return open_store(request.getfixturevalue("postgres"))
    return open_store(f"sqlite:///{tmp_path}/sotto.sqlite3")


def tables(store: Store) -> set[str]:
    with store.engine.connect() as connection:
        return set(inspect(connection).get_table_names()) - {"alembic_version"}


def test_the_newest_migration_equals_the_tables(empty: Store) -> None:
    migrate(empty)
    with empty.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    empty.close()


def test_every_migration_goes_up_and_down_again(empty: Store) -> None:
    scripts = ScriptDirectory(str(migrations_folder()))
    for script in reversed(list(scripts.walk_revisions())):
        before = tables(empty)
        migrate(empty, script.revision)
        after = tables(empty)
        downgrade(empty, str(script.down_revision or "base"))
        assert tables(empty) == before
        migrate(empty, script.revision)
        assert tables(empty) == after
    empty.close()


def test_there_is_one_line_of_migrations_with_numbered_names() -> None:
    scripts = ScriptDirectory(str(migrations_folder()))
    assert len(scripts.get_heads()) == 1
    names = sorted(file.name for file in (migrations_folder() / "versions").glob("*.py"))
    assert [name[:4] for name in names] == [f"{number:04}" for number in range(1, len(names) + 1)]


def test_a_database_without_its_tables_is_pending(empty: Store) -> None:
    assert pending(empty)
    migrate(empty)
    assert not pending(empty)
    migrate(empty)
    empty.close()
