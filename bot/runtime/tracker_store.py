"""Rasa's SQL tracker store on SQLAlchemy 2.0, and with SQLite settings fit for a server."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from rasa.core.tracker_store import SQLTrackerStore
from sqlalchemy import event
from sqlalchemy.engine import URL, make_url


class HuiqiTrackerStore(SQLTrackerStore):
    """``SQLTrackerStore`` whose URL carries a query (SQLAlchemy 2.0 needs one); WAL and busy_timeout on SQLite."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Same arguments as Rasa's store."""
        event.listen(sa.engine.Engine, "connect", _sqlite_settings)
        try:
            super().__init__(*args, **kwargs)
        finally:
            event.remove(sa.engine.Engine, "connect", _sqlite_settings)
        event.listen(self.engine, "connect", _sqlite_settings)

    @staticmethod
    def get_db_url(
        dialect: str = "sqlite",
        host: str | None = None,
        port: int | None = None,
        db: str = "rasa.db",
        username: str | None = None,
        password: str | None = None,
        login_db: str | None = None,
        query: dict[str, str] | None = None,
    ) -> URL:
        """A complete URL; a ``host`` that is a URL already is taken as it is."""
        if host and "://" in host:
            return make_url(host)
        return URL.create(dialect, username, password, host, port, login_db or db, query or {})

    def forget(self, sender: str) -> None:
        """Delete every event of a conversation."""
        with self.engine.begin() as connection:
            connection.execute(sa.delete(self.SQLEvent).where(self.SQLEvent.sender_id == sender))

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()


def _sqlite_settings(connection: Any, _record: Any) -> None:
    if "sqlite" not in type(connection).__module__:
        return
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=5000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
