"""Taking what is due from a table that several processes send from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import select, update
from sqlalchemy.orm import Session

_Row = TypeVar("_Row")


def take_due(
    session: Session, row_type: type[_Row], group: Any, now: datetime, until: datetime, most: int
) -> Sequence[_Row]:
    """What is due, oldest first, held until then so that no other process sends it too.

    Of one ``group`` (a column) nothing is taken while something older of it waits for its next try. The rows have
    ``id``, ``done_at`` and ``next_at``.
    """
    row: Any = row_type
    blocked = select(group).where(row.done_at.is_(None), row.next_at > now)
    due = row.done_at.is_(None), row.next_at <= now, group.not_in(blocked)
    query = select(row).where(*due).order_by(row.id).limit(most)
    taken = []
    for one in session.scalars(query.with_for_update(skip_locked=True)).all():
        held = update(row).where(row.id == one.id, row.next_at == one.next_at)
        if session.execute(held.values(next_at=until)).rowcount:  # type: ignore[attr-defined]
            taken.append(one)
    return taken
