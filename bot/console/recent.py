"""What a person looked up lately, to return to it with one click."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, select

from bot.accounts.tables import RecentRow
from knowledge.store.database import Database

KEPT, SHOWN = 30, 8
# Words that grow while they are typed are one look-up.
ONE_LOOKUP = timedelta(seconds=20)


class Recent:
    """Recent look-ups by account."""

    def __init__(self, database: Database) -> None:
        """Work on migrated tables."""
        self._database = database

    def add(self, account_id: int, query: str) -> None:
        """Keep a look-up. What continues the newest one replaces it; the oldest go."""
        now = datetime.now(UTC)
        with self._database.session.begin() as session:
            rows = list(
                session.scalars(
                    select(RecentRow).where(RecentRow.account_id == account_id).order_by(RecentRow.id.desc())
                )
            )
            gone = [r.id for r in rows if r.query == query] + [r.id for r in rows[KEPT - 1 :]]
            if rows and now - rows[0].at < ONE_LOOKUP and _continues(rows[0].query, query):
                gone.append(rows[0].id)
            session.execute(delete(RecentRow).where(RecentRow.id.in_(gone)))
            session.add(RecentRow(account_id=account_id, query=query, at=now))

    def of(self, account_id: int) -> list[str]:
        """The queries, newest first."""
        newest = select(RecentRow.query).where(RecentRow.account_id == account_id).order_by(RecentRow.id.desc())
        with self._database.session() as session:
            return list(session.scalars(newest.limit(SHOWN)))


def _continues(before: str, now: str) -> bool:
    return now.startswith(before) or before.startswith(now)
