"""The clarifying form: which slot to ask for is computed from the focus, the profile and the measures."""

from __future__ import annotations

import re
from abc import abstractmethod
from dataclasses import replace
from typing import Any

from rasa_sdk import Action
from rasa_sdk.events import ActionExecutionRejected, SlotSet

from actions import plan, reply
from actions.base import ServedAction
from actions.focus import Focus
from actions.moves import advance
from actions.phrases import BUTTONS
from actions.state import BOOLEAN_SLOTS, NUMBER_SLOTS, profile_of
from actions.turn import BESIDE_THE_FORM, Turn
from knowledge.profile import Profile

FORM = "eligibility_form"
_BARE_NUMBER = re.compile(r"^\D{0,4}(\d+(?:\.\d+)?)\D{0,4}$")
# An enterprise speaks of one size; a newly told size makes older words about it void.
_SIZE_SLOTS = ("size", "size_group")


class ValidateEligibilityForm(ServedAction):
    """Takes the message in, then names the slot to ask for, or none when the answer can be given."""

    def name(self) -> str:
        """Rasa's name of the form's validation."""
        return f"validate_{FORM}"

    async def run(self, dispatcher: Any, tracker: Any, domain: Any) -> list[Any]:
        """Events: the slots heard, the new focus, and ``requested_slot``."""
        turn = Turn.of(tracker)
        requested = tracker.get_slot("requested_slot")
        in_form = (tracker.active_loop or {}).get("name") == FORM
        if in_form and turn.intent in BESIDE_THE_FORM and not self._answers(turn, requested):
            if tracker.latest_action_name == "action_listen":
                return [ActionExecutionRejected(FORM)]
            return [SlotSet("requested_slot", requested)]
        told = self._told(turn, requested)
        focus = advance(Focus.load(tracker.get_slot("focus")), turn, requested, answered=requested in told)
        if requested and requested not in focus.skipped:
            focus = replace(focus, skipped=(*focus.skipped, requested))
        profile = profile_of(tracker, told)
        planned = plan.make(focus, profile, self.services.knowledge, self.services.today())
        if planned.ask:
            focus = replace(focus, questions=focus.questions + 1)
        if planned.verdicts:
            ids = tuple(v.measure.id for v in planned.verdicts)
            answers = requested in told or turn.intent == "dont_know"
            focus = replace(focus, measures=ids, shown=answers and ids == focus.measures and not focus.aspects)
        asks = planned.ask.slot if planned.ask else None
        events = [SlotSet(slot, value) for slot, value in told.items()]
        return [*events, SlotSet("focus", focus.dump()), SlotSet("requested_slot", asks)]

    @staticmethod
    def _answers(turn: Turn, requested: str | None) -> bool:
        if not requested:
            return False
        return turn.first(requested) is not None or _pressed(requested, turn.text) is not None

    @staticmethod
    def _told(turn: Turn, requested: str | None) -> dict[str, Any]:
        """Slots this message gives, the requested one also from a bare number, a yes or a no."""
        told = {s: turn.first(s) for s in Profile.model_fields if turn.first(s) is not None}
        if requested and requested not in told and (pressed := _pressed(requested, turn.text)) is not None:
            told[requested] = pressed
        if requested in BOOLEAN_SLOTS and requested not in told and turn.intent in ("affirm", "deny"):
            told[str(requested)] = turn.intent == "affirm"
        if requested in NUMBER_SLOTS and requested not in told:
            amount = turn.first(NUMBER_SLOTS[str(requested)])
            bare = _BARE_NUMBER.match(turn.text)
            number = amount if amount is not None else float(bare[1]) if bare else None
            if number is not None:
                told[str(requested)] = int(number) if requested == "employees" else number
        if requested == "size" and turn.first("size_group"):
            told["size_group"] = turn.first("size_group")
        for slot in _SIZE_SLOTS:
            if slot in told:
                told = {**{s: None for s in _SIZE_SLOTS if s not in told}, **told}
        return told


def _pressed(slot: str, text: str) -> Any:
    """The answer whose button says exactly this, or None; a button such as 不是 means something only here."""
    return next((value for (asked, value), title in BUTTONS.items() if asked == slot and title == text), None)


class _AskSlot(ServedAction):
    """Says what is known so far and asks for one slot."""

    @property
    @abstractmethod
    def slot(self) -> str:
        """The slot that is asked for."""

    def name(self) -> str:
        """Rasa's name for asking this slot."""
        return f"action_ask_{self.slot}"

    async def run(self, dispatcher: Any, tracker: Any, domain: Any) -> list[Any]:
        """One message: the answer as far as it goes, and the question."""
        focus = Focus.load(tracker.get_slot("focus"))
        profile = profile_of(tracker)
        today = self.services.today()
        planned = plan.make(replace(focus, questions=0), profile, self.services.knowledge, today)
        self.services.knowledge.log_verdicts(planned.verdicts, profile)
        again = any(e.get("event") == "bot" for e in _since_user(tracker.events))
        message = reply.question(self.slot, planned, focus, profile, today, short=again)
        dispatcher.utter_message(**message)
        return [SlotSet("failures", 0)]


def _since_user(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    recent: list[dict[str, Any]] = []
    for event in reversed(events):
        if event.get("event") == "user":
            break
        recent.append(event)
    return recent


ASKED_SLOTS = (
    "topic", "district", "size", "sector", "employees", "revenue_wan", "assets_wan", "landlord", "role",
    "premises_use", "building_type", "taxpayer_kind", "hightech", "layoffs", "insured",
)  # fmt: skip

ASK_ACTIONS: tuple[type[Action], ...] = tuple(
    type(f"ActionAsk{''.join(p.title() for p in slot.split('_'))}", (_AskSlot,), {"slot": slot, "__module__": __name__})
    for slot in ASKED_SLOTS
)
