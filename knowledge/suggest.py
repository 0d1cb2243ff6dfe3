"""What may have been meant: sample questions nearest to a sentence that was not understood."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.measure import Measure


def nearest_questions(text: str, measures: Sequence[Measure], most: int = 3) -> tuple[str, ...]:
    """Sample questions of the measures, which come best first: of each main topic the one closest in wording.

    Empty when none of the measures shares two neighbouring characters with the text.
    """
    pairs = _pairs(text)
    found: dict[str, str] = {}
    for measure in measures:
        topic = measure.content.topics[0]
        if topic in found or not measure.content.questions:
            continue
        question = max(measure.content.questions, key=lambda q: _overlap(pairs, q))
        if _overlap(pairs, question) > 0:
            found[topic] = question
        if len(found) == most:
            break
    return tuple(found.values())


def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[i : i + 2] for i in range(len(text) - 1))


def _overlap(pairs: frozenset[str], question: str) -> float:
    """Shared pairs of characters, as a share of both (Dice), so that short questions are not at a loss."""
    own = _pairs(question)
    return 2 * len(pairs & own) / (len(pairs) + len(own)) if own or pairs else 0.0
