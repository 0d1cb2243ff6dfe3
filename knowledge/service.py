"""The one door to the knowledge: search, a measure by id, verdicts, and answers to a question.

Holds an immutable snapshot of the published measures; :meth:`KnowledgeService.refresh_if_changed`
swaps it for a new one, without stopping, when something has been published since.
"""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
from sqlalchemy.exc import SQLAlchemyError

from knowledge.consult import Finding, Question, find
from knowledge.directory.referrals import referrals
from knowledge.directory.store import Directory
from knowledge.eligibility import Verdict, judge
from knowledge.errors import MeasureNotFound
from knowledge.measure import Measure
from knowledge.models import Contact
from knowledge.profile import Profile
from knowledge.search import Hit, SearchIndex
from knowledge.standing import Beside, Standing, beside, standing
from knowledge.store import reader, verdicts
from knowledge.store.database import Database
from knowledge.together import EstimateOf
from nlu import published
from nlu.entities import extract
from nlu.normalize import normalize
from nlu.topics import intent_topics

CHECK_SECONDS = 1.0
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Snapshot:
    index: SearchIndex
    by_id: dict[str, Measure]
    phones: frozenset[str]
    referrals: dict[str, tuple[str, ...]]
    version: int


class KnowledgeService:
    """Answers from published measures only."""

    def __init__(self, database: Database) -> None:
        """Read the published measures of a migrated and filled database."""
        self.database = database
        self._reading = threading.Lock()
        self._checked = time.monotonic()
        self._snapshot = self._read()

    def _read(self) -> _Snapshot:
        measures, version = reader.snapshot(self.database)
        phones = frozenset(p for m in measures for c in m.content.contacts for p in c.phones)
        published.learn_departments(c.department for m in measures for c in m.content.contacts)
        published.learn_contacts(_names(measures), phones)
        by_id = {m.id: m for m in measures}
        return _Snapshot(SearchIndex(measures), by_id, phones, referrals(Directory(self.database), measures), version)

    def reload(self) -> None:
        """Take in what has been published since; running answers finish on the old snapshot."""
        with self._reading:
            self._snapshot = self._read()

    async def refresh_if_changed(self) -> bool:
        """Take in what has been published since; asks the store at most once a second, off the event loop.

        True when the answers are made of something new. When the store cannot be asked, the old answers stay.
        """
        now = time.monotonic()
        if now - self._checked < CHECK_SECONDS:
            return False
        self._checked = now
        return await asyncio.to_thread(self._refresh)

    def _refresh(self) -> bool:
        try:
            with self._reading:
                if reader.version(self.database) == self._snapshot.version:
                    return False
                self._snapshot = self._read()
        except SQLAlchemyError as fault:
            _log.warning("措施库暂时读不到，先用已载入的措施：%s", fault)
            return False
        _log.info("措施库有新发布的内容，已载入 %d 条", len(self.measures))
        return True

    @property
    def measures(self) -> Sequence[Measure]:
        """Every published measure, by document and position."""
        return self._snapshot.index.measures

    @property
    def version(self) -> int:
        """Which state of the store the answers are made of; grows with every publication."""
        return self._snapshot.version

    @property
    def phones(self) -> frozenset[str]:
        """Every phone number of a published contact."""
        return self._snapshot.phones

    def referral(self, measure: Measure) -> tuple[str, ...]:
        """Lines on the street or community office a measure sends people to; empty when it sends to none."""
        return self._snapshot.referrals.get(measure.id, ())

    def get(self, measure_id: str) -> Measure:
        """A published measure. Raises :class:`MeasureNotFound`."""
        try:
            return self._snapshot.by_id[measure_id]
        except KeyError:
            raise MeasureNotFound(measure_id) from None

    def judge(self, measure_id: str, profile: Profile, as_of: date) -> Verdict:
        """The verdict on one measure. Raises :class:`MeasureNotFound`."""
        return judge(self.get(measure_id), profile, as_of)

    def standing(self, profile: Profile, as_of: date) -> Standing:
        """How the enterprise stands to every published measure on that day."""
        return standing(self.measures, profile, as_of)

    def beside(self, shown: Sequence[Verdict], profile: Profile, estimate_of: EstimateOf) -> Beside:
        """Near misses and supports that exclude each other, for the measures of one answer."""
        return beside(self.measures, shown, profile, estimate_of)

    def log_verdicts(self, given: Sequence[Verdict], profile: Profile) -> None:
        """Keep the verdicts of one answer, all in one insert; an answer is not held up when that fails."""
        try:
            verdicts.log(self.database, given, profile)
        except SQLAlchemyError as fault:
            _log.warning("判断记录没有写成（%d 条）：%s", len(given), type(fault).__name__)

    def find(self, question: Question, as_of: date, limit: int = 8) -> Finding:
        """The measures that answer a question, judged, best first."""
        return find(self._snapshot.index, question, as_of, limit)

    def of_contact(self, who: str) -> list[Measure]:
        """The measures that list a person (full name) or a telephone number (also without its extension)."""
        return [m for m in self.measures if any(_is(c, who) for c in m.content.contacts)]

    def search(
        self,
        query: str = "",
        *,
        district: str | None = None,
        topic: str | None = None,
        size: str | None = None,
        sector: str | None = None,
        as_of: date,
        limit: int = 20,
    ) -> tuple[int, list[Hit]]:
        """Total and best measures for free text and filters; without text, all in document order.

        ``district`` keeps city-wide measures too. ``size`` and ``sector`` leave out measures
        whose conditions they fail.
        """
        heard = understand(query)
        profile = Profile.from_slots({"district": district, "size": size, "sector": sector})
        index = self._snapshot.index
        kept = index.facets.passing(profile, topic)
        if not heard.text:
            return int(kept.sum()), [Hit(self.measures[i], 0.0) for i in np.flatnonzero(kept)[:limit]]
        place = district or heard.profile.district
        question = replace(heard, profile=Profile(district=place))  # type: ignore[arg-type]
        finding = find(index, question, as_of, limit, kept)
        hits = [Hit(v.measure, s) for v, s in zip(finding.verdicts, finding.scores, strict=True)]
        return finding.total, hits


def _names(measures: Sequence[Measure]) -> set[str]:
    """Names of the people in charge; where the source lists several, each."""
    joined = (c.name for m in measures for c in m.content.contacts if c.name)
    return {name for names in joined for name in names.split("、")}


def _is(contact: Contact, who: str) -> bool:
    """True when the name or number is this contact's."""
    numbers = (*contact.phones, *(phone.split("-")[0] for phone in contact.phones))
    return who in numbers or who in (contact.name or "").split("、")


def understand(text: str) -> Question:
    """What a bare query says by itself: place, topics, year, 文号 and clause."""
    normal = normalize(text).text
    said: dict[str, Any] = {}
    entities = extract(normal)
    for entity in entities:
        said.setdefault(entity.name, entity.value)
    doc = said.get("doc")
    intents = dict.fromkeys(e.value for e in entities if e.name == "topic")
    heard = dict.fromkeys(t for i in intents for t in intent_topics()[i]["topics"])  # type: ignore[attr-defined]
    return Question(
        text=normal,
        heard=tuple(heard),
        profile=Profile.from_slots({"district": said.get("district")}),
        year=said.get("year") if not doc else None,
        doc=doc,
        number=said.get("measure_number"),
    )
