"""Years a text names: of a document or policy, and since when the enterprise exists."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

from nlu.quantities import Figure, plain

_VERB = (
    r"(?:刚|才|就|在|新)*(?:成立|注册|开业|开张|创办|创立|开的(?![票户会证])|开了?(?:这?[家个])?(?:小?店|公司)|办的照)"
)
_FOR = re.compile(
    r"(?:成立|注册|开业|开张|开店|开了|干了|做了|营业|经营|创业|创办)(?:了|有|才|快|都|已经|已|满|整|店)*"
    r"(?P<n>\d{1,2}(?:\.5)?)多?年(?!的?(?:贷|利|租|合同|级|代|期))"
)
_MONTHS = re.compile(
    r"(?:成立|注册|开业|开张|开店|开了|营业)(?:了|有|才|刚|不到|店)*(?:\d{1,2}多?个多?月|半年|几个月|一个多?月)"
)
_SINCE = re.compile(
    rf"(?<!\d)(?P<y>(?:19|20)\d\d年?|\d\d年)(?:\d{{1,2}}月份?)?(?:\d{{1,2}}[日号])?(?:我们|我|公司|店|就|在|北京|东城|西城)*{_VERB}"
)
_RECENT = re.compile(rf"(?P<when>今年|去年|大前年|前年)(?:[春夏秋冬]天?|年?[初底]|\d{{1,2}}月份?)?{_VERB}")
_AGO = {"今年": 0, "去年": 1, "前年": 2, "大前年": 3}
_YEAR = re.compile(r"(?<![\d\-.])(?P<y>20[12]\d)(?![\d\-]|\.\d|\s*(?:[万亿元块个人名平家套位kw]|多[个万人]))")
_SHORT_YEAR = re.compile(
    r"(?<![\d了有满近约共期第贷租签干做开])(?P<y>2[0-6])年(?![前来以期内后老多没了租贷利]|产权|合同)"
)


_clock: dict[str, Callable[[], date]] = {"today": date.today}


def reckon_by(today: Callable[[], date]) -> None:
    """Count years since the founding up to this day instead of the machine's."""
    _clock["today"] = today


def this_year() -> int:
    """The year in which a sentence is said."""
    return _clock["today"]().year


def _full(year: str, now: int) -> int:
    number = int(year.rstrip("年"))
    if number >= 100:
        return number
    return 2000 + number if 2000 + number <= now else 1900 + number


def _founded(text: str, year: int) -> Iterator[Figure]:
    if match := _FOR.search(text):
        yield *match.span(), "founded_years", plain(Decimal(match["n"]))
    elif match := _SINCE.search(text):
        age = year - _full(match["y"], year)
        if age >= 0:
            yield *match.span(), "founded_years", age
    elif match := _RECENT.search(text):
        yield *match.span(), "founded_years", _AGO[match["when"]]
    elif match := _MONTHS.search(text):
        yield *match.span(), "founded_years", 0


def find(text: str, year: int) -> Iterator[Figure]:
    """``founded_years`` (at most one) and every ``year`` that is not the founding year."""
    founded = list(_founded(text, year))
    yield from founded
    for pattern in (_YEAR, _SHORT_YEAR):
        for match in pattern.finditer(text):
            if not any(start <= match.start() < end for start, end, *_ in founded):
                yield *match.span(), "year", _full(match["y"], 2100)
