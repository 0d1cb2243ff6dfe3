"""Finding known phrases in a sentence: longest match first, left to right."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence


class PhraseFinder:
    """Finds every phrase of a ``{phrase: value}`` mapping; longer phrases win over shorter ones."""

    def __init__(self, phrases: Mapping[str, str]) -> None:
        """Keep the mapping; matching ignores the case of Latin letters."""
        self._values = {phrase.lower(): value for phrase, value in phrases.items() if phrase}
        ordered = sorted(self._values, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, ordered)) or r"(?!)")

    def find(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Yield ``(start, end, value)`` without overlaps."""
        for match in self._pattern.finditer(_lowered(text)):
            yield match.start(), match.end(), self._values[match.group()]


def _lowered(text: str) -> str:
    """Lower case without a change of length (İ would grow), so that offsets stay those of the text."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def crosses_word(start: int, end: int, spans: Sequence[tuple[int, int]]) -> bool:
    """True when the stretch begins in one word and ends in another, as 天水 does in 每天 + 水费."""
    return any((a < start < b < end) or (start < a < end < b) for a, b in spans)
