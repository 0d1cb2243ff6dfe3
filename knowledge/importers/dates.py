"""Days and ranges of days that a text states; what it leaves open (the year) comes from the document's own date."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

_DAY = re.compile(
    r"(?:(?P<y>(?:19|20)\d\d)\s*(?:年|[-./])\s*)?(?P<m>\d{1,2})\s*(?:月(?:份)?|[-./](?=\s*\d))\s*(?:(?P<d>\d{1,2})\s*日?|(?P<part>底|末|初|上旬|中旬|下旬))?"
)
_YEAR_END = re.compile(r"(?P<y>(?:19|20)\d\d)\s*年\s*(?:年)?(?P<part>底|末)")
_BETWEEN = re.compile(r"^\s*(?:日|起)?\s*(?:至|到|—|-|–|~|～)\s*$")
_FROM = re.compile(r"^\s*(?:日)?\s*(?:起|以来|开始)")
_START = re.compile(r"(?:^|[。；，\n自从])\s*$")
_PARTS = {"初": 1, "上旬": 1, "中旬": 11, "下旬": 21}


@dataclass(frozen=True, slots=True)
class Day:
    """One day as written: ``first`` and ``last`` differ where only the month or year is said."""

    first: date
    last: date
    start: int
    end: int
    year_said: bool


@dataclass(frozen=True, slots=True)
class Range:
    """From a day on, or from a day to a day."""

    since: date
    until: date | None
    start: int
    end: int


def _month(year: int, month: int, day: str | None, part: str | None) -> tuple[date, date] | None:
    if not (1 <= month <= 12 and 1 <= year <= 9999):
        return None
    last = monthrange(year, month)[1]
    if day:
        number = int(day)
        return (date(year, month, number),) * 2 if 1 <= number <= last else None
    if part in ("底", "末"):
        return (date(year, month, last),) * 2
    return date(year, month, _PARTS.get(part or "", 1)), date(year, month, last)


def days(text: str, year: int | None = None) -> Iterator[Day]:
    """The days of a text in order. A day without a year takes the last year said, else ``year``, else is left out."""
    said = year
    for match in _DAY.finditer(text):
        if not (match["y"] or "月" in match.group()):
            continue
        this = int(match["y"]) if match["y"] else said
        if this is None:
            continue
        span = _month(this, int(match["m"]), match["d"], match["part"])
        if span:
            said = this
            yield Day(*span, match.start(), match.end(), bool(match["y"]))


def year_ends(text: str) -> Iterator[Day]:
    """2022年底."""
    for match in _YEAR_END.finditer(text):
        last = date(int(match["y"]), 12, 31)
        yield Day(last, last, match.start(), match.end(), True)


def ranges(text: str, year: int | None = None) -> list[Range]:
    """自…起, …至…: when something holds."""
    found = list(days(text, year))
    taken: list[Range] = []
    skip = False
    for day, after in zip(found, [*found[1:], None], strict=False):
        if skip:
            skip = False
            continue
        between = text[day.end : after.start] if after else ""
        if after and len(between) < 8 and (_BETWEEN.match(between) or re.match(r"^\s*起\s*至\s*$", between)):
            if after.last >= day.first:
                taken.append(Range(day.first, after.last, day.start, after.end))
            skip = True
        elif _FROM.match(text[day.end : day.end + 6]) and _START.search(text[max(0, day.start - 3) : day.start]):
            taken.append(Range(day.first, None, day.start, day.end))
    return taken
