"""From a ticket to the knowledge: where it could be sent, and which measures fit a financing request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bot.desk.views import Match, Proposal
from knowledge.errors import MeasureNotFound
from knowledge.measure import Measure
from knowledge.profile import Profile
from knowledge.service import KnowledgeService

MOST_PROPOSALS, MOST_MATCHES = 6, 8
_GROUPS = {
    "loan_service": "贷款",
    "interest_subsidy": "贴息",
    "fee_subsidy": "贴息",
    "guarantee_service": "担保",
}
_TOPIC_GROUPS = {"loan": "贷款", "guarantee": "担保"}


def proposals(
    knowledge: KnowledgeService, measure_ids: Sequence[str], question: str, district: str, as_of: date
) -> tuple[Proposal, ...]:
    """Departments and contacts for a ticket: of the measures shown, else of those that answer the question."""
    measures = list(_known(knowledge, measure_ids))
    if not measures and question.strip():
        _, hits = knowledge.search(question, district=district or None, as_of=as_of, limit=3)
        measures = [hit.measure for hit in hits]
    found = [p for measure in measures for p in contacts(measure)]
    unique = {(p.department, p.contact, p.phones): p for p in reversed(found)}
    return tuple(p for p in found if unique.get((p.department, p.contact, p.phones)) is p)[:MOST_PROPOSALS]


def contacts(measure: Measure) -> tuple[Proposal, ...]:
    """Who deals with a measure; the departments alone where the document names nobody."""
    records = [measure.contact_record(c) for c in measure.content.contacts]
    if not records:
        return tuple(Proposal(d, "", (), "", "", measure.id, measure.source) for d in measure.departments)
    return tuple(
        Proposal(
            department=r["department"],
            contact=r["name"] or "",
            phones=tuple(r["phones"]),
            office=r["office"] or "",
            duty=r["duty"] or "",
            measure=measure.id,
            source=measure.source,
        )
        for r in records
    )


def financing(
    knowledge: KnowledgeService, form: Mapping[str, Any], profile: Mapping[str, Any], as_of: date
) -> tuple[Match, ...]:
    """Loan, guarantee and discount measures for a request, what is in force and fits first; none that is ruled out."""
    told = Profile.from_slots(
        {
            **profile,
            "district": form.get("district") or profile.get("district"),
            "loan_wan": form.get("amount_wan"),
            "loan_term_months": form.get("term_months"),
        }
    )
    found = []
    for measure in knowledge.measures:
        group = _group(measure)
        if group and measure.district in (told.district or measure.district, "北京"):
            verdict = knowledge.judge(measure.id, told, as_of)
            if verdict.ruling != "not_eligible":
                found.append((verdict, group))
    wanted = "担保" if "担保" in str(form.get("guarantee") or "") else "贷款"
    found.sort(
        key=lambda f: (f[0].expired, f[0].ruling != "eligible", f[1] != wanted, -f[0].measure.valid_from.toordinal())
    )
    return tuple(
        Match(v.measure.id, v.measure.content.title, v.measure.source, group, v.ruling, v.expired, contacts(v.measure))
        for v, group in found[:MOST_MATCHES]
    )


def _group(measure: Measure) -> str:
    """贷款, 担保 or 贴息; empty for a measure that is about something else."""
    kinds = [_GROUPS[b.kind] for b in measure.content.benefits if b.kind in _GROUPS]
    topics = [_TOPIC_GROUPS[t] for t in measure.content.topics if t in _TOPIC_GROUPS]
    return next(iter(kinds or topics), "") if topics else ""


def _known(knowledge: KnowledgeService, ids: Sequence[str]) -> list[Measure]:
    found = []
    for measure_id in ids:
        try:
            found.append(knowledge.get(measure_id))
        except MeasureNotFound:
            continue
    return found
