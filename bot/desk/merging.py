"""Two tickets about the same thing become one."""

from __future__ import annotations

from sqlalchemy import update
from sqlalchemy.orm import Session

from bot.desk import record, replying
from bot.desk.base import Ground
from bot.desk.errors import NotNow
from bot.desk.people import Actor
from bot.desk.states import FINISHED
from bot.desk.tables import TicketRow


def merge(session: Session, ground: Ground, row: TicketRow, target: TicketRow, actor: Actor, reason: str) -> None:
    """Close ``row`` as a duplicate of ``target``, which keeps the earlier clock. Raises :class:`NotNow`."""
    if row.id == target.id:
        raise NotNow("不能把工单并入它自己。")
    if target.merged_into or target.state in FINISHED or row.state in FINISHED:
        raise NotNow("只能把没办结的工单并入另一张没办结的工单。")
    if row.live:
        replying.hand_back(session, ground, row, actor)
    before = row.state
    row.state, row.closed_at, row.merged_into = "办结", ground.now(), target.number
    # What was merged into this one before goes along.
    session.execute(update(TicketRow).where(TicketRow.merged_into == row.number).values(merged_into=target.number))
    if target.first_answer_at is None and row.due_at < target.due_at:
        target.due_at, target.calendar_known = row.due_at, row.calendar_known
    target.unread += row.unread
    target.level = max(target.level, row.level)
    target.updated_at = ground.now()
    record.note(session, ground, row, actor, "merge", reason, before=before, into=target.number)
    record.note(session, ground, target, actor, "merged_here", reason, merged=row.number)
    session.flush()
    record.tell_state(session, ground, row)
