"""What was said in the web chat, so that a reload, a second tab and a restart show the same conversation."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.channels.webchat.tables import Base, EntryRow, SessionRow
from knowledge.store.database import Database

# More than anybody scrolls through; the oldest entries of a conversation go first.
MOST_ENTRIES = 200
_SLACK = 40


@dataclass(frozen=True, slots=True)
class Known:
    """A session the server has issued."""

    user: str
    started: float
    seen: float
    district: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing said: ``who`` is user, bot, operator or system; ``body`` is what is kept, with payloads."""

    id: int
    user: str
    turn: str
    part: int
    who: str
    at: float
    body: dict[str, Any]


class ChatLog:
    """Sessions and entries in a database. Blocking: the chat calls it in a thread."""

    def __init__(self, url: str, now: Callable[[], float] = time.time) -> None:
        """``url`` in SQLAlchemy form; tables are made when they are missing."""
        self._database = Database(url)
        self._now = now
        Base.metadata.create_all(self._database.engine)

    def start(self, user: str, district: str = "") -> None:
        """Begin a session."""
        with self._database.session.begin() as session:
            session.add(SessionRow(user=user, started=self._now(), seen=self._now(), district=district))

    def known(self, user: str) -> Known | None:
        """The session of the user; None when there is none or it has been deleted."""
        with self._database.session() as session:
            row = session.get(SessionRow, user)
            return Known(row.user, row.started, row.seen, row.district) if row else None

    def touch(self, user: str) -> None:
        """The user was heard of just now."""
        with self._database.session.begin() as session:
            session.execute(update(SessionRow).where(SessionRow.user == user).values(seen=self._now()))

    def add(self, user: str, turn: str, who: str, bodies: Sequence[dict[str, Any]], first: int = 0) -> bool:
        """Keep parts of a turn from ``first`` on, all or nothing; False when they are there, or the session is not."""
        try:
            with self._database.session.begin() as session:
                if session.get(SessionRow, user) is None:
                    return False
                for part, body in enumerate(bodies, first):
                    row = EntryRow(user=user, turn=turn, part=part, who=who, at=self._now(), body=_dumped(body))
                    session.add(row)
                    session.flush()
                _prune(session, user)
        except IntegrityError:
            return False
        return True

    def turn(self, user: str, turn: str) -> list[Entry]:
        """What was said in one turn, in order."""
        return self._entries(EntryRow.user == user, EntryRow.turn == turn)

    def entry(self, user: str, number: int) -> Entry | None:
        """One entry of the user's own conversation."""
        found = self._entries(EntryRow.user == user, EntryRow.id == number)
        return found[0] if found else None

    def since(self, user: str, after: int, most: int = MOST_ENTRIES) -> list[Entry]:
        """What came after an entry, oldest first."""
        return self._entries(EntryRow.user == user, EntryRow.id > after, most=most)

    def last(self, user: str, most: int, before: int | None = None) -> list[Entry]:
        """The newest entries, or the newest before one, oldest first."""
        older = [EntryRow.id < before] if before is not None else []
        return self._entries(EntryRow.user == user, *older, most=most, newest=True)

    def note(self, entry: Entry, **more: Any) -> None:
        """Add to what is kept of an entry."""
        body = _dumped({**entry.body, **more})
        with self._database.session.begin() as session:
            session.execute(update(EntryRow).where(EntryRow.id == entry.id).values(body=body))

    def newest(self) -> int:
        """The highest id given so far, over all users; 0 when there is none."""
        with self._database.session() as session:
            return int(session.scalar(select(func.max(EntryRow.id))) or 0)

    def forget(self, user: str) -> None:
        """Delete the session and everything said in it."""
        with self._database.session.begin() as session:
            session.execute(delete(EntryRow).where(EntryRow.user == user))
            session.execute(delete(SessionRow).where(SessionRow.user == user))

    def silent_for(self, seconds: float) -> list[str]:
        """Users not heard of for so long."""
        with self._database.session() as session:
            return list(session.scalars(select(SessionRow.user).where(SessionRow.seen < self._now() - seconds)))

    def close(self) -> None:
        """Give all connections back."""
        self._database.close()

    def _entries(self, *where: Any, most: int | None = None, newest: bool = False) -> list[Entry]:
        """At most so many, the first or the newest; oldest first in any case."""
        order = EntryRow.id.desc() if newest else EntryRow.id
        with self._database.session() as session:
            rows = session.scalars(select(EntryRow).where(*where).order_by(order).limit(most)).all()
            kept = reversed(rows) if newest else rows
            return [Entry(r.id, r.user, r.turn, r.part, r.who, r.at, json.loads(r.body)) for r in kept]


def _dumped(body: dict[str, Any]) -> str:
    return json.dumps(body, ensure_ascii=False)


def _prune(session: Session, user: str) -> None:
    own = EntryRow.user == user
    count = session.scalar(select(func.count()).select_from(EntryRow).where(own)) or 0
    if count > MOST_ENTRIES + _SLACK:
        keep = select(EntryRow.id).where(own).order_by(EntryRow.id.desc()).limit(MOST_ENTRIES)
        session.execute(delete(EntryRow).where(own, EntryRow.id < min(session.scalars(keep))))
