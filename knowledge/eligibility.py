"""Does a measure fit an enterprise? One line per condition, and the verdict they make.

The benefits of a measure are judged one by one: it fits when one of them is within reach. Deterministic: the same
profile, day and revision give the same verdict. No database here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from knowledge.measure import Measure
from knowledge.models import Benefit, Condition, DocumentCondition
from knowledge.naming import SEPARATOR
from knowledge.profile import Profile

State = Literal["met", "not_met", "unknown"]
Ruling = Literal["eligible", "not_eligible", "needs_check"]

_WORSE: dict[State, int] = {"met": 0, "unknown": 1, "not_met": 2}
_RULINGS: tuple[Ruling, ...] = ("eligible", "needs_check", "not_eligible")
_RANGES = {"ge", "gt", "le", "lt", "between"}
# Tenant and owner exclude each other; both may be an employer or a supplier as well.
_OF_THE_HOUSE = {"承租方", "业主或运营方"}


@dataclass(frozen=True, slots=True)
class Reason:
    """One condition and whether it holds.

    Attributes:
        text: The condition in words.
        slot: What would have to be known.
        benefits: Names of the benefits it is about; empty when it is about all of them.
        source: Where the condition stands, e.g. 西政办发〔2020〕1号第7条.
    """

    text: str
    state: State
    slot: str
    benefits: tuple[str, ...] = ()
    source: str = ""

    @property
    def applies_to(self) -> str | None:
        """The names of the benefits as people read them; None when it is about all of them."""
        return SEPARATOR.join(self.benefits) or None


@dataclass(frozen=True, slots=True)
class Way:
    """One way to be supported: what a benefit takes, common conditions included.

    ``benefit`` is the name of one with conditions of its own; None stands for those with the common ones only.
    """

    benefit: str | None
    reasons: tuple[Reason, ...]

    @property
    def state(self) -> State:
        """The worst of its conditions."""
        return max((r.state for r in self.reasons), key=_WORSE.__getitem__)


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

    @property
    def ways(self) -> tuple[Way, ...]:
        """The ways to be supported, each with what it takes."""
        place, *reasons = self.reasons
        return tuple(Way(name, (place, *(reasons[i] for i in taken))) for name, taken in self.measure.routes)


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
        return Reason("在北京市经营", "met" if profile.district else "unknown", "district", source=measure.doc)
    state: State = "met" if profile.district == measure.district else "not_met"
    told = profile.district not in (None, "北京")
    return Reason(f"在{measure.district}区", state if told else "unknown", "district", source=measure.doc)


def benefits_of(reason: Reason) -> tuple[str, ...]:
    """The benefits a condition is about; empty when it is about all of them."""
    return reason.benefits


def lost_benefits(reasons: tuple[Reason, ...]) -> frozenset[str]:
    """Benefits of which some condition is not met."""
    return frozenset(b for r in reasons if r.state == "not_met" for b in benefits_of(r))


def reachable(verdict: Verdict) -> tuple[Benefit, ...]:
    """The measure's benefits without those whose own conditions are known not to hold."""
    lost = lost_benefits(verdict.reasons)
    return tuple(b for b in verdict.measure.content.benefits if not (b.names and set(b.names) <= lost))


def judge(measure: Measure, profile: Profile, as_of: date) -> Verdict:
    """The verdict on one measure for the profile as of that day."""
    place = _district(measure, profile)
    clause = measure.source
    reasons = []
    for c in measure.conditions:
        source = f"{measure.doc} {c.clause}" if isinstance(c, DocumentCondition) else clause
        reasons.append(Reason(c.text, check(c, profile), c.slot, c.applies_to, source))
    found = [_WORSE[r.state] for r in reasons]
    best = min(max((found[i] for i in route.conditions), default=0) for route in measure.routes)
    return Verdict(measure, _RULINGS[max(best, _WORSE[place.state])], (place, *reasons), as_of)
