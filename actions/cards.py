"""The ``custom`` part of a reply: the same facts as the text, for programs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from actions.focus import Focus
from actions.planned import Plan
from actions.wording import ranked_contacts, steps
from knowledge.eligibility import Verdict
from knowledge.estimate_result import Estimate
from knowledge.standing import Beside
from knowledge.together import pays


def measure(
    verdict: Verdict,
    query: str = "",
    departments: Sequence[str] = (),
    estimate: Estimate | None = None,
    beside: Beside | None = None,
) -> dict[str, Any]:
    """One measure in the shape of the contract.

    ``amount``: the estimate when there is one, else what is given. ``almost``: the one condition it fails on and
    the id of what fits ``instead``. ``not_together``: advice on supports that exclude this one.
    """
    m = verdict.measure
    near = beside.almost.get(m.id) if beside else None
    conflicts = [c for c in beside.not_together if m.id in {v.measure.id for v in c.verdicts}] if beside else []
    amounts = [r.text for r in estimate.results] if estimate else []
    return {
        "id": m.id,
        "doc": m.doc,
        "number": m.number,
        "title": m.content.title,
        "district": m.district,
        "verdict": verdict.ruling,
        "reasons": [
            {"text": r.text, "state": r.state, "slot": r.slot, "applies_to": r.applies_to} for r in verdict.reasons
        ],
        "amount": "；".join(amounts or [b.text for b in m.content.benefits]),
        "expired": verdict.expired,
        "valid_from": m.valid_from.isoformat(),
        "valid_to": m.valid_to.isoformat() if m.valid_to else None,
        "term": m.document.term,
        "contacts": [m.contact_record(c) for c in ranked_contacts(m, query, departments)],
        "steps": steps(m) if m.content.steps else [],
        "materials": list(m.content.materials),
        "almost": {"text": near.text, "instead": near.instead.measure.id if near.instead else None} if near else None,
        "not_together": [c.advice for c in conflicts] if pays(m) else [],
    }


def card(
    kind: str, today: date, focus: Focus | None = None, plan: Plan | None = None, asks: str | None = None
) -> dict[str, Any]:
    """The whole card. ``kind`` is answer, clarify, handoff, smalltalk or out_of_scope."""
    focus = focus or Focus()
    return {
        "type": kind,
        "topic": focus.topics[0] if focus.topics else None,
        "aspect": focus.aspects[0] if focus.aspects else None,
        "asks": asks,
        "as_of": today.isoformat(),
        "measures": [measure(v, focus.text, focus.departments, plan.estimate_of(v), plan.beside) for v in plan.verdicts]
        if plan
        else [],
    }
