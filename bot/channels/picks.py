"""Choosing: what was offered to a user, and which of it a number, a title or a tap means."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence

from bot.channels.message import Option

_HAN = {c: n for n, c in enumerate("一二三四五六七八九十", 1)}
_SHORT = re.compile(r"(?:选|第|我?要|点|按)?\s*([0-9]{1,2}|[一二三四五六七八九十])\s*(?:个|项|号|条)?[.。、)）]?")
_TAP = re.compile(r"([0-9a-f]{12})\.([0-9]{1,2})")


def numbered(options: Sequence[Option]) -> str:
    """The options as lines of text: how every channel without buttons shows them."""
    return "\n".join(f"{o.number}. {o.title}" for o in options)


def picked(text: str, options: Sequence[Option]) -> Option | None:
    """The option that ``1``, ``１``, ``①``, ``一``, ``选1`` or the title itself means; None when it means none."""
    said = unicodedata.normalize("NFKC", text).strip()
    for option in options:
        if said == unicodedata.normalize("NFKC", option.title):
            return option
    match = _SHORT.fullmatch(said)
    return None if match is None else by_number(_HAN.get(match[1]) or int(match[1]), options)


def by_number(number: int, options: Sequence[Option]) -> Option | None:
    """The option with this number."""
    return next((o for o in options if o.number == number), None)


def turn_of(key: str) -> str:
    """A short name of the turn that began with the message of this key; it tells nothing of user or message."""
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:12]


def tap_id(key: str, option: Option) -> str:
    """What a channel with buttons sends along for this option of a turn; what it stands for stays here."""
    return f"{turn_of(key)}.{option.number}"


def tapped(event_key: str) -> tuple[str, int] | None:
    """Turn and number of an id that :func:`tap_id` made; None for anything else."""
    match = _TAP.fullmatch(event_key)
    return (match[1], int(match[2])) if match else None
