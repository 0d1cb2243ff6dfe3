"""From a question and what is known of the enterprise to the measures that answer it.

Retrieval finds candidates, data decides: topic, place, year, 文号 and the verdicts order them.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from operator import itemgetter

import numpy as np

from knowledge.eligibility import Verdict, judge
from knowledge.index.facets import Facets, Mask
from knowledge.index.postings import Rows, Scores
from knowledge.measure import Measure
from knowledge.profile import Profile
from knowledge.search import SearchIndex

# All in the units of :meth:`SearchIndex.evidence`. What the intent says it is about, and what its words alone say.
TOPIC_FIRST, TOPIC_ANY = 6.0, 4.5
HEARD_FIRST, HEARD = 2.0, 1.0
HERE, NEWER = 3.0, 0.5
NEAR = 1.5
# What can be applied for today comes before what has ended, when its words fit nearly as well as the best.
IN_FORCE, NEARLY = 2.0, 2.0
FITS, FAILS = 0.4, -0.8
NOT_ADDRESSED = -1.6
NAMED = 10.0
# A measure is a hit when enough speaks for it and not much less than for the best.
LEAST, KEEP = 0.5, 10.0
# The best has half of the highest score at so much evidence; so far behind it, others have a third of what it has.
HALF, BEHIND = 4.0, 12.0


@dataclass(frozen=True)
class Question:
    """One question, understood. ``text`` is normalised; ``topics`` may be empty or several.

    ``heard`` are topics its words name, where no intent says what it is about. ``among`` limits the answer to
    these measures; ``near`` are those just talked about.
    """

    text: str
    topics: tuple[str, ...] = ()
    heard: tuple[str, ...] = ()
    profile: Profile = field(default_factory=Profile)
    year: int | None = None
    doc: str | None = None
    number: int | None = None
    among: tuple[str, ...] | None = None
    near: tuple[str, ...] = ()


@dataclass(frozen=True)
class Finding:
    """Judged measures, best first, with the score each got.

    ``grounding``: how much of the question the store knows, 0 to 1. ``total``: how many measures answer it,
    those beyond the limit included.
    """

    verdicts: tuple[Verdict, ...]
    scores: tuple[float, ...]
    grounding: float = 0.0
    total: int = 0

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The measures, best first."""
        return tuple(v.measure for v in self.verdicts)


def _possible(facets: Facets, question: Question, among: Mask) -> Mask:
    """Measures the question can be about: of its place, 文号, clause and year, as far as there are such."""
    found = among & facets.holding_in(question.profile.district)
    if question.doc:
        found = _if_any(among & facets.doc.equal(question.doc), found)
        if question.number is not None:
            found = _if_any(found & facets.number.equal(question.number), found)
    elif question.year:
        found = _if_any(found & (facets.years == question.year), found)
    return found


def _if_any(narrow: Mask, wide: Mask) -> Mask:
    return narrow if narrow.any() else wide


def _boosts(index: SearchIndex, question: Question, named: Rows) -> Scores:
    """What place, topic, year and names add to each measure, before it is judged."""
    facets, district = index.facets, question.profile.district
    boosts: Scores = NEWER * (facets.years - 2020.0)
    for topics, first, other in ((question.topics, TOPIC_FIRST, TOPIC_ANY), (question.heard, HEARD_FIRST, HEARD)):
        leading, about = facets.about(topics)
        boosts += first * leading + other * (about & ~leading)
    boosts += NEAR * facets.mask(_rows(index, question.near)) + HERE * facets.of(district)
    if district in ("东城", "西城"):
        boosts -= HERE * facets.of("北京")
    if "rent" in question.topics and question.profile.role is None:
        boosts += NOT_ADDRESSED * facets.for_landlords
    boosts[named] += NAMED
    return boosts


def _rows(index: SearchIndex, ids: Iterable[str]) -> list[int]:
    return [index.position[i] for i in ids if i in index.position]


def _applicable(facets: Facets, question: Question, as_of: date, possible: Mask, words: Scores) -> Mask:
    """Measures in force on the day whose words fit the question nearly as well as the best of all."""
    in_force = possible & facets.in_force(as_of)
    if question.topics:
        in_force &= facets.about(question.topics)[1]
    if not in_force.any() or in_force.sum() == possible.sum():
        return facets.mask()
    nearly: Mask = words >= words[possible].max() - NEARLY
    return in_force & nearly


def _adjustment(verdict: Verdict) -> float:
    """What the verdict adds: never more than :data:`FITS`."""
    known = [r for r in verdict.reasons if r.slot != "district"]
    if any(r.slot in ("role", "building_type") and r.state == "not_met" and not r.applies_to for r in known):
        return NOT_ADDRESSED
    if verdict.ruling == "not_eligible":
        return FAILS
    return FITS if any(r.state == "met" for r in known) else 0.0


def _judged(
    index: SearchIndex, rows: Rows, scores: Scores, profile: Profile, as_of: date, limit: int
) -> list[tuple[float, Verdict]]:
    """The best measures with their verdicts, in order; none is judged that could not come among them any more."""
    order = rows[np.lexsort((rows, -scores[rows]))]
    found: list[tuple[float, int, Verdict]] = []
    best: list[float] = []
    for row in map(int, order):
        if len(best) == limit and scores[row] + FITS < best[0]:
            break
        verdict = judge(index.measures[row], profile, as_of)
        score = float(scores[row]) + _adjustment(verdict)
        found.append((-score, row, verdict))
        (heapq.heappush if len(best) < limit else heapq.heappushpop)(best, score)
    return [(-negative, verdict) for negative, _, verdict in sorted(found, key=itemgetter(0, 1))[:limit]]


def find(index: SearchIndex, question: Question, as_of: date, limit: int = 8, among: Mask | None = None) -> Finding:
    """The measures that answer the question, judged for the profile, best first.

    ``among`` limits the answer as :attr:`Question.among` does, for those who have filtered a whole store.
    """
    facets = index.facets
    allowed = np.ones(facets.size, dtype=bool) if among is None else among
    if question.among is not None:
        allowed = allowed & facets.mask(_rows(index, question.among))
    possible = _possible(facets, question, allowed)
    words, named = index.evidence(question.text, possible), facets.named_in(question.text)
    total = words + _boosts(index, question, named)
    total += IN_FORCE * _applicable(facets, question, as_of, possible, words)
    rows = np.flatnonzero(possible & ((words > LEAST) | facets.about(question.topics)[1] | facets.mask(named)))
    grounding = index.grounding(question.text)
    if not len(rows) or limit < 1:
        return Finding((), (), grounding)
    rows = rows[total[rows] >= total[rows].max() - KEEP]
    found = _judged(index, rows, total, question.profile, as_of, limit)
    scores = _scores([evidence for evidence, _ in found])
    return Finding(tuple(v for _, v in found), scores, grounding, total=len(rows))


def _scores(evidence: list[float]) -> tuple[float, ...]:
    """Scores from 0 to 1: the best by what speaks for it, the others by how much less does."""
    best = max(evidence[0], 0.0)
    return tuple(best / (best + HALF) * math.exp((e - evidence[0]) / BEHIND) for e in evidence)
