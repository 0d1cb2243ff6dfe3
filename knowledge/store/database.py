"""Opening the database and bringing it to the code's version."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.orm import Session, sessionmaker

from knowledge.errors import StoreNotReady

MIGRATIONS = Path(__file__).parent.parent / "migrations"


def _sqlite_settings(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "busy_timeout=5000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


class Database:
    """An engine and its sessions. Nothing is opened before :meth:`migrate` or :meth:`session`."""

    def __init__(self, url: str) -> None:
        """Prepare for ``url`` (SQLAlchemy form); the folder of a SQLite file is created."""
        parsed = make_url(url)
        self.is_sqlite = parsed.get_backend_name() == "sqlite"
        if self.is_sqlite and parsed.database and parsed.database != ":memory:":
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        self.url = url
        self.engine: Engine = create_engine(url)
        if self.is_sqlite:
            event.listen(self.engine, "connect", _sqlite_settings)
        self.session: sessionmaker[Session] = sessionmaker(self.engine, expire_on_commit=False)

    def migrate(self, migrations: Path = MIGRATIONS) -> None:
        """Create or upgrade the tables of a folder of Alembic migrations, the store's own by default.

        Raises :class:`StoreNotReady` when that cannot be done.
        """
        config = Config()
        config.set_main_option("script_location", str(migrations))
        try:
            with self.engine.begin() as connection:
                config.attributes["connection"] = connection
                command.upgrade(config, "head")
        except CommandError as fault:
            raise StoreNotReady(f"数据库比程序新，请先升级程序：{fault}") from None
        except (OperationalError, DatabaseError) as fault:
            shown = make_url(self.url).render_as_string(hide_password=True)
            raise StoreNotReady(f"打不开数据库 {shown}：{fault.orig}") from None

    @contextmanager
    def snapshot(self) -> Iterator[Session]:
        """A session for reading that sees one state of the store, whatever is published meanwhile."""
        with self.session() as session:
            if self.is_sqlite:
                session.connection().exec_driver_sql("BEGIN")
            else:
                session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
            yield session

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()
