"""Who decides, and why: every step of a review names both."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from knowledge.review.errors import NameAndReason

LONGEST_NAME, LONGEST_REASON = 64, 1000


@dataclass(frozen=True)
class Decision:
    """A named person and a reason. Raises :class:`NameAndReason` when either is missing."""

    who: str
    why: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "who", _clean(self.who))
        object.__setattr__(self, "why", _clean(self.why))
        missing = [n for n, v in (("审核人姓名（--by）", self.who), ("理由（--reason）", self.why)) if not _says(v)]
        if missing:
            raise NameAndReason(f"要写明{'和'.join(missing)}，才能记下是谁、为什么这样决定。")
        if len(self.who) > LONGEST_NAME or len(self.why) > LONGEST_REASON:
            raise NameAndReason(f"姓名最多 {LONGEST_NAME} 个字，理由最多 {LONGEST_REASON} 个字。")


def _clean(text: str) -> str:
    return " ".join("".join(c for c in text if c.isspace() or unicodedata.category(c)[0] != "C").split())


def _says(text: str) -> bool:
    return any(c.isalnum() for c in text)
