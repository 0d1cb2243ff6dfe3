"""Finding known phrases in a sentence: longest match first, left to right."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping


class PhraseFinder:
    """Finds every phrase of a ``{phrase: value}`` mapping; longer phrases win over shorter ones."""

    def __init__(self, phrases: Mapping[str, str]) -> None:
        """Keep the mapping; matching ignores the case of Latin letters."""
        self._values = {phrase.lower(): value for phrase, value in phrases.items()}
        ordered = sorted(self._values, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, ordered)) or r"(?!)")

    def find(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Yield ``(start, end, value)`` without overlaps."""
        for match in self._pattern.finditer(text.lower()):
            yield match.start(), match.end(), self._values[match.group()]
