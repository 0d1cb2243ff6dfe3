"""What a citizen's sentence tells of the enterprise, read with the assistant's own reader."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from knowledge.profile import Profile
from nlu.entities import extract
from nlu.normalize import normalize

_YES = re.compile(r"(?:是|是的|有|有的|对|对的|嗯|参保了|裁过)")
_NO = re.compile(r"(?:不是|没有|没|不|否|没裁员)")
_BARE = re.compile(r"(\d{1,7}(?:\.\d{1,4})?)\s*(?:个人?|[人名位口]|万元?)?")
_TRUTHS = frozenset({"hightech", "layoffs", "insured", "affected"})
_NUMBERS = frozenset({"employees", "revenue_wan", "assets_wan"})


def told(text: str, asked: str = "") -> dict[str, Any]:
    """Slots of ``Profile`` the sentence fills; ``asked`` is the slot the assistant had just asked for."""
    plain = normalize(text).text
    slots = {entity.name: entity.value for entity in extract(plain)}
    if asked in _TRUTHS and asked not in slots and (_YES.fullmatch(plain) or _NO.fullmatch(plain)):
        slots[asked] = bool(_YES.fullmatch(plain))
    if asked in _NUMBERS and asked not in slots and (bare := _BARE.fullmatch(plain)):
        slots[asked] = float(bare[1]) if asked != "employees" else int(float(bare[1]))
    return Profile.from_slots(slots).model_dump(mode="json", exclude_none=True)


def together(before: Mapping[str, Any], later: Mapping[str, Any]) -> dict[str, Any]:
    """Both, what was told later counting; what does not fit the profile is left out."""
    return Profile.from_slots({**before, **later}).model_dump(mode="json", exclude_none=True)
