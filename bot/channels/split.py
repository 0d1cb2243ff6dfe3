"""Cuts a long text into parts of limited length in bytes, at the ends of sentences, never inside a character."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

# Where a cut reads best, in this order: lines, sentences, clauses.
_BORDERS = ("\n", "。！？!?；;", "，,、 ")
_JOINED = "\u200d\ufe0f\ufe0e\u20e3"


def split_utf8(text: str, limit: int = 2000) -> list[str]:
    """Parts of at most ``limit`` bytes of UTF-8 whose concatenation is the text; none for an empty text.

    Raises ``ValueError`` for a limit under 32 bytes: a family emoji would not fit.
    """
    if limit < 32:
        raise ValueError("limit must be at least 32 bytes")
    return list(_parts(text, limit))


def _parts(text: str, limit: int) -> Iterator[str]:
    while text:
        fits = _fitting(text, limit)
        cut = len(text) if fits == len(text) else _border(text, fits) or _between_clusters(text, fits)
        yield text[:cut]
        text = text[cut:]


def _fitting(text: str, limit: int) -> int:
    """How many characters from the start fit into the limit."""
    used = 0
    for position, char in enumerate(text):
        used += len(char.encode("utf-8", "surrogatepass"))
        if used > limit:
            return position
    return len(text)


def _border(text: str, fits: int) -> int:
    """Just behind the best border in the last third of what fits; 0 when there is none."""
    for borders in _BORDERS:
        best = max(text.rfind(mark, fits * 2 // 3, fits) for mark in borders)
        if best > 0:
            return best + 1
    return 0


def _between_clusters(text: str, cut: int) -> int:
    """The nearest position at or before ``cut`` that does not tear what is shown as one character."""
    at = cut
    while at > 1 and _inside_cluster(text, at):
        at -= 1
    return at if at > 1 or not _inside_cluster(text, 1) else cut


def _inside_cluster(text: str, at: int) -> bool:
    after, before = text[at], text[at - 1]
    return (
        bool(unicodedata.combining(after))
        or after in _JOINED
        or 0x1F3FB <= ord(after) <= 0x1F3FF
        or before == "\u200d"
        or (_is_flag(after) and _flags_before(text, at) % 2 == 1)
    )


def _is_flag(char: str) -> bool:
    return 0x1F1E6 <= ord(char) <= 0x1F1FF


def _flags_before(text: str, at: int) -> int:
    count = 0
    while at - count > 0 and _is_flag(text[at - count - 1]):
        count += 1
    return count
