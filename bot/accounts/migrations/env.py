"""Alembic environment of the console's tables: runs on the connection handed over by ``bot.accounts.database``."""

from __future__ import annotations

from alembic import context

from bot.accounts.tables import Base

VERSION_TABLE = "accounts_version"

connection = context.config.attributes["connection"]
context.configure(
    connection=connection, target_metadata=Base.metadata, render_as_batch=True, version_table=VERSION_TABLE
)
with context.begin_transaction():
    context.run_migrations()
