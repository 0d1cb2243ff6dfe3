"""The console's tables in the project's database."""

from __future__ import annotations

from pathlib import Path

from knowledge.store.database import Database

MIGRATIONS = Path(__file__).parent / "migrations"


def migrate(database: Database) -> None:
    """Create or upgrade the console's tables. Raises ``StoreNotReady`` when that cannot be done."""
    database.migrate(MIGRATIONS)
