"""The latest message as the actions see it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from nlu.topics import intent_topics

POLICY_INTENTS = frozenset(intent_topics())
BESIDE_THE_FORM = frozenset(
    (
        "greet goodbye thanks bot_challenge ask_capabilities human_handoff complaint nonsense out_of_scope "
        "repeat start_over"
    ).split()
)
CONTINUING = frozenset("followup inform correct dont_know more pick affirm deny".split())


@dataclass(frozen=True)
class Turn:
    """Normalised text, intent and entities of one user message."""

    text: str
    intent: str
    confidence: float
    entities: tuple[dict[str, Any], ...]

    @classmethod
    def of(cls, tracker: Any) -> Turn:
        """Read the tracker's latest message."""
        message = tracker.latest_message or {}
        intent = message.get("intent") or {}
        return cls(
            text=message.get("normalized") or message.get("text") or "",
            intent=intent.get("name") or "nlu_fallback",
            confidence=float(intent.get("confidence") or 0.0),
            entities=tuple(message.get("entities") or ()),
        )

    def first(self, name: str) -> Any:
        """Value of the first entity of that name, or None."""
        return next((e["value"] for e in self.entities if e["entity"] == name), None)

    def every(self, name: str) -> list[Any]:
        """Values of all entities of that name, each once, in reading order."""
        return list(dict.fromkeys(e["value"] for e in self.entities if e["entity"] == name))

    @property
    def rest(self) -> str:
        """The text without what its entities already say."""
        kept = list(self.text)
        for entity in self.entities:
            if entity["entity"] not in ("topic", "department", "sector", "building_type", "landlord"):
                for i in range(entity["start"], min(entity["end"], len(kept))):
                    kept[i] = " "
        return "".join(kept)
