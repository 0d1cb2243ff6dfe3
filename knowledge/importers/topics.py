"""What a measure is about, by the words it uses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from knowledge.importers.vocabulary import load
from knowledge.models import Topic

_TITLE, _ENOUGH, _MOST = 2.0, 0.4, 3
_COMMON = 0.3


def common(texts: Sequence[str]) -> frozenset[str]:
    """Topic words that stand in so many measures of a document that they say nothing about one of them."""
    listed = {str(word) for words in load()["topics"].values() for word in words}
    return frozenset(
        word for word in listed if len(texts) > 4 and sum(word in text for text in texts) > _COMMON * len(texts)
    )


def weights(text: str, title: str = "", without: frozenset[str] = frozenset()) -> dict[str, float]:
    """How much of the text speaks of each topic."""
    found: dict[str, float] = {}
    for topic, words in load()["topics"].items():
        score = sum(
            min(text.count(word), 3) + (_TITLE if word in title else 0.0) for word in words if word not in without
        )
        if score:
            found[str(topic)] = score
    return found


def of(text: str, title: str = "", without: frozenset[str] = frozenset()) -> tuple[Topic, ...]:
    """The topics of a measure, the strongest first; ``other`` when no word of any topic is found."""
    found = weights(text, title, without) or weights(text, title)
    if not found:
        return ("other",)
    ranked = sorted(found, key=lambda topic: -found[topic])
    floor = found[ranked[0]] * _ENOUGH
    return tuple(cast(Topic, topic) for topic in ranked[:_MOST] if found[topic] >= floor)
