"""The desk as channels see it on behalf of a citizen: ``bot.citizen.CitizenDesk``."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from bot.citizen import TicketState
from bot.desk import answers, record, stepping, unanswered
from bot.desk.base import Ground, beijing_day, storable
from bot.desk.consents import Consents
from bot.desk.errors import DeskError, Outdated, TicketNotFound
from bot.desk.learning_tables import FeedbackRow, UnansweredRow
from bot.desk.people import CITIZEN
from bot.desk.states import OPEN, RATABLE
from bot.desk.tables import HistoryRow, HookRow, OutboxRow, TicketRow
from bot.desk.transcripts import ConversationLog, anonymous
from bot.desk.wording import ticket_state

MOST_WORDS = 500
_BLANKED = "（市民要求删除）"


class CitizenServices:
    """Tickets, opinions and forgetting. The asynchronous calls do their work on a thread."""

    def __init__(self, ground: Ground, log: ConversationLog, consents: Consents) -> None:
        """Work on a migrated database."""
        self._ground = ground
        self._log = log
        self._consents = consents

    async def ticket(self, sender: str) -> TicketState | None:
        """The newest ticket of the sender that is not finished, or finished and not yet rated."""
        return await asyncio.to_thread(self._ticket, sender)

    async def feedback(self, sender: str, question: str, answer: Mapping[str, Any], useful: bool, reason: str) -> None:
        """Keep whether an answer was useful; an answer that was not is one more unanswered question."""
        await asyncio.to_thread(self.keep_feedback, sender, question, answer, useful, reason)

    async def rate(self, sender: str, number: str, stars: int, words: str) -> TicketState:
        """Satisfaction with a finished ticket; raises ``LookupError`` when it is not theirs or cannot be rated now."""
        return await asyncio.to_thread(self._rate, sender, number, stars, words)

    async def forget(self, sender: str) -> None:
        """Delete what is kept of the sender; tickets and figures stay without anything personal."""
        await asyncio.to_thread(self._forget, sender)

    def _ticket(self, sender: str) -> TicketState | None:
        waiting = or_(TicketRow.state.in_(OPEN), TicketRow.state.in_(RATABLE))
        query = select(TicketRow).where(TicketRow.sender == sender, waiting).order_by(TicketRow.id.desc())
        with self._ground.reading() as session:
            row = session.scalar(query.limit(1))
            if row is not None and row.merged_into:
                row = record.find(session, row.merged_into)
            return _state(row) if row is not None else None

    def keep_feedback(self, sender: str, question: str, answer: Mapping[str, Any], useful: bool, reason: str) -> None:
        """:meth:`feedback` for callers that may block."""
        at, read = self._ground.now(), answers.read(storable(answer))
        question, reason = storable(question), storable(reason)
        channel = sender.partition(":")[0] if ":" in sender else "rest"
        with self._ground.writing() as session:
            session.add(
                FeedbackRow(
                    at=at,
                    day=beijing_day(at),
                    sender=sender,
                    channel=channel[:32],
                    question=question[:MOST_WORDS],
                    topic=read.topic[:32],
                    district=read.district[:8],
                    measures=[str(m.get("id")) for m in read.measures],
                    useful=useful,
                    reason=reason.strip()[:MOST_WORDS],
                )
            )
            if not useful and question.strip():
                where = (read.topic[:32], read.district[:8])
                unanswered.put(session, sender, channel[:32], at, question, "thumbs_down", *where)

    def _rate(self, sender: str, number: str, stars: int, words: str) -> TicketState:
        try:
            with self._ground.writing() as session:
                row = record.find(session, number)
                if not sender or sender not in record.recipients(session, row):
                    raise TicketNotFound(number)
                try:
                    said = stepping.Details(storable(words).strip()[:MOST_WORDS], stars=stars)
                    stepping.take(session, self._ground, row, CITIZEN, "rate", said)
                except DeskError as fault:
                    raise LookupError(str(fault)) from None
                row.updated_at = self._ground.now()
                session.flush()
                return _state(row)
        except StaleDataError:
            raise Outdated(number) from None

    def _forget(self, sender: str) -> None:
        if not sender:
            return
        with self._ground.writing() as session:
            for row in session.scalars(select(TicketRow).where(TicketRow.sender == sender)).all():
                self._forget_ticket(session, row)
            self._log.forget(session, sender)
            self._consents.forget(session, sender)
            session.execute(
                update(FeedbackRow)
                .where(FeedbackRow.sender == sender)
                .values(sender=anonymous(), question="", reason="")
            )
            session.execute(delete(UnansweredRow).where(UnansweredRow.sender == sender))
            session.execute(delete(OutboxRow).where(OutboxRow.sender == sender))

    def _forget_ticket(self, session: Session, row: TicketRow) -> None:
        """Take everything personal out of a ticket; an open one is closed, since nobody can be answered any more."""
        at = self._ground.now()
        if row.state in OPEN:
            row.state, row.closed_at = "办结", at
        row.sender, row.form, row.packet, row.subject = anonymous(), {}, {}, _BLANKED
        row.rating_words, row.live, row.live_at, row.unread, row.updated_at = "", False, None, 0, at
        session.execute(
            update(HistoryRow).where(HistoryRow.ticket_id == row.id, HistoryRow.text != "").values(text=_BLANKED)
        )
        session.execute(delete(HookRow).where(HookRow.number == row.number))
        record.note(session, self._ground, row, CITIZEN, "forget")


def _state(row: TicketRow) -> TicketState:
    return TicketState(**ticket_state(row))  # type: ignore[arg-type]
