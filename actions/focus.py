"""What the conversation is about. Plain data, kept in the slot ``focus``."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from nlu.topics import intent_topics


@dataclass(frozen=True)
class Focus:
    """``kind``: none, policy, overview, size or elsewhere. ``text`` is the question as it stands.

    Attributes:
        said: Figures told since, newest first, for estimates.
        contact: The person or telephone number asked about.
        shown: The message before showed the same measures, and only the answer to a question has come since.
        faint: The question was hardly understood.
        beyond: The number of a measure that was chosen although fewer were shown.
    """

    kind: str = "none"
    text: str = ""
    said: str = ""
    intents: tuple[str, ...] = ()
    parts: tuple[tuple[str, str], ...] = ()
    aspects: tuple[str, ...] = ()
    year: int | None = None
    doc: str | None = None
    contact: str | None = None
    number: int | None = None
    elsewhere: str | None = None
    departments: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    chosen: str | None = None
    offset: int = 0
    skipped: tuple[str, ...] = ()
    questions: int = 0
    follow_up: bool = False
    near: tuple[str, ...] = ()
    sure: bool = False
    loose: bool = False
    whole: bool = False
    shown: bool = False
    faint: bool = False
    beyond: int = 0

    @classmethod
    def load(cls, raw: Any) -> Focus:
        """From the slot's value; anything unusable is an empty focus."""
        if not isinstance(raw, dict):
            return cls()
        known: dict[str, Any] = {
            k: tuple(map(tuple, v)) if k == "parts" else tuple(v) if isinstance(v, list) else v for k, v in raw.items()
        }
        return cls(**{k: v for k, v in known.items() if k in cls.__dataclass_fields__})

    def dump(self) -> dict[str, Any]:
        """For the slot."""
        return asdict(self)

    @property
    def topics(self) -> tuple[str, ...]:
        """Knowledge topics of the intents."""
        table = intent_topics()
        return tuple(dict.fromkeys(t for i in self.intents if i in table for t in table[i]["topics"]))  # type: ignore[attr-defined]
