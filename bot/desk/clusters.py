"""Grouping questions that mean the same, readably, at a bounded cost, the same way each time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import AgglomerativeClustering
from sklearn.feature_extraction.text import TfidfVectorizer

from knowledge.index.terms import stop_words
from nlu import words
from nlu.normalize import normalize

Weights = NDArray[np.float32]
Names = NDArray[np.str_]

# Distinct questions looked at together, the most frequent ones: so many need about 60 MB and a second.
MOST = 1500
# Average cosine distance below which two groups are one. On questions about six matters in other words, 0.70 to 0.80
# put nothing together that does not belong together.
NEAR = 0.75
_WORD = "w "


@dataclass(frozen=True, slots=True)
class Group:
    """Positions of the questions of one group. ``middle`` is the one most like all the others."""

    members: tuple[int, ...]
    middle: int
    words: tuple[str, ...]


def group(questions: Sequence[str]) -> list[Group]:
    """Groups of questions, largest first; equal questions are always together."""
    texts = [normalize(q).text.lower() for q in questions]
    places: dict[str, list[int]] = {}
    for i, text in enumerate(texts):
        places.setdefault(text, []).append(i)
    distinct = sorted(sorted(places, key=lambda text: (-len(places[text]), text))[:MOST])
    if not distinct:
        return []
    weights, names = _weights(distinct)
    found = [_group(members, distinct, places, weights, names) for members in _members(weights)]
    return sorted(found, key=lambda g: (-len(g.members), texts[g.middle]))


def _features(text: str) -> list[str]:
    """Words that say something, and their characters alone and in pairs; the text itself when it has none."""
    said = [w for w in words.cut(text) if w not in stop_words() and w.isalnum()]
    run = "".join(said)
    pairs = [f"{a}{b}" for a, b in pairwise(run)]
    return [*(_WORD + word for word in said), *run, *pairs] or [text]


def _weights(texts: Sequence[str]) -> tuple[Weights, Names]:
    """Length-one rows of feature weights, and the features' names."""
    vectorizer = TfidfVectorizer(analyzer=_features, sublinear_tf=True)
    return vectorizer.fit_transform(texts).toarray().astype(np.float32), vectorizer.get_feature_names_out()


def _members(weights: Weights) -> list[list[int]]:
    if len(weights) == 1:
        return [[0]]
    distances = np.clip(1.0 - weights @ weights.T, 0.0, 2.0)
    model = AgglomerativeClustering(n_clusters=None, affinity="precomputed", linkage="average", distance_threshold=NEAR)
    labels = model.fit_predict(distances)
    return [np.flatnonzero(labels == label).tolist() for label in range(int(labels.max()) + 1)]


def _group(
    members: list[int], texts: Sequence[str], places: dict[str, list[int]], weights: Weights, names: Names
) -> Group:
    counts = np.array([len(places[texts[m]]) for m in members], dtype=np.float32)
    centre = (weights[members] * counts[:, None]).sum(axis=0)
    likeness = weights[members] @ centre
    best = min(range(len(members)), key=lambda k: (-round(float(likeness[k]), 5), len(texts[members[k]]), k))
    everyone = sorted(i for m in members for i in places[texts[m]])
    return Group(tuple(everyone), places[texts[members[best]]][0], _words(centre, names))


def _words(centre: NDArray[np.float32], names: Names, most: int = 4) -> tuple[str, ...]:
    """The words that weigh most; one character alone says too little."""
    heavy = sorted(np.flatnonzero(centre), key=lambda i: (-round(float(centre[i]), 5), str(names[i])))
    found = [str(names[i]).removeprefix(_WORD) for i in heavy if str(names[i]).startswith(_WORD)]
    return tuple([word for word in found if len(word) > 1][:most])
