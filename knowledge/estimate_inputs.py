"""What estimates ask for (``knowledge/inputs.yml``), and reading the figures that are given.

Money is in 元; a name with ``_wan`` behind it is in 万元. Texts such as 六十万元 are understood too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import yaml

from knowledge.errors import BadFigures
from nlu.numerals import parse

Unit = Literal["money", "percent", "days", "people", "months", "day", "yes_no"]
Value = Decimal | date | bool

WAN = Decimal(10_000)
UNITS: dict[str, str] = {
    "money": "元", "percent": "%", "days": "天", "people": "人", "months": "个月", "day": "日期", "yes_no": "是或否",
}  # fmt: skip
_MOST: dict[str, Decimal] = {
    "money": Decimal(10) ** 12, "percent": Decimal(100), "days": Decimal(3660), "people": Decimal(10) ** 6,
    "months": Decimal(1200),
}  # fmt: skip
_WHOLE = {"days", "people"}
_SUM = re.compile(
    r"(?:人民币)?(?P<n>[^元块圆%％ ]+?)\s*(?P<unit>亿|万)?\s*(?:元|块钱?|圆)?整?|(?P<share>\d+(?:\.\d+)?)\s*[%％]",
    re.ASCII,
)
_WORDS = {"是": True, "否": False, "有": True, "没有": False, "不是": False}


@dataclass(frozen=True, slots=True)
class InputSpec:
    """One figure an estimate can use; ``unit`` is Chinese, ``why`` says what it is for."""

    name: str
    label: str
    unit: str
    why: str
    kind: Unit
    required: bool = True
    slot: str | None = None


@dataclass(frozen=True, slots=True)
class _Entry:
    spec: InputSpec
    also: tuple[str, ...]
    before: tuple[re.Pattern[str], ...]
    after: tuple[re.Pattern[str], ...]


@lru_cache(maxsize=1)
def catalogue() -> dict[str, _Entry]:
    """Every input by name, in the order of the file."""
    data = yaml.safe_load((Path(__file__).parent / "inputs.yml").read_text("utf-8"))
    return {
        name: _Entry(
            InputSpec(name, raw["label"], UNITS[raw["unit"]], raw["why"], raw["unit"], slot=raw.get("slot")),
            tuple(raw.get("also", ())),
            tuple(re.compile(f"(?:{p})$") for p in raw.get("before", ())),
            tuple(re.compile(rf"\s*(?:的|左右)?(?:{p})") for p in raw.get("after", ())),
        )
        for name, raw in data.items()
    }


def spec(name: str) -> InputSpec:
    """The description of an input."""
    return catalogue()[name].spec


def _names(specs: Mapping[str, InputSpec]) -> dict[str, tuple[str, Decimal]]:
    """Every accepted spelling: the input it means, and by what to multiply."""
    found: dict[str, tuple[str, Decimal]] = {}
    for name, wanted in specs.items():
        for spelling in (name, *catalogue()[name].also):
            found[spelling] = (name, Decimal(1))
            if wanted.kind == "money":
                found[f"{spelling}_wan"] = (name, WAN)
        if wanted.slot:
            found.setdefault(wanted.slot, (name, WAN if wanted.slot.endswith("_wan") else Decimal(1)))
    return found


def _from_text(text: str) -> tuple[Decimal, bool] | None:
    """A number written as text, and whether it names 万 or 亿 itself."""
    match = _SUM.fullmatch(text.strip().replace(",", "").replace("，", ""))
    if not match:
        return None
    if match["share"]:
        return Decimal(match["share"]), False
    scale = {"亿": WAN * WAN, "万": WAN, None: Decimal(1)}[match["unit"]]
    number = Decimal(match["n"]) if re.fullmatch(r"\d+(\.\d+)?", match["n"], re.ASCII) else parse(match["n"])
    return None if number is None else (number * scale, bool(re.search(r"[万亿元块圆]", text)))


def _number(kind: str, raw: Any, scale: Decimal) -> Decimal:
    if isinstance(raw, str):
        read = _from_text(raw)
        if read is None:
            raise ValueError("看不懂这个数，请写数字，例如 600000 或 60万")
        value = read[0] if read[1] else read[0] * scale
    elif isinstance(raw, bool) or not isinstance(raw, int | float | Decimal):
        raise ValueError("应是数字")
    else:
        value = Decimal(str(raw)) * scale
    return _checked(kind, value)


def _checked(kind: str, value: Decimal) -> Decimal:
    if not value.is_finite():
        raise ValueError("应是一个确定的数字")
    if value < 0:
        raise ValueError("不能小于 0")
    if value > _MOST[kind]:
        raise ValueError(f"太大了，最多 {_MOST[kind]:f}{UNITS[kind]}，请核对单位")
    if kind in _WHOLE and value != value.to_integral_value():
        raise ValueError("应是整数")
    return value


def _day(raw: Any) -> date:
    if isinstance(raw, date):
        return raw
    try:
        if isinstance(raw, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", raw):
            return date.fromisoformat(raw)
    except ValueError:
        pass
    raise ValueError("应是真实的日期，例如 2022-06-01")


def _yes_no(raw: Any) -> bool:
    if isinstance(raw, bool):
        return raw
    if isinstance(raw, str) and raw in _WORDS:
        return _WORDS[raw]
    raise ValueError("应是 true 或 false")


def _value(wanted: InputSpec, raw: Any, scale: Decimal) -> Value:
    if wanted.kind == "day":
        return _day(raw)
    if wanted.kind == "yes_no":
        return _yes_no(raw)
    return _number(wanted.kind, raw, scale)


def read_figures(specs: Mapping[str, InputSpec], given: Mapping[str, Any]) -> dict[str, Value]:
    """The given figures by input name, checked. Raises :class:`BadFigures` with every fault; None is not known."""
    names = _names(specs)
    figures: dict[str, Value] = {}
    problems: dict[str, str] = {}
    for spelling, raw in given.items():
        if raw is None:
            continue
        if spelling not in names:
            problems[spelling[:60]] = f"这条措施的估算用不到这一项；用得到的是：{_offer(specs)}"
            continue
        name, scale = names[spelling]
        try:
            value = _value(specs[name], raw, scale)
        except ValueError as fault:
            problems[spelling] = str(fault)
            continue
        if figures.setdefault(name, value) != value:
            problems[spelling] = f"{specs[name].label}写了两次，数不一样"
    if problems:
        raise BadFigures(problems)
    return figures


def _offer(specs: Mapping[str, InputSpec]) -> str:
    return "、".join(f"{s.name}（{s.label}，{s.unit}）" for s in specs.values())
