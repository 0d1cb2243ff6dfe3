"""Rasa's SQL tracker store on SQLAlchemy 2.0, and with SQLite settings fit for a server."""

from __future__ import annotations

import json
import time
from typing import Any

import sqlalchemy as sa
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    BotUttered,
    Event,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy import event
from sqlalchemy.engine import URL, make_url

# After so many messages a conversation goes on in a new session, since every turn reads its session from the start.
MOST_TURNS = 20


class HuiqiTrackerStore(SQLTrackerStore):
    """``SQLTrackerStore`` whose URL carries a query (SQLAlchemy 2.0 needs one); WAL and busy_timeout on SQLite.

    Sessions are bounded: a long conversation goes on in a new one that carries over slots, form and last answer.
    """

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

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keep what is new; after :data:`MOST_TURNS` messages begin the next session."""
        await super().save(tracker)
        if sum(isinstance(event, UserUttered) for event in tracker.events) >= MOST_TURNS:
            self._begin_session(tracker)

    def _begin_session(self, tracker: DialogueStateTracker) -> None:
        with self.session_scope() as session:
            for carried in _carried_over(tracker):
                data = {**carried.as_dict(), "timestamp": time.time()}
                row = self.SQLEvent(
                    sender_id=tracker.sender_id,
                    type_name=carried.type_name,
                    timestamp=data["timestamp"],
                    action_name=data.get("name"),
                    data=json.dumps(data),
                )
                session.add(row)
            session.commit()

    def forget(self, sender: str) -> None:
        """Delete every event of a conversation."""
        with self.engine.begin() as connection:
            connection.execute(sa.delete(self.SQLEvent).where(self.SQLEvent.sender_id == sender))

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()


def _carried_over(tracker: DialogueStateTracker) -> list[Event]:
    """The events with which a session begins that goes on where this one stands."""
    last = next((e for e in reversed(tracker.events) if isinstance(e, BotUttered) and e.text), None)
    slots = [SlotSet(slot.name, slot.value) for slot in tracker.slots.values() if slot.value is not None]
    said = [BotUttered(last.text, last.data, dict(last.metadata))] if last else []
    loop = [ActiveLoop(tracker.active_loop_name)] if tracker.active_loop_name else []
    return [SessionStarted(), *slots, *said, *loop, ActionExecuted("action_listen")]


def _sqlite_settings(connection: Any, _record: Any) -> None:
    if "sqlite" not in type(connection).__module__:
        return
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=5000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
