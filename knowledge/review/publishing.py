"""Approving, rejecting, retiring, rolling back: each in one transaction, all of it or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.models import MeasureFile
from knowledge.review import convert
from knowledge.review.decision import Decision
from knowledge.review.drafts import header_of
from knowledge.review.errors import NotReady, Outdated, UnknownRevision, WrongState
from knowledge.store import writing
from knowledge.store.review_tables import DraftItemRow, DraftRow, ReviewLogRow
from knowledge.store.rows import content_of
from knowledge.store.tables import DocumentRow, MeasureRow
from knowledge.store.writing import Stamp

OPEN = ("draft", "in_review")


def note(
    session: Session,
    decision: Decision,
    at: datetime,
    action: str,
    draft_id: int | None = None,
    measure_id: str | None = None,
    revision: int | None = None,
) -> None:
    """Add a line to the review log."""
    session.add(
        ReviewLogRow(
            at=at,
            who=decision.who,
            action=action,
            reason=decision.why,
            draft_id=draft_id,
            measure_id=measure_id,
            revision=revision,
        )
    )


def start(session: Session, draft: DraftRow, items: Sequence[DraftItemRow], decision: Decision, at: datetime) -> None:
    """Take drafts into review."""
    for item in items:
        if item.state == "draft":
            item.state = "in_review"
            note(session, decision, at, "start", draft.id, f"{draft.document_id}-{item.slug}")
    settle(draft)


def settle(draft: DraftRow) -> None:
    """The state of a draft follows from its measures."""
    states = {item.state for item in draft.items}
    if states & set(OPEN) or (draft.header_open and draft.state != "rejected"):
        untouched = states <= {"draft"} and draft.state == "draft"
        draft.state = "draft" if untouched else "in_review"
    else:
        draft.state = "published" if "published" in states or not states else "rejected"


def approve(
    session: Session, draft: DraftRow, items: Sequence[DraftItemRow], decision: Decision, at: datetime, whole: bool
) -> list[MeasureRow]:
    """Publish these measures; ``whole`` publishes a changed description of the document too."""
    _still_open(items)
    new = session.get(DocumentRow, draft.document_id) is None
    with_header = new or (whole and draft.header_open)
    _complete(draft, items, with_header)
    for item in items:
        _not_overtaken(session, draft, item)
    start(session, draft, items, decision, at)
    stamp = Stamp("review", at, decision.who, decision.why)
    if with_header:
        _unclaimed(session, draft)
        writing.put_document(session, header_of(draft), stamp)
        note(session, decision, at, "approve", draft.id)
        draft.header_open = False
    rows = [_publish(session, draft, item, decision, stamp) for item in items]
    _put_in_order(session, draft)
    settle(draft)
    writing.bump(session)
    return [row for row in rows if row is not None]


def _still_open(items: Sequence[DraftItemRow]) -> None:
    decided = [item for item in items if item.state not in OPEN]
    if decided:
        named = "、".join(f"{item.slug}（{item.decided_by}）" for item in decided)
        raise WrongState(f"这几条已经有了决定，不能再改：{named}。")


def _complete(draft: DraftRow, items: Sequence[DraftItemRow], with_header: bool) -> None:
    problems = convert.header_faults(draft.header) if with_header else []
    for item in items:
        if item.proposal is not None:
            problems += [f"第 {item.slug} 条：{fault}" for fault in convert.measure_faults(item.proposal)]
    if problems:
        raise NotReady(problems)


def _not_overtaken(session: Session, draft: DraftRow, item: DraftItemRow) -> None:
    row = writing.current(session, f"{draft.document_id}-{item.slug}")
    if (row.revision if row else None) != item.base_revision:
        by = row.published_by if row else None
        raise Outdated(
            f"第 {item.slug} 条在导入之后又发布过别的内容{f'（{by}）' if by else ''}，没有覆盖它。"
            f"请用 huiqi review edit {draft.id} {item.slug} 对照现在的内容改一遍再批准，或者驳回。"
        )


def _unclaimed(session: Session, draft: DraftRow) -> None:
    doc = draft.header["doc"]
    other = session.scalar(select(DocumentRow.id).where(DocumentRow.doc == doc, DocumentRow.id != draft.document_id))
    if other:
        raise Outdated(f"{doc} 已经以代号“{other}”发布过。请驳回这份草稿，把原文件重新导入一次。")


def _publish(
    session: Session, draft: DraftRow, item: DraftItemRow, decision: Decision, stamp: Stamp
) -> MeasureRow | None:
    measure_id = f"{draft.document_id}-{item.slug}"
    item.state, item.decided_by, item.decided_at, item.reason = "published", decision.who, stamp.at, decision.why
    if item.proposal is None:
        row = writing.current(session, measure_id)
        if row:
            writing.retire(session, row, stamp)
            note(session, decision, stamp.at, "retire", draft.id, measure_id, row.revision)
        return None
    content = MeasureFile.model_validate(item.proposal)
    row = writing.publish(session, draft.document_id, item.position, content, stamp, draft.id)
    note(session, decision, stamp.at, "approve", draft.id, measure_id, row.revision)
    return row


def _put_in_order(session: Session, draft: DraftRow) -> None:
    places = {f"{draft.document_id}-{slug}": i for i, slug in enumerate(draft.order)}
    for row in session.scalars(
        select(MeasureRow).where(MeasureRow.document_id == draft.document_id, MeasureRow.status == "published")
    ):
        row.position = places.get(row.measure_id, row.position)


def reject(
    session: Session, draft: DraftRow, items: Sequence[DraftItemRow], decision: Decision, at: datetime, whole: bool
) -> None:
    """Decide against these measures; nothing published changes."""
    _still_open(items)
    for item in items:
        item.state, item.decided_by, item.decided_at, item.reason = "rejected", decision.who, at, decision.why
        note(session, decision, at, "reject", draft.id, f"{draft.document_id}-{item.slug}")
    if whole and draft.header_open:
        draft.header_open = False
        note(session, decision, at, "reject", draft.id)
    if not draft.items:
        draft.state = "rejected"
    else:
        settle(draft)


def retire(session: Session, measure_id: str, decision: Decision, at: datetime) -> int:
    """Take a published measure out of the answers; gives its revision."""
    row = writing.current(session, measure_id)
    if row is None:
        if writing.latest(session, measure_id) is None:
            raise UnknownRevision(measure_id)
        raise WrongState(f"“{measure_id}”已经停用了。")
    writing.retire(session, row, Stamp("review", at, decision.who, decision.why))
    note(session, decision, at, "retire", row.draft_id, measure_id, row.revision)
    writing.bump(session)
    return row.revision


def roll_back(session: Session, measure_id: str, revision: int, decision: Decision, at: datetime) -> int:
    """Publish the content of an earlier revision again, as a new one; gives its number."""
    old = session.scalar(select(MeasureRow).where(MeasureRow.measure_id == measure_id, MeasureRow.revision == revision))
    if old is None:
        known = writing.latest(session, measure_id)
        raise UnknownRevision(measure_id, revision if known else None)
    if old.status == "published":
        raise WrongState(f"“{measure_id}”现在用的就是第 {revision} 版。")
    stamp = Stamp("review", at, decision.who, decision.why)
    row = writing.publish(session, old.document_id, old.position, content_of(old), stamp)
    note(session, decision, at, "rollback", None, measure_id, row.revision)
    writing.bump(session)
    return row.revision
