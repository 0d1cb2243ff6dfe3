"""The clean-up every text gets: one kind of line end and space, no invisible characters, composed form."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_LINE_ENDS = "\r\f\v\x1c\x1d\x1e\x85\u2028\u2029"
_NON_CHARACTERS = [*range(0xFDD0, 0xFDF0), *(plane << 16 | end for plane in range(17) for end in (0xFFFE, 0xFFFF))]
_SCANNED = (*range(0x20000), *range(0xE0000, 0xE1000))
_MARKS_KEPT = 8


@cache
def _table() -> dict[int, str | None]:
    table: dict[int, str | None] = dict.fromkeys(_NON_CHARACTERS)
    for code in _SCANNED:
        kind = unicodedata.category(chr(code))
        if kind == "Zs":
            table[code] = " "
        elif kind in ("Cc", "Cf", "Cs"):
            table[code] = None
        elif 0x2E80 <= code <= 0x2FDF:  # radicals that PDF fonts put in the place of the character
            table[code] = unicodedata.normalize("NFKC", chr(code))
    table |= dict.fromkeys(map(ord, _LINE_ENDS), "\n")
    return table | {ord(" "): " ", ord("\n"): "\n", ord("\t"): "\t"}


@cache
def _stacked_marks() -> re.Pattern[str]:
    marks = "".join(re.escape(chr(c)) for c in _SCANNED if unicodedata.combining(chr(c)))
    return re.compile(f"([{marks}]{{{_MARKS_KEPT}}})[{marks}]+")


def clean(text: str) -> str:
    """Text in NFC with line feeds, plain spaces, tabs, and no control or invisible character."""
    text = text.replace("\r\n", "\n").translate(_table())
    # Composing takes quadratic time on a long pile of marks over one letter, which no honest text has.
    return unicodedata.normalize("NFC", _stacked_marks().sub(r"\1", text))


def one_line(text: str) -> str:
    """Cleaned text on one line, for names that are shown to people."""
    return " ".join(clean(text).split())


def _is_readable(char: str) -> bool:
    if char.isascii():
        return char.isprintable() or char in "\n\r\t"
    try:
        code = char.encode("gb2312")
    except UnicodeEncodeError:
        return char in "〔〕—–−·•．㎡" or "\uff00" <= char <= "\uffef"
    return not 0xD8 <= code[0] <= 0xF7  # the rarer half of the standard's characters


def readable_share(text: str) -> float:
    """Which part of (a sample of) the text is ASCII, punctuation or among the 3755 most used characters."""
    sample = text if len(text) <= 20_000 else text[:10_000] + text[-10_000:]
    return sum(map(_is_readable, sample)) / max(len(sample), 1)
