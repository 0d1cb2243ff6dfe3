"""Facts about a sentence that help to tell its intent: what was heard in it, what it does, and how long it is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlu.cues import cues
from nlu.decide import tones
from nlu.entities import Entity, extract
from nlu.gibberish import signs

_LENGTHS = (4, 8, 14, 25)
_ASKS_SIZE = re.compile(
    r"(?:算|属于|是不是|划|哪类|归).{0,6}(?:微|小|中|大)(?:型|企|微)|什么(?:规模|企业|型)|哪种企业|划型|多大规模"
)
_ASKS = re.compile(r"[吗么呢?？]|怎|咋|哪|啥|什么|多少|几|谁|如何|何|能不能|是不是|有没有|行不|可不可以")
# What a question is about says nothing of the one who asks.
_SUBJECT = frozenset({"topic", "aspect", "department"})
_FRAME = re.compile(r"[\s,，。.的是我们在做开干搞了有家个店]")
_LONGEST_REST = 6


def marks(text: str) -> list[str]:
    """Marks of a normalised sentence, e.g. ``topic=loan``, ``has=district``, ``is=affirm``, ``odd=mash``, ``len=2``."""
    entities = extract(text)
    found = {*_heard(entities), *cues(text)}
    found.update(f"tone={tone}" for tone in tones(text))
    found.update(f"odd={sign}" for sign in signs(text))
    if _ASKS_SIZE.search(text):
        found.add("asks_size")
    asking = len(_ASKS.findall(text))
    rest = min(_rest(text, entities), _LONGEST_REST)
    found.update((f"asks={min(asking, 3)}", f"rest={rest}", f"{'asks' if asking else 'tells'}_rest={rest // 2}"))
    found.add(f"len={sum(len(text) >= limit for limit in _LENGTHS)}")
    return sorted(found)


def _heard(entities: Sequence[Entity]) -> set[str]:
    found = {f"{e.name}={e.value}" if e.name in ("topic", "aspect") else f"has={e.name}" for e in entities}
    if not any(e.name == "topic" for e in entities):
        found.add("no_topic")
    if not entities:
        found.add("nothing")
    return found


def _rest(text: str, entities: Sequence[Entity]) -> int:
    """How many characters are left of the sentence without what it says about the enterprise."""
    kept = list(text)
    for entity in entities:
        if entity.name not in _SUBJECT:
            kept[entity.start : entity.end] = " " * (entity.end - entity.start)
    return len(_FRAME.sub("", "".join(kept)))
