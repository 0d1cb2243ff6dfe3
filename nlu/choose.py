"""From everything heard to one value a slot: negations drop out, corrections win, contradictions count as not said."""

from __future__ import annotations

import re

from nlu.entities import Entity, extract

# Several of these may stand in one message; each is kept.
MANY = frozenset({"topic", "aspect", "department", "elsewhere", "amount_wan"})
_DENIED = re.compile(r"(?:不是|不在|并非|没在|别说|不属于|不算)(?:在|是)?[^,，。;；!！?？ ]{0,2}$")
_CORRECTED = re.compile(r"不对|说错|错了|更正|应该是|而是|纠正|打错")


def _denied(text: str, entity: Entity) -> bool:
    return bool(_DENIED.search(text[: entity.start]))


def chosen(text: str) -> tuple[Entity, ...]:
    """Entities of a normalised sentence with at most one for each single-valued slot."""
    by_slot: dict[str, list[Entity]] = {}
    kept: list[Entity] = []
    for entity in extract(text):
        if entity.name in MANY:
            if entity.name == "elsewhere" and _denied(text, entity):
                continue
            kept.append(entity)
        elif not _denied(text, entity):
            by_slot.setdefault(entity.name, []).append(entity)
    for slot, found in by_slot.items():
        values = {e.value for e in found}
        if slot == "district" and len(values) > 1:
            if _CORRECTED.search(text):
                kept.append(found[-1])
            continue
        kept.append(max(found, key=lambda e: e.end - e.start) if slot == "sector" else found[0])
    return tuple(sorted(kept, key=lambda e: (e.start, -e.end)))
