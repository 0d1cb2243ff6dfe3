"""Which question to ask back: the one whose answer would change most; none when nothing would change.

Pure: gets verdicts in, gives a slot out. What is asked about comes from the conditions of
the measures still possible.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from knowledge.eligibility import benefits_of, judge, lost_benefits
from knowledge.measure import Measure
from knowledge.models import Condition
from knowledge.profile import Profile

# Answers worth trying for a slot; the first four to six become buttons.
ANSWERS: dict[str, tuple[Any, ...]] = {
    "district": ("东城", "西城"),
    "size": ("微型", "小型", "中型", "大型", "个体工商户"),
    "landlord": ("区属国企", "其他国有", "集体", "非国有"),
    "role": ("承租方", "业主或运营方"),
    "premises_use": ("经营", "办公"),
    "building_type": ("商务楼宇", "科技企业孵化器", "文化产业园区"),
    "taxpayer_kind": ("定期定额", "一般"),
    "hightech": (True, False),
    "layoffs": (False, True),
    "insured": (True, False),
}
# People answer these more easily than others; used to break ties only.
_EASE = ("district", "size", "landlord", "role", "premises_use", "building_type", "hightech")


@dataclass(frozen=True, slots=True)
class Clarification:
    """The slot to ask for, the answers that make a difference, and why it is asked."""

    slot: str
    answers: tuple[Any, ...]
    why: str


def _rulings(measures: Sequence[Measure], profile: Profile, as_of: date) -> tuple[str, ...]:
    return tuple(judge(m, profile, as_of).ruling for m in measures)


def _change(measures: Sequence[Measure], profile: Profile, slot: str, as_of: date) -> float:
    """Mean number of rulings that an answer would change, weighted by the measure's rank."""
    before = _rulings(measures, profile, as_of)
    reasons = {m.id: _states(m, profile, as_of) for m in measures}
    total = 0.0
    for answer in ANSWERS[slot]:
        told = profile.model_copy(update={slot: answer})
        after = _rulings(measures, told, as_of)
        for rank, (measure, a, b) in enumerate(zip(measures, before, after, strict=True)):
            settled = _states(measure, told, as_of) != reasons[measure.id]
            total += (1.0 if a != b else 0.35 if settled else 0.0) / (rank + 1)
    return total / len(ANSWERS[slot])


def _states(measure: Measure, profile: Profile, as_of: date) -> tuple[str, ...]:
    return tuple(r.state for r in judge(measure, profile, as_of).reasons)


def _open_slots(measure: Measure, profile: Profile, as_of: date) -> set[str]:
    """Slots that still matter for a measure: unknown, and not only for benefits that are lost anyway."""
    verdict = judge(measure, profile, as_of)
    if verdict.ruling == "not_eligible":
        return set()
    lost = lost_benefits(verdict.reasons)
    return {
        reason.slot
        for reason, condition in zip(verdict.reasons[1:], measure.content.conditions, strict=True)
        if reason.state == "unknown"
        and _answerable(condition)
        and not _settled(profile, reason.slot)
        and not (reason.applies_to and set(benefits_of(reason)) <= lost)
    }


def _settled(profile: Profile, slot: str) -> bool:
    """True when the slot has been told; a condition may be unknown all the same where the text leaves a gap."""
    return len(profile.possible(slot) or ()) == 1


def _answerable(condition: Condition) -> bool:
    """True when one of the answers people are offered meets the condition."""
    wanted = condition.value if isinstance(condition.value, tuple) else (condition.value,)
    return any(answer in wanted for answer in ANSWERS.get(condition.slot, ()))


def _asked_by(measures: Sequence[Measure], profile: Profile, as_of: date) -> list[str]:
    slots = set().union(*(_open_slots(m, profile, as_of) for m in measures)) - {"district"}
    return sorted(slots, key=lambda s: _EASE.index(s) if s in _EASE else len(_EASE))


def next_question(
    measures: Sequence[Measure], profile: Profile, as_of: date, skipped: Collection[str] = (), limit: int = 2
) -> Clarification | None:
    """What to ask about the best ``limit`` measures, or None when no answer would change a verdict."""
    best = list(measures[:limit])
    candidates = [s for s in _asked_by(best, profile, as_of) if s not in skipped]
    scored = [(_change(best, profile, slot, as_of), -i, slot) for i, slot in enumerate(candidates)]
    scored = [s for s in scored if s[0] > 0.3]
    if not scored:
        return None
    slot = max(scored)[2]
    return Clarification(slot, ANSWERS[slot], _why(best, profile, slot, as_of))


def ask_district(measures: Sequence[Measure]) -> Clarification:
    """The question for the district, when what fits differs between districts."""
    here = [d for d in ("东城", "西城") if any(m.district == d for m in measures)]
    return Clarification("district", tuple(here), "各区的规定不一样")


def _why(measures: Sequence[Measure], profile: Profile, slot: str, as_of: date) -> str:
    for measure in measures:
        for reason in judge(measure, profile, as_of).reasons:
            if reason.slot == slot and reason.state == "unknown":
                return f"这条要求：{reason.text}"
    return "它决定您是否符合"
