"""Reading the conversation's state from a Rasa tracker."""

from __future__ import annotations

from typing import Any

from knowledge.profile import Profile

BOOLEAN_SLOTS = frozenset({"hightech", "layoffs", "insured", "affected"})
TENANT = "承租方"
NUMBER_SLOTS = {"employees": "employees", "revenue_wan": "amount_wan", "assets_wan": "amount_wan"}


def profile_of(tracker: Any, changes: dict[str, Any] | None = None) -> Profile:
    """The enterprise as far as the conversation has told, with ``changes`` on top."""
    slots = {name: tracker.get_slot(name) for name in Profile.model_fields}
    slots.update(changes or {})
    if slots.get("landlord") and not slots.get("role"):
        slots["role"] = TENANT  # who says whose house it is rents it
    return Profile.from_slots({k: v[-1] if isinstance(v, list) and v else v for k, v in slots.items()})
