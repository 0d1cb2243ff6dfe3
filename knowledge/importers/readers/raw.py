"""What a reader gives back."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Raw:
    """Text as the reader found it, not yet cleaned, and what a person should know about it."""

    text: str
    notes: tuple[str, ...] = ()
