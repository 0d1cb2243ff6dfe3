"""The desk's tables in the product's database: brought to the code's version beside those of the knowledge store."""

from __future__ import annotations

from pathlib import Path

from knowledge.store.database import Database

MIGRATIONS = Path(__file__).parent / "migrations"
VERSION_TABLE = "desk_alembic_version"


def migrate(database: Database) -> None:
    """Create or upgrade the desk's tables. Raises ``StoreNotReady`` when that cannot be done."""
    database.migrate(MIGRATIONS)
