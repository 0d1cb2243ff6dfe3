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
from knowledge.sectors import sector_tags

# Answers worth trying for a slot, besides those that the conditions name. Being affected is not asked: everybody
# says yes, and the documents leave it to an authority to confirm.
ANSWERS: dict[str, tuple[Any, ...]] = {
    "district": ("东城", "西城"),
    "size": ("微型", "小型", "中型", "大型", "个体工商户"),
    "sector": ("餐饮", "零售", "住宿", "旅游", "文化", "制造", "软件", "外贸"),
    "landlord": ("区属国企", "其他国有", "集体", "非国有"),
    "role": ("承租方", "业主或运营方"),
    "premises_use": ("经营", "办公"),
    "building_type": ("商务楼宇", "科技企业孵化器", "文化产业园区", "众创空间", "商场"),
    "taxpayer_kind": ("定期定额", "一般"),
    "hightech": (True, False),
    "layoffs": (False, True),
    "insured": (True, False),
}
# People answer these more easily than others; used to break ties only.
_EASE = ("district", "size", "sector", "landlord", "role", "premises_use", "building_type", "hightech")
# Sizes that are asked for as one where the documents treat them alike, and what such a group is called.
_GROUPS = ((("微型", "小型", "中型"), "中小微企业"), (("微型", "小型"), "小微企业"))
# Of trades only some can be offered, those of the conditions first; any other can be typed.
NAMED_TRADES, OTHER_TRADES = 4, 2
# Nobody calls the own shop that, and nearly every shop is one.
_TOO_BROAD = frozenset({"服务业"})


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
    answers = _trials(measures, slot)
    total = 0.0
    for answer in answers:
        told = profile.model_copy(update={slot: answer})
        after = _rulings(measures, told, as_of)
        for rank, (measure, a, b) in enumerate(zip(measures, before, after, strict=True)):
            settled = _states(measure, told, as_of) != reasons[measure.id]
            total += (1.0 if a != b else 0.35 if settled else 0.0) / (rank + 1)
    return total / len(answers)


def _named(measures: Sequence[Measure], slot: str) -> list[Any]:
    """The values that the measures' conditions name for a slot, each once."""
    wanted = (c.value for m in measures for c in m.content.conditions if c.slot == slot)
    return list(dict.fromkeys(v for w in wanted for v in (w if isinstance(w, tuple) else (w,))))


def _trials(measures: Sequence[Measure], slot: str) -> tuple[Any, ...]:
    """The answers a slot can have: the usual ones, and those the conditions name."""
    return tuple(dict.fromkeys((*ANSWERS[slot], *_named(measures, slot))))


def _buttons(measures: Sequence[Measure], profile: Profile, slot: str, as_of: date) -> tuple[Any, ...]:
    """The answers to offer: those that matter first; sizes that make no difference between them as one."""
    named = _named(measures, slot)
    offered = ANSWERS[slot]
    if slot == "sector":
        trades = [n for n in named if n in sector_tags(n)]
        others = [a for a in offered if not sector_tags(a) & set(named)]
        return (*trades[:NAMED_TRADES], *others[:OTHER_TRADES])
    if slot == "size":
        outcome = {
            a: [_states(m, profile.model_copy(update={slot: a}), as_of) for m in measures] for a in ANSWERS[slot]
        }
        for group, name in _GROUPS:
            if all(outcome[a] == outcome[group[0]] for a in group):
                return (name, *(a for a in offered if a not in group))
        return offered
    return tuple(sorted(offered, key=lambda a: a not in named))


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
        for reason, condition in zip(verdict.reasons[1:], measure.conditions, strict=True)
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
    if condition.slot == "sector":
        return any(name in sector_tags(str(name)) for name in wanted if name not in _TOO_BROAD)
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
    return Clarification(slot, _buttons(best, profile, slot, as_of), _why(best, profile, slot, as_of))


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
