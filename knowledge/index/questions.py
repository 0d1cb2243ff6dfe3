"""The sample question of each measure that is nearest to what was asked: cosine of character runs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix

from knowledge.index.postings import Rows, Scores, idf
from knowledge.index.terms import grams


class SampleQuestions:
    """Looks only at the questions of the measures it is asked about, so its cost does not grow with the store."""

    def __init__(self, questions: Sequence[Sequence[str]]) -> None:
        """Keep every measure's questions, at least one each; one that several measures share is kept once."""
        different: dict[str, int] = {}
        self._rows = np.array([different.setdefault(q, len(different)) for qs in questions for q in qs], dtype=np.intp)
        self._starts = np.cumsum([0, *(len(qs) for qs in questions)])
        self._ids: dict[str, int] = {}
        starts: list[int] = [0]
        columns: list[int] = []
        values: list[float] = []
        for text in different:
            found = grams(text)
            columns.extend(self._ids.setdefault(gram, len(self._ids)) for gram in found)
            values.extend(found.values())
            starts.append(len(columns))
        frequency = np.bincount(np.array(columns, dtype=np.int64), minlength=len(self._ids))
        self._rarity = np.array([idf(len(different), n) for n in frequency], dtype=np.float32)
        shape = (len(different), len(self._ids))
        self._vectors = csr_matrix((np.array(values, np.float32), np.array(columns, np.int32), starts), shape)
        self._vectors.data *= self._rarity[self._vectors.indices]
        length = np.sqrt(np.asarray(self._vectors.multiply(self._vectors).sum(axis=1)).ravel())
        self._vectors.data /= np.repeat(np.where(length > 0, length, 1), np.diff(self._vectors.indptr))

    def nearest(self, query: str, measures: Rows) -> Scores:
        """For each of the measures how near its nearest question is, 0 to 1."""
        wanted = self._vector(query)
        if wanted is None or not len(measures):
            return np.zeros(len(measures))
        counts = self._starts[measures + 1] - self._starts[measures]
        first = np.cumsum(counts) - counts
        which = self._rows[np.arange(counts.sum()) + np.repeat(self._starts[measures] - first, counts)]
        few = 2 * len(which) < self._vectors.shape[0]
        similar = self._vectors[which] @ wanted if few else (self._vectors @ wanted)[which]
        nearest: Scores = np.maximum.reduceat(similar, first).astype(np.float64)
        return nearest

    def _vector(self, query: str) -> np.ndarray[Any, np.dtype[np.float32]] | None:
        known = [(self._ids[g], n) for g, n in grams(query).items() if g in self._ids]
        if not known:
            return None
        vector = np.zeros(len(self._ids), dtype=np.float32)
        for number, count in known:
            vector[number] = count * self._rarity[number]
        return vector / float(np.linalg.norm(vector))
