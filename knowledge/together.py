"""Which supports cannot be received together by the documents' rules, and which of two to choose.

The rules are data (``DocumentFile.exclusions``). Pure and deterministic; no database here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal

from knowledge.eligibility import Verdict, reachable
from knowledge.errors import BadFigures
from knowledge.estimate import estimate, inputs_needed, with_formula
from knowledge.estimate_result import Estimate
from knowledge.measure import Measure
from knowledge.models import Exclusion
from knowledge.profile import Profile

# Money paid out: what documents mean by 补贴 and 支持资金. Rent let off or taxes put off are not.
FUNDS = frozenset({"subsidy", "reward", "refund", "interest_subsidy", "fee_subsidy", "matching"})
_MONEY = FUNDS | {"waiver", "reduction"}
_LATER = {"deferral", "extension"}


@dataclass(frozen=True, slots=True)
class NotTogether:
    """Measures of which only one may be used, or which may not be used after an earlier document.

    Attributes:
        rule: The rule of the document, with its words.
        source: Where it stands, e.g. 东政办发〔2020〕3号 五、附则.
        verdicts: Two measures; for an earlier document those that can no longer be used.
        choose: The better of the two where the estimates settle it.
        advice: Which to choose, or what to do, in Chinese.
    """

    rule: Exclusion
    source: str
    verdicts: tuple[Verdict, ...]
    choose: Verdict | None
    advice: str


def not_together(verdicts: Sequence[Verdict], estimates: Mapping[str, Estimate] | None = None) -> list[NotTogether]:
    """What the rules say about the measures that fit, or may fit; ``estimates`` by measure id decide between two."""
    fitting = [v for v in verdicts if v.ruling != "not_eligible" and v.measure.validity(v.as_of) != "not_yet"]
    paying = [v for v in fitting if _funds(v)]
    pairs: dict[frozenset[str], NotTogether] = {}
    for verdict in paying:
        for rule in verdict.measure.exclusions:
            for other in _partners(rule, verdict, paying):
                key = frozenset({verdict.measure.id, other.measure.id})
                pairs.setdefault(key, _pair(rule, verdict, other, estimates or {}))
    return [*pairs.values(), *_earlier(fitting)]


def estimates_for(verdicts: Sequence[Verdict], profile: Profile) -> dict[str, Estimate]:
    """What the profile alone allows to be worked out, by measure id."""
    found: dict[str, Estimate] = {}
    for verdict in verdicts:
        measure = verdict.measure
        if with_formula(measure) and any(s.slot for s in inputs_needed(measure)):
            with suppress(BadFigures):
                found[measure.id] = estimate(measure, {}, verdict.as_of, profile)
    return {measure_id: e for measure_id, e in found.items() if e.results}


def _partners(rule: Exclusion, verdict: Verdict, paying: Sequence[Verdict]) -> Iterator[Verdict]:
    """The measures that the rule does not allow beside this one."""
    for other in paying:
        if other.measure.id == verdict.measure.id or other.expired != verdict.expired:
            continue
        if _is_about(rule, verdict.measure, other.measure) and _same_matter(rule, verdict, other):
            yield other


def _is_about(rule: Exclusion, one: Measure, other: Measure) -> bool:
    """Whether the rule of the one measure's document speaks of supports such as the other."""
    alike, with_city = one.district == other.district, "北京" in (one.district, other.district)
    if rule.kind == "levels":
        return with_city and not alike
    if rule.kind == "same_matter":
        return alike or (with_city and not rule.same_district)
    return rule.kind == "earlier_document" and other.doc == rule.with_doc


def _same_matter(rule: Exclusion, one: Verdict, other: Verdict) -> bool:
    """One topic of the rule in both, and the same kind of money still within reach of both."""
    topics = set(one.measure.content.topics) & set(other.measure.content.topics)
    return bool(topics & set(rule.topics or topics)) and bool(_funds(one) & _funds(other))


def _funds(verdict: Verdict) -> set[str]:
    """Kinds of money the measure may still pay to the enterprise."""
    return {b.kind for b in reachable(verdict) if b.kind in FUNDS}


def _source(measure: Measure, rule: Exclusion) -> str:
    return f"{measure.doc} {rule.clause}" if rule.clause else measure.doc


def _pair(rule: Exclusion, one: Verdict, other: Verdict, estimates: Mapping[str, Estimate]) -> NotTogether:
    choose = _better(one, other, estimates)
    names = "和".join(f"“{v.measure.content.title}”（{v.measure.source}）" for v in (one, other))
    said = "、".join(_amount(v, estimates) for v in (one, other) if _range(v, estimates))
    advice = f"{names}是同一类支持，只能选一个。"
    if choose:
        advice += f"按估算，选“{choose.measure.content.title}”给得多（{said}）。"
    else:
        advice += f"{f'估算：{said}。' if said else ''}哪个给得多还算不出来，请先问清两边各给多少，再选一个申请。"
    return NotTogether(rule, _source(one.measure, rule), (one, other), choose, advice)


def _better(one: Verdict, other: Verdict, estimates: Mapping[str, Estimate]) -> Verdict | None:
    """The one that gives more in every case that the documents leave open; None when that is not certain."""
    a, b = _range(one, estimates), _range(other, estimates)
    if a is None or b is None or a == b:
        return None
    if a[0] >= b[1]:
        return one
    return other if b[0] >= a[1] else None


def _range(verdict: Verdict, estimates: Mapping[str, Estimate]) -> tuple[Decimal, Decimal] | None:
    """The least and the most a measure may pay; None when nothing is known. Only putting off is no payment."""
    found = estimates.get(verdict.measure.id)
    results = [r for r in found.results if r.unit == "元" and r.kind not in _LATER] if found else []
    if not results:
        return None
    most = [Decimal("Infinity") if r.high is None else r.high for r in results]
    return min(r.low or Decimal(0) for r in results), max(most)


def _amount(verdict: Verdict, estimates: Mapping[str, Estimate]) -> str:
    texts = "或".join(dict.fromkeys(r.text for r in estimates[verdict.measure.id].results))
    return f"{verdict.measure.source}：{texts}"


def _earlier(fitting: Sequence[Verdict]) -> Iterator[NotTogether]:
    """For each rule on an earlier document, the measures that those who used it cannot use."""
    by_rule: dict[tuple[str, Exclusion], list[Verdict]] = {}
    for verdict in fitting:
        if any(b.kind in _MONEY for b in verdict.measure.content.benefits):
            for rule in verdict.measure.exclusions:
                if rule.kind == "earlier_document":
                    by_rule.setdefault((verdict.measure.document.id, rule), []).append(verdict)
    for (_, rule), concerned in by_rule.items():
        advice = f"享受过{rule.with_doc}的，不能再享受{concerned[0].measure.doc}的同类支持；没享受过的不受影响。"
        yield NotTogether(rule, _source(concerned[0].measure, rule), tuple(concerned), None, advice)
