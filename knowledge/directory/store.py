"""The directory in the database: loading a table into it, and finding whom to call."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.directory.entries import KINDS, Entry, Kind
from knowledge.measure import Measure
from knowledge.review.decision import Decision
from knowledge.review.publishing import note
from knowledge.store import writing
from knowledge.store.database import Database
from knowledge.store.review_tables import DirectoryRow

_WORDS: dict[str, Kind] = {
    **KINDS,
    "街道办": "street",
    "街道办事处": "street",
    "居委会": "community",
    "社区居委会": "community",
}
_NAMES: dict[Kind, str] = {"department": "部门", "street": "街道办事处", "community": "社区", "hotline": "热线"}
HOTLINE = "12345"


@dataclass(frozen=True)
class LoadReport:
    """How many entries a table added, changed, or had as they are."""

    added: int
    changed: int
    same: int


@dataclass(frozen=True)
class Referral:
    """Whom to call; when nobody is known, ``missing`` says so and what to do instead."""

    entries: tuple[Entry, ...]
    missing: str | None = None


class Directory:
    """Departments, street offices, communities and hotlines."""

    def __init__(self, database: Database, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        """Work on a migrated database."""
        self._database = database
        self._now = now

    def load(self, tables: Mapping[str, Sequence[Entry]], decision: Decision) -> dict[str, LoadReport]:
        """Add the entries of tables by name, or bring those already there up to date; others stay.

        All of it or nothing.
        """
        with self._database.session.begin() as session:
            writing.lock(session)
            at = self._now()
            reports = {}
            for name, entries in tables.items():
                outcomes = [_put(session, entry, name, decision, at) for entry in entries]
                reports[name] = LoadReport(*(outcomes.count(o) for o in ("added", "changed", "same")))
            if any(report.added or report.changed for report in reports.values()):
                note(session, decision, at, "directory")
                writing.bump(session)
            return reports

    def entries(self, kind: Kind | None = None, district: str | None = None) -> list[Entry]:
        """Entries by street and name; of one kind, and of one district or the whole city, if given."""
        query = select(DirectoryRow).order_by(DirectoryRow.district, DirectoryRow.street, DirectoryRow.name)
        if kind:
            query = query.where(DirectoryRow.kind == kind)
        if district:
            query = query.where(DirectoryRow.district.in_((district, "北京")))
        with self._database.snapshot() as session:
            return [_entry(row) for row in session.scalars(query)]

    def resolve(self, what: str, district: str, place: str | None = None) -> Referral:
        """Whom "the street office" is in that district, or another kind, department or hotline by name.

        Args:
            what: 街道, 社区, 部门, 热线 (or 街道办, 居委会 …), or the name of a department or hotline.
            district: 东城, 西城 or 北京.
            place: A street or community that narrows it down; without a match, everything is kept.
        """
        kind = _WORDS.get(what)
        found = self.entries(kind, district)
        if kind is None:
            found = [e for e in found if what in e.name or e.name in what]
        elif place:
            near = [e for e in found if place in e.name or (e.street and (place in e.street or e.street in place))]
            found = near or found
        called = tuple(e for e in found if e.phones)
        return Referral(called) if called else Referral((), _missing(kind, what, district))


def _missing(kind: Kind | None, what: str, district: str) -> str:
    area = "北京市" if district == "北京" else f"{district}区"
    whom = _NAMES[kind] if kind else what
    return f"手头没有{area}{whom}的联系方式，可以拨 {HOTLINE} 转接。"


def sends_to(measure: Measure) -> tuple[str, ...]:
    """Which offices without contacts of their own a measure sends people to: 街道, 社区, both or none."""
    content = measure.content
    texts = [*content.departments, *(step.text for step in content.steps), *content.notes]
    return tuple(word for word in ("街道", "社区") if any(word in text for text in texts))


def _put(session: Session, entry: Entry, source: str, decision: Decision, at: datetime) -> str:
    kind, district, street, name = entry.key
    row = session.scalar(select(DirectoryRow).filter_by(kind=kind, district=district, street=street, name=name))
    if row and _entry(row) == entry:
        return "same"
    outcome = "changed" if row else "added"
    if row is None:
        row = DirectoryRow(kind=kind, district=district, street=street, name=name)
        session.add(row)
    row.phones, row.duty, row.hours = list(entry.phones), entry.duty, entry.hours
    row.address, row.note, row.source = entry.address, entry.note, source
    row.updated_at, row.updated_by = at, decision.who
    return outcome


def _entry(row: DirectoryRow) -> Entry:
    kind = next(k for k in KINDS.values() if k == row.kind)
    return Entry(
        kind, row.district, row.name, row.street, tuple(row.phones), row.duty, row.hours, row.address, row.note
    )
