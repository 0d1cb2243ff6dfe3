"""The arithmetic of each kind of formula, with its working in Chinese. No amount stands here: all come as data."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import singledispatch

from knowledge.estimate_inputs import WAN, Value
from knowledge.formulas import Dated, Deferral, Extension, Formula, Interest, MonthsWaived, Percent, PerDay, Share, UpTo

Figures = Mapping[str, Value]

_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a formula gives. ``low`` or ``high`` is None where the document names no such limit."""

    low: Decimal | None
    high: Decimal | None
    working: tuple[str, ...]
    cap: Decimal | None = None
    capped: bool = False
    until: date | None = None


def number(value: Decimal) -> str:
    """A number as people write it: 4.35, 60."""
    return format(value.normalize(), "f") if value else "0"


def yuan(value: Decimal) -> str:
    """Money as people write it: 60万元, 1.25万元, 8000元."""
    if value >= WAN and value == value.to_integral_value():
        return f"{number(value / WAN)}万元"
    return f"{number(value)}元"


def chinese_day(day: date) -> str:
    """A day as people write it."""
    return f"{day.year}年{day.month}月{day.day}日"


def add_months(day: date, months: int) -> date:
    """The same day some months later, or the month's last day where it has no such day."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _cents(value: Decimal) -> Decimal:
    return value.quantize(_CENT, ROUND_HALF_UP)


def _at(parameter: Dated, day: date) -> Decimal:
    value = parameter.last(day)
    if value is None:
        raise ValueError(f"parameter has no value on {day}")
    return value


def _money(figures: Figures, name: str) -> Decimal:
    return Decimal(figures[name])  # type: ignore[arg-type]


def derived(formula: Formula, figures: Figures) -> tuple[Figures, tuple[str, ...]]:
    """The figures with what can be worked out from them (interest from loan, rate and months), and how."""
    parts = ("loan", "rate", "loan_months")
    if not isinstance(formula, Interest) or formula.of in figures or not all(p in figures for p in parts):
        return figures, ()
    loan, rate, months = (_money(figures, p) for p in parts)
    interest = _cents(loan * rate / 100 * months / 12)
    line = f"利息：{yuan(loan)} × {number(rate)}% × {number(months)}个月 ÷ 12 = {yuan(interest)}"
    return {**figures, formula.of: interest}, (line,)


@singledispatch
def work(formula: Formula, figures: Figures, day: date) -> Outcome:
    """What the formula gives for the figures, by the values in force that day or last in force before it."""
    raise TypeError(f"no arithmetic for {type(formula).__name__}")


@work.register
def _(formula: Percent, figures: Figures, day: date) -> Outcome:
    return _share(formula, _money(figures, formula.of), day)


@work.register
def _(formula: Interest, figures: Figures, day: date) -> Outcome:
    interest, lines = _counted(formula, figures)
    return _share(formula, interest, day, lines)


def _counted(formula: Interest, figures: Figures) -> tuple[Decimal, tuple[str, ...]]:
    """The interest that counts: without the part above the base rate, where the document leaves it out."""
    interest = _money(figures, formula.of)
    if not formula.base_rate_only:
        return interest, ()
    if "rate" not in figures or "base_rate" not in figures:
        return interest, ("超出基准利率的那部分利息不补；没有说利率，先按利息都在基准利率以内算，实际可能少一些",)
    rate, base = _money(figures, "rate"), _money(figures, "base_rate")
    if rate <= base:
        return interest, (f"年利率{number(rate)}%没有超过基准利率{number(base)}%，利息全部算",)
    counted = _cents(interest * base / rate)
    line = f"年利率{number(rate)}%高于基准利率{number(base)}%，只算基准利率以内的利息："
    return counted, (f"{line}{yuan(interest)} × {number(base)} ÷ {number(rate)} = {yuan(counted)}",)


def _share(formula: Share, base: Decimal, day: date, lines: tuple[str, ...] = ()) -> Outcome:
    rates = [_at(p, day) if p else None for p in (formula.percent_min, formula.percent_max)]
    low, high = (None if rate is None else _cents(base * rate / 100) for rate in rates)
    bound = "（至少）" if high is None else "（最多）" if low is None else ""
    steps = [
        f"{yuan(base)} × {number(rate)}% = {yuan(_cents(base * rate / 100))}{bound}"
        for rate in dict.fromkeys(rates)
        if rate is not None
    ]
    return _capped(low, high, formula.cap, day, (*lines, *steps))


def _capped(low: Decimal | None, high: Decimal | None, cap: Dated | None, day: date, lines: tuple[str, ...]) -> Outcome:
    if cap is None or high is None:
        return Outcome(low, high, lines)
    limit = _at(cap, day)
    over = high > limit
    line = f"超过上限{yuan(limit)}，按{yuan(limit)}封顶" if over else f"没有超过上限{yuan(limit)}"
    return Outcome(None if low is None else min(low, limit), min(high, limit), (*lines, line), limit, over)


@work.register
def _(formula: MonthsWaived, figures: Figures, day: date) -> Outcome:
    rent, months = _money(figures, formula.of), _at(formula.months, day)
    percent = _at(formula.percent, day) if formula.percent else Decimal(100)
    amount = _cents(rent * months * percent / 100)
    part = f" × {number(percent)}%" if percent != 100 else ""
    return Outcome(amount, amount, (f"{yuan(rent)} × {number(months)}个月{part} = {yuan(amount)}",))


@work.register
def _(formula: UpTo, figures: Figures, day: date) -> Outcome:
    limit = _at(formula.amount, day)
    if formula.of is None:
        return Outcome(None, limit, (f"这一档最多{yuan(limit)}",), limit, True)
    paid = _money(figures, formula.of)
    over = paid > limit
    line = f"付了{yuan(paid)}，{'超过上限，' if over else ''}最多补{yuan(min(paid, limit))}（上限{yuan(limit)}）"
    return Outcome(None, min(paid, limit), (line,), limit, over)


@work.register
def _(formula: PerDay, figures: Figures, day: date) -> Outcome:
    rate, days, people = _at(formula.amount, day), _money(figures, "days"), figures.get("people")
    amount = rate * days * (Decimal(people) if people is not None else 1)  # type: ignore[arg-type]
    crowd = f" × {number(Decimal(people))}人" if people is not None else "（1人）"  # type: ignore[arg-type]
    return Outcome(amount, amount, (f"{yuan(rate)} × {number(days)}天{crowd} = {yuan(amount)}",))


@work.register
def _(formula: Deferral, figures: Figures, day: date) -> Outcome:
    amount, until = _money(figures, formula.of), formula.until
    length = "可以缓缴"
    if formula.months:
        months = _at(formula.months, day)
        length = f"最长可以延期{number(months)}个月"
        due = figures.get(formula.since or "")
        until = add_months(due, int(months)) if isinstance(due, date) else None
    last = f"，最晚到{chinese_day(until)}" if until else ""
    return Outcome(amount, amount, (f"{yuan(amount)}{length}{last}；是晚交，不是免交",), until=until)


@work.register
def _(formula: Extension, figures: Figures, day: date) -> Outcome:
    begin = figures[formula.since]
    if not isinstance(begin, date):
        raise TypeError(f"{formula.since} is no day")
    if formula.days:
        days = int(_at(formula.days, day))
        ends = {begin + timedelta(days): f"{days}日"}
    else:
        lengths = [int(_at(p, day)) for p in (formula.months_min, formula.months_max) if p]
        ends = {add_months(begin, n): f"{n}个月" for n in lengths}
    lines = tuple(f"{chinese_day(begin)}往后{length}，到{chinese_day(end)}" for end, length in ends.items())
    return Outcome(None, None, lines, until=max(ends))
