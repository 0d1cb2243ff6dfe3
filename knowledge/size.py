"""Is an enterprise large, medium, small or micro? 《中小企业划型标准规定》(工信部联企业〔2011〕300号).

The limits are data (``size_standard.yml``). A tier is reached when every figure its class
looks at reaches the tier's lower limit; one figure below it means the next tier down.
The standard sizes firms; by its 第六条 (and 国统字〔2017〕213号) 个体工商户 are only judged by
reference to it, so whether somebody *is* one is a fact of registration and not decided here.

SizeUndecidable   a figure that would decide is not known (also ``KnowledgeError``)
BadFigure         a figure that cannot be (also ``ValueError``)
UnknownSector     see :mod:`knowledge.sectors`
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.errors import KnowledgeError
from knowledge.sectors import Sector, UnknownSector, sector_class
from knowledge.sectors import sector as sector_of

Figure = Decimal | float | int | None

SIZES = ("微型", "小型", "中型", "大型")
_FILE = Path(__file__).with_name("size_standard.yml")


class BadFigure(KnowledgeError, ValueError):
    """A figure is negative or not a number."""


class SizeUndecidable(KnowledgeError):
    """What is known fits several sizes. ``missing`` names the slots that would decide, ``possible`` the sizes."""

    def __init__(self, missing: tuple[str, ...], message: str, possible: frozenset[str] = frozenset(SIZES)) -> None:
        """Keep the slots to ask for and the Chinese explanation."""
        self.missing = missing
        self.message = message
        self.possible = possible
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class SizeResult:
    """The size, the class of the standard it was judged by, and the comparisons made."""

    size: str
    class_name: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Limits:
    """Lower limits of one indicator: small, medium, large."""

    slot: str
    label: str
    unit: str
    steps: tuple[Decimal, Decimal, Decimal]

    def level(self, figure: Decimal) -> int:
        """How many lower limits the figure reaches: 0 micro … 3 large."""
        return sum(figure >= step for step in self.steps)

    def known(self, figures: Mapping[str, Decimal | None]) -> Decimal | None:
        """The figure this indicator looks at, if it is known."""
        return figures[self.slot]


@dataclass(frozen=True, slots=True)
class SizeClass:
    """One of the 16 classes with its clause and the one or two indicators it looks at."""

    name: str
    clause: str
    limits: tuple[Limits, ...]

    def levels(self, figures: Mapping[str, Decimal | None]) -> range:
        """Levels still possible: from what is known, and anything for what is not."""
        known = [limit.level(f) for limit in self.limits if (f := limit.known(figures)) is not None]
        top = min(known, default=len(SIZES) - 1)
        return range(top, top + 1) if len(known) == len(self.limits) else range(top + 1)


@dataclass(frozen=True, slots=True)
class Standard:
    """The size standard as published."""

    title: str
    doc: str
    reference: str
    in_force_from: date
    classes: Mapping[str, SizeClass]


@lru_cache(maxsize=1)
def standard() -> Standard:
    """The standard in ``size_standard.yml``."""
    data = yaml.safe_load(_FILE.read_text("utf-8"))
    classes = {name: _read_class(name, row, data["indicators"]) for name, row in data["classes"].items()}
    return Standard(data["title"], data["doc"], data["reference"], data["in_force_from"], classes)


def _read_class(name: str, row: dict[str, Any], indicators: dict[str, Any]) -> SizeClass:
    limits = []
    for slot, about in indicators.items():
        if slot in row:
            large, medium, small = (Decimal(n) for n in row[slot])
            limits.append(Limits(slot, about["label"], about["unit"], (small, medium, large)))
    return SizeClass(name, row["clause"], tuple(limits))


def _decimal(label: str, value: Figure) -> Decimal | None:
    if value is None:
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        raise BadFigure(f"{label}应是数字，现在写的是“{str(value)[:20]}”。") from None
    if not number.is_finite():
        raise BadFigure(f"{label}应是一个确定的数字。")
    if number < 0:
        raise BadFigure(f"{label}不能是负数，现在写的是 {_number(number)}。")
    return number


def _figures(employees: int | None, revenue_wan: Figure, assets_wan: Figure) -> dict[str, Decimal | None]:
    return {
        "employees": _decimal("从业人员", employees),
        "revenue_wan": _decimal("营业收入", revenue_wan),
        "assets_wan": _decimal("资产总额", assets_wan),
    }


def _number(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _amount(limit: Limits, value: Decimal) -> str:
    return f"{_number(value)}{limit.unit}"


def classify(sector: str | None, employees: int | None, revenue_wan: Figure, assets_wan: Figure) -> SizeResult:
    """The size of an enterprise, as soon as what is known decides it. Money in 万元, None is not known.

    Raises:
        SizeUndecidable: the sector, or a figure that would change the size, is not known.
        UnknownSector: the sector's name cannot be mapped to a class.
        BadFigure: a figure is negative or not a number.
    """
    figures = _figures(employees, revenue_wan, assets_wan)
    if sector is None or not sector.strip():
        raise SizeUndecidable(("sector",), "还缺行业：每个行业的划型界线不一样，请先说您做哪一行，例如餐饮、零售。")
    trade = sector_of(sector)
    size_class = standard().classes[trade.class_name]
    levels = size_class.levels(figures)
    if len(levels) > 1:
        raise _undecided(size_class, figures, levels)
    return SizeResult(SIZES[levels[0]], size_class.name, _reasons(trade, size_class, figures, levels[0]))


def possible_sizes(
    sector: str | None, employees: int | None, revenue_wan: Figure, assets_wan: Figure
) -> frozenset[str]:
    """Sizes that what is known leaves open; without a known sector, those of any class. Raises BadFigure."""
    figures = _figures(employees, revenue_wan, assets_wan)
    classes = standard().classes
    try:
        among = [classes[sector_class(sector)]] if sector else list(classes.values())
    except UnknownSector:
        among = list(classes.values())
    return frozenset(SIZES[level] for size_class in among for level in size_class.levels(figures))


def _undecided(size_class: SizeClass, figures: Mapping[str, Decimal | None], levels: range) -> SizeUndecidable:
    missing = [limit for limit in size_class.limits if limit.known(figures) is None]
    known = [
        f"{limit.label}{_amount(limit, figure)}"
        for limit in size_class.limits
        if (figure := limit.known(figures)) is not None
    ]
    possible = [SIZES[level] for level in levels]
    told = f"只知道{'、'.join(known)}时，" if known else ""
    message = (
        f"还缺{'和'.join(limit.label for limit in missing)}：{_looks_at(size_class)}。"
        f"{told}{'、'.join(possible)}都有可能。{''.join(_borders(limit, levels) for limit in missing)}"
    )
    return SizeUndecidable(tuple(limit.slot for limit in missing), message, frozenset(possible))


def _borders(limit: Limits, levels: range) -> str:
    steps = "，".join(f"满{_amount(limit, limit.steps[level - 1])}才可能是{SIZES[level]}" for level in levels if level)
    return f"{limit.label}{steps}。"


def _looks_at(size_class: SizeClass) -> str:
    labels = "和".join(limit.label for limit in size_class.limits)
    both = "，要同时达到下限才算那一档" if len(size_class.limits) > 1 else ""
    return f"{size_class.name}看{labels}{both}"


def _reasons(
    trade: Sector, size_class: SizeClass, figures: Mapping[str, Decimal | None], level: int
) -> tuple[str, ...]:
    whole = standard()
    mapped = f"{trade.name}归入{size_class.name}。" if trade.name != size_class.name else ""
    lines = [f"{mapped}《{whole.title}》（{whole.doc}）第四条（{size_class.clause}）：{_looks_at(size_class)}。"]
    lines += [_compared(limit, limit.known(figures)) for limit in size_class.limits]
    lines.append(f"所以是{SIZES[level]}企业。")
    return (*lines, trade.note) if trade.note else tuple(lines)


def _compared(limit: Limits, figure: Decimal | None) -> str:
    if figure is None:
        return f"{limit.label}不知道，但不影响结果。"
    level = limit.level(figure)
    parts = []
    if level:
        parts.append(f"达到{SIZES[level]}的下限{_amount(limit, limit.steps[level - 1])}")
    if level < len(limit.steps):
        parts.append(f"不到{SIZES[level + 1]}的下限{_amount(limit, limit.steps[level])}")
    return f"{limit.label}{_amount(limit, figure)}，{'，'.join(parts)}。"
