"""An inverted index over one kind of term: which measures have it, and how much it counts there."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix

from knowledge.index.terms import Terms

Scores = np.ndarray[Any, np.dtype[np.float64]]
Rows = np.ndarray[Any, np.dtype[np.intp]]

# How soon a further occurrence stops counting, and how much a long text is held against its terms.
K1, B = 1.2, 0.75


def idf(total: int, having: int) -> float:
    """How much a term tells that this many of all measures have."""
    return math.log(1 + (total - having + 0.5) / (having + 0.5))


class Postings:
    """BM25 by field, added up when the index is built, so that a question costs one list a term."""

    def __init__(
        self, fields: Mapping[str, Sequence[str]], weights: Mapping[str, float], count: Callable[[str], Terms]
    ) -> None:
        """Index the texts.

        Args:
            fields: For each field the text of every measure.
            weights: For each field to index how much it counts; one that counts nothing still makes its terms common.
            count: The terms of a text.
        """
        self._ids: dict[str, int] = {}
        self.total = len(next(iter(fields.values())))
        counted = [self._counts(texts, count) for field, texts in fields.items() if field in weights]
        size = len(self._ids)
        amount = present = csr_matrix((self.total, size), dtype=np.float32)
        for (counts, owner), weight in zip(counted, (weights[f] for f in fields if f in weights), strict=True):
            counts.resize(counts.shape[0], size)
            amount = amount + _saturated(counts, owner, weight)[owner]
            counts.data[:] = 1
            present = present + counts[owner]
        self.frequency = np.bincount(present.indices, minlength=size)
        columns = amount.tocsc()
        self._rows, self._starts = columns.indices, columns.indptr
        rarity = np.array([idf(self.total, n) for n in self.frequency], dtype=np.float32)
        self._values = columns.data * np.repeat(rarity, np.diff(columns.indptr))

    def _counts(self, texts: Sequence[str], count: Callable[[str], Terms]) -> tuple[csr_matrix, Rows]:
        """Counts of terms by different text, and which of the texts each measure has."""
        different: dict[str, int] = {}
        owner = np.array([different.setdefault(text, len(different)) for text in texts], dtype=np.intp)
        starts: list[int] = [0]
        columns: list[int] = []
        values: list[float] = []
        for text in different:
            found = count(text)
            columns.extend(self._ids.setdefault(term, len(self._ids)) for term in found)
            values.extend(found.values())
            starts.append(len(columns))
        shape = (len(different), len(self._ids))
        return csr_matrix((np.array(values, np.float32), np.array(columns, np.int32), starts), shape), owner

    def add(self, scores: Scores, wanted: Mapping[str, float]) -> None:
        """Add to the score of each measure what it has of the wanted terms, each with its weight."""
        for term, weight in wanted.items():
            if (number := self._ids.get(term)) is not None:
                span = slice(self._starts[number], self._starts[number + 1])
                scores[self._rows[span]] += weight * self._values[span]

    def share(self, wanted: Iterable[str], measure: int) -> float:
        """How much of the wanted terms a measure has, by rarity, 0 to 1; terms nobody has are the rarest."""
        total = known = 0.0
        for term in wanted:
            number = self._ids.get(term)
            rarity = idf(self.total, 0 if number is None else int(self.frequency[number]))
            total += rarity
            known += rarity if number is not None and self._has(number, measure) else 0.0
        return known / total if total else 0.0

    def _has(self, number: int, measure: int) -> bool:
        rows = self._rows[self._starts[number] : self._starts[number + 1]]
        place = int(np.searchsorted(rows, measure))
        return place < len(rows) and bool(rows[place] == measure)


def _saturated(counts: csr_matrix, owner: Rows, weight: float) -> csr_matrix:
    """What each term of each text is worth, by its count and the text's length beside the others'."""
    lengths = np.asarray(counts.sum(axis=1)).ravel()
    mean = float(lengths[owner].mean()) if len(owner) else 0.0
    norm = K1 * (1 - B + B * lengths / max(mean, 1.0))
    worth = counts.copy()
    worth.data = weight * counts.data * (K1 + 1) / (counts.data + np.repeat(norm, np.diff(counts.indptr)))
    return worth
