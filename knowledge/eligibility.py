"""Does a measure fit an enterprise? One line per condition, and the verdict they make.

Deterministic: the same profile, day and revision give the same verdict. No database here.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from knowledge.measure import Measure
from knowledge.models import Benefit, Condition
from knowledge.profile import Profile

State = Literal["met", "not_met", "unknown"]
Ruling = Literal["eligible", "not_eligible", "needs_check"]

_ORDER: tuple[State, ...] = ("met", "unknown", "not_met")
_RANGES = {"ge", "gt", "le", "lt", "between"}
# Tenant and owner exclude each other; both may be an employer or a supplier as well.
_OF_THE_HOUSE = {"承租方", "业主或运营方"}


@dataclass(frozen=True, slots=True)
class Reason:
    """One condition and whether it holds. ``slot`` is what would have to be known."""

    text: str
    state: State
    slot: str
    applies_to: str | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """The ruling on one measure with its reasons, for a profile on a day."""

    measure: Measure
    ruling: Ruling
    reasons: tuple[Reason, ...]
    as_of: date

    @property
    def expired(self) -> bool:
        """True when the measure had ended by ``as_of``."""
        return self.measure.expired(self.as_of)


def _comparable(value: Any) -> Any:
    return value if isinstance(value, date) else Decimal(str(value))


def _compare(op: str, value: Any, wanted: Any) -> bool:
    number, *limits = (_comparable(v) for v in (value, *_as_tuple(wanted)))
    if op == "between":
        return bool(limits[0] <= number <= limits[1])
    return bool(
        {"ge": number >= limits[0], "gt": number > limits[0], "le": number <= limits[0], "lt": number < limits[0]}[op]
    )


def check(condition: Condition, profile: Profile) -> State:
    """Whether one condition holds for the profile; ``unknown`` when what is known does not decide it."""
    possible = profile.possible(condition.slot)
    if possible is None or condition.slot == "other_condition" or _other_role(condition, possible):
        return "unknown"
    if condition.op in _RANGES:
        results = {_compare(condition.op, v, condition.value) for v in possible}
    elif condition.slot == "sector":
        return "met" if possible & set(_as_tuple(condition.value)) else "not_met" if possible else "unknown"
    else:
        wanted = set(_as_tuple(condition.value))
        results = {v in wanted for v in possible}
    if results == {True}:
        return "met"
    if results == {False}:
        return "unknown" if _self_employed_gap(condition, possible) else "not_met"
    return "unknown"


def _as_tuple(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else (value,)


def _self_employed_gap(condition: Condition, possible: frozenset[Any]) -> bool:
    """A text on 中小微企业 that does not name 个体工商户: the department decides, not we."""
    return (
        condition.slot == "size"
        and possible == {"个体工商户"}
        and bool({"微型", "小型"} & set(_as_tuple(condition.value)))
    )


def _other_role(condition: Condition, possible: frozenset[Any]) -> bool:
    """Who the enterprise is towards the house says nothing on whether it employs or sells, nor the other way round."""
    wanted = set(_as_tuple(condition.value))
    return condition.slot == "role" and bool(wanted & _OF_THE_HOUSE) != bool(possible & _OF_THE_HOUSE)


def _district(measure: Measure, profile: Profile) -> Reason:
    if measure.district == "北京":
        return Reason("在北京市经营", "met" if profile.district else "unknown", "district")
    text = f"在{measure.district}区"
    if profile.district in (None, "北京"):
        return Reason(text, "unknown", "district")
    return Reason(text, "met" if profile.district == measure.district else "not_met", "district")


def benefits_of(reason: Reason) -> tuple[str, ...]:
    """The benefits a condition is about; empty when it is about all of them."""
    return tuple(b for b in (reason.applies_to or "").split("、") if b)


def lost_benefits(reasons: tuple[Reason, ...]) -> frozenset[str]:
    """Benefits of which some condition is not met."""
    return frozenset(b for r in reasons if r.state == "not_met" for b in benefits_of(r))


def reachable(verdict: Verdict) -> tuple[Benefit, ...]:
    """The measure's benefits without those whose own conditions are known not to hold."""
    lost = lost_benefits(verdict.reasons)
    return tuple(b for b in verdict.measure.content.benefits if not (b.names and set(b.names) <= lost))


def _rule(reasons: tuple[Reason, ...]) -> Ruling:
    """All common conditions, and those of at least one benefit when benefits have their own (``applies_to``).

    ``applies_to`` may name several benefits joined by 、; the condition then counts for each.
    """
    common: State = _worst([r.state for r in reasons if not r.applies_to])
    benefits: dict[str, list[State]] = defaultdict(list)
    for reason in reasons:
        for benefit in benefits_of(reason):
            benefits[benefit].append(reason.state)
    best: State = min((_worst(states) for states in benefits.values()), key=_ORDER.index, default="met")
    overall = _worst([common, best])
    return {"met": "eligible", "unknown": "needs_check", "not_met": "not_eligible"}[overall]  # type: ignore[return-value]


def _worst(states: list[State]) -> State:
    return max(states, key=_ORDER.index, default="met")


def judge(measure: Measure, profile: Profile, as_of: date) -> Verdict:
    """The verdict on one measure for the profile as of that day."""
    reasons = [_district(measure, profile)]
    for condition in measure.content.conditions:
        reasons.append(Reason(condition.text, check(condition, profile), condition.slot, condition.applies_to))
    found = tuple(reasons)
    return Verdict(measure, _rule(found), found, as_of)
