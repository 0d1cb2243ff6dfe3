"""The answer itself."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from rasa_sdk.events import SlotSet

from actions import plan, reply
from actions.base import ServedAction
from actions.focus import Focus
from actions.state import profile_of


class ActionAnswerMeasure(ServedAction):
    """Says which measures fit, or honestly that none does."""

    def name(self) -> str:
        """Rasa's name of the action."""
        return "action_answer_measure"

    async def run(self, dispatcher: Any, tracker: Any, domain: Any) -> list[Any]:
        """One message; the measures shown stay in focus."""
        return self.say(dispatcher, tracker, Focus.load(tracker.get_slot("focus")))

    def say(self, dispatcher: Any, tracker: Any, focus: Focus) -> list[Any]:
        """The answer to a focus, and the events it leaves."""
        profile = profile_of(tracker)
        today = self.services.today()
        planned = plan.make(focus, profile, self.services.knowledge, today)
        failures = int(tracker.get_slot("failures") or 0)
        failures = failures + 1 if planned.kind == "unclear" else 0
        self.services.knowledge.log_verdicts(planned.verdicts, profile)
        dispatcher.utter_message(**reply.answer(planned, focus, profile, today, failures))
        shown = tuple(v.measure.id for v in planned.verdicts)
        focus = replace(focus, measures=shown or focus.measures, questions=0)
        return [SlotSet("focus", focus.dump()), SlotSet("failures", failures)]
