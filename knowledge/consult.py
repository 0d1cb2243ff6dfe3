"""From a question and what is known of the enterprise to the measures that answer it.

Retrieval finds candidates, data decides: topic, place, year, 文号 and the verdicts order them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from knowledge.eligibility import Verdict, judge
from knowledge.measure import Measure
from knowledge.profile import Profile
from knowledge.search import SearchIndex

TOPIC_FIRST, TOPIC_ANY = 0.8, 0.55
HERE, NEWER = 0.3, 0.03
NEAR = 0.15
# What can be applied for today comes before what has ended, when its words fit nearly as well as the best.
IN_FORCE, NEARLY = 0.25, 0.6
FITS, FAILS = 0.05, -0.1
NOT_ADDRESSED = -0.2
NAMED = 1.2
KEEP = 0.5


@dataclass(frozen=True)
class Question:
    """One question, understood. ``text`` is normalised; ``topics`` may be empty or several.

    ``among`` limits the answer to these measures; ``near`` are those just talked about.
    """

    text: str
    topics: tuple[str, ...] = ()
    profile: Profile = field(default_factory=Profile)
    year: int | None = None
    doc: str | None = None
    number: int | None = None
    among: tuple[str, ...] | None = None
    near: tuple[str, ...] = ()


@dataclass(frozen=True)
class Finding:
    """Judged measures, best first, with the score each got.

    ``grounding``: how much of the question the store knows, 0 to 1.
    """

    verdicts: tuple[Verdict, ...]
    scores: tuple[float, ...]
    grounding: float = 0.0

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The measures, best first."""
        return tuple(v.measure for v in self.verdicts)


def _possible(measures: Sequence[Measure], question: Question) -> list[Measure]:
    """Measures the question can be about: of its place, 文号, clause and year."""
    if question.among is not None:
        measures = [m for m in measures if m.id in question.among]
    district = question.profile.district
    found = [m for m in measures if district in (None, "北京") or m.district in (district, "北京")]
    if question.doc:
        found = [m for m in measures if m.doc == question.doc] or found
        if question.number is not None:
            found = [m for m in found if m.number == question.number] or found
    elif question.year:
        found = [m for m in found if m.document.published.year == question.year] or found
    return found


def _boost(verdict: Verdict, question: Question) -> float:
    measure, topics = verdict.measure, verdict.measure.content.topics
    boost = 0.0
    if question.topics:
        boost += TOPIC_FIRST if topics[0] in question.topics else TOPIC_ANY if set(topics) & set(question.topics) else 0
    if measure.id in question.near:
        boost += NEAR
    if question.profile.district == measure.district:
        boost += HERE
    boost += NEWER * (measure.document.published.year - 2020)
    if question.profile.district in ("东城", "西城") and measure.district == "北京":
        boost -= HERE
    if "rent" in question.topics and question.profile.role is None and _for_landlords(measure):
        boost += NOT_ADDRESSED
    if _names_contact(measure, question.text):
        boost += NAMED
    known = [r for r in verdict.reasons if r.slot != "district"]
    if any(r.slot in ("role", "building_type") and r.state == "not_met" and not r.applies_to for r in known):
        boost += NOT_ADDRESSED
    elif verdict.ruling == "not_eligible":
        boost += FAILS
    elif any(r.state == "met" for r in known):
        boost += FITS
    return boost


def _names_contact(measure: Measure, text: str) -> bool:
    """Whether the question has a telephone number or the name of one of the measure's people in it."""
    people = measure.content.contacts
    names = (name for p in people if p.name for name in p.name.split("、"))
    return any(name in text for name in names) or any(phone in text for p in people for phone in p.phones)


def _for_landlords(measure: Measure) -> bool:
    """A measure for the letting side alone; who asks about rent without saying more is a tenant."""
    roles = [c.value for c in measure.content.conditions if c.slot == "role" and not c.applies_to]
    return bool(roles) and not any("承租方" in (r if isinstance(r, tuple) else (r,)) for r in roles)


def _applicable(index: SearchIndex, question: Question, verdicts: Sequence[Verdict]) -> list[str]:
    """Measures in force on the day whose words fit the question nearly as well as the best of all."""
    topics = set(question.topics)
    in_force = [
        v.measure.id
        for v in verdicts
        if v.measure.validity(v.as_of) == "in_force" and (not topics or topics & set(v.measure.content.topics))
    ]
    if len(in_force) in (0, len(verdicts)):
        return []
    words = index.scores(question.text)
    best = max(words[index.position[v.measure.id]] for v in verdicts)
    return [i for i in in_force if words[index.position[i]] >= NEARLY * best]


def find(index: SearchIndex, question: Question, as_of: date, limit: int = 8) -> Finding:
    """The measures that answer the question, judged for the profile, best first."""
    possible = [judge(m, question.profile, as_of) for m in _possible(index.measures, question)]
    boosts = {v.measure.id: _boost(v, question) for v in possible}
    for measure_id in _applicable(index, question, possible):
        boosts[measure_id] += IN_FORCE
    hits = index.search(question.text, among=list(boosts), boosts=boosts, limit=limit)
    verdicts = {v.measure.id: v for v in possible}
    floor = KEEP * hits[0].score if hits else 0.0
    kept = [h for h in hits if h.score >= floor]
    scores = tuple(h.score for h in kept)
    return Finding(tuple(verdicts[h.measure.id] for h in kept), scores, index.grounding(question.text))
