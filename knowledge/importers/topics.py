"""What a measure is about, by the words it uses."""

from __future__ import annotations

from typing import cast

from knowledge.importers.vocabulary import load
from knowledge.models import Topic

_TITLE, _ENOUGH, _MOST = 3.0, 0.45, 3


def weights(text: str, title: str = "") -> dict[str, float]:
    """How much of the text speaks of each topic."""
    found: dict[str, float] = {}
    for topic, words in load()["topics"].items():
        score = sum(min(text.count(word), 3) + (_TITLE if word in title else 0.0) for word in words)
        if score:
            found[str(topic)] = score
    return found


def of(text: str, title: str = "") -> tuple[Topic, ...]:
    """The topics of a measure, the strongest first; ``other`` when no word of any topic is found."""
    found = weights(text, title)
    if not found:
        return ("other",)
    ranked = sorted(found, key=lambda topic: -found[topic])
    floor = found[ranked[0]] * _ENOUGH
    return tuple(cast(Topic, topic) for topic in ranked[:_MOST] if found[topic] >= floor)
