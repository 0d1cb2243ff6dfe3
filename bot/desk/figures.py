"""The dashboard: what happened per day, topic, district or channel, as plain numbers. Nothing personal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, timedelta

from bot.desk.base import Ground
from bot.desk.counting import TOTAL, By, Counting, Slice
from bot.desk.exporting import table

LONGEST_DAYS = 400
MOST_QUESTIONS = 20
# A question is listed from so many askings on: what one person wrote stays with the people who work on it.
LEAST_ASKED = 2
_HEADS = {
    "key": "分组",
    "conversations": "对话",
    "turns": "提问",
    "answered": "答复",
    "asked_back": "反问",
    "handed_over": "转人工",
    "missed": "没答上",
    "expired": "问到已到期措施",
    "useful": "有用",
    "not_useful": "没用",
    "tickets": "工单",
    "first_answer_minutes": "首次答复（分钟，中位数）",
    "late": "首次答复超时",
    "solved": "办结",
    "rated": "评价",
    "satisfied": "满意",
}


@dataclass(frozen=True, slots=True)
class Row:
    """Counts of one day, topic, district or channel; ``key`` is which, or 合计.

    Attributes:
        turns: Citizens' messages the assistant replied to.
        expired: Answers in which every measure had ended.
        first_answer_minutes: Median from receipt to first answer of the tickets opened then; None without any.
        late: Tickets opened then whose first answer came too late, or is late now.
        satisfied: Ratings of four or five stars.
    """

    key: str
    conversations: int = 0
    turns: int = 0
    answered: int = 0
    asked_back: int = 0
    handed_over: int = 0
    missed: int = 0
    expired: int = 0
    useful: int = 0
    not_useful: int = 0
    tickets: int = 0
    first_answer_minutes: int | None = None
    late: int = 0
    solved: int = 0
    rated: int = 0
    satisfied: int = 0


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and how often it was asked."""

    question: str
    count: int
    expired: int


@dataclass(frozen=True, slots=True)
class Figures:
    """Rows of a span of days, their total, the questions asked most, and those about measures that have ended."""

    since: date
    until: date
    by: By
    rows: tuple[Row, ...]
    total: Row
    top: tuple[Asked, ...]
    top_expired: tuple[Asked, ...]


class FigureService:
    """Counts over the log, the opinions and the tickets."""

    def __init__(self, ground: Ground) -> None:
        """Work on a migrated database."""
        self._ground = ground

    def figures(self, since: date, until: date, by: By = "day", part: Slice | None = None) -> Figures:
        """Figures of the days from ``since`` to ``until``, both included, at most 400 of them, the last ones."""
        part = part or Slice()
        since = max(since, until - timedelta(days=LONGEST_DAYS - 1))
        with self._ground.reading() as session:
            counting, now = Counting(session, since, until, part), self._ground.now()
            counts = counting.counts(by, now)
            total = Row(TOTAL, **counting.counts(None, now)[TOTAL])
            top, ended = (counting.questions(expired, LEAST_ASKED, MOST_QUESTIONS) for expired in (False, True))
        rows = [Row(key, **counts[key]) for key in sorted(counts)]
        if by == "day":
            rows = _every_day(rows, since, until)
        return Figures(since, until, by, tuple(rows), total, _asked(top), _asked(ended))

    def csv(self, since: date, until: date, by: By = "day", part: Slice | None = None) -> str:
        """The rows and the total as CSV."""
        found = self.figures(since, until, by, part)
        names = [f.name for f in fields(Row)]
        return table([_HEADS[n] for n in names], ([getattr(r, n) for n in names] for r in (*found.rows, found.total)))


def _every_day(rows: Iterable[Row], since: date, until: date) -> list[Row]:
    """Days on which nothing happened are zeros, not gaps."""
    known = {row.key: row for row in rows}
    days = [(since + timedelta(days=n)).isoformat() for n in range((until - since).days + 1)]
    return [known.get(day, Row(day)) for day in days]


def _asked(found: Iterable[tuple[str, int, int]]) -> tuple[Asked, ...]:
    return tuple(Asked(question, count, expired) for question, count, expired in found)


__all__ = ["Asked", "By", "FigureService", "Figures", "Row", "Slice"]
