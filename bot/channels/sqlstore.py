"""A store of the channels in a database: what must survive a restart when there is no Redis."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Callable
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.schema import CreateIndex, CreateTable

from bot.channels.store import Value

_TABLE = sa.Table(
    "channel_values",
    sa.MetaData(),
    sa.Column("key", sa.String(512), primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
    sa.Column("until", sa.Float, nullable=False, index=True),
)
# How often what has ended is cleared away.
_CLEAR_SECONDS = 600.0

_T = TypeVar("_T")


class SqlStore:
    """Values in one table, which is made when it is missing. Works off the event loop."""

    def __init__(self, url: str, now: Callable[[], float] = time.time) -> None:
        """``url``: of SQLAlchemy; connects at first use. ``now``: the time of day, for it must survive a restart."""
        self._engine = sa.create_engine(url, pool_pre_ping=True)
        self._sqlite = self._engine.dialect.name == "sqlite"
        self._now = now
        self._making = threading.Lock()
        self._made = False
        self._cleared = 0.0

    async def claim(self, key: str, seconds: float) -> bool:
        """True for the first who asks for this key, until the time is over."""
        return await self._run(lambda db: self._claimed(db, key, seconds))

    async def put(self, key: str, value: Value, seconds: float) -> None:
        """Keep a value, replacing an older one."""
        await self._run(lambda db: self._put(db, key, value, seconds))

    async def get(self, key: str) -> Value | None:
        """The value, or None when there is none or its time is over."""
        return await self._run(lambda db: self._read(db, key))

    async def take(self, key: str) -> Value | None:
        """The value, which is gone afterwards: of two who take at once one gets it."""

        def taken(db: sa.Connection) -> Value | None:
            value = self._read(db, key)
            # Most of the time there is nothing, and nothing to write.
            if value is None or not db.execute(sa.delete(_TABLE).where(_TABLE.c.key == key)).rowcount:
                return None
            return value

        return await self._run(taken)

    async def drop(self, prefix: str) -> None:
        """Forget every key that begins so."""
        like = _TABLE.c.key.startswith(prefix, autoescape=True)
        # SQLite compares without regard to case.
        same = sa.func.substr(_TABLE.c.key, 1, len(prefix)) == prefix
        await self._run(lambda db: db.execute(sa.delete(_TABLE).where(like, same)))

    async def close(self) -> None:
        """Give connections back."""
        await asyncio.to_thread(self._engine.dispose)

    async def _run(self, work: Callable[[sa.Connection], _T]) -> _T:
        return await asyncio.to_thread(self._worked, work)

    def _worked(self, work: Callable[[sa.Connection], _T]) -> _T:
        with self._engine.begin() as db:
            if self._sqlite:
                # A writer waits for another instead of failing.
                db.exec_driver_sql("PRAGMA busy_timeout=5000")
            self._make(db)
            self._clear(db)
            return work(db)

    def _make(self, db: sa.Connection) -> None:
        """The table, whoever makes it first."""
        with self._making:
            if not self._made:
                db.execute(CreateTable(_TABLE, if_not_exists=True))
                for index in _TABLE.indexes:
                    db.execute(CreateIndex(index, if_not_exists=True))
                self._made = True

    def _claimed(self, db: sa.Connection, key: str, seconds: float) -> bool:
        db.execute(sa.delete(_TABLE).where(_TABLE.c.key == key, _TABLE.c.until < self._now()))
        try:
            with db.begin_nested():
                db.execute(sa.insert(_TABLE).values(key=key, value="[]", until=self._now() + seconds))
        except IntegrityError:
            return False
        return True

    def _put(self, db: sa.Connection, key: str, value: Value, seconds: float) -> None:
        held = {"value": json.dumps(value, ensure_ascii=False), "until": self._now() + seconds}
        if db.execute(sa.update(_TABLE).where(_TABLE.c.key == key).values(**held)).rowcount:
            return
        try:
            with db.begin_nested():
                db.execute(sa.insert(_TABLE).values(key=key, **held))
        except IntegrityError:
            db.execute(sa.update(_TABLE).where(_TABLE.c.key == key).values(**held))

    def _read(self, db: sa.Connection, key: str) -> Value | None:
        found = db.execute(sa.select(_TABLE.c.value).where(_TABLE.c.key == key, _TABLE.c.until >= self._now()))
        raw = found.scalar_one_or_none()
        if raw is None:
            return None
        value: Value = json.loads(raw)
        return value

    def _clear(self, db: sa.Connection) -> None:
        if self._now() - self._cleared > _CLEAR_SECONDS:
            self._cleared = self._now()
            db.execute(sa.delete(_TABLE).where(_TABLE.c.until < self._now()))
