"""The log of verdicts: written in one go with an answer, and judged again from the stored revision.

What the enterprise told is kept, who asked is not. Of the reasons, slot and state are kept; their words are in the
revision, and in the hash.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Insert, select
from sqlalchemy.dialects import postgresql, sqlite

from knowledge.eligibility import Reason, Ruling, Verdict, judge
from knowledge.errors import VerdictNotFound
from knowledge.profile import Profile
from knowledge.store import history
from knowledge.store.database import Database
from knowledge.store.tables import VerdictRow


@dataclass(frozen=True)
class Logged:
    """A verdict as it was given."""

    number: int
    at: datetime
    profile: Profile
    as_of: date
    measure_id: str
    revision: int
    ruling: Ruling
    states: tuple[tuple[str, str], ...]
    hash: str


@dataclass(frozen=True)
class Replay:
    """A logged verdict judged again; ``verdict`` is None when its revision is no longer in the store."""

    logged: Logged
    verdict: Verdict | None

    @property
    def same(self) -> bool:
        """True when the ruling, every reason and their words come out as they were."""
        if self.verdict is None:
            return False
        now = (self.verdict.ruling, _states(self.verdict.reasons), _hash(self.verdict, self.logged.profile))
        return now == (self.logged.ruling, self.logged.states, self.logged.hash)


def log(database: Database, verdicts: Sequence[Verdict], profile: Profile) -> None:
    """Keep the verdicts of one answer. One that was given before on the same facts and revision is there already."""
    if not verdicts:
        return
    now, told = datetime.now(UTC), _told(profile)
    rows = [
        {
            "at": now,
            "profile": told,
            "as_of": v.as_of,
            "measure_id": v.measure.id,
            "revision": v.measure.revision,
            "ruling": v.ruling,
            "reasons": _states(v.reasons),
            "hash": _hash(v, profile),
        }
        for v in verdicts
    ]
    with database.session.begin() as session:
        session.connection().execute(_insert(database), rows)


def _insert(database: Database) -> Insert:
    if database.is_sqlite:
        return sqlite.insert(VerdictRow).on_conflict_do_nothing(index_elements=["hash"])
    return postgresql.insert(VerdictRow).on_conflict_do_nothing(index_elements=["hash"])


def latest(database: Database, limit: int = 20, measure_id: str | None = None) -> list[Logged]:
    """The newest records, newest first; of one measure where it is named."""
    query = select(VerdictRow).order_by(VerdictRow.id.desc()).limit(limit)
    if measure_id:
        query = query.where(VerdictRow.measure_id == measure_id)
    with database.session() as session:
        return [_logged(row) for row in session.scalars(query)]


def replay(database: Database, number: int) -> Replay:
    """Judge a logged verdict again from the stored revision. Raises :class:`VerdictNotFound`."""
    with database.session() as session:
        row = session.get(VerdictRow, number)
    if row is None:
        raise VerdictNotFound(number)
    logged = _logged(row)
    measure = history.revision_at(database, logged.measure_id, logged.revision, logged.at)
    return Replay(logged, judge(measure, logged.profile, logged.as_of) if measure else None)


def _logged(row: VerdictRow) -> Logged:
    states = tuple((slot, state) for slot, state in row.reasons)
    profile = Profile.from_slots(row.profile)
    return Logged(row.id, row.at, profile, row.as_of, row.measure_id, row.revision, row.ruling, states, row.hash)  # type: ignore[arg-type]


def _told(profile: Profile) -> dict[str, Any]:
    return profile.model_dump(mode="json", exclude_none=True)


def _states(reasons: Sequence[Reason]) -> tuple[tuple[str, str], ...]:
    return tuple((r.slot, r.state) for r in reasons)


def _hash(verdict: Verdict, profile: Profile) -> str:
    """The fingerprint of a verdict with all that it rests on."""
    said = [(r.text, r.slot, r.state, r.applies_to) for r in verdict.reasons]
    facts = [
        _told(profile),
        verdict.as_of.isoformat(),
        verdict.measure.id,
        verdict.measure.revision,
        verdict.ruling,
        said,
    ]
    return hashlib.sha256(
        json.dumps(facts, ensure_ascii=False, sort_keys=True).encode("utf-8", "surrogatepass")
    ).hexdigest()
