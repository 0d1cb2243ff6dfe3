"""Clusters of unanswered questions as pages see them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.desk import clusters
from bot.desk.answers import MISSES
from bot.desk.learning_tables import UnansweredRow

MOST_EXAMPLES = 8


@dataclass(frozen=True, slots=True)
class Question:
    """One unanswered question. ``why`` is the Chinese of :data:`bot.desk.answers.MISSES`."""

    id: int
    at: datetime
    text: str
    why: str
    channel: str
    district: str
    agreed: bool


@dataclass(frozen=True, slots=True)
class Cluster:
    """Questions that mean the same.

    Attributes:
        name: The question most like all the others.
        words: Pieces of words they share.
        count: How many questions; ``people``: how many different askers; ``agreed``: how many want to be told.
        why: How many for each reason, in Chinese.
        topic: The topic most of them were about, or empty.
        examples: Different wordings, at most eight, the commonest first.
        ids: Every question's id, to act on all of them.
    """

    name: str
    words: tuple[str, ...]
    count: int
    people: int
    agreed: int
    why: dict[str, int]
    topic: str
    examples: tuple[Question, ...]
    ids: tuple[int, ...]


def view(rows: Sequence[UnansweredRow], group: clusters.Group) -> Cluster:
    """One group with its examples."""
    members = [rows[i] for i in group.members]
    wordings = Counter(row.text for row in members)
    first = {row.text: row for row in reversed(members)}
    topics = Counter(row.topic for row in members if row.topic)
    return Cluster(
        name=rows[group.middle].text,
        words=group.words,
        count=len(members),
        people=len({row.sender for row in members}),
        agreed=sum(row.agreed for row in members),
        why=dict(Counter(MISSES.get(row.why, row.why) for row in members).most_common()),
        topic=topics.most_common(1)[0][0] if topics else "",
        examples=tuple(_question(first[text]) for text, _ in wordings.most_common(MOST_EXAMPLES)),
        ids=tuple(row.id for row in members),
    )


def _question(row: UnansweredRow) -> Question:
    return Question(row.id, row.at, row.text, MISSES.get(row.why, row.why), row.channel, row.district, row.agreed)
