"""Storing what was imported as drafts: compared with what is published, never published by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.importers.draft import DraftDocument
from knowledge.models import DocumentFile, PolicyFile
from knowledge.review import convert, proposals
from knowledge.review.diff import DocumentDiff
from knowledge.review.incoming import Incoming
from knowledge.review.proposals import Known, Proposal, Proposed
from knowledge.store import writing
from knowledge.store.review_tables import DraftItemRow, DraftRow, ReviewLogRow
from knowledge.store.rows import content_of, document_of
from knowledge.store.tables import DocumentRow, MeasureRow

Outcome = Literal["new", "changed", "same", "known", "empty"]
NOTHING = DocumentDiff((), ())
ONLY_FACTS = (
    "这份文件第一次导入，而已发布的内容是改写过的，所以只比对了联系人、日期和网址；"
    "下次导入新版本时，会和这次的原文逐项比对。"
)


@dataclass(frozen=True)
class Submitted:
    """What became of one imported document.

    ``new``: not known before. ``changed``: a draft of what differs. ``same``: says what is published already.
    ``known``: this very file was imported before. ``empty``: no measures in it. Only the first two wait for a
    decision; a document that says the same is kept to compare its next version with.
    """

    outcome: Outcome
    title: str
    doc: str | None
    draft_id: int | None = None
    diff: DocumentDiff = NOTHING
    notes: tuple[str, ...] = ()


def take_in(session: Session, incoming: Incoming, who: str, at: datetime) -> list[Submitted]:
    """Store the documents of one source; the same source twice changes nothing."""
    rows = session.scalars(
        select(DraftRow).where(DraftRow.source_sha256 == incoming.sha256).order_by(DraftRow.part)
    ).all()
    if rows:
        return [Submitted("known", row.title, row.doc, row.id) for row in rows]
    return [_take_one(session, incoming, part, who, at) for part in range(len(incoming.documents))]


def _take_one(session: Session, incoming: Incoming, part: int, who: str, at: datetime) -> Submitted:
    content = incoming.documents[part]
    title, doc = _title_and_doc(content)
    if not content.measures:
        return Submitted("empty", title, doc, notes=incoming.notes)
    known = known_document(session, doc)
    notes = incoming.notes
    if isinstance(content, PolicyFile):
        document_id = known.document.id if known else _free_id(session, content.document.id, doc)
        proposed = proposals.from_policy(content, document_id, known)
        if _nothing(proposed):
            return Submitted("same", title, doc, notes=notes)
    else:
        document_id = known.document.id if known else _new_id(session, doc, incoming.sha256, part)
        base = _base(session, document_id)
        proposed = proposals.from_draft(content, document_id, known, base)
        notes += (ONLY_FACTS,) if known and base is None else ()
    row = _draft_row(session, incoming, part, content, proposed, at)
    reason = f"导入 {incoming.name}"
    session.add(ReviewLogRow(at=at, who=who, action="import", reason=reason, draft_id=row.id))
    outcome: Outcome = "same" if _nothing(proposed) else "changed" if known else "new"
    return Submitted(outcome, title, doc, row.id, proposed.diff, notes)


def _nothing(proposed: Proposed) -> bool:
    return not proposed.items and not proposed.diff.header


def _title_and_doc(content: DraftDocument | PolicyFile) -> tuple[str, str | None]:
    document = content.document if isinstance(content, PolicyFile) else content
    return document.title, convert.plain_doc(document.doc)


def known_document(session: Session, doc: str | None) -> Known | None:
    """What is published under that 文号."""
    rows = session.scalars(select(DocumentRow)).all() if doc else []
    row = next((r for r in rows if convert.plain_doc(r.doc) == doc), None)
    if row is None:
        return None
    published = session.scalars(
        select(MeasureRow)
        .where(MeasureRow.document_id == row.id, MeasureRow.status == "published")
        .order_by(MeasureRow.position)
    )
    return Known(document_of(row), {content.slug: content for content in map(content_of, published)})


def _new_id(session: Session, doc: str | None, sha256: str, part: int) -> str:
    """The id that an earlier import of the same document was given, else one of its own."""
    query = select(DraftRow.document_id).where(DraftRow.doc == doc).order_by(DraftRow.id).limit(1)
    waiting = session.scalar(query) if doc else None
    return waiting or _free_id(session, convert.document_id(doc, sha256, part), doc)


def _free_id(session: Session, wanted: str, doc: str | None) -> str:
    """``wanted``, with a suffix when another document has it."""
    taken = {row.id: convert.plain_doc(row.doc) for row in session.scalars(select(DocumentRow))}
    taken |= {row.document_id: row.doc for row in session.scalars(select(DraftRow))}
    candidate, n = wanted, 1
    while candidate in taken and (doc is None or taken[candidate] != doc):
        n += 1
        candidate = f"{wanted}-v{n}"
    return candidate


def _base(session: Session, document_id: str) -> DraftDocument | None:
    """The import of the same document before this one."""
    row = session.scalar(
        select(DraftRow)
        .where(DraftRow.document_id == document_id, DraftRow.kind == "extracted", DraftRow.state != "rejected")
        .order_by(DraftRow.id.desc())
        .limit(1)
    )
    return DraftDocument.model_validate(row.content) if row else None


def _draft_row(
    session: Session,
    incoming: Incoming,
    part: int,
    content: DraftDocument | PolicyFile,
    proposed: Proposed,
    at: datetime,
) -> DraftRow:
    title, doc = _title_and_doc(content)
    row = DraftRow(
        document_id=proposed.header["id"],
        doc=doc,
        title=title,
        kind="export" if isinstance(content, PolicyFile) else "extracted",
        source_name=incoming.name,
        source_sha256=incoming.sha256,
        source_text=incoming.text,
        part=part,
        content=content.model_dump(mode="json"),
        header=proposed.header,
        header_open=bool(proposed.diff.header),
        order=list(proposed.order),
        state="same" if _nothing(proposed) else "draft",
        created_at=at,
    )
    session.add(row)
    session.flush()
    row.items = [_item_row(session, row.document_id, i, item) for i, item in enumerate(proposed.items)]
    session.flush()
    return row


def _item_row(session: Session, document_id: str, position: int, item: Proposal) -> DraftItemRow:
    published = writing.current(session, f"{document_id}-{item.slug}")
    change = "removed" if item.raw is None else "changed" if published else "added"
    return DraftItemRow(
        position=position,
        slug=item.slug,
        source_index=item.source_index,
        change=change,
        state="draft",
        proposal=item.raw,
        base_revision=published.revision if published else None,
    )


def header_of(row: DraftRow) -> DocumentFile:
    """The document as it would be published; raises ``ValidationError`` when it is not complete."""
    return DocumentFile.model_validate(row.header)


def published_raw(session: Session, document_id: str, slug: str) -> dict[str, Any] | None:
    """The published revision as JSON."""
    row = writing.current(session, f"{document_id}-{slug}")
    return proposals.plain_measure(content_of(row)) if row else None
