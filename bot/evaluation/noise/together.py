"""Two questions on different matters in one message."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from random import Random

from bot.evaluation.cases import Question
from bot.evaluation.noise.tokens import MARKS

# Labels of what is asked about a measure; which matter it is about is not in the label.
_ASPECTS = frozenset({"contact", "amount", "materials", "process", "deadline", "eligibility", "validity"})
_JOINTS = ("。另外，{}", "？还有就是{}", "，还想问一下{}", "；{}", "？顺便问一句，{}", "。再就是{}", "\n{}")
_OWN = {"东城": ("东", "京"), "西城": ("西", "京")}

Pair = tuple[Question, Question]


def _asks_for_measure(question: Question) -> bool:
    return bool(question.expect) and not question.clarify and question.intent not in _ASPECTS


def _fit(one: Question, other: Question) -> bool:
    """True when both can be answered at once: other matters, and the place of one does not change the other."""
    if one.intent == other.intent or {e.ref for e in one.expect} & {e.ref for e in other.expect}:
        return False
    if one.district is None and other.district is None:
        return True
    place = one.district or other.district
    own = _OWN.get(place or "")
    if own is None or {one.district, other.district} - {place, None}:
        return False
    return all(any(e.doc.startswith(own) for e in q.expect) for q in (one, other))


def pairs(questions: Sequence[Question], dice: Callable[[Question], Random]) -> Iterator[tuple[Pair, str]]:
    """Every question that asks for a measure, with one drawn at random that goes with it, in one message."""
    suited = [q for q in questions if _asks_for_measure(q)]
    for first in suited:
        rng = dice(first)
        if partners := [q for q in suited if _fit(first, q)]:
            second = rng.choice(partners)
            yield (first, second), _joined(first.text, second.text, rng)


def _joined(first: str, second: str, rng: Random) -> str:
    trimmed = first
    while trimmed and MARKS.fullmatch(trimmed[-1]):
        trimmed = trimmed[:-1]
    return trimmed + rng.choice(_JOINTS).format(second)
