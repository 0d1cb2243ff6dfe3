"""How much a measure may bring: the amount with its working, cap, clause and what is still missing.

Deterministic: same measure, figures, profile and day, same estimate. Amounts come from the formulas of the measure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from knowledge.eligibility import Verdict, benefits_of, judge
from knowledge.errors import NoFormula
from knowledge.estimate_inputs import WAN, InputSpec, Value, read_figures, spec
from knowledge.estimate_notes import notes
from knowledge.estimate_result import Estimate, Result, Unfit
from knowledge.estimate_working import Outcome, chinese_day, derived, work, yuan
from knowledge.formulas import Extension, Formula, Range
from knowledge.measure import Measure
from knowledge.models import Benefit
from knowledge.profile import Profile

__all__ = ["Estimate", "InputSpec", "Result", "Unfit", "estimate", "inputs_needed", "with_formula"]


@dataclass(frozen=True, slots=True)
class _Case:
    """One benefit with its formula, and what came of it."""

    benefit: Benefit
    formula: Formula
    result: Result | None = None
    missing: tuple[str, ...] = ()
    begun: bool = False
    unfit: str | None = None


def with_formula(measure: Measure) -> list[tuple[Benefit, Formula]]:
    """The benefits whose amount can be worked out."""
    return [(b, b.formula) for b in measure.content.benefits if b.formula]


def inputs_needed(measure: Measure) -> list[InputSpec]:
    """Figures the measure's formulas use; those that only make a result closer are not ``required``."""
    formulas = [formula for _, formula in with_formula(measure)]
    wanted = dict.fromkeys(name for f in formulas for name in f.wants())
    taken = dict.fromkeys(name for f in formulas for name in f.takes() if name not in wanted)
    return [spec(name) for name in wanted] + [replace(spec(name), required=False) for name in taken]


def estimate(measure: Measure, inputs: Mapping[str, Any], as_of: date, profile: Profile | None = None) -> Estimate:
    """The estimate for figures in 元 or, with ``_wan`` behind the name, in 万元.

    Raises:
        NoFormula: The measure states nothing that could be worked out.
        BadFigures: Figures that cannot be used.
    """
    formulas = with_formula(measure)
    if not formulas:
        raise NoFormula(measure.source)
    specs = {s.name: s for s in inputs_needed(measure)}
    figures = read_figures(specs, {**_known(specs, profile, inputs), **inputs})
    verdict = judge(measure, _told(profile or Profile(), specs, figures), as_of)
    cases = [_case(measure, b, f, figures, verdict) for b, f in formulas if measure.validity(as_of) != "not_yet"]
    results = tuple(c.result for c in cases if c.result)
    unfit = tuple(Unfit(c.benefit.text, c.unfit) for c in cases if c.unfit)
    missing = _missing(cases, figures)
    said = notes(measure, as_of, results, () if missing else [u.why for u in unfit], figures)
    return Estimate(measure, as_of, figures, results, missing, unfit, said)


def _known(specs: Mapping[str, InputSpec], profile: Profile | None, inputs: Mapping[str, Any]) -> dict[str, Any]:
    """What the profile already tells, unless the figures tell it."""
    if profile is None:
        return {}
    given = read_figures(specs, inputs)
    slots = {s.slot: getattr(profile, s.slot, None) for s in specs.values() if s.slot and s.name not in given}
    return {slot: value for slot, value in slots.items() if value is not None}


def _told(profile: Profile, specs: Mapping[str, InputSpec], figures: Mapping[str, Value]) -> Profile:
    """The profile with the figures in it, for the conditions that are about them."""
    facts: dict[str, float] = {}
    for name, value in figures.items():
        slot = specs[name].slot
        if slot in Profile.model_fields and isinstance(value, Decimal):
            facts[str(slot)] = float(value / WAN if str(slot).endswith("_wan") else value)
    return profile.model_copy(update=facts)


def _case(
    measure: Measure, benefit: Benefit, formula: Formula, figures: Mapping[str, Value], verdict: Verdict
) -> _Case:
    case = _Case(benefit, formula)
    if why := _unmet(formula, verdict) or _not_chosen(formula, figures) or _not_begun(formula, verdict.as_of):
        return replace(case, unfit=why)
    figures, lines = derived(formula, figures)
    if missing := tuple(name for name in formula.wants() if name not in figures):
        begun = any(name in figures for name in (*formula.wants(), *formula.takes()))
        return replace(case, missing=missing, begun=begun)
    if formula.tier and (why := _outside(formula.tier, figures, verdict.as_of)):
        return replace(case, unfit=why)
    outcome = work(formula, figures, verdict.as_of)
    return replace(case, result=_result(measure, benefit, formula, outcome, lines, verdict.as_of))


def _unmet(formula: Formula, verdict: Verdict) -> str | None:
    """The conditions of this benefit, or of the measure as a whole, that are known not to hold."""
    lost = [
        r.text
        for r in verdict.reasons
        if r.state == "not_met" and (not r.applies_to or set(benefits_of(r)) & set(formula.applies_to))
    ]
    return f"不符合条件：{'；'.join(lost)}" if lost else None


def _not_chosen(formula: Formula, figures: Mapping[str, Value]) -> str | None:
    choice = formula.choice
    if choice is None or figures.get(choice.input, choice.value) == choice.value:
        return None
    return f"{spec(choice.input).label}：{'否' if choice.value else '是'}，用不到这一项"


def _not_begun(formula: Formula, day: date) -> str | None:
    begun = all(p.last(day) is not None for p in formula.parameters())
    return None if begun else f"到{chinese_day(day)}还没有可以用来算的标准"


def _outside(tier: Range, figures: Mapping[str, Value], day: date) -> str | None:
    value = figures[tier.input]
    low, high = (p.last(day) if p else None for p in (tier.low, tier.high))
    assert isinstance(value, Decimal)
    if (low is None or value >= low) and (high is None or value < high or (tier.high_included and value == high)):
        return None
    least = f"{yuan(low)}（含）起" if low is not None else ""
    most = f"{'到' if tier.high_included else '不足'}{yuan(high)}" if high is not None else ""
    return f"{spec(tier.input).label}{yuan(value)}，不在{'、'.join(p for p in (least, most) if p)}这一档"


def _result(
    measure: Measure, benefit: Benefit, formula: Formula, outcome: Outcome, lines: tuple[str, ...], day: date
) -> Result:
    remark = (f"注：{formula.remark}",) if formula.remark else ()
    return Result(
        kind=formula.kind,
        benefit=benefit.text,
        for_whom=benefit.for_whom,
        low=outcome.low,
        high=outcome.high,
        unit="日期" if isinstance(formula, Extension) else "元",
        working=(*lines, *outcome.working, *remark),
        cap=outcome.cap,
        capped=outcome.capped,
        until=outcome.until,
        clause=f"{measure.doc}{formula.reference}",
        wants=formula.wants(),
        tier=formula.tier.input if formula.tier else None,
        ended=min((end for p in formula.parameters() if (end := p.ended(day))), default=None),
    )


def _missing(cases: Sequence[_Case], figures: Mapping[str, Value]) -> tuple[InputSpec, ...]:
    """What is still needed: of the cases already begun, or of all when the figures were for none of them."""
    answered = any(c.result or (c.unfit and set(c.formula.wants()) <= set(figures)) for c in cases)
    names = dict.fromkeys(name for c in cases if c.begun or not answered for name in c.missing)
    return tuple(spec(name) for name in names)
