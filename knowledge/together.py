"""Which supports cannot be received together by the documents' rules, and which of two to choose.

The rules are data (``DocumentFile.exclusions``). Pure and deterministic; no database here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
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

EstimateOf = Callable[[Verdict], Estimate | None]


@dataclass(frozen=True, slots=True)
class NotTogether:
    """Measures of which only one may be used, or which may not be used after an earlier document.

    Attributes:
        rule: The rule of the document, with its words.
        source: Where it stands, e.g. 东政办发〔2020〕3号 五、附则.
        verdicts: Two measures; for an earlier document those that can no longer be used.
        choose: The better of the two: what the estimates settle, else the one whose amount the documents state.
        advice: Which to choose, or what to do, in Chinese.
    """

    rule: Exclusion
    source: str
    verdicts: tuple[Verdict, ...]
    choose: Verdict | None
    advice: str


def not_together(verdicts: Sequence[Verdict], estimate_of: EstimateOf = lambda _: None) -> list[NotTogether]:
    """What the rules say about the measures that fit, or may fit; ``estimate_of`` helps to choose between two."""
    fitting = [v for v in verdicts if v.ruling != "not_eligible" and v.measure.validity(v.as_of) != "not_yet"]
    paying = [v for v in fitting if _funds(v)]
    pairs: dict[frozenset[str], NotTogether] = {}
    for verdict in paying:
        for rule in verdict.measure.exclusions:
            for other in _partners(rule, verdict, paying):
                key = frozenset({verdict.measure.id, other.measure.id})
                if key not in pairs:
                    pairs[key] = _pair(rule, _Offer.of(verdict, estimate_of), _Offer.of(other, estimate_of))
    return [*pairs.values(), *_earlier(fitting)]


def pays(measure: Measure) -> bool:
    """True when some benefit of the measure is money, paid or let off."""
    return any(b.kind in _MONEY for b in measure.content.benefits)


def estimates_from(profile: Profile) -> EstimateOf:
    """Works out what the profile alone allows for a measure; None when it does not allow any figure."""

    def of(verdict: Verdict) -> Estimate | None:
        measure = verdict.measure
        if not (with_formula(measure) and any(s.slot for s in inputs_needed(measure))):
            return None
        with suppress(BadFigures):
            found = estimate(measure, {}, verdict.as_of, profile)
            return found if found.results else None
        return None

    return of


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


@dataclass(frozen=True, slots=True)
class _Offer:
    """One of two supports: what it comes to for the enterprise, and whether its document states an amount."""

    verdict: Verdict
    text: str
    least: Decimal | None
    most: Decimal | None
    stated: bool

    @classmethod
    def of(cls, verdict: Verdict, estimate_of: EstimateOf) -> _Offer:
        """What is known of it. Only putting off is no payment."""
        found = estimate_of(verdict)
        results = [r for r in found.results if r.unit == "元" and r.kind not in _LATER] if found else []
        stated = any(benefit.kind in FUNDS for benefit, _ in with_formula(verdict.measure))
        if not results:
            return cls(verdict, "", None, None, stated)
        most = max(Decimal("Infinity") if r.high is None else r.high for r in results)
        texts = "或".join(dict.fromkeys(r.text for r in results))
        least = min(r.low or Decimal(0) for r in results)
        return cls(verdict, f"{verdict.measure.source}：{texts}", least, most, stated)

    @property
    def title(self) -> str:
        return self.verdict.measure.content.title


def _pair(rule: Exclusion, one: _Offer, other: _Offer) -> NotTogether:
    names = "和".join(f"“{o.title}”（{o.verdict.measure.source}）" for o in (one, other))
    choose, why = _better(one, other)
    advice = f"{names}是同一类支持，只能选一个。{why}"
    verdicts = (one.verdict, other.verdict)
    source = _source(one.verdict.measure, rule)
    return NotTogether(rule, source, verdicts, choose.verdict if choose else None, advice)


def _better(one: _Offer, other: _Offer) -> tuple[_Offer | None, str]:
    """The one that gives more in every case the documents leave open, else the one with a stated amount; and why."""
    said = "、".join(o.text for o in (one, other) if o.text)
    if one.least is not None and other.least is not None and one.most is not None and other.most is not None:
        for a, b in ((one, other), (other, one)):
            if a.least >= b.most and (a.least, a.most) != (b.least, b.most):  # type: ignore[operator]
                return a, f"按估算，选“{a.title}”给得多（{said}）。"
    elif one.stated != other.stated:
        a, b = (one, other) if one.stated else (other, one)
        return a, (
            f"{f'估算：{said}。' if said else ''}建议先按“{a.title}”申请，它的文件写明了给多少；"
            f"“{b.title}”没写数额，申请前先问清，确实更多再改选。"
        )
    return None, f"{f'估算：{said}。' if said else ''}哪个给得多还算不出来，请先问清两边各给多少，再选一个申请。"


def _earlier(fitting: Sequence[Verdict]) -> Iterator[NotTogether]:
    """For each rule on an earlier document, the measures that those who used it cannot use."""
    by_rule: dict[tuple[str, Exclusion], list[Verdict]] = {}
    for verdict in fitting:
        if pays(verdict.measure):
            for rule in verdict.measure.exclusions:
                if rule.kind == "earlier_document":
                    by_rule.setdefault((verdict.measure.document.id, rule), []).append(verdict)
    for (_, rule), concerned in by_rule.items():
        advice = f"享受过{rule.with_doc}的，不能再享受{concerned[0].measure.doc}的同类支持；没享受过的不受影响。"
        yield NotTogether(rule, _source(concerned[0].measure, rule), tuple(concerned), None, advice)
