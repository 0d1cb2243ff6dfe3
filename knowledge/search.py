"""Search over measures: BM25 of words and characters by field, synonyms, and nearest sample questions.

An index is built once from a list of measures and never changes; a new publication builds a new one.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from knowledge.measure import Measure
from nlu import lookups, words
from nlu.normalize import clean

K1, B = 1.2, 0.4
FIELD_WEIGHTS = {
    "title": 3.0,
    "keywords": 3.0,
    "questions": 1.6,
    "summary": 1.6,
    "body": 0.9,
    "people": 2.6,
    "ids": 2.0,
}
SYNONYM_WEIGHT = 0.45
CHAR_WEIGHT = 0.35
QUESTION_WEIGHT = 0.55
# A measure is a hit when the query's words reach it at all, or when a boost alone (its topic) is this strong.
LEAST, LEAST_BOOST = 0.08, 0.3

_SPLIT = re.compile(r"[^0-9a-z\u4e00-\u9fff@.]+")


@lru_cache(maxsize=1)
def _stop_words() -> frozenset[str]:
    return frozenset(lookups.load("stopwords")["words"])


@lru_cache(maxsize=1)
def _synonyms() -> dict[str, tuple[str, ...]]:
    table: dict[str, set[str]] = defaultdict(set)
    for group in lookups.load("synonyms")["groups"]:
        for word in group:
            table[word].update(set(group) - {word})
    return {word: tuple(sorted(others)) for word, others in table.items()}


def terms(text: str) -> Counter[str]:
    """Index terms of a text: words without stop words, and character pairs marked with ``~``."""
    text = text.lower()
    counts: Counter[str] = Counter(w for w in words.cut(text) if w not in _stop_words() and _SPLIT.sub("", w))
    for run in _SPLIT.split(text):
        counts.update(f"~{run[i : i + 2]}" for i in range(len(run) - 1))
    return counts


def _fields(measure: Measure) -> dict[str, str]:
    c = measure.content
    people = " ".join(
        " ".join(filter(None, (k.name, k.department, k.office, k.duty, k.email, *k.phones))) for k in c.contacts
    )
    body = [b.text for b in c.benefits] + [x.text for x in c.conditions] + [s.text for s in c.steps]
    return {
        "title": c.title,
        "keywords": " ".join(c.keywords),
        "questions": " ".join(c.questions),
        "summary": c.summary,
        "body": " ".join([*body, *c.materials, *c.notes, *c.urls, c.section]),
        "people": f"{people} {' '.join(c.departments)}",
        "ids": f"{measure.doc} {measure.source}",
    }


Scores = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True, slots=True)
class Hit:
    """A measure and its score (higher is better; comparable within one query only)."""

    measure: Measure
    score: float


class SearchIndex:
    """Ranks measures for a query. Immutable and safe to share between threads."""

    def __init__(self, measures: Sequence[Measure]) -> None:
        """Index the measures; about 3 ms each."""
        self.measures = tuple(measures)
        self.position = {m.id: i for i, m in enumerate(self.measures)}
        self._build_terms()
        self._build_questions()

    def _build_terms(self) -> None:
        weighted: list[dict[str, float]] = []
        for measure in self.measures:
            total: dict[str, float] = defaultdict(float)
            for field, text in _fields(measure).items():
                for term, count in terms(clean(text)).items():
                    total[term] += FIELD_WEIGHTS[field] * count / (1 + 0.25 * (count - 1))
            weighted.append(total)
        lengths = np.array([sum(t.values()) for t in weighted] or [1.0])
        norm = K1 * (1 - B + B * lengths / lengths.mean())
        postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for i, counts in enumerate(weighted):
            for term, tf in counts.items():
                postings[term].append((i, tf * (K1 + 1) / (tf + norm[i])))
        n = len(self.measures)
        self._postings = {
            term: (np.array([i for i, _ in found]), np.array([w for _, w in found]) * _idf(n, len(found)))
            for term, found in postings.items()
        }

    def _build_questions(self) -> None:
        texts = [(i, clean(q)) for i, m in enumerate(self.measures) for q in (*m.content.questions, m.content.title)]
        self._question_owner = np.array([i for i, _ in texts], dtype=np.int64)
        grams = [_grams(t) for _, t in texts]
        frequency = Counter(g for counts in grams for g in counts)
        self._gram_idf = {g: _idf(len(texts), n) for g, n in frequency.items()}
        postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for i, counts in enumerate(grams):
            norm = math.sqrt(sum((c * self._gram_idf[g]) ** 2 for g, c in counts.items())) or 1.0
            for g, c in counts.items():
                postings[g].append((i, c * self._gram_idf[g] / norm))
        self._question_postings = {
            g: (np.array([i for i, _ in found]), np.array([w for _, w in found])) for g, found in postings.items()
        }

    def scores(self, query: str) -> Scores:
        """One score per measure for an already normalised query; zeros when nothing matches."""
        lexical = np.zeros(len(self.measures))
        for term, weight in _query_terms(query).items():
            if term in self._postings:
                indices, values = self._postings[term]
                lexical[indices] += weight * values
        top = lexical.max(initial=0.0)
        if top > 0:
            lexical = lexical / (top + 4.0)
        return lexical + QUESTION_WEIGHT * self._nearest_question(query)

    def grounding(self, query: str) -> float:
        """How much of the query the store knows, 0 to 1: words of the best measure, or a near sample question."""
        wanted = {t: w for t, w in _query_terms(query).items() if w == 1.0}
        unknown = _idf(len(self.measures), 0)
        best = int(self.scores(query).argmax()) if self.measures else 0
        total = known = 0.0
        for term in wanted:
            indices, _ = self._postings.get(term, (np.array([]), None))
            rarity = _idf(len(self.measures), len(indices)) if len(indices) else unknown
            total += rarity
            known += rarity if best in indices else 0.0
        nearest = float(self._nearest_question(query).max(initial=0.0))
        return max(known / total if total else 0.0, nearest)

    def _nearest_question(self, query: str) -> Scores:
        result = np.zeros(len(self.measures))
        counts = {g: c for g, c in _grams(query).items() if g in self._gram_idf}
        norm = math.sqrt(sum((c * self._gram_idf[g]) ** 2 for g, c in counts.items()))
        if norm == 0 or not len(self._question_owner):
            return result
        similarity = np.zeros(len(self._question_owner))
        for g, c in counts.items():
            indices, values = self._question_postings[g]
            similarity[indices] += c * self._gram_idf[g] / norm * values
        np.maximum.at(result, self._question_owner, similarity)
        return result

    def search(
        self, query: str, among: Iterable[str] | None = None, boosts: Mapping[str, float] | None = None, limit: int = 10
    ) -> list[Hit]:
        """Best measures for a normalised query, among the given ids; ``boosts`` adds to single scores."""
        scored = self.scores(query)
        mentioned = scored > LEAST
        for measure_id, extra in (boosts or {}).items():
            scored[self.position[measure_id]] += extra
            mentioned[self.position[measure_id]] |= extra >= LEAST_BOOST
        allowed = range(len(self.measures)) if among is None else [self.position[i] for i in among]
        order = sorted(allowed, key=lambda i: (-scored[i], i))[:limit]
        return [Hit(self.measures[i], float(scored[i])) for i in order if mentioned[i]]


def _idf(total: int, having: int) -> float:
    return math.log(1 + (total - having + 0.5) / (having + 0.5))


def _grams(text: str) -> Counter[str]:
    plain = _SPLIT.sub("", text.lower())
    return Counter(plain[i : i + n] for n in (1, 2, 3) for i in range(len(plain) - n + 1))


def _query_terms(query: str) -> dict[str, float]:
    weights: dict[str, float] = {}
    for term in terms(query):
        weights[term] = max(weights.get(term, 0.0), CHAR_WEIGHT if term.startswith("~") else 1.0)
        for other in _synonyms().get(term, ()):
            for piece in words.cut(other):
                if piece not in _stop_words():
                    weights[piece] = max(weights.get(piece, 0.0), SYNONYM_WEIGHT)
    return weights
