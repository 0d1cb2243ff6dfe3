"""Which topics a message asks about: one clause at a time, by the words that name a topic."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlu import lookups
from nlu.entities import extract
from nlu.requests import requests

_CLAUSE = re.compile(
    r"[,，。.?？!！;；、\s]+|还有就是|还有|另外|以及|再就是|和(?=社保|房租|租金|税|贷款|水电|医保)|\d[.、)）]"
)
_ASKING = re.compile(r"能|可以|吗|么|呢|怎|咋|补|减|免|缓|延|找谁|电话|多少|哪|有没有|条件|行不|\?")


@dataclass(frozen=True, slots=True)
class Asked:
    """A topic (intent name, or empty) and the words that ask for it."""

    intent: str
    clause: str


def intent_topics() -> dict[str, dict[str, object]]:
    """Intents that ask about a policy: their knowledge topics and their Chinese label."""
    return lookups.load("intent_topics")


def clauses(text: str) -> list[str]:
    """The parts of a message between punctuation and connecting words."""
    return [part for part in _CLAUSE.split(text) if part and part.strip()]


def _topics(sentence: str) -> list[Asked]:
    """Topics named in clauses that ask something, each once, in reading order."""
    found: dict[str, Asked] = {}
    for clause in clauses(sentence):
        if not _ASKING.search(clause):
            continue
        named = [e.value for e in extract(clause) if e.name == "topic"]
        if named and named[0] not in found:
            found[named[0]] = Asked(named[0], clause)
    return list(found.values())


def asked(text: str) -> list[Asked]:
    """What a message asks about: topics of its asking clauses, or of each of its requests.

    Several requests in one message (另外, 还想问一下, two questions in a row) count each, also one whose words name no
    topic: its ``intent`` is empty then, and only its own words are to be searched for. A message of bare keywords has
    no asking clause; then nothing is returned and the intent of the whole message stands.
    """
    separate = requests(text)
    if len(separate) < 2:
        return _topics(text)
    found: dict[str, Asked] = {}
    for number, sentence in enumerate(separate):
        several = _topics(sentence)
        if len(several) < 2:
            # What a sentence is about is named last: 律师事务所能缓缴社保吗.
            intent = next((e.value for e in reversed(extract(sentence)) if e.name == "topic"), "")
            several = [Asked(intent, sentence)]
        for one in several:
            known = found.get(one.intent or str(number))
            words = f"{known.clause} {one.clause}" if known else one.clause
            found[one.intent or str(number)] = Asked(one.intent, words)
    return list(found.values())
