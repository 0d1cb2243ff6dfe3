"""Sending questions and dialogues to the assistant, one at a time so that each one's time is its own."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Sequence
from functools import partial

from bot.evaluation.cases import Dialogue, Question
from bot.evaluation.errors import AskFailed
from bot.evaluation.matching import judge_question, judge_turn
from bot.evaluation.ports import Asker, KnownPhone
from bot.evaluation.reply import Reply, read_reply
from bot.evaluation.results import Asked, DialogueResult, QuestionResult, TurnResult


class Examiner:
    """Asks and judges; every question and every dialogue comes from a sender never seen before."""

    def __init__(self, asker: Asker, known: KnownPhone) -> None:
        self._asker = asker
        self._known = known

    async def question(self, question: Question) -> QuestionResult:
        """Ask one question out of the blue."""
        asked = await self._ask(_new_sender(), question.text, partial(judge_question, question))
        return QuestionResult(question, asked)

    async def message(self, text: str, questions: Sequence[Question]) -> Asked:
        """Send a message that asks all of these questions; every one of them must be answered."""

        def judge(reply: Reply, known: KnownPhone) -> list[str]:
            return list(dict.fromkeys(p for q in questions for p in judge_question(q, reply, known)))

        return await self._ask(_new_sender(), text, judge)

    async def dialogue(self, dialogue: Dialogue) -> DialogueResult:
        """Say every turn in one conversation; a wrong turn does not end it."""
        sender = _new_sender()
        turns = []
        for turn in dialogue.turns:
            asked = await self._ask(sender, turn.user, partial(judge_turn, turn))
            turns.append(TurnResult(turn, asked))
        return DialogueResult(dialogue, tuple(turns))

    async def _ask(self, sender: str, text: str, judge: Callable[[Reply, KnownPhone], list[str]]) -> Asked:
        start = time.perf_counter()
        try:
            reply = read_reply(await self._asker.ask(sender, text))
        except AskFailed as error:
            return Asked(None, (str(error),), _since(start))
        ms = _since(start)
        return Asked(reply, tuple(judge(reply, self._known)), ms)


def _since(start: float) -> float:
    return (time.perf_counter() - start) * 1000


def _new_sender() -> str:
    return f"eval-{secrets.token_hex(8)}"
