"""Everything that is not an answer from the store: greetings, hand-off, out of scope, not understood."""

from __future__ import annotations

from typing import Any

from rasa_sdk.events import ActiveLoop, SlotSet

from actions import reply
from actions.answer import ActionAnswerMeasure
from actions.base import ServedAction
from actions.focus import Focus
from actions.moves import CERTAIN, advance
from actions.state import profile_of
from actions.turn import Turn


class ActionSmallTalk(ServedAction):
    """Greets, thanks, says goodbye, says what it is and what it can do."""

    def name(self) -> str:
        """Rasa's name of the action."""
        return "action_small_talk"

    async def run(self, dispatcher: Any, tracker: Any, domain: Any) -> list[Any]:
        """One short message; thanks and goodbye end the form, anything else lets it go on."""
        intent = Turn.of(tracker).intent
        dispatcher.utter_message(**reply.small_talk(intent, self.services.today()))
        ended = [ActiveLoop(None), SlotSet("requested_slot", None)] if intent in ("goodbye", "thanks") else []
        return [*ended, SlotSet("failures", 0)]


class ActionHandOff(ServedAction):
    """Records that a person is wanted, with what the conversation holds so far."""

    def name(self) -> str:
        """Rasa's name of the action."""
        return "action_hand_off"

    async def run(self, dispatcher: Any, tracker: Any, domain: Any) -> list[Any]:
        """One message with the ticket's number and 12345; the form ends."""
        turn = Turn.of(tracker)
        kind = "诉求/投诉" if turn.intent == "complaint" else "转人工"
        focus = Focus.load(tracker.get_slot("focus"))
        packet = {
            "question": focus.text,
            "measures": list(focus.measures),
            "profile": profile_of(tracker).model_dump(mode="json", exclude_none=True),
            "transcript": _transcript(tracker.events),
        }
        number = self.services.open_ticket(
            tracker.sender_id, tracker.get_latest_input_channel() or "rest", kind, packet
        )
        dispatcher.utter_message(**reply.hand_off(kind, number, focus, self.services.today()))
        return [ActiveLoop(None), SlotSet("requested_slot", None), SlotSet("failures", 0)]


def _transcript(events: list[dict[str, Any]], limit: int = 40) -> list[dict[str, str]]:
    spoken = [e for e in events if e.get("event") in ("user", "bot") and e.get("text")]
    return [{"who": e["event"], "text": str(e["text"])[:2000]} for e in spoken[-limit:]]


class ActionOutOfScope(ServedAction):
    """Says honestly that this is not its field, and who helps."""

    def name(self) -> str:
        """Rasa's name of the action."""
        return "action_out_of_scope"

    async def run(self, dispatcher: Any, tracker: Any, domain: Any) -> list[Any]:
        """One message without any measure; a place that is not ours is named.

        Who names a topic asks about that, unless it is plain that something else is meant.
        """
        turn, today = Turn.of(tracker), self.services.today()
        place = turn.first("elsewhere")
        if not place and turn.every("topic") and turn.confidence < CERTAIN:
            focus = advance(Focus.load(tracker.get_slot("focus")), turn, None, answered=False)
            return ActionAnswerMeasure(self._services).say(dispatcher, tracker, focus)
        dispatcher.utter_message(**(reply.elsewhere(str(place), today) if place else reply.out_of_scope(today)))
        return [SlotSet("failures", 0)]


class ActionRepeat(ServedAction):
    """Says the last message once more."""

    def name(self) -> str:
        """Rasa's name of the action."""
        return "action_repeat"

    async def run(self, dispatcher: Any, tracker: Any, domain: Any) -> list[Any]:
        """The bot's last message with its card, or an invitation to ask."""
        last = next((e for e in reversed(tracker.events) if e.get("event") == "bot" and e.get("text")), None)
        if last is None:
            dispatcher.utter_message(**reply.small_talk("ask_capabilities", self.services.today()))
            return []
        data = last.get("data") or {}
        dispatcher.utter_message(
            text=last["text"], buttons=data.get("buttons") or None, json_message=data.get("custom") or None
        )
        return []


class ActionStartOver(ServedAction):
    """Forgets the enterprise and the subject."""

    def name(self) -> str:
        """Rasa's name of the action."""
        return "action_start_over"

    async def run(self, dispatcher: Any, tracker: Any, domain: Any) -> list[Any]:
        """One message; every slot is emptied and the form ends."""
        dispatcher.utter_message(**reply.start_over(self.services.today()))
        emptied = [SlotSet(slot, None) for slot in tracker.slots if not slot.startswith("session_")]
        return [ActiveLoop(None), *emptied]


class ActionDefaultFallback(ServedAction):
    """Says that it did not understand; the second time in a row it offers a person."""

    def name(self) -> str:
        """Rasa's name of the action (replaces the default one)."""
        return "action_default_fallback"

    async def run(self, dispatcher: Any, tracker: Any, domain: Any) -> list[Any]:
        """One message, counted."""
        failures = int(tracker.get_slot("failures") or 0) + 1
        dispatcher.utter_message(**reply.not_understood(failures, self.services.today()))
        return [SlotSet("failures", failures)]
