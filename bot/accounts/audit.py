"""The record of who did and saw what. Rows are added, never changed; the database refuses it too."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from bot.accounts.tables import AuditRow
from knowledge.store.database import Database

LONGEST_TARGET, LONGEST_DETAIL = 160, 2000


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: who, in which role, did what to what, from where, and with which HTTP status it ended."""

    at: datetime
    who: str
    role: str
    action: str
    target: str
    detail: dict[str, Any]
    address: str
    status: int


@dataclass(frozen=True, slots=True)
class Seen:
    """Which lines to show; ``before`` is the number of the line after the page."""

    who: str = ""
    action: str = ""
    before: int | None = None
    limit: int = 50


class Audit:
    """The audit log."""

    def __init__(self, database: Database) -> None:
        """Work on migrated tables."""
        self._database = database

    def note(
        self,
        who: str,
        role: str,
        action: str,
        target: str = "",
        detail: dict[str, Any] | None = None,
        address: str = "",
        status: int = 200,
    ) -> None:
        """Add a line; what is too long is cut."""
        kept = detail or {}
        if len(json.dumps(kept, ensure_ascii=False)) > LONGEST_DETAIL:
            kept = {"cut": json.dumps(kept, ensure_ascii=False)[:LONGEST_DETAIL]}
        with self._database.session.begin() as session:
            session.add(
                AuditRow(
                    at=datetime.now(UTC),
                    who=who[:64],
                    role=role,
                    action=action,
                    target=target[:LONGEST_TARGET],
                    detail=kept,
                    address=address[:64],
                    status=status,
                )
            )

    def lines(self, seen: Seen) -> tuple[list[tuple[int, Entry]], int | None]:
        """Lines with their numbers, newest first, and where the next page begins."""
        query = select(AuditRow).order_by(AuditRow.id.desc()).limit(seen.limit + 1)
        if seen.who:
            query = query.where(AuditRow.who == seen.who)
        if seen.action:
            query = query.where(AuditRow.action == seen.action)
        if seen.before:
            query = query.where(AuditRow.id < seen.before)
        with self._database.session() as session:
            rows = list(session.scalars(query))
        page = rows[: seen.limit]
        following = page[-1].id if len(rows) > seen.limit else None
        return [(r.id, _entry(r)) for r in page], following

    def actions(self) -> list[str]:
        """Every action that has been noted."""
        with self._database.session() as session:
            return list(session.scalars(select(AuditRow.action).distinct().order_by(AuditRow.action)))


def _entry(row: AuditRow) -> Entry:
    return Entry(row.at, row.who, row.role, row.action, row.target, row.detail, row.address, row.status)
