"""What a reply of the assistant was: its kind, its measures, and whether it missed the question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from actions import reply as replies
from actions.phrases import OUT_OF_SCOPE

_SHOWN = ("id", "doc", "number", "title", "verdict", "expired")
_ANY_DAY = date(2020, 1, 1)
# Why a question was not answered, as operators and editors read it.
MISSES = {
    "not_understood": "没听懂",
    "out_of_scope": "范围之外",
    "no_measure": "没有措施",
    "thumbs_down": "答得没用",
    "handoff": "转了人工",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """One reply in short. ``miss`` is a key of :data:`MISSES`, or empty when the question was answered."""

    text: str
    type: str
    topic: str
    aspect: str
    asks: str
    measures: tuple[dict[str, Any], ...]
    district: str
    miss: str

    @property
    def expired(self) -> bool:
        """True when every measure shown had ended."""
        return bool(self.measures) and all(m.get("expired") for m in self.measures)


@lru_cache(maxsize=1)
def _not_understood() -> frozenset[str]:
    made = (replies.not_understood(1, _ANY_DAY), replies.not_understood(1, _ANY_DAY, ("x",)))
    return frozenset(str(m["text"]) for m in (*made, replies.not_understood(2, _ANY_DAY)))


def _miss(kind: str, text: str) -> str:
    if kind != "out_of_scope":
        return ""
    if text in _not_understood():
        return "not_understood"
    return "out_of_scope" if text.startswith(OUT_OF_SCOPE) else "no_measure"


def read(reply: Mapping[str, Any]) -> Answer:
    """A reply in the shape of the REST channel, in short; a reply without a card has no type."""
    custom = reply.get("custom") or {}
    text, kind = str(reply.get("text") or ""), str(custom.get("type") or "")
    shown = tuple({k: m.get(k) for k in _SHOWN} for m in custom.get("measures") or () if isinstance(m, Mapping))
    first: Mapping[str, Any] = next(iter(custom.get("measures") or ()), {})
    return Answer(
        text=text,
        type=kind,
        topic=str(custom.get("topic") or ""),
        aspect=str(custom.get("aspect") or ""),
        asks=str(custom.get("asks") or ""),
        measures=shown,
        district=str(first.get("district") or ""),
        miss=_miss(kind, text),
    )


def source(measure: Mapping[str, Any]) -> str:
    """文号 and clause of a measure shown, e.g. 东政办发〔2020〕3号第4条."""
    number = measure.get("number")
    return (
        f"{measure.get('doc') or ''}第{number}条" if number is not None else f"{measure.get('doc') or ''}（条号缺失）"
    )
