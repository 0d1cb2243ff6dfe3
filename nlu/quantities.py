"""What figures of every kind share: how a number looks, and what makes it vague."""

from __future__ import annotations

import re
from decimal import Decimal

Figure = tuple[int, int, str, object]

NUMBER_BEGINS = r"(?<![\d.\-—])"  # never inside a phone number such as 65258800-8642
NO_RANGE = r"(?!\s*(?:[到至~～\-—]\s*\d|以[下内]|不到))"
_RANGE_BEFORE = re.compile(r"\d\s*[多几]?[万千亿百]?个?人?\s*[到至~～、]\s*$|\d\s*[万千亿百人]\s*[\-—]\s*$")
_UNDER = re.compile(r"(?:不到|不足|没到)\s*$")
_VAGUE = re.compile(r"(?:不超过|超不过|少于|低于|小于|高于|以[上下内]|不是|并非)\s*$")


def ends_range(before: str) -> bool:
    """True when the number after ``before`` is the upper end of a range (30到50人)."""
    return bool(_RANGE_BEFORE.search(before))


def is_vague(before: str) -> bool:
    """True when what stands before the number leaves open which side of it is meant."""
    return bool(_VAGUE.search(before))


def stated(before: str, value: Decimal) -> Decimal | None:
    """The value meant: 不到10 is heard as the whole number just under it."""
    if not _UNDER.search(before):
        return value
    return value - 1 if value >= 2 else None


def plain(value: Decimal) -> int | float:
    """A number fit for JSON: whole where it is whole."""
    return int(value) if value == value.to_integral_value() else float(value)
