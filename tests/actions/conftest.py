"""Trackers and messages as Rasa hands them to the actions, made by hand."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.turn import Turn
from nlu.choose import chosen
from nlu.normalize import normalize


def message(text: str, intent: str, confidence: float = 0.95) -> dict[str, Any]:
    """The parsed message: entities by the real extractor, the intent as given."""
    normal = normalize(text).text
    entities = [{"entity": e.name, "value": e.value, "start": e.start, "end": e.end} for e in chosen(normal)]
    return {
        "text": text,
        "normalized": normal,
        "intent": {"name": intent, "confidence": confidence},
        "entities": entities,
    }


@pytest.fixture
def turn():
    """Make the actions' view of one message."""

    def make(text: str, intent: str, confidence: float = 0.95) -> Turn:
        return Turn.of(tracker_of(message(text, intent, confidence)))

    return make


def tracker_of(latest: dict[str, Any], slots: dict[str, Any] | None = None, **more: Any) -> Tracker:
    return Tracker(
        sender_id="u1",
        slots={"requested_slot": None, **(slots or {})},
        latest_message=latest,
        events=more.get("events", []),
        paused=False,
        followup_action=None,
        active_loop=more.get("active_loop", {}),
        latest_action_name=more.get("latest_action_name", "action_listen"),
    )


class Said:
    """Events and messages of one run of an action."""

    def __init__(self, events: list[dict[str, Any]], messages: list[dict[str, Any]]) -> None:
        self.events = events
        self.messages = messages

    @property
    def slots(self) -> dict[str, Any]:
        return {e["name"]: e["value"] for e in self.events if e["event"] == "slot"}

    @property
    def kinds(self) -> set[str]:
        return {e["event"] for e in self.events}


@pytest.fixture
def act(services):
    """Run an action on a message: ``act(Action, text, intent, slots=…, active_loop=…)``."""

    def run(action: Any, text: str, intent: str, confidence: float = 0.95, **tracker: Any) -> Said:
        dispatcher = CollectingDispatcher()
        made = tracker_of(message(text, intent, confidence), **tracker)
        events = asyncio.run(action(services).run(dispatcher, made, {}))
        return Said(events, dispatcher.messages)

    return run
