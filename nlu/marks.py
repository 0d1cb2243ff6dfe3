"""Facts about a sentence that help to tell its intent: what was heard in it, and how long it is."""

from __future__ import annotations

import re

from nlu.decide import tones
from nlu.entities import extract

_LENGTHS = (4, 8, 14, 25)
_ASKS_SIZE = re.compile(
    r"(?:算|属于|是不是|划|哪类|归).{0,6}(?:微|小|中|大)(?:型|企|微)|什么(?:规模|企业|型)|哪种企业|划型|多大规模"
)


def marks(text: str) -> list[str]:
    """Marks of a normalised sentence, e.g. ``topic=loan``, ``aspect=contact``, ``has=district``, ``len=2``."""
    found: set[str] = set()
    entities = extract(text)
    for entity in entities:
        if entity.name in ("topic", "aspect"):
            found.add(f"{entity.name}={entity.value}")
        else:
            found.add(f"has={entity.name}")
    if not any(e.name == "topic" for e in entities):
        found.add("no_topic")
    if not entities:
        found.add("nothing")
    found.update(f"tone={tone}" for tone in tones(text))
    if _ASKS_SIZE.search(text):
        found.add("asks_size")
    found.add(f"len={sum(len(text) >= limit for limit in _LENGTHS)}")
    return sorted(found)
