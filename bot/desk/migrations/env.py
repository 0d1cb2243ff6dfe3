"""Alembic environment: runs on the connection handed over by ``bot.desk.store.migrate``."""

from __future__ import annotations

from alembic import context

from bot.desk import learning_tables
from bot.desk.store import VERSION_TABLE
from bot.desk.tables import Base

__all__ = ["learning_tables"]

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=True,
    version_table=VERSION_TABLE,
    include_name=lambda name, type_, _: type_ != "table" or str(name).startswith("desk_"),
)
with context.begin_transaction():
    context.run_migrations()
