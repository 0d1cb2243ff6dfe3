"""The desk's tables in the product's database: brought to the code's version beside those of the knowledge store."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DatabaseError

from knowledge.errors import StoreNotReady
from knowledge.store.database import Database

MIGRATIONS = Path(__file__).parent / "migrations"
VERSION_TABLE = "desk_alembic_version"


def migrate(database: Database) -> None:
    """Create or upgrade the desk's tables. Raises ``StoreNotReady`` when that cannot be done."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    try:
        with database.engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except CommandError as fault:
        raise StoreNotReady(f"数据库比程序新，请先升级程序：{fault}") from None
    except DatabaseError as fault:
        shown = make_url(database.url).render_as_string(hide_password=True)
        raise StoreNotReady(f"打不开数据库 {shown}：{fault.orig}") from None
