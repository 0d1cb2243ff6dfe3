"""A reply of the REST webhook, read strictly, in the form the rules look at."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.evaluation.cases import explain
from bot.evaluation.errors import AskFailed
from bot.evaluation.ports import Ref

_SPACES = re.compile(r"\s+")


class _Part(BaseModel):
    model_config = ConfigDict(strict=True)


class _Button(_Part):
    title: str


class _Shown(_Part):
    doc: str
    number: int | None


class _Card(_Part):
    type: str | None = None
    asks: str | None = None
    measures: list[_Shown] | None = None


class _Message(_Part):
    text: str | None = None
    buttons: list[_Button] | None = None
    custom: _Card | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """``text`` is what a person reads (texts and button titles); the rest comes from the cards."""

    text: str
    kinds: tuple[str, ...]
    asks: tuple[str, ...]
    measures: tuple[Ref, ...]

    @property
    def top3(self) -> tuple[Ref, ...]:
        """The measures that count."""
        return self.measures[:3]


def read_reply(messages: list[dict[str, Any]]) -> Reply:
    """Read a reply list; raises ``AskFailed`` when it is not what the webhook promises."""
    parts = [_message(raw, place) for place, raw in enumerate(messages, start=1)]
    cards = [part.custom for part in parts if part.custom]
    return Reply(
        text="\n".join(line for part in parts for line in _lines(part)),
        kinds=tuple(card.type for card in cards if card.type),
        asks=tuple(card.asks for card in cards if card.asks),
        measures=tuple((shown.doc, shown.number) for card in cards for shown in card.measures or ()),
    )


def _message(raw: dict[str, Any], place: int) -> _Message:
    try:
        return _Message.model_validate(raw)
    except ValidationError as error:
        raise AskFailed(f"第 {place} 条回复的格式不对：{''.join(explain(error))}") from error


def _lines(part: _Message) -> list[str]:
    titles = [button.title for button in part.buttons or ()]
    return [line for line in (part.text, *titles) if line]


def squash(text: str) -> str:
    """NFKC form without any white space, the form in which texts are compared."""
    return _SPACES.sub("", unicodedata.normalize("NFKC", text))


def same_ref(one: Ref, other: Ref) -> bool:
    """True for the same measure; a lost number equals only a lost number."""
    return squash(one[0]) == squash(other[0]) and one[1] == other[1]


def name_ref(ref: Ref) -> str:
    """The measure as people write it."""
    doc, number = ref
    return f"{doc}第{number}条" if number is not None else f"{doc}（无编号）"
