"""Which measure a stray sentence speaks about, by the runs of characters and the topics they share."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable

from knowledge.importers import topics

_TOPIC_SHARE = 0.2


def pairs(text: str) -> set[str]:
    """Two and three neighbouring characters of a text."""
    runs = re.findall(r"[0-9A-Za-z\u4e00-\u9fff]+", text)
    return {run[i : i + n] for run in runs for n in (2, 3) for i in range(len(run) - n + 1)}


class Sense:
    """Likeness of texts within one document; pairs found everywhere in it say little."""

    def __init__(self, texts: Iterable[str]) -> None:
        """Learn from the document's sentences how common each pair is."""
        listed = [pairs(text) for text in texts]
        counts = Counter(pair for found in listed for pair in found)
        self._rare = {pair: math.log(1 + len(listed) / n) for pair, n in counts.items()}

    def likeness(self, sentence: str, about: str) -> float:
        """From 0 (nothing in common) to about 1.5."""
        mine, theirs = pairs(sentence), pairs(about)
        whole = sum(self._rare.get(pair, 1.0) for pair in mine)
        shared = sum(self._rare.get(pair, 1.0) for pair in mine & theirs)
        return (shared / whole if whole else 0.0) + _TOPIC_SHARE * _cosine(
            topics.weights(sentence), topics.weights(about)
        )


def _cosine(a: dict[str, float], b: dict[str, float]) -> float:
    dot = sum(weight * b.get(topic, 0.0) for topic, weight in a.items())
    size = math.sqrt(sum(w * w for w in a.values()) * sum(w * w for w in b.values()))
    return dot / size if size else 0.0
