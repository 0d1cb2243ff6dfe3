"""What the desk does by itself: lifting late tickets, and letting go of conversations nobody tends."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from bot.desk import record, replying, workdays
from bot.desk.base import Ground
from bot.desk.people import SYSTEM
from bot.desk.states import OPEN
from bot.desk.tables import TicketRow
from bot.desk.wording import LEVELS


def escalate_late(ground: Ground) -> list[str]:
    """Lift tickets whose first answer is late to the supervisor, and one working day later to the duty leader."""
    now, lifted = ground.now(), []
    query = select(TicketRow).where(
        TicketRow.state.in_(OPEN), TicketRow.first_answer_at.is_(None), TicketRow.due_at < now, TicketRow.level < 3
    )
    with ground.writing() as session:
        for row in session.scalars(query).all():
            last = workdays.due(row.due_at, 1, ground.settings.closes).at
            level = 3 if now > last else 2
            if level > row.level:
                row.level, row.updated_at = level, now
                record.note(session, ground, row, SYSTEM, "escalate", "首次答复超时，自动升级", level=LEVELS[level])
                lifted.append(row.number)
    return lifted


def let_go(ground: Ground) -> list[str]:
    """Hand conversations back to the assistant when the person who has them has long said nothing."""
    before = ground.now() - timedelta(minutes=ground.settings.silent_minutes)
    query = select(TicketRow).where(TicketRow.live, TicketRow.live_at < before)
    with ground.writing() as session:
        rows = session.scalars(query).all()
        for row in rows:
            replying.hand_back(session, ground, row, SYSTEM)
        return [row.number for row in rows]
