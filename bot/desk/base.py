"""What every service of the desk is given, and how it opens a transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.desk.settings import DeskSettings
from knowledge.service import KnowledgeService
from knowledge.store.database import Database
from knowledge.store.location import BEIJING, beijing_today


def utc_now() -> datetime:
    """This moment."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Ground:
    """The database, the published measures, the settings and the clocks.

    Attributes:
        now: This moment; another clock in tests.
        today: The day answers are given for (a demonstration may set another).
    """

    database: Database
    knowledge: KnowledgeService
    settings: DeskSettings = field(default_factory=DeskSettings)
    now: Callable[[], datetime] = utc_now
    today: Callable[[], date] = beijing_today

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A transaction: all of it or nothing."""
        with self.database.session.begin() as session:
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """One state of the store."""
        with self.database.snapshot() as session:
            yield session


def storable(value: Any) -> Any:
    """The same without what no database keeps: NUL and half characters; also inside lists and dictionaries."""
    if isinstance(value, str):
        return value.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, Mapping):
        return {storable(k): storable(v) for k, v in value.items()}
    return [storable(v) for v in value] if isinstance(value, list | tuple) else value


def beijing_day(at: datetime) -> date:
    """The day in Beijing at a moment."""
    return at.astimezone(BEIJING).date()


def iso(at: datetime | None) -> str:
    """A moment as Beijing reads it, ISO 8601 with offset; empty for none."""
    return at.astimezone(BEIJING).isoformat(timespec="seconds") if at else ""
