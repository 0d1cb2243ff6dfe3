"""Which topics a message asks about: one clause at a time, by the words that name a topic."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlu import lookups
from nlu.entities import extract

_CLAUSE = re.compile(
    r"[,，。.?？!！;；、\s]+|还有就是|还有|另外|以及|再就是|和(?=社保|房租|租金|税|贷款|水电|医保)|\d[.、)）]"
)
_ASKING = re.compile(r"能|可以|吗|么|呢|怎|咋|补|减|免|缓|延|找谁|电话|多少|哪|有没有|条件|行不|\?")


@dataclass(frozen=True, slots=True)
class Asked:
    """A topic (intent name) and the clause that asks for it."""

    intent: str
    clause: str


def intent_topics() -> dict[str, dict[str, object]]:
    """Intents that ask about a policy: their knowledge topics and their Chinese label."""
    return lookups.load("intent_topics")


def clauses(text: str) -> list[str]:
    """The parts of a message between punctuation and connecting words."""
    return [part for part in _CLAUSE.split(text) if part and part.strip()]


def asked(text: str) -> list[Asked]:
    """Topics named in clauses that ask something, each once, in reading order.

    A message of bare keywords has no asking clause; then nothing is returned and the
    intent of the whole message stands.
    """
    found: dict[str, Asked] = {}
    for clause in clauses(text):
        if not _ASKING.search(clause):
            continue
        named = [e.value for e in extract(clause) if e.name == "topic"]
        if named and named[0] not in found:
            found[named[0]] = Asked(named[0], clause)
    return list(found.values())
