"""Rasa's agent with sessions of bounded length, so that turn 100 costs what turn 1 did."""

from __future__ import annotations

from pathlib import Path

from rasa.core.agent import Agent
from rasa.core.processor import MessageProcessor
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

MOST_TURNS = 20


class BoundedProcessor(MessageProcessor):
    """Begins a new session, with all slots carried over, after :data:`MOST_TURNS` user messages."""

    def _has_session_expired(self, tracker: DialogueStateTracker) -> bool:
        if super()._has_session_expired(tracker):
            return True
        turns = sum(isinstance(e, UserUttered) for e in tracker.applied_events())
        return turns >= MOST_TURNS and tracker.active_loop is None


class HuiqiAgent(Agent):
    """An agent whose processor bounds its sessions."""

    def load_model(self, model_path: str | Path, fingerprint: str | None = None) -> None:
        """Load the model as Rasa does, with our processor."""
        self.processor = BoundedProcessor(
            model_path=model_path,
            tracker_store=self.tracker_store,
            lock_store=self.lock_store,
            action_endpoint=self.action_endpoint,
            generator=self.nlg,
        )
        self.domain = self.processor.domain
        self._set_fingerprint(fingerprint)
        self.tracker_store.domain = self.domain
        self.nlg.responses = self.domain.responses
