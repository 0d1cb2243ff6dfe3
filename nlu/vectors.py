"""From counted features to numbers: tf-idf over a fixed vocabulary, each group of features scaled by itself."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlu.features import MARK, RADICAL, SPEECH

Array = NDArray[Any]

# What each group of features weighs against spelling and words: a mark by itself, the others together.
MARK_WEIGHT = 0.3
GROUPS = {RADICAL: 0.6, SPEECH: 0.4}
_TEXT, _MARK = 0, 1


def _group(name: str) -> int:
    if name.startswith(MARK):
        return _MARK
    return next((i for i, prefix in enumerate(GROUPS, _MARK + 1) if name.startswith(prefix)), _TEXT)


class Vectors:
    """A vocabulary with the weight of each feature. Build with :meth:`fit`."""

    def __init__(self, names: Sequence[str], idf: Array) -> None:
        """``idf`` has one number a feature."""
        self.names = tuple(names)
        self.idf = idf
        self._index = {name: i for i, name in enumerate(self.names)}
        self._groups = np.array([_group(name) for name in self.names], dtype=np.int8)

    @classmethod
    def fit(cls, counted: Sequence[Counter[str]]) -> Vectors:
        """The features of the sentences, rarer ones heavier."""
        frequency: Counter[str] = Counter(name for counts in counted for name in counts)
        names = sorted(frequency)
        idf = np.array([math.log((1 + len(counted)) / (1 + frequency[n])) + 1 for n in names], dtype=np.float32)
        return cls(names, idf)

    def __len__(self) -> int:
        """How many features there are."""
        return len(self.names)

    def row(self, counts: Counter[str]) -> tuple[Array, Array]:
        """Places and values of the features that are known."""
        known = [(i, n) for name, n in counts.items() if (i := self._index.get(name)) is not None]
        indices = np.array([i for i, _ in known], dtype=np.int64)
        values = (1 + np.log(np.array([n for _, n in known], dtype=np.float32))) * self.idf[indices]
        groups = self._groups[indices]
        for group, weight in ((_TEXT, 1.0), *enumerate(GROUPS.values(), _MARK + 1)):
            own = groups == group
            norm = float(np.sqrt((values[own] ** 2).sum()))
            values[own] *= weight / (norm or 1.0)
        values[groups == _MARK] = MARK_WEIGHT
        return indices, values.astype(np.float32)

    def matrix(self, counted: Sequence[Counter[str]]) -> Any:
        """All rows as one sparse matrix."""
        from scipy.sparse import csr_matrix

        rows = [self.row(counts) for counts in counted]
        borders = np.cumsum([0, *(len(i) for i, _ in rows)])
        places, values = np.concatenate([i for i, _ in rows]), np.concatenate([v for _, v in rows])
        return csr_matrix((values, places, borders), shape=(len(rows), len(self)))
