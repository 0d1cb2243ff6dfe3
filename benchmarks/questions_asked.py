"""Questions asked back before the answer, side by side in one run with forms that ask for every field.

    python benchmarks/questions_asked.py FOLDER [--seed N] [--details]

For every question of an evaluation folder that expects a measure, a simulated user answers what is asked: once knowing
only what the case gives and saying 不知道 to the rest, once with a complete profile drawn at random in agreement with
the case. The product is the assistant in this process. A form asks each of its fields that the question has not given;
then everything told goes to the same plan, wording and judge. ``full form`` has every field the product can ask for,
``counter form`` the seven of any counter, ``topic form`` those that some measure on the expected measures' topics
looks at (no real form is told the topic beforehand). The dialogues of the folder are played as they are written.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import sys
import tempfile
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import simulated_user as user
import sqlalchemy as sa
from asked_report import PRODUCT, Checks, Tally, show

from actions import plan, reply
from actions.focus import Focus
from actions.form import ASKED_SLOTS
from bot.compose import tracker_url
from bot.evaluating import HOTLINES
from bot.evaluation import EvaluationError
from bot.evaluation.cases import CaseSet, Dialogue, Question, load_folder
from bot.evaluation.matching import is_hit, judge_question, judge_turn
from bot.evaluation.reply import read_reply
from bot.evaluation.said import said_slots
from bot.local import Local, local_assistant
from bot.settings import Settings, SettingsError
from knowledge.clarify import ANSWERS

PATIENCE = 8  # a user asked more often than this gives up
KNOWN = {"sparse": "the user knows what the case gives", "complete": "the user knows everything (drawn at random)"}


class Bench:
    """The assistant, what it remembers of each conversation, and what is counted."""

    def __init__(self, local: Local, conversations: str, as_of: date, seed: int) -> None:
        self.local, self.as_of, self.seed = local, as_of, seed
        self.checks = Checks()
        self.tallies: dict[str, Tally] = {}
        self._events = sa.create_engine(conversations)

    async def say(self, sender: str, text: str) -> user.Replies:
        """One message to the assistant."""
        replies: user.Replies = await self.local.runtime.handle(sender, text, "eval")
        return replies

    def heard(self, sender: str) -> user.Facts:
        """The slots of a conversation as they stand."""
        query = sa.text("SELECT data FROM events WHERE sender_id = :s AND type_name = 'slot' ORDER BY id")
        with self._events.connect() as connection:
            rows = [json.loads(row) for row in connection.scalars(query, {"s": sender})]
        return {row["name"]: row["value"] for row in rows}

    def known_phone(self, number: str) -> bool:
        """True for a hotline, a contact's number, or the main number of extensions."""
        phones = self.local.knowledge.phones
        return number in HOTLINES or number in phones or any(p.startswith(f"{number}-") for p in phones)

    def check(
        self, sender: str, text: str, slot: str, replies: user.Replies, said: Collection[str], asked: Sequence[str]
    ) -> None:
        """Note what is wrong with one question that came after ``text``, ``said`` and ``asked``."""
        self.checks.questions += 1
        slots = self.heard(sender)
        finer = slot in said and len(user.profile_from(slots).possible(slot) or ()) > 1
        by_verdict, by_reason = self._outcomes(slots, slot)
        self.checks.finer += finer
        self.checks.reasons_only += by_verdict == 1 and by_reason > 1
        faults = {
            "asks what was said": slot in said and not finer,
            "asks twice": slot in asked,
            "no 不知道 among the buttons": user.DONT_KNOW not in user.titles(replies),
            "does not say why": "为什么问" not in read_reply(replies).text,
            "no answer would change anything": by_reason == 1,
        }
        where = " → ".join((f"{sender} {text}", *asked, slot))
        self.checks.faults += [(kind, where) for kind, found in faults.items() if found]

    def _outcomes(self, slots: user.Facts, slot: str) -> tuple[int, int]:
        """How many results the answers lead to, told apart by measures and verdicts, and by their reasons too."""
        if slot not in ANSWERS:
            return 2, 2  # the topic, or a figure without which no size can be told
        focus, profile, knowledge = Focus.load(slots["focus"]), user.profile_from(slots), self.local.knowledge
        ask = plan.make(replace(focus, questions=0), profile, knowledge, self.as_of).ask
        values = dict.fromkeys((*ANSWERS[slot], *(ask.answers if ask and ask.slot == slot else ())))
        profiles = [profile, *(user.profile_from(slots, **{slot: value}) for value in values)]
        focus = replace(focus, skipped=(*focus.skipped, slot))
        shown = [plan.make(focus, p, knowledge, self.as_of).verdicts for p in profiles]
        by_verdict = {tuple((v.measure.id, v.ruling) for v in verdicts) for verdicts in shown}
        by_reason = {tuple((v.measure.id, tuple(r.state for r in v.reasons)) for v in verdicts) for verdicts in shown}
        return len(by_verdict), len(by_reason)

    async def question(self, case: Question, known: str) -> None:
        """One question by every way of asking, from users who know the same."""
        sender = f"{known} {case.id}"
        replies = await self.say(sender, case.text)
        first = self.heard(sender)
        given = user.given_by(case, first)
        refs = tuple(e.ref for e in case.expect)
        expected = [m for m in self.local.knowledge.measures if is_hit(refs, ((m.doc, m.number),))]
        facts = {**given, "topic": user.matter(case)}
        if known == "complete":
            facts = user.whole(case, given, expected, random.Random(f"{self.seed} {case.id}"))
        said = said_slots(case) | set(given)
        asked: list[str] = []
        while (slot := user.asks(replies)) and len(asked) < PATIENCE:
            self.check(sender, case.text, slot, replies, said, asked)
            asked.append(slot)
            replies = await self.say(sender, user.spoken(slot, facts.get(slot), user.titles(replies)))
            if slot == "topic":  # what it is about is told to the forms as well
                first = self.heard(sender)
        self.checks.row = max(self.checks.row, len(asked))
        self._judge(PRODUCT, case, len(asked), replies)
        topics = {t for m in expected for t in m.content.topics}
        by_topic = user.fields_of(self.local.knowledge.measures, topics)
        for name, form in (("full form", user.FULL), ("counter form", user.COUNTER), ("topic form", by_topic)):
            fields = [s for s in form if s not in said]
            told = {**given, **{s: facts[s] for s in fields if s in facts}}
            self._judge(name, case, len(fields), self._filled_in(first, told))

    def _filled_in(self, first: user.Facts, told: user.Facts) -> user.Replies:
        """The answer when a form has been filled in: the same plan and words, nothing asked any more."""
        focus = replace(Focus.load(first.get("focus")), skipped=ASKED_SLOTS, questions=plan.MOST_QUESTIONS)
        profile = user.profile_from(told)
        planned = plan.make(focus, profile, self.local.knowledge, self.as_of)
        message = reply.answer(planned, focus, profile, self.as_of)
        return [{"text": message["text"], "buttons": message["buttons"], "custom": message["json_message"]}]

    def _judge(self, way: str, case: Question, asked: int, replies: user.Replies) -> None:
        read = read_reply(replies)
        measure = is_hit(tuple(e.ref for e in case.expect), read.top3)
        whole = not judge_question(case.model_copy(update={"clarify": False}), read, self.known_phone)
        self.tallies.setdefault(way, Tally()).add(case.id, asked, measure, whole)

    async def dialogue(self, case: Dialogue) -> None:
        """A dialogue as it is written, whatever is asked back; forms ask for what none of its turns tells."""
        sender, shows, right = f"dialogue {case.id}", False, True
        asked: list[str] = []
        row: list[str] = []  # asked in the turns just before
        since = 0  # of those asked, how many before everything was forgotten on request
        for turn in case.turns:
            replies = await self.say(sender, turn.user)
            read, heard, slot = read_reply(replies), self.heard(sender), user.asks(replies)
            shows, right = shows or bool(read.measures), right and not judge_turn(turn, read, self.known_phone)
            since = since if heard.get("focus") else len(asked)
            if slot and slot in row[-1:]:  # an aside was answered, and the question stands
                self.checks.resumed += 1
                continue
            row = [*row, slot] if slot else []
            self.checks.row = max(self.checks.row, len(row))
            if slot:
                said = user.profile_from(heard).model_dump(exclude_none=True)
                self.check(sender, turn.user, slot, replies, set(said), asked[since:])
                asked.append(slot)
        if not shows:
            return
        told = user.profile_from(self.heard(sender)).model_dump(exclude_none=True)
        for name, fields in ((PRODUCT, asked), ("full form", user.FULL), ("counter form", user.COUNTER)):
            product = name == PRODUCT
            number = len(asked) if product else len([s for s in fields if s not in told])
            self.tallies.setdefault(name, Tally()).add(case.id, number, None, right if product else None)


async def measure(cases: CaseSet, settings: Settings, seed: int, details: bool) -> None:
    """Print a table for each kind of user, and one for the dialogues."""
    conversations = tracker_url(settings.database_url)
    day = f"as of {settings.today()}, seed {seed}"
    async with local_assistant(settings, lambda line: print(line, file=sys.stderr)) as local:
        for known, title in KNOWN.items():
            bench = Bench(local, conversations, settings.today(), seed)
            for question in cases.questions or ():
                if question.expect:
                    await bench.question(question, known)
            if bench.tallies:
                show(f"questions; {title}; {day}", bench.tallies, bench.checks, details)
        bench = Bench(local, conversations, settings.today(), seed)
        for dialogue in cases.dialogues or ():
            await bench.dialogue(dialogue)
        if bench.tallies:
            show(f"dialogues as written; {day}", bench.tallies, bench.checks, details)


def main() -> int:
    parser = argparse.ArgumentParser(description="评测文件夹里，助手平均反问几次，和逐项填表比")
    parser.add_argument("folder", type=Path, help="评测文件夹")
    parser.add_argument("--seed", type=int, default=1, help="随机画像的种子")
    parser.add_argument("--details", action="store_true", help="列出每处问题和得失的题号")
    given = parser.parse_args()
    try:
        cases = load_folder(given.folder)
        with tempfile.TemporaryDirectory() as data:
            database = f"sqlite:///{data}/huiqi.db"
            settings = replace(Settings.from_env(), data=Path(data), database_url=database)
            asyncio.run(measure(cases, settings, given.seed, given.details))
    except (EvaluationError, SettingsError) as fault:
        print(fault, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
