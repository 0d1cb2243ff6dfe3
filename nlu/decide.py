"""From a ranking of intents to one: kinds of intent compete first, then the intents of the winning kind.

Twenty topics share the probability of "a policy question"; without this a single act
such as small talk would win over them with less evidence.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache

from nlu import lookups
from nlu.gibberish import signs
from nlu.phrases import PhraseFinder

ON_TOPIC = frozenset({"overview", "size_question"})
GOING_ON = frozenset("followup inform correct dont_know more pick affirm deny".split())
CLEAR = 0.5
# Of each kind the most probable intents count: a long tail of small chances is no evidence.
COUNTED = 4
# What a person, a number or a document of ours in the sentence speaks against, however it sounds.
# 水呢, 那西城呢: something else of what is talked about, never a grievance or noise.
_AND_THIS = re.compile(r"^.{1,4}呢[?!。]*$")
_ILL_HEARD = frozenset("complaint human_handoff nonsense out_of_scope".split())
IDLE = frozenset("greet bot_challenge ask_capabilities human_handoff nonsense out_of_scope".split())
# Keys hit at random look like words to a model of n-grams: below this they are taken as no sentence at all.
SURE_OF_MASH = 0.8
_HAN = re.compile(r"[\u4e00-\u9fff]")


@lru_cache(maxsize=1)
def _tones() -> PhraseFinder:
    return PhraseFinder(lookups.phrases("tone"))


def tones(text: str) -> frozenset[str]:
    """``injection``, ``grievance`` and ``outside`` (a matter no document of ours treats) when the text sounds so."""
    return frozenset(value for _, _, value in _tones().find(text))


def kind(intent: str) -> str:
    """Policy question, going on with one, or the intent itself."""
    if intent in lookups.load("intent_topics") or intent in ON_TOPIC:
        return "policy"
    return "going_on" if intent in GOING_ON else intent


def decide(text: str, ranking: Sequence[tuple[str, float]], named: bool = False) -> tuple[str, float]:
    """The intent, and the probability of its kind. A clear winner stands; else the kinds compete.

    Args:
        text: The normalised sentence.
        ranking: Intents with their probabilities, most probable first.
        named: A person in charge, a number or a document of ours stands in the sentence: it is asked about.
    """
    heard = tones(text)
    if "injection" in heard or ("outside" in heard and not named):
        return "out_of_scope", 1.0
    if named and ranking[0][0] in IDLE:
        return next((i for i, _ in ranking if kind(i) in ("policy", "going_on")), ranking[0][0]), 1.0
    if ranking[0][0] in _ILL_HEARD and ranking[0][1] < SURE_OF_MASH and _AND_THIS.match(text):
        return "followup", CLEAR
    by_kind: dict[str, list[float]] = defaultdict(list)
    for intent, probability in ranking:
        by_kind[kind(intent)].append(probability)
    best, confidence = ranking[0]
    if confidence < SURE_OF_MASH and not _HAN.search(text) and "mash" in signs(text):
        return "nonsense", 1 - confidence
    winner = kind(best) if confidence >= CLEAR else max(by_kind, key=lambda k: sum(by_kind[k][:COUNTED]))
    return next(i for i, _ in ranking if kind(i) == winner), sum(by_kind[winner])
