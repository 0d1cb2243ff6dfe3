"""Measures and verdicts in the shapes of the contract."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from pydantic import BaseModel

from knowledge.eligibility import Verdict
from knowledge.estimate import Estimate
from knowledge.measure import Measure
from knowledge.search import Hit


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


def judged(verdict: Verdict) -> dict[str, Any]:
    """A verdict with one line a condition."""
    return {
        **heading(verdict.measure, verdict.as_of),
        "verdict": verdict.ruling,
        "reasons": [
            {"text": r.text, "state": r.state, "slot": r.slot, "applies_to": r.applies_to} for r in verdict.reasons
        ],
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
