"""Working days in China, 调休 included, and when a first answer is due.

The calendar is that of the package ``chinesecalendar``, taken from the yearly notices of the State Council. For a
year it does not know yet, Monday to Friday are taken, and the result says so.

Counting follows 民法典 第二百零一条、第二百零三条: the day of receipt does not count, and the last day ends when
business ends.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from knowledge.store.location import BEIJING

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import chinese_calendar

_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline. ``known``: every day on the way to it is in the calendar."""

    at: datetime
    known: bool


def is_workday(day: date) -> tuple[bool, bool]:
    """Whether the day is worked, and whether the calendar knew it."""
    try:
        return bool(chinese_calendar.is_workday(day)), True
    except NotImplementedError:
        return day.weekday() < _SATURDAY, False


def due(received: datetime, days: int, closing: time) -> Due:
    """The end of business on the ``days``-th working day after the day of receipt, in Beijing."""
    day, known, left = received.astimezone(BEIJING).date(), True, days
    while left > 0:
        day += timedelta(days=1)
        worked, in_calendar = is_workday(day)
        known = known and in_calendar
        left -= worked
    return Due(datetime.combine(day, closing, BEIJING), known)
