"""A linear text classifier with calibrated confidences.

Training uses scikit-learn's linear SVM over :mod:`nlu.features`; what is kept is arrays only (no pickle), and
prediction needs nothing but numpy. Confidences are the softmax of the margins at a temperature fitted on
held-out parts.
"""

from __future__ import annotations

import math
import zipfile
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlu.features import features
from nlu.vectors import Vectors

Array = NDArray[Any]

# How many features are kept: the heaviest ones. The others are n-grams that stand in a single sentence.
KEPT = 120_000
# After so many held-out sentences the temperature is known well enough; further parts would only take time.
ENOUGH = 3000
# The margin of a class that a part of the training data does not have at all.
ABSENT = -9.0
_STORED = ("labels", "vocabulary", "idf", "weights", "bias", "temperature")


class LinearTextClassifier:
    """Sentence → class with a probability. Build with :meth:`fit` or :meth:`load`."""

    def __init__(
        self, labels: Sequence[str], vectors: Vectors, *, weights: Array, bias: Array, temperature: float = 1.0
    ) -> None:
        """Wrap trained arrays: ``weights`` is features × classes, in half precision to save memory."""
        self.labels = tuple(labels)
        self.temperature = temperature
        self._vectors = vectors
        self._weights = np.ascontiguousarray(weights, dtype=np.float16)
        self._bias = bias

    @classmethod
    def fit(
        cls,
        texts: Sequence[str],
        labels: Sequence[str],
        marks: Sequence[Sequence[str]] | None = None,
        c: float = 2.0,
        folds: int = 5,
    ) -> LinearTextClassifier:
        """Train on normalised sentences and their marks; the temperature comes from held-out parts."""
        names = sorted(set(labels))
        if len(names) < 2:
            raise ValueError("训练数据里至少要有两种意图，请检查 nlu/intents/")
        counted = [features(t, m) for t, m in zip(texts, marks or [()] * len(texts), strict=True)]
        target = np.array([names.index(label) for label in labels])
        # One after the other: the solver's random order is one for the whole process.
        model = cls._fit_arrays(counted, target, c, names)
        parts = min(folds, *Counter(labels).values())
        if parts >= 2:
            model.temperature = cls._temperature(counted, target, c, names, parts)
        return model

    @classmethod
    def _temperature(
        cls, counted: Sequence[Counter[str]], target: Array, c: float, names: Sequence[str], parts: int
    ) -> float:
        """The temperature that fits held-out parts best, each left out of the model that hears it."""
        from sklearn.model_selection import StratifiedKFold

        margins: list[Array] = []
        truth: list[int] = []
        for train, held in StratifiedKFold(parts, shuffle=True, random_state=7).split(np.zeros(len(target)), target):
            model = cls._fit_arrays([counted[i] for i in train], target[train], c, names)
            margins += [model.margins(counted[i]) for i in held]
            truth += target[held].tolist()
            if len(truth) >= ENOUGH:
                break
        return best_temperature(np.stack(margins), np.array(truth))

    @classmethod
    def _fit_arrays(
        cls, counted: Sequence[Counter[str]], target: Array, c: float, names: Sequence[str]
    ) -> LinearTextClassifier:
        from sklearn.svm import LinearSVC

        vectors = Vectors.fit(counted)
        svm = LinearSVC(C=c, random_state=7).fit(vectors.matrix(counted), target)
        learnt, offsets = svm.coef_, svm.intercept_
        if len(svm.classes_) == 2:
            learnt, offsets = np.vstack([-learnt, learnt]), np.concatenate([-offsets, offsets])
        weights = np.zeros((len(vectors), len(names)), np.float32)
        weights[:, svm.classes_] = learnt.T
        bias = np.full(len(names), ABSENT, np.float32)
        bias[svm.classes_] = offsets
        kept = np.sort(np.argsort(-np.abs(weights).max(axis=1), kind="stable")[:KEPT])
        smaller = Vectors([vectors.names[i] for i in kept], vectors.idf[kept])
        return cls(names, smaller, weights=weights[kept], bias=bias)

    def margins(self, counts: Counter[str]) -> Array:
        """Distance from each class's border; positive means inside."""
        indices, values = self._vectors.row(counts)
        return np.asarray(values @ self._weights[indices].astype(np.float32) + self._bias)

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
            vocabulary=np.array("\n".join(self._vectors.names)),
            idf=self._vectors.idf,
            weights=self._weights,
            bias=self._bias,
            temperature=np.array(self.temperature),
        )

    @classmethod
    def load(cls, path: Path) -> LinearTextClassifier:
        """Read what :meth:`save` wrote; raises ``ValueError`` on a file that is not such a model."""
        try:
            with path.open("rb") as file, np.load(file, allow_pickle=False) as data:
                stored = {name: data[name] for name in _STORED}
        except (KeyError, EOFError, AttributeError, TypeError, ValueError, zipfile.BadZipFile) as error:
            raise ValueError(f"{path.name}: 不是意图模型文件，请重新训练") from error
        labels, names = str(stored["labels"]).split("\n"), str(stored["vocabulary"]).split("\n")
        weights, idf, bias = stored["weights"], stored["idf"], stored["bias"]
        if weights.shape != (len(names), len(labels)) or idf.shape != (len(names),) or bias.shape != (len(labels),):
            raise ValueError(f"{path.name}: 权重与词表不符，请重新训练")
        return cls(labels, Vectors(names, idf), weights=weights, bias=bias, temperature=float(stored["temperature"]))


def best_temperature(margins: Array, truth: Array) -> float:
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
