"""Tickets: opened by a hand-off or an operator, looked at, searched, watched and exported."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.desk import exporting, forms, looking, packet, prefill, record, searching, workdays
from bot.desk.base import Ground, beijing_day, storable
from bot.desk.errors import NotAllowed
from bot.desk.people import CITIZEN, Actor
from bot.desk.states import OPEN
from bot.desk.tables import HistoryRow, TicketRow
from bot.desk.transcripts import ConversationLog
from bot.desk.views import News, TicketFilter, TicketPage, TicketView
from bot.desk.wording import LABELS


class TicketBook:
    """Opens tickets and shows them; ``export.csv(filter, actor)`` and ``export.json(filter, actor)`` give files.

    Changes are made by :class:`bot.desk.work.TicketWork`.
    """

    def __init__(self, ground: Ground, log: ConversationLog) -> None:
        """Work on a migrated database; the log knows what a sender told of the enterprise."""
        self._ground = ground
        self._log = log
        self.export = exporting.TicketExport(ground)

    def open(
        self,
        actor: Actor,
        kind: str,
        values: Mapping[str, Any],
        *,
        sender: str = "",
        channel: str = "phone",
        district: str = "",
        topic: str = "",
    ) -> TicketView:
        """A new ticket by an operator, who is its first owner. Raises :class:`BadInput` with every faulty field.

        ``sender``: the citizen's conversation, if there is one; without it replies reach nobody.
        """
        if not actor.works:
            raise NotAllowed("您的账号不能开工单，请找话务员或班长。")
        form = forms.check(kind, values, self._ground.today())
        with self._ground.writing() as session:
            row = self._insert(session, kind, form, sender=sender, channel=channel, topic=topic)
            row.topic = row.topic or packet.topic_of(row.subject)
            row.district = str(form.get("district") or district)
            row.owner = row.handler = actor.username
            row.owner_name = row.handler_name = actor.name
            if sender:
                row.packet = self._packet(session, sender, {})
            record.note(session, self._ground, row, actor, "open", kind=kind)
            session.flush()
            return looking.view(session, self._ground, row, actor)

    def hand_off(self, sender: str, channel: str, kind: str, given: Mapping[str, Any]) -> int:
        """A ticket for a conversation that asked for a person; gives its number (``actions.services.TicketDesk``).

        Somebody whose ticket of that kind is still open gets the same one again.
        """
        with self._ground.writing() as session:
            full = self._packet(session, sender, storable(given))
            said = [text for who, text in full["transcript"] if who in ("user", "citizen")]
            form_kind = prefill.kind_of(said, complaint=kind == forms.COMPLAINT)
            if waiting := self._waiting(session, sender, form_kind):
                record.note(session, self._ground, waiting, CITIZEN, "asked_again")
                waiting.packet = full
                return int(waiting.number)
            today = self._ground.today()
            form = prefill.prefill(form_kind, said, str(full["question"]), full["profile"], today)
            topic = str(full["topic"])
            row = self._insert(session, form_kind, form, sender=sender, channel=channel, topic=topic)
            row.subject = forms.subject(form_kind, form, str(full["question"]))
            row.district = str(form.get("district") or full["profile"].get("district") or "")
            row.packet = full
            record.note(session, self._ground, row, CITIZEN, "open", kind=form_kind)
            return int(row.number)

    def is_of(self, number: str, sender: str) -> bool:
        """True when there is such a ticket and it is this sender's."""
        with self._ground.reading() as session:
            query = select(TicketRow.id).where(TicketRow.number == number, TicketRow.sender == sender)
            return session.scalar(query) is not None

    def get(self, number: str, actor: Actor) -> TicketView:
        """A ticket with everything, as this person sees it. Raises :class:`TicketNotFound`."""
        with self._ground.reading() as session:
            return looking.view(session, self._ground, record.find(session, number), actor)

    def find(self, wanted: TicketFilter, page: int = 1, size: int = 50) -> TicketPage:
        """One page of the tickets, open ones first, then those due first; pages count from 1."""
        with self._ground.reading() as session:
            return searching.page(session, wanted, self._ground.now(), max(1, page), min(max(1, size), 200))

    def counts(self, actor: Actor) -> dict[str, int]:
        """Figures for the top of a list: ``open``, ``mine``, ``unowned``, ``overdue``, ``unread``."""
        with self._ground.reading() as session:
            return searching.counts(session, actor, self._ground.now())

    def news(self, since: int = 0, limit: int = 100) -> list[News]:
        """What happened after an id, oldest first; with ``since=0`` the newest ones."""
        query = (
            select(HistoryRow, TicketRow.number)
            .join(TicketRow, HistoryRow.ticket_id == TicketRow.id)
            .where(HistoryRow.id > since)
            .order_by(HistoryRow.id if since else HistoryRow.id.desc())
            .limit(limit)
        )
        with self._ground.reading() as session:
            found = [
                News(row.id, number, row.at, row.action, LABELS.get(row.action, row.action), row.name)
                for row, number in session.execute(query)
            ]
            return found if since else found[::-1]

    def _waiting(self, session: Session, sender: str, kind: str) -> TicketRow | None:
        query = select(TicketRow).where(
            TicketRow.sender == sender,
            TicketRow.kind == kind,
            TicketRow.state.in_(OPEN),
            TicketRow.merged_into == "",
        )
        return session.scalar(query.order_by(TicketRow.id.desc()).limit(1))

    def _packet(self, session: Session, sender: str, given: Mapping[str, Any]) -> dict[str, Any]:
        lines = packet.recent(session, sender, self._ground.now())
        return packet.build(given, lines, self._log.profile(sender), self._ground.knowledge)

    def _insert(
        self, session: Session, kind: str, form: Mapping[str, Any], *, sender: str, channel: str, topic: str
    ) -> TicketRow:
        at = self._ground.now()
        settings = self._ground.settings
        due = workdays.due(at, settings.answer_days, settings.closes)
        row = TicketRow(
            number=uuid.uuid4().hex[:24],
            kind=kind,
            state="受理",
            subject=forms.subject(kind, form),
            sender=sender,
            channel=channel,
            topic=topic,
            form=dict(form),
            packet={},
            created_at=at,
            day=beijing_day(at),
            updated_at=at,
            due_at=due.at,
            calendar_known=due.known,
        )
        session.add(row)
        session.flush()
        row.number = f"{row.day:%Y%m%d}{row.id:04d}"
        session.flush()
        return row
