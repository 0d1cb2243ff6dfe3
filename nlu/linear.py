"""A linear text classifier over character n-grams and words, with calibrated confidences.

Training uses scikit-learn's linear SVM; what is kept is arrays only (no pickle), and
prediction needs nothing but numpy. Confidences are the softmax of the margins at a
temperature fitted on held-out folds.
"""

from __future__ import annotations

import math
import zipfile
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlu import words

Array = NDArray[Any]

NGRAMS = (1, 2, 3, 4)
MARK_WEIGHT = 0.5


def features(text: str, marks: Iterable[str] = ()) -> Counter[str]:
    """Feature counts of a normalised sentence: character 1- to 4-grams, words, pairs of words.

    ``marks`` are further facts about the sentence, such as the entities heard in it.
    """
    lowered = "".join(text.lower().split())
    padded = f"^{lowered}$"
    counts: Counter[str] = Counter()
    for size in NGRAMS:
        counts.update(padded[i : i + size] for i in range(len(padded) - size + 1))
    tokens = words.cut(lowered)
    counts.update(f"w:{w}" for w in tokens)
    counts.update(f"b:{a}_{b}" for a, b in pairwise(tokens))
    counts.update(f"m:{mark}" for mark in marks)
    return counts


class LinearTextClassifier:
    """Sentence → class with a probability. Build with :meth:`fit` or :meth:`load`."""

    def __init__(
        self,
        labels: Sequence[str],
        vocabulary: Sequence[str],
        *,
        idf: Array,
        weights: Array,
        bias: Array,
        temperature: float = 1.0,
    ) -> None:
        """Wrap trained arrays: ``weights`` is classes × features, ``idf`` one number a feature."""
        self.labels = tuple(labels)
        self.temperature = temperature
        self._names = tuple(vocabulary)
        self._index = {name: i for i, name in enumerate(self._names)}
        self._idf = idf
        self._weights = weights
        self._columns = np.ascontiguousarray(weights.T)
        self._bias = bias

    @classmethod
    def fit(
        cls,
        texts: Sequence[str],
        labels: Sequence[str],
        marks: Sequence[Sequence[str]] | None = None,
        c: float = 1.0,
        folds: int = 5,
    ) -> LinearTextClassifier:
        """Train on normalised sentences and their marks; the temperature comes from ``folds`` held-out parts."""
        from sklearn.model_selection import StratifiedKFold

        counted = [features(t, m) for t, m in zip(texts, marks or [()] * len(texts), strict=True)]
        target = np.array(labels)
        smallest = min(Counter(labels).values())
        margins: list[Array] = []
        truth: list[Array] = []
        names = sorted(set(labels))
        if len(names) < 2:
            raise ValueError("训练数据里至少要有两种意图，请检查 nlu/intents/")
        if smallest >= 2:
            splitter = StratifiedKFold(n_splits=min(folds, smallest), shuffle=True, random_state=7)
            for train, held in splitter.split(counted, target):
                model = cls._fit_arrays([counted[i] for i in train], target[train], c, names)
                margins.append(np.stack([model.margins(counted[i]) for i in held]))
                truth.append(np.array([names.index(target[i]) for i in held]))
        model = cls._fit_arrays(counted, target, c, names)
        if margins:
            model.temperature = _best_temperature(np.concatenate(margins), np.concatenate(truth))
        return model

    @classmethod
    def _fit_arrays(
        cls, counted: Sequence[Counter[str]], target: Array, c: float, names: Sequence[str]
    ) -> LinearTextClassifier:
        from scipy.sparse import csr_matrix
        from sklearn.svm import LinearSVC

        frequency: Counter[str] = Counter(name for counts in counted for name in counts)
        vocabulary = sorted(frequency)
        idf = np.array([math.log((1 + len(counted)) / (1 + frequency[n])) + 1 for n in vocabulary], dtype=np.float32)
        blank = np.zeros((len(names), len(vocabulary)), np.float32)
        model = cls(names, vocabulary, idf=idf, weights=blank, bias=np.zeros(len(names), np.float32))
        rows = [model._vector(counts) for counts in counted]
        indptr = np.cumsum([0, *(len(i) for i, _ in rows)])
        matrix = csr_matrix(
            (np.concatenate([v for _, v in rows]), np.concatenate([i for i, _ in rows]), indptr),
            shape=(len(rows), len(vocabulary)),
        )
        svm = LinearSVC(C=c, random_state=7).fit(matrix, target)
        weights, bias = svm.coef_, svm.intercept_
        if len(svm.classes_) == 2:
            weights, bias = np.vstack([-weights, weights]), np.concatenate([-bias, bias])
        present = {label: i for i, label in enumerate(svm.classes_)}
        order = [present.get(n, -1) for n in names]
        stacked = np.stack([weights[i] if i >= 0 else np.zeros(len(vocabulary)) for i in order]).astype(np.float32)
        offsets = np.array([bias[i] if i >= 0 else -9.0 for i in order], np.float32)
        return cls(names, vocabulary, idf=idf, weights=stacked, bias=offsets)

    def _vector(self, counts: Counter[str]) -> tuple[Array, Array]:
        known = [(self._index[name], n, name.startswith("m:")) for name, n in counts.items() if name in self._index]
        indices = np.array([i for i, _, _ in known], dtype=np.int64)
        values = np.array([1 + math.log(n) for _, n, _ in known], dtype=np.float32) * self._idf[indices]
        is_mark = np.array([mark for _, _, mark in known], dtype=bool)
        norm = float(np.sqrt((values[~is_mark] ** 2).sum())) or 1.0
        return indices, np.where(is_mark, np.float32(MARK_WEIGHT), values / norm)

    def margins(self, counts: Counter[str]) -> Array:
        """Distance from each class's border; positive means inside."""
        indices, values = self._vector(counts)
        return np.asarray(values @ self._columns[indices] + self._bias)

    def predict(self, text: str, marks: Sequence[str] = ()) -> list[tuple[str, float]]:
        """``(label, probability)`` for every class, most probable first."""
        scaled = self.margins(features(text, marks)) / self.temperature
        exp = np.exp(scaled - scaled.max())
        probabilities = exp / exp.sum()
        order = np.argsort(-probabilities)
        return [(self.labels[i], float(probabilities[i])) for i in order]

    def save(self, path: Path) -> None:
        """Write the arrays as one compressed ``.npz`` without pickled objects."""
        np.savez_compressed(
            path,
            labels=np.array("\n".join(self.labels)),
            vocabulary=np.array("\n".join(self._names)),
            idf=self._idf,
            weights=self._weights.astype(np.float16),
            bias=self._bias,
            temperature=np.array(self.temperature),
        )

    @classmethod
    def load(cls, path: Path) -> LinearTextClassifier:
        """Read what :meth:`save` wrote; raises ``ValueError`` on a file that is not such a model."""
        try:
            with path.open("rb") as file, np.load(file, allow_pickle=False) as data:
                stored = {
                    name: data[name] for name in ("labels", "vocabulary", "idf", "weights", "bias", "temperature")
                }
        except (KeyError, EOFError, AttributeError, TypeError, ValueError, zipfile.BadZipFile) as error:
            raise ValueError(f"{path.name}: 不是意图模型文件，请重新训练") from error
        labels, names = str(stored["labels"]).split("\n"), str(stored["vocabulary"]).split("\n")
        weights = stored["weights"].astype(np.float32)
        if weights.shape != (len(labels), len(names)):
            raise ValueError(f"{path.name}: 权重与词表不符，请重新训练")
        temperature = float(stored["temperature"])
        return cls(labels, names, idf=stored["idf"], weights=weights, bias=stored["bias"], temperature=temperature)


def _best_temperature(margins: Array, truth: Array) -> float:
    """The temperature with the smallest log loss, by search over a fine grid."""
    best, best_loss = 1.0, math.inf
    for temperature in np.geomspace(0.02, 2.0, 80):
        scaled = margins / temperature
        top = scaled.max(axis=1, keepdims=True)
        log_sum = top[:, 0] + np.log(np.exp(scaled - top).sum(axis=1))
        loss = float((log_sum - scaled[np.arange(len(truth)), truth]).mean())
        if loss < best_loss:
            best, best_loss = float(temperature), loss
    return best


def accuracy(model: LinearTextClassifier, texts: Iterable[str], labels: Iterable[str]) -> float:
    """Share of sentences whose most probable label is the right one."""
    pairs = [model.predict(t)[0][0] == wanted for t, wanted in zip(texts, labels, strict=True)]
    return sum(pairs) / len(pairs) if pairs else 0.0
