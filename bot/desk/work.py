"""Every change an operator makes to a ticket. Two at once: the second one is told, and nothing of theirs is kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from bot.desk import forms, looking, merging, record, replying, stepping, workdays
from bot.desk.base import Ground, storable
from bot.desk.errors import BadInput, NotAllowed, NotNow, Outdated
from bot.desk.people import Actor
from bot.desk.states import FINISHED, StepName
from bot.desk.tables import HistoryRow, TicketRow
from bot.desk.views import TicketView
from bot.desk.wording import LEVELS

MOST_TEXT = 2000


class TicketWork:
    """Changes. Each takes the ``version`` that was seen, and raises :class:`Outdated` when somebody was faster."""

    def __init__(self, ground: Ground) -> None:
        """Work on a migrated database."""
        self._ground = ground

    def take(self, number: str, actor: Actor, version: int) -> TicketView:
        """Be the first who is responsible (首问负责). Raises :class:`NotNow` when somebody is already."""
        with self._change(number, actor, version) as (session, row):
            if row.owner:
                raise NotNow(f"首问负责人已经是{row.owner_name}，到办结都不变。需要帮忙可以转给您办理。")
            row.owner = row.handler = actor.username
            row.owner_name = row.handler_name = actor.name
            record.note(session, self._ground, row, actor, "take", owner=actor.name)
            return self._seen(session, row, actor)

    def assign(self, number: str, actor: Actor, version: int, username: str, name: str) -> TicketView:
        """Let a colleague work on it; who took it first stays responsible."""
        with self._change(number, actor, version, own=True) as (session, row):
            row.handler, row.handler_name = username, name
            record.note(session, self._ground, row, actor, "assign", handler=name)
            return self._seen(session, row, actor)

    def note(self, number: str, actor: Actor, text: str) -> None:
        """An internal note; citizens never see it."""
        _worker(actor)
        with self._ground.writing() as session:
            row = record.find(session, number)
            record.note(session, self._ground, row, actor, "note", _words(text))

    def step(
        self,
        number: str,
        actor: Actor,
        version: int,
        name: StepName,
        text: str = "",
        *,
        department: str = "",
        contact: str = "",
        stars: int | None = None,
    ) -> TicketView:
        """Take a step of :data:`bot.desk.states.STEPS`; ``answer`` also says the text to the citizen.

        ``department`` and ``contact`` belong to ``dispatch``, ``stars`` (1 to 5) to ``rate``.
        """
        said = _words(text, needed=False)
        with self._change(number, actor, version) as (session, row):
            details = stepping.Details(said, department.strip()[:80], contact.strip()[:200], stars)
            stepping.take(session, self._ground, row, actor, name, details)
            return self._seen(session, row, actor)

    def reply(self, number: str, actor: Actor, version: int, text: str, everyone: bool = True) -> TicketView:
        """Say something to the citizen in the same conversation, without changing the state.

        It counts as the first answer. ``everyone``: also those whose tickets were merged into this one.
        """
        said = _words(text)
        with self._change(number, actor, version, own=True) as (session, row):
            replying.say(session, self._ground, row, actor, said, everyone)
            record.note(session, self._ground, row, actor, "answer", said)
            return self._seen(session, row, actor)

    def join(self, number: str, actor: Actor, version: int) -> TicketView:
        """Take over the conversation: the assistant is silent, and what the citizen says goes to the ticket."""
        with self._change(number, actor, version, own=True) as (session, row):
            replying.join(session, self._ground, row, actor)
            return self._seen(session, row, actor)

    def hand_back(self, number: str, actor: Actor, version: int) -> TicketView:
        """Let the assistant answer again."""
        with self._change(number, actor, version, own=True) as (session, row):
            replying.hand_back(session, self._ground, row, actor)
            return self._seen(session, row, actor)

    def escalate(self, number: str, actor: Actor, version: int, reason: str) -> TicketView:
        """Lift it one level: operator, supervisor, duty leader."""
        said = _words(reason)
        with self._change(number, actor, version, own=True) as (session, row):
            if row.level >= max(LEVELS) or row.state in FINISHED:
                raise NotNow("已经是最高一级，或者已经办结，不能再升级。")
            row.level += 1
            record.note(session, self._ground, row, actor, "escalate", said, level=LEVELS[row.level])
            return self._seen(session, row, actor)

    def merge(self, number: str, into: str, actor: Actor, version: int, reason: str) -> TicketView:
        """Close a duplicate and go on with ``into``; gives the ticket that goes on."""
        said = _words(reason)
        with self._change(number, actor, version, own=True) as (session, row):
            target = record.find(session, into)
            merging.merge(session, self._ground, row, target, actor, said)
            return self._seen(session, target, actor)

    def fill(self, number: str, actor: Actor, version: int, values: Mapping[str, Any]) -> TicketView:
        """Put the short form right. Raises :class:`BadInput` with every faulty field."""
        with self._change(number, actor, version, own=True) as (session, row):
            form = forms.check(row.kind, values, self._ground.today())
            changed = {f.label: form.get(f.name) for f in forms.form_of(row.kind).fields if self._differs(row, form, f)}
            row.form, row.subject = form, forms.subject(row.kind, form, row.subject)
            row.district = str(form.get("district") or row.district)
            record.note(session, self._ground, row, actor, "fill", "、".join(changed))
            return self._seen(session, row, actor)

    def set_complex(self, number: str, actor: Actor, version: int, yes: bool) -> TicketView:
        """Say that it takes longer; the first answer is then due later, counted from the day of receipt."""
        settings = self._ground.settings
        with self._change(number, actor, version, own=True) as (session, row):
            days = settings.complex_days if yes else settings.answer_days
            due = workdays.due(row.created_at, days, settings.closes)
            row.complex, row.due_at, row.calendar_known = yes, due.at, due.known
            record.note(session, self._ground, row, actor, "complex", complex=yes)
            return self._seen(session, row, actor)

    def seen(self, number: str, actor: Actor) -> None:
        """The citizen's new messages have been looked at; only by who owns or handles the ticket, or a supervisor."""
        with self._ground.writing() as session:
            row = record.find(session, number)
            if looking.is_mine(row, actor) or actor.leads:
                session.execute(update(TicketRow).where(TicketRow.id == row.id).values(unread=0))

    @staticmethod
    def _differs(row: TicketRow, form: Mapping[str, Any], field: Any) -> bool:
        return bool(row.form.get(field.name) != form.get(field.name))

    @contextmanager
    def _change(
        self, number: str, actor: Actor, version: int, own: bool = False
    ) -> Iterator[tuple[Session, TicketRow]]:
        """One change in one transaction; ``own``: only by the owner, the handler or a supervisor."""
        _worker(actor)
        try:
            with self._ground.writing() as session:
                row = record.find(session, number)
                if row.version != version:
                    raise Outdated(number, _last(session, row))
                if row.merged_into:
                    raise NotNow(f"这张工单已并入 {row.merged_into}，请在那一张上办。")
                if own and not (looking.is_mine(row, actor) or actor.leads):
                    raise NotAllowed("这张工单不是您在办。请先接单，或请首问负责人转给您。")
                row.updated_at = self._ground.now()
                yield session, row
        except StaleDataError:
            raise Outdated(number) from None

    def _seen(self, session: Session, row: TicketRow, actor: Actor) -> TicketView:
        session.flush()
        return looking.view(session, self._ground, row, actor)


def _worker(actor: Actor) -> None:
    if not actor.works:
        raise NotAllowed("您的账号不能办理工单，请找话务员或班长。")


def _words(text: str, needed: bool = True) -> str:
    said = str(storable(text)).strip()
    if needed and not said:
        raise BadInput({"text": "请写上内容。"})
    if len(said) > MOST_TEXT:
        raise BadInput({"text": f"最多 {MOST_TEXT} 个字，现在是 {len(said)} 个。"})
    return said


def _last(session: Session, row: TicketRow) -> str:
    query = select(HistoryRow.name).where(HistoryRow.ticket_id == row.id).order_by(HistoryRow.id.desc())
    return session.scalar(query.limit(1)) or ""
