"""The queries behind the dashboard: counts of one span of days, grouped one way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median
from typing import Any, Literal

from sqlalchemy import Integer, func, select
from sqlalchemy.orm import Session

from bot.desk.learning_tables import FeedbackRow
from bot.desk.looking import late
from bot.desk.states import FINISHED
from bot.desk.tables import ConversationRow, LineRow, TicketRow

By = Literal["day", "topic", "district", "channel"]
TOTAL, UNSAID = "合计", "（没说）"
SATISFIED = 4
_TYPES = {"answer": "answered", "clarify": "asked_back", "handoff": "handed_over", "out_of_scope": "missed"}
_EXPIRED = func.sum(LineRow.expired.cast(Integer))
Counts = dict[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Slice:
    """Which part of it; empty fields do not limit."""

    channel: str = ""
    district: str = ""
    topic: str = ""


class Counting:
    """Counts of one span and slice in one state of the store."""

    def __init__(self, session: Session, since: date, until: date, part: Slice) -> None:
        """Both days are included."""
        self._session, self._since, self._until, self._part = session, since, until, part

    def counts(self, by: By | None, now: datetime) -> Counts:
        """Figures by key; by the one key 合计 without ``by``."""
        counts: Counts = defaultdict(dict)
        self._conversations(by, counts)
        self._lines(by, counts)
        self._opinions(by, counts)
        self._tickets(by, counts, now)
        return counts

    def questions(self, expired: bool, least: int, most: int) -> list[tuple[str, int, int]]:
        """Questions asked most, each with how often, and how often all measures shown had ended."""
        count = func.count(LineRow.id)
        query = (
            select(LineRow.question, count, _EXPIRED)
            .join(ConversationRow, LineRow.conversation_id == ConversationRow.id)
            .where(*self._within(LineRow, ConversationRow.channel), LineRow.who == "assistant", LineRow.question != "")
            .where(LineRow.type.in_(("answer", "clarify", "out_of_scope")))
            .group_by(LineRow.question)
            .having(count >= least, *([_EXPIRED > 0] if expired else []))
            .order_by((_EXPIRED if expired else count).desc(), LineRow.question)
            .limit(most)
        )
        return [(question, n, int(ended or 0)) for question, n, ended in self._session.execute(query)]

    def _within(self, table: Any, channel: Any) -> list[Any]:
        """The span and the slice as conditions; ``channel`` is the column that holds it."""
        part = self._part
        found = [table.day >= self._since, table.day <= self._until]
        found += [channel == part.channel] if part.channel else []
        found += [table.district == part.district] if part.district else []
        return [*found, table.topic == part.topic] if part.topic else found

    def _grouped(
        self, by: By | None, table: Any, channel: Any, columns: Sequence[Any], also: Sequence[Any] = ()
    ) -> Iterator[tuple[str, Sequence[Any]]]:
        """Rows of a grouped query: the key, then the values of ``also`` (grouped by, too) and of ``columns``."""
        key = [] if by is None else [channel if by == "channel" else getattr(table, by)]
        query = select(*key, *also, *columns).where(*self._within(table, channel)).group_by(*key, *also)
        if table is LineRow:
            query = query.join(ConversationRow, LineRow.conversation_id == ConversationRow.id)
            query = query.where(LineRow.who == "assistant")
        for found in self._session.execute(query):
            yield named(found[0]) if key else TOTAL, found[len(key) :]

    def _conversations(self, by: By | None, counts: Counts) -> None:
        """A conversation has no single topic: by topic, those with an answer to it count."""
        if by == "topic" or self._part.topic:
            distinct = func.count(LineRow.conversation_id.distinct())
            groups = self._grouped(by, LineRow, ConversationRow.channel, [distinct])
        else:
            groups = self._grouped(by, ConversationRow, ConversationRow.channel, [func.count(ConversationRow.id)])
        for key, (n,) in groups:
            counts[key]["conversations"] = n

    def _lines(self, by: By | None, counts: Counts) -> None:
        columns = [func.count(LineRow.id), _EXPIRED]
        for key, (kind, n, ended) in self._grouped(by, LineRow, ConversationRow.channel, columns, [LineRow.type]):
            group = counts[key]
            for name, more in (("turns", n), ("expired", int(ended or 0)), (_TYPES.get(kind, ""), n)):
                if name:
                    group[name] = group.get(name, 0) + more

    def _opinions(self, by: By | None, counts: Counts) -> None:
        columns = [func.count(FeedbackRow.id)]
        for key, (useful, n) in self._grouped(by, FeedbackRow, FeedbackRow.channel, columns, [FeedbackRow.useful]):
            counts[key]["useful" if useful else "not_useful"] = n

    def _tickets(self, by: By | None, counts: Counts, now: datetime) -> None:
        """Merged tickets are counted where they went."""
        groups: dict[str, list[TicketRow]] = defaultdict(list)
        query = select(TicketRow).where(*self._within(TicketRow, TicketRow.channel), TicketRow.merged_into == "")
        for row in self._session.scalars(query):
            groups[named(getattr(row, by)) if by else TOTAL].append(row)
        for key, rows in groups.items():
            waits = [(r.first_answer_at - r.created_at).total_seconds() / 60 for r in rows if r.first_answer_at]
            counts[key] |= {
                "tickets": len(rows),
                "first_answer_minutes": round(median(waits)) if waits else None,
                "late": sum(late(r, now) for r in rows),
                "solved": sum(r.state in FINISHED for r in rows),
                "rated": sum(r.stars is not None for r in rows),
                "satisfied": sum((r.stars or 0) >= SATISFIED for r in rows),
            }


def named(key: Any) -> str:
    """A key as it is shown: ISO days, and a word for what nobody said."""
    return key.isoformat() if isinstance(key, date) else str(key) or UNSAID
