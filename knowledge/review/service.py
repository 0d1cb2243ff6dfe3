"""The review as the terminal and the console use it: submit, look, edit, decide, and who did what.

draft → in_review → published → retired. Every step after the import names a person and a reason. Nothing else
publishes: answers read published rows only, and only :mod:`knowledge.store.writing` makes them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, selectinload

from knowledge.measure import Measure
from knowledge.models import DocumentFile, MeasureFile
from knowledge.review import drafts, publishing, views
from knowledge.review.decision import Decision
from knowledge.review.drafts import Submitted
from knowledge.review.errors import BadContent, DraftNotFound, NotReady, Outdated, UnknownRevision, WrongState
from knowledge.review.incoming import Incoming
from knowledge.review.proposals import plain_header, plain_measure
from knowledge.review.views import DraftSummary, DraftView, ItemView
from knowledge.review.yaml_text import from_yaml, to_yaml
from knowledge.store import history, writing
from knowledge.store.database import Database
from knowledge.store.history import Revision
from knowledge.store.review_tables import DraftItemRow, DraftRow, ReviewLogRow
from knowledge.store.rows import document_of
from knowledge.store.tables import DocumentRow


@dataclass(frozen=True)
class LogEntry:
    """Who did what, when and why."""

    at: datetime
    who: str
    action: str
    reason: str
    draft_id: int | None
    measure_id: str | None
    revision: int | None


@dataclass(frozen=True)
class Published:
    """What an approval made public: measure ids with their new revision, and what was taken out."""

    published: tuple[tuple[str, int], ...]
    retired: tuple[str, ...]


class ReviewService:
    """Drafts and their way into the published knowledge."""

    def __init__(self, database: Database, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        """Work on a migrated database; ``now`` is another clock in tests."""
        self._database = database
        self._now = now

    # Bringing in ------------------------------------------------------------------------------------------------

    def submit(self, sources: Sequence[Incoming], who: str) -> list[list[Submitted]]:
        """Store what was imported as drafts: all sources or, when interrupted, none."""
        with self._database.session.begin() as session:
            writing.lock(session)
            at = self._now()
            return [drafts.take_in(session, source, who, at) for source in sources]

    # Looking ----------------------------------------------------------------------------------------------------

    def list_drafts(self, state: str | None = None) -> list[DraftSummary]:
        """Drafts, newest first; of one state if given."""
        query = select(DraftRow).options(selectinload(DraftRow.items)).order_by(DraftRow.id.desc())
        with self._database.snapshot() as session:
            rows = session.scalars(query.where(DraftRow.state == state) if state else query)
            return [views.draft_summary(row) for row in rows]

    def show(self, draft_id: int) -> DraftView:
        """A draft with its measures. Raises :class:`DraftNotFound`."""
        with self._database.snapshot() as session:
            return views.draft_view(session, _draft(session, draft_id))

    def show_measure(self, draft_id: int, slug: str) -> ItemView:
        """A measure of a draft, with the source beside each field. Raises :class:`DraftNotFound`."""
        with self._database.snapshot() as session:
            draft = _draft(session, draft_id)
            return views.item_view(session, draft, _item(draft, slug))

    def log(self, draft_id: int | None = None, measure_id: str | None = None, limit: int = 200) -> list[LogEntry]:
        """Who did what, newest first; of one draft or one measure if given."""
        query = select(ReviewLogRow).order_by(ReviewLogRow.id.desc()).limit(limit)
        wanted = [
            column == value
            for column, value in ((ReviewLogRow.draft_id, draft_id), (ReviewLogRow.measure_id, measure_id))
            if value is not None
        ]
        with self._database.snapshot() as session:
            rows = session.scalars(query.where(or_(*wanted)) if wanted else query)
            return [LogEntry(r.at, r.who, r.action, r.reason, r.draft_id, r.measure_id, r.revision) for r in rows]

    def revisions(self, measure_id: str) -> list[Revision]:
        """Every revision of a measure, oldest first."""
        return history.revisions(self._database, measure_id)

    def published_as_of(self, measure_id: str, day: date) -> Measure | None:
        """The measure as it was published at the end of that day. Raises :class:`UnknownRevision`."""
        if not self.revisions(measure_id):
            raise UnknownRevision(measure_id)
        return history.revision_as_of(self._database, measure_id, day)

    # Editing ----------------------------------------------------------------------------------------------------

    def text(self, draft_id: int, slug: str | None = None) -> str:
        """The YAML to edit: of a measure, or of the document; what is missing stands above it."""
        if slug is None:
            draft = self.show(draft_id)
            return to_yaml(draft.header, draft.header_faults)
        item = self.show_measure(draft_id, slug)
        if item.proposal is None:
            raise WrongState("新版本里没有这一条，没有内容可改：批准就停用它，驳回就保留它。")
        return to_yaml(item.proposal, (*item.summary.faults, *item.advice))

    def edit(self, draft_id: int, slug: str | None, text: str, decision: Decision) -> None:
        """Replace what would be published. Raises :class:`BadContent` with every fault; then nothing changes."""
        with self._database.session.begin() as session:
            writing.lock(session)
            draft = _draft(session, draft_id)
            if slug is None:
                self._edit_header(session, draft, text)
            else:
                self._edit_measure(session, draft, _item(draft, slug), text, decision)
            publishing.note(
                session, decision, self._now(), "edit", draft_id, f"{draft.document_id}-{slug}" if slug else None
            )

    def _edit_header(self, session: Session, draft: DraftRow, text: str) -> None:
        if draft.state not in publishing.OPEN:
            raise WrongState("这份草稿没有要处理的内容了，不能再改。")
        document = from_yaml(text, DocumentFile)
        if document.id != draft.document_id:
            raise BadContent([f"文件代号（id）不能改，应是 {draft.document_id}"])
        published = session.get(DocumentRow, document.id)
        draft.header = plain_header(document)
        draft.header_open = published is None or document_of(published) != document
        draft.doc, draft.title, draft.state = document.doc, document.title, "in_review"
        publishing.settle(draft)

    def _edit_measure(
        self, session: Session, draft: DraftRow, item: DraftItemRow, text: str, decision: Decision
    ) -> None:
        if item.state not in publishing.OPEN or item.proposal is None:
            raise WrongState("这一条已经有了决定，不能再改。")
        content = from_yaml(text, MeasureFile)
        if content.slug != item.slug and any(other.slug == content.slug for other in draft.items):
            raise BadContent([f"这份草稿里已经有编号为“{content.slug}”的措施"])
        draft.order = [content.slug if s == item.slug else s for s in draft.order]
        row = writing.current(session, f"{draft.document_id}-{content.slug}")
        item.slug, item.proposal = content.slug, plain_measure(content)
        item.base_revision = row.revision if row else None
        item.change = "changed" if row else "added"
        publishing.start(session, draft, [item], decision, self._now())

    # Deciding ---------------------------------------------------------------------------------------------------

    def start(self, draft_id: int, decision: Decision) -> None:
        """Take a draft into review."""
        with self._database.session.begin() as session:
            writing.lock(session)
            draft = _draft(session, draft_id)
            publishing.start(session, draft, draft.items, decision, self._now())

    def approve(self, draft_id: int, decision: Decision, slugs: Sequence[str] | None = None) -> Published:
        """Publish the measures named, or all still open. All of it or nothing.

        Raises :class:`NotReady` with everything that is missing, :class:`Outdated` when other content has been
        published since the comparison, :class:`WrongState` when it has been decided already.
        """
        try:
            with self._database.session.begin() as session:
                writing.lock(session)
                draft = _draft(session, draft_id)
                items = _chosen(draft, slugs)
                rows = publishing.approve(session, draft, items, decision, self._now(), whole=slugs is None)
                gone = tuple(f"{draft.document_id}-{item.slug}" for item in items if item.proposal is None)
                return Published(tuple((row.measure_id, row.revision) for row in rows), gone)
        except IntegrityError:
            raise Outdated("同时有别人发布了同一条措施，这次没有改动。请看一下再试。") from None

    def reject(self, draft_id: int, decision: Decision, slugs: Sequence[str] | None = None) -> int:
        """Decide against the measures named, or all still open; gives how many."""
        with self._database.session.begin() as session:
            writing.lock(session)
            draft = _draft(session, draft_id)
            items = _chosen(draft, slugs)
            publishing.reject(session, draft, items, decision, self._now(), whole=slugs is None)
            return len(items)

    def retire(self, measure_id: str, decision: Decision) -> int:
        """Take a published measure out of the answers; gives the revision it had."""
        with self._database.session.begin() as session:
            writing.lock(session)
            return publishing.retire(session, measure_id, decision, self._now())

    def roll_back(self, measure_id: str, revision: int, decision: Decision) -> int:
        """Publish an earlier revision's content again, also of a retired measure; gives the new revision."""
        with self._database.session.begin() as session:
            writing.lock(session)
            return publishing.roll_back(session, measure_id, revision, decision, self._now())


def _draft(session: Session, draft_id: int) -> DraftRow:
    row = session.get(DraftRow, draft_id)
    if row is None:
        raise DraftNotFound(draft_id)
    return row


def _item(draft: DraftRow, slug: str) -> DraftItemRow:
    for item in draft.items:
        if item.slug == slug:
            return item
    raise DraftNotFound(draft.id, slug)


def _chosen(draft: DraftRow, slugs: Sequence[str] | None) -> list[DraftItemRow]:
    if slugs is not None:
        return [_item(draft, slug) for slug in dict.fromkeys(slugs)]
    if draft.state not in publishing.OPEN:
        raise WrongState("这份草稿没有要处理的内容了。")
    return [item for item in draft.items if item.state in publishing.OPEN]


__all__ = ["Decision", "LogEntry", "NotReady", "Published", "ReviewService"]
