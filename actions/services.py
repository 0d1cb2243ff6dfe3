"""What the actions need from outside, handed in by the runtime or opened from the environment."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Protocol

from knowledge.service import KnowledgeService
from knowledge.store import location, reader
from knowledge.store.database import Database
from knowledge.store.seed import seed
from nlu import times


class TicketDesk(Protocol):
    """Takes over a conversation."""

    def __call__(self, sender: str, channel: str, kind: str, packet: dict[str, Any]) -> int:
        """Record that a person is wanted; gives the ticket's number."""


@dataclass(frozen=True)
class Services:
    """Knowledge, the day, and the desk."""

    knowledge: KnowledgeService
    today: Callable[[], date]
    open_ticket: TicketDesk


def services_for(database: Database, today: Callable[[], date]) -> Services:
    """Services over a migrated and filled database; years are counted up to ``today``."""
    times.reckon_by(today)

    def open_ticket(sender: str, channel: str, kind: str, packet: dict[str, Any]) -> int:
        return reader.open_ticket(database, sender, channel, kind, packet)

    return Services(KnowledgeService(database), today, open_ticket)


@lru_cache(maxsize=1)
def from_environment() -> Services:
    """For ``rasa run actions``: opens, migrates and fills the database the environment names."""
    database = Database(location.database_url(os.environ))
    database.migrate()
    seed(database)
    return services_for(database, lambda: location.today(os.environ))
