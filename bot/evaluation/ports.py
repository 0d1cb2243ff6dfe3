"""What the evaluation needs from outside, passed in by the caller."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

Number = int | float
Ref = tuple[str, int | None]
"""A measure by document and number; the number is None where the document has lost it."""


class Asker(Protocol):
    """Something that answers like the REST webhook."""

    async def ask(self, sender: str, text: str) -> list[dict[str, Any]]:
        """Give the reply list; raise ``AskFailed`` when this one question got none."""
        ...


class Search(Protocol):
    """Measure search, best first."""

    def __call__(self, text: str, district: str | None, /) -> Sequence[Ref]:
        """Find the measures for a question."""
        ...


class Size(Protocol):
    """Enterprise size by sector and figures; money in 万元, None where not known."""

    def __call__(
        self, sector: str, employees: int | None, revenue_wan: Number | None, assets_wan: Number | None, /
    ) -> tuple[str, str]:
        """Give size and class; raise ``Undecidable`` when the figures do not settle it."""
        ...


KnownPhone = Callable[[str], bool]
"""Tells whether the store has this number; extensions are written ``12345678-901``."""

Sentence = tuple[str, str]
"""Where a sentence stands, and the sentence."""

Correction = tuple[str, Callable[[str], str]]
"""The Chinese name of a correction, and the correction."""

Progress = Callable[[str, int, int], None]
"""Called with the part's Chinese name, how many cases are done, and how many there are."""
