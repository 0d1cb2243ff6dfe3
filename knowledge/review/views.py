"""What a reviewer sees: drafts, and each field of a measure beside the words of the source it came from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from knowledge.importers.draft import DraftDocument, Evidence
from knowledge.review import convert
from knowledge.review.diff import FieldChange, MeasureDiff, compare_fields, compare_measure
from knowledge.review.drafts import published_raw
from knowledge.review.proposals import plain_header
from knowledge.store.review_tables import DraftItemRow, DraftRow
from knowledge.store.rows import document_of
from knowledge.store.tables import DocumentRow

SHORT = 60


@dataclass(frozen=True)
class Quote:
    """Words of the source. ``path`` says which part of the field they gave, e.g. ``contacts.0.phones.1``."""

    path: str
    text: str


@dataclass(frozen=True)
class FieldView:
    """One field as it would be published, and where it comes from."""

    field: str
    value: Any
    quotes: tuple[Quote, ...]


@dataclass(frozen=True)
class ItemSummary:
    """One measure of a draft, in a line."""

    slug: str
    title: str
    change: str
    state: str
    faults: tuple[str, ...]
    decided_by: str | None


@dataclass(frozen=True)
class DraftSummary:
    """One draft, in a line. ``open`` counts the measures still to be decided."""

    id: int
    document_id: str
    doc: str | None
    title: str
    state: str
    source_name: str
    created_at: datetime
    total: int
    open: int


@dataclass(frozen=True)
class DraftView:
    """A draft with its document and all its measures."""

    summary: DraftSummary
    header: dict[str, Any]
    header_faults: tuple[str, ...]
    header_changes: tuple[FieldChange, ...]
    fields: tuple[FieldView, ...]
    issues: tuple[str, ...]
    items: tuple[ItemSummary, ...]


@dataclass(frozen=True)
class ItemView:
    """A measure of a draft: proposal, source, difference to what is published, and what is still missing."""

    summary: ItemSummary
    measure_id: str
    proposal: dict[str, Any] | None
    fields: tuple[FieldView, ...]
    diff: MeasureDiff | None
    advice: tuple[str, ...]
    base_revision: int | None


def draft_summary(row: DraftRow) -> DraftSummary:
    """The line of a draft in the list."""
    waiting = sum(item.state in ("draft", "in_review") for item in row.items)
    return DraftSummary(
        row.id, row.document_id, row.doc, row.title, row.state, row.source_name, row.created_at, len(row.items), waiting
    )


def item_summary(row: DraftItemRow) -> ItemSummary:
    """The line of a measure in its draft."""
    raw = row.proposal
    found = convert.measure_faults(raw) if raw is not None and row.state in ("draft", "in_review") else []
    title = str(raw.get("title") or "（没有标题）") if raw is not None else "（新版本里没有这一条）"
    return ItemSummary(row.slug, title, row.change, row.state, tuple(found), row.decided_by)


def draft_view(session: Session, row: DraftRow) -> DraftView:
    """Everything about a draft but the content of its measures."""
    published = session.get(DocumentRow, row.document_id)
    before = plain_header(document_of(published)) if published else {}
    content = _extracted(row)
    evidence = content.evidence if content else {}
    return DraftView(
        summary=draft_summary(row),
        header=row.header,
        header_faults=tuple(convert.header_faults(row.header)),
        header_changes=compare_fields(before, row.header),
        fields=_fields(row.header, evidence, row.source_text),
        issues=content.issues if content else (),
        items=tuple(item_summary(item) for item in row.items),
    )


def item_view(session: Session, row: DraftRow, item: DraftItemRow) -> ItemView:
    """A measure with the source beside each field."""
    content = _extracted(row)
    measure = content.measures[item.source_index] if content and item.source_index is not None else None
    published = published_raw(session, row.document_id, item.slug)
    return ItemView(
        summary=item_summary(item),
        measure_id=f"{row.document_id}-{item.slug}",
        proposal=item.proposal,
        fields=_fields(item.proposal or {}, measure.evidence if measure else {}, row.source_text),
        diff=compare_measure(item.slug, published, item.proposal),
        advice=tuple(convert.measure_advice(item.proposal)) if item.proposal is not None else (),
        base_revision=item.base_revision,
    )


def _extracted(row: DraftRow) -> DraftDocument | None:
    return DraftDocument.model_validate(row.content) if row.kind == "extracted" else None


def _fields(raw: dict[str, Any], evidence: Evidence, text: str) -> tuple[FieldView, ...]:
    names = dict.fromkeys((*raw, *(path.split(".")[0] for path in evidence)))
    return tuple(FieldView(name, raw.get(name), _quotes(name, evidence, text)) for name in names)


def _quotes(field: str, evidence: Evidence, text: str) -> tuple[Quote, ...]:
    found = []
    for path, spans in evidence.items():
        if path == field or path.startswith(f"{field}."):
            parts = [text[max(0, s.start) : max(0, s.end)].strip() for s in spans]
            found.append(Quote(path, " …… ".join(p for p in parts if p)))
    return tuple(quote for quote in found if quote.text)
