"""From the words of a question to figures for an estimate: 去年研发花了60万能补多少 → ``{"rd_spend": 600000}``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from knowledge.errors import BadFigures
from knowledge.estimate import Estimate, estimate, inputs_needed, with_formula
from knowledge.estimate_inputs import WAN, InputSpec, Value, catalogue
from knowledge.measure import Measure
from knowledge.profile import Profile
from nlu.entities import Entity, extract
from nlu.normalize import normalize
from nlu.quantities import NO_RANGE, NUMBER_BEGINS, ends_range, is_vague, stated

_THOUSAND = Decimal(1000)
_SCALE = {
    "亿": WAN * WAN, "千万": WAN * 1000, "百万": WAN * 100, "万": WAN, "w": WAN, "千": _THOUSAND, "k": _THOUSAND,
}  # fmt: skip
_SUM = re.compile(
    rf"{NUMBER_BEGINS}(?P<n>\d{{1,15}}+(?:\.\d{{1,6}}+)?)[多余几]?个?\s*"
    rf"(?:(?P<unit>亿|千万|百万|万|千|[kKwW](?![a-zA-Z]))[多余]?(?:元|块钱|块)?|(?:元|块钱|块))(?!\s*个?[人名平]){NO_RANGE}"
)
_RATE = re.compile(rf"{NUMBER_BEGINS}(?P<n>\d{{1,3}}(?:\.\d{{1,4}})?)\s*(?:[%％]|个百分点|个点)")
_MONTHS = re.compile(rf"{NUMBER_BEGINS}(?P<n>\d{{1,3}})\s*个月{NO_RANGE}")
_DAYS = re.compile(rf"{NUMBER_BEGINS}(?P<n>\d{{1,4}})\s*天{NO_RANGE}")
_PEOPLE = re.compile(rf"{NUMBER_BEGINS}(?P<n>\d{{1,6}})\s*[个名位]?(?:人|医护|医生|护士|大夫|员工)(?!民币){NO_RANGE}")
_DATE = re.compile(r"(?P<y>20\d\d)[年\-/.](?P<m>\d{1,2})[月\-/.](?P<d>\d{1,2})[日号]?")
_CLAUSE = re.compile(r"[,，。;；!?！？]")
_LIMIT = re.compile(r"(?:最高|最多|上限|封顶|限额|不超过)[^,，。]{0,4}$")
_RISK = re.compile(r"(?P<no>(?:不是|不在|没有?被?列?[为入]?|非)[^,，。]{0,4})?(?P<level>(?:中高|高|中|低)风险)")
_SPENT = re.compile(r"^$|(?:花|付|交|缴|欠|拿|得|减|免|用|掏|投)(?:了|掉|过|到)?[^,，。]{0,8}$")
_UNLABELLED = "amount_wan"


@dataclass(frozen=True, slots=True)
class _Sum:
    start: int
    end: int
    value: Decimal


def figures_from(entities: Sequence[Entity], text: str, measure: Measure) -> dict[str, Value]:
    """Figures a normalised question states for the measure's inputs, in 元; those about something else are left out."""
    specs = {s.name: s for s in inputs_needed(measure)}
    found: dict[str, Value] = {}
    for name, value in [*_money(entities, text, specs), *_other(text, specs)]:
        found.setdefault(name, value)
    return found


def estimate_for_question(measure: Measure, text: str, profile: Profile | None, as_of: date) -> Estimate | None:
    """The estimate a question asks for; None when it states no figure that the measure's formulas can use."""
    if not with_formula(measure):
        return None
    said = normalize(text).text
    figures = figures_from(extract(said), said, measure)
    named = [name for name in figures if catalogue()[name].spec.kind not in ("yes_no", "months", "people")]
    if not named:
        return None
    try:
        return estimate(measure, figures, as_of, profile)
    except BadFigures:
        return None


def _clause(text: str, end: int) -> str:
    """What stands before ``end`` in the same clause."""
    return _CLAUSE.split(text[:end])[-1]


def _sums(text: str) -> Iterator[_Sum]:
    for match in _SUM.finditer(text):
        before = text[: match.start()]
        if ends_range(before) or is_vague(before) or _LIMIT.search(before):
            continue
        scale = _SCALE[match["unit"].lower()] if match["unit"] else Decimal(1)
        meant = stated(before, Decimal(match["n"]))
        if meant is not None:
            yield _Sum(*match.span(), meant * scale)


def _money(entities: Sequence[Entity], text: str, specs: Mapping[str, InputSpec]) -> Iterator[tuple[str, Value]]:
    """Each sum with the input its words name; then what the understanding labelled; then the only one possible."""
    unnamed: list[_Sum] = []
    taken: list[_Sum] = []
    for amount in _sums(text):
        name = _named(text, amount, specs)
        if name is None:
            unnamed.append(amount)
            continue
        if catalogue()[name].spec.slot is None:
            taken.append(amount)
            if name in specs:
                yield name, amount.value
    yield from _labelled(entities, specs, taken)
    spent = [u for u in unnamed if _SPENT.search(_clause(text, u.start))]
    yield from _only_one(entities, specs, spent)


def _named(text: str, amount: _Sum, specs: Mapping[str, InputSpec]) -> str | None:
    """The input named nearest before the sum, else right behind it; those of the measure go before others."""
    clause = _clause(text, amount.start)
    before = {n: m.start() for n, e in catalogue().items() for p in e.before if (m := p.search(clause))}
    if before:
        return max(before, key=lambda name: (name in specs, name == "rent_reduced", before[name]))
    after = [n for n, e in catalogue().items() if any(p.match(text, amount.end) for p in e.after)]
    return max(after, key=specs.__contains__, default=None)


def _labelled(
    entities: Sequence[Entity], specs: Mapping[str, InputSpec], taken: Sequence[_Sum]
) -> Iterator[tuple[str, Value]]:
    """Sums that the entities label by a slot of one of the inputs."""
    for entity in entities:
        if any(entity.start < t.end and t.start < entity.end for t in taken):
            continue
        for name, wanted in specs.items():
            if wanted.slot == entity.name and wanted.kind == "money":
                yield name, Decimal(str(entity.value)) * WAN


def _only_one(
    entities: Sequence[Entity], specs: Mapping[str, InputSpec], unnamed: Sequence[_Sum]
) -> Iterator[tuple[str, Value]]:
    """A sum that nothing names belongs to the measure's input when it asks for one sum only."""
    wanted = [s.name for s in specs.values() if s.kind == "money" and s.required]
    claimed = [e for e in entities if e.name.endswith("_wan") and e.name != _UNLABELLED]
    free = [u for u in unnamed if not any(e.start < u.end and u.start < e.end for e in claimed)]
    if len(wanted) == 1 and len(free) == 1 and wanted[0] != "monthly_rent":
        yield wanted[0], free[0].value


def _other(text: str, specs: Mapping[str, InputSpec]) -> Iterator[tuple[str, Value]]:
    """Rates, months, days, people, a day, and whether the place is one of risk."""
    patterns = {"days": _DAYS, "people": _PEOPLE}
    for name, wanted in specs.items():
        if wanted.kind == "percent":
            yield from ((name, Decimal(m["n"])) for m in _RATE.finditer(text) if _is_named(text, m, name))
        elif wanted.kind == "months":
            yield from ((name, Decimal(m["n"])) for m in _MONTHS.finditer(text) if _said_before(text, m.start(), name))
        elif wanted.kind in patterns:
            yield from ((name, Decimal(m["n"])) for m in patterns[wanted.kind].finditer(text))
        elif wanted.kind == "day":
            alone = sum(s.kind == "day" for s in specs.values()) == 1
            yield from ((name, day) for day, match in _days(text) if alone or _is_named(text, match, name))
        elif wanted.kind == "yes_no" and (match := _RISK.search(text)):
            yield name, not (match["no"] or match["level"] == "低风险")


def _said_before(text: str, start: int, name: str) -> bool:
    clause = _clause(text, start)
    return any(p.search(clause) for p in catalogue()[name].before)


def _is_named(text: str, match: re.Match[str], name: str) -> bool:
    return _said_before(text, match.start(), name) or any(p.match(text, match.end()) for p in catalogue()[name].after)


def _days(text: str) -> Iterator[tuple[date, re.Match[str]]]:
    for match in _DATE.finditer(text):
        try:
            yield date(int(match["y"]), int(match["m"]), int(match["d"])), match
        except ValueError:
            continue
