"""Measures and verdicts in the shapes of the contract."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from pydantic import BaseModel

from knowledge.eligibility import Reason, Verdict
from knowledge.estimate import Estimate
from knowledge.measure import Measure
from knowledge.neighbours import Almost
from knowledge.search import Hit
from knowledge.together import NotTogether


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    raise TypeError(f"cannot write {type(value).__name__} as JSON")


dumps = partial(json.dumps, ensure_ascii=False, default=_plain)
"""JSON with Chinese left readable; dates as ISO 8601, decimals as numbers."""


def _records(models: Iterable[BaseModel]) -> list[dict[str, Any]]:
    return [model.model_dump() for model in models]


def heading(measure: Measure, as_of: date) -> dict[str, Any]:
    """What identifies a measure, and whether it has ended."""
    return {
        "id": measure.id,
        "doc": measure.doc,
        "number": measure.number,
        "title": measure.content.title,
        "district": measure.district,
        "valid_to": measure.valid_to,
        "expired": measure.expired(as_of),
    }


def listed(measure: Measure, as_of: date) -> dict[str, Any]:
    """A measure as an item of a list."""
    return {
        **heading(measure, as_of),
        "topics": measure.content.topics,
        "departments": measure.departments,
        "contacts": [measure.contact_record(c) for c in measure.content.contacts],
        "valid_from": measure.valid_from,
        "summary": measure.content.summary,
        "term": measure.document.term,
    }


def found(hit: Hit, as_of: date) -> dict[str, Any]:
    """A search result."""
    return {**listed(hit.measure, as_of), "score": round(hit.score, 4)}


def whole(measure: Measure, as_of: date) -> dict[str, Any]:
    """Everything published about a measure."""
    content = measure.content
    return {
        **listed(measure, as_of),
        "as_of": as_of,
        "validity": measure.validity(as_of),
        "section": content.section,
        "no_contact_reason": content.no_contact_reason,
        "benefits": _records(content.benefits),
        "conditions": _records(content.conditions),
        "steps": _records(content.steps),
        "materials": content.materials,
        "addresses": _records(content.addresses),
        "urls": content.urls,
        "notes": content.notes,
        "source": measure.source,
        "revision": measure.revision,
        "issues": content.issues,
        "exclusions": _records(measure.exclusions),
        "document": measure.document.model_dump(exclude={"exclusions"}),
    }


def judged(verdict: Verdict, near: Almost | None = None) -> dict[str, Any]:
    """A verdict with one line a condition, and how near it is when it does not fit."""
    return {
        **heading(verdict.measure, verdict.as_of),
        "revision": verdict.measure.revision,
        "verdict": verdict.ruling,
        "reasons": [_reason(r) for r in verdict.reasons],
        "almost": _almost(near) if near else None,
    }


def _reason(reason: Reason) -> dict[str, Any]:
    return {"text": reason.text, "state": reason.state, "slot": reason.slot, "applies_to": reason.applies_to}


def _almost(near: Almost) -> dict[str, Any]:
    """The one condition that is not met, and what fits instead."""
    other = near.instead
    return {
        "reason": _reason(near.reason),
        "benefit": near.benefit,
        "open": near.open,
        "instead": {**heading(other.measure, other.as_of), "verdict": other.ruling} if other else None,
    }


def conflict(found: NotTogether) -> dict[str, Any]:
    """Measures that cannot be had together, by which rule, and which to choose."""
    return {
        "kind": found.rule.kind,
        "measures": [v.measure.id for v in found.verdicts],
        "choose": found.choose.measure.id if found.choose else None,
        "advice": found.advice,
        "rule": found.rule.text,
        "source": found.source,
        "with_doc": found.rule.with_doc,
    }


_RESULT = ("kind", "benefit", "for_whom", "low", "high", "unit", "text", "working", "cap", "capped", "until", "clause")


def estimated(found: Estimate) -> dict[str, Any]:
    """An estimate: each result with its working, and what is still missing."""
    return {
        "measure": found.measure.id,
        "doc": found.measure.doc,
        "number": found.measure.number,
        "title": found.measure.content.title,
        "as_of": found.as_of,
        "expired": found.expired,
        "results": [{name: getattr(r, name) for name in _RESULT} for r in found.results],
        "missing": [{"name": m.name, "label": m.label, "unit": m.unit, "why": m.why} for m in found.missing],
        "unfit": [{"benefit": u.benefit, "why": u.why} for u in found.unfit],
        "note": found.note,
    }
