"""Search over measures: words, characters and sounds by field, synonyms, and nearest sample questions.

An index is built once from a list of measures and never changes; a new publication builds a new one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

import numpy as np

from knowledge.index.facets import Facets, Mask
from knowledge.index.options import PRODUCT, Options
from knowledge.index.postings import Postings, Rows, Scores
from knowledge.index.questions import SampleQuestions
from knowledge.index.terms import fields, spelt, synonyms, terms, wanted
from knowledge.measure import Measure

# Sample questions are compared only for so many measures, those whose words fit best.
CANDIDATES = 400
REMEMBERED = 8
# The best measures among which grounding looks for one that has the question's words.
WITNESSES = 5


@dataclass(frozen=True, slots=True)
class Hit:
    """A measure and its score (higher is better; comparable within one query only)."""

    measure: Measure
    score: float


class SearchIndex:
    """Says for a query how well the words of each measure fit. Immutable and safe to share between threads."""

    def __init__(self, measures: Sequence[Measure], options: Options = PRODUCT) -> None:
        """Index the measures; 3 to 14 ms each, the more their texts differ."""
        self.measures = tuple(measures)
        self.position = {m.id: i for i, m in enumerate(self.measures)}
        self.facets = Facets(self.measures)
        self._options = options
        texts = [{field: spelt(text) for field, text in fields(m).items()} for m in self.measures]
        by_field = {field: [t[field] for t in texts] for field in (texts[0] if texts else {"title": ""})}
        self._postings = {
            kind: Postings(by_field, weights, partial(terms, kind)) for kind, weights in options.fields.items()
        }
        self._questions = SampleQuestions(
            [[spelt(q) for q in (*m.content.questions, m.content.title)] for m in self.measures]
        )
        self._by_terms = lru_cache(maxsize=REMEMBERED)(self._weigh)
        self._of_all = lru_cache(maxsize=REMEMBERED)(partial(self._with_questions, rows=np.arange(len(self.measures))))

    def evidence(self, query: str, among: Mask | None = None) -> Scores:
        """For an already normalised query how much speaks for each measure; zeros where nothing does.

        One more makes a measure about e times as likely the right one. ``among`` says which measures may be the answer:
        in a large store sample questions are compared only for those of them whose words fit best.
        """
        if among is None or len(self.measures) <= CANDIDATES:
            return self._of_all(query)
        return self._with_questions(query, np.flatnonzero(among))

    def grounding(self, query: str) -> float:
        """How much of the query the store knows, 0 to 1: words of one of the best measures, or a near sample question.

        Words nobody has count most, so what the store knows nothing of stays near 0.
        """
        evidence = self._of_all(query)
        best = (
            np.argpartition(-evidence, WITNESSES)[:WITNESSES] if len(evidence) > WITNESSES else np.arange(len(evidence))
        )
        if not evidence.any():
            return 0.0
        words = terms("words", query)
        known = max(self._postings["words"].share(words, int(measure)) for measure in best)
        return max(known, float(self._questions.nearest(query, best).max()))

    def _weigh(self, query: str) -> Scores:
        """Evidence for each measure by its terms alone."""
        evidence = np.zeros(len(self.measures))
        for kind, postings in self._postings.items():
            weights = dict.fromkeys(wanted(kind, query), 1.0)
            if kind == "words":
                weights |= dict.fromkeys(synonyms(query), self._options.synonyms)
            postings.add(evidence, weights)
        return evidence

    def _with_questions(self, query: str, rows: Rows) -> Scores:
        """Evidence by terms, and for those of the measures that have most of it by sample questions too."""
        evidence = self._by_terms(query).copy()
        if len(rows) > CANDIDATES:
            rows = rows[np.argpartition(-evidence[rows], CANDIDATES)[:CANDIDATES]]
        near = self._questions.nearest(query, rows) - self._options.question_from
        evidence[rows] += self._options.question / (1 - self._options.question_from) * np.maximum(0.0, near)
        evidence.setflags(write=False)
        return evidence
