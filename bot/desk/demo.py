"""A desk that looks lived in, for newcomers: made-up people through the real services, the same each time."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import select

from actions import cards
from actions import reply as replies
from actions.phrases import HOTLINE
from bot.desk import demo_rows
from bot.desk.base import Ground
from bot.desk.citizens import CitizenServices
from bot.desk.consents import Consents
from bot.desk.learning import Learning
from bot.desk.packet import topic_of
from bot.desk.people import Actor
from bot.desk.tables import TicketRow
from bot.desk.tickets import TicketBook
from bot.desk.transcripts import ConversationLog
from bot.desk.work import TicketWork
from knowledge.profile import Profile
from knowledge.store.location import BEIJING

DAYS, TALKS = 28, 120
_DATA = Path(__file__).with_name("demo.yml")
_CHANNELS = (("chat", 5), ("wechat", 4), ("rest", 1))
_NOTHING = f"文件里没有查到这件事的措施，我不能乱说。{HOTLINE}"


@dataclass(frozen=True, slots=True)
class Made:
    """What a demonstration was filled with."""

    conversations: int
    tickets: int
    unanswered: int


class Demo:
    """Fills a desk with :data:`DAYS` days of made-up life up to now."""

    def __init__(self, ground: Ground, seed: int = 20260601) -> None:
        """``ground`` gives the database, the measures and this moment; the webhook is not told of the demonstration."""
        self._data: Mapping[str, Any] = yaml.safe_load(_DATA.read_text("utf-8"))
        self._end = ground.now()
        self._now = self._end
        quiet = replace(ground.settings, webhook_url="", webhook_secret="")
        self._ground = replace(ground, now=lambda: self._now, settings=quiet)
        self._draw = random.Random(seed)  # noqa: S311 - made-up data, no secret
        self._plan: list[tuple[datetime, int, Callable[[], object]]] = []
        self._log = ConversationLog(self._ground)
        self._consents = Consents(self._ground, self._log)
        self._citizens = CitizenServices(self._ground, self._log, self._consents)
        self._book = TicketBook(self._ground, self._log)
        self._work = TicketWork(self._ground)
        self._operators = [Actor(**o) for o in self._data["operators"]]
        self._chief = Actor(**self._data["chief"])

    def fill(self) -> Made:
        """Take out an earlier demonstration, and make it again; in the order of time."""
        demo_rows.clear(self._ground)
        for n in range(TALKS):
            self._talk(n)
        for n, told in enumerate(self._data["tickets"]):
            self._ticket(n, told)
        for at, _, act in sorted(self._plan, key=lambda p: p[:2]):
            self._now = at
            act()
        self._now = self._end
        self._lesson()
        demo_rows.keep_quiet(self._ground)
        return Made(*demo_rows.count(self._ground))

    def _at(self, at: datetime, act: Callable[[], object]) -> None:
        """Do it at that moment; what would be after now has not happened yet."""
        if at <= self._end:
            self._plan.append((at, len(self._plan), act))

    def _moment(self, ago: float) -> datetime:
        """Some moment that many days ago, between eight in the morning and nine in the evening in Beijing."""
        eight = (self._end - timedelta(days=ago)).astimezone(BEIJING).replace(hour=8, minute=0, second=0)
        return eight + timedelta(minutes=self._draw.randint(0, 13 * 60))

    def _talk(self, n: int) -> None:
        draw, sender = self._draw, demo_rows.sender(n)
        channel = draw.choices([c for c, _ in _CHANNELS], [w for _, w in _CHANNELS])[0]
        at = self._moment(draw.triangular(0, DAYS, 0))
        if draw.random() < 0.7:
            self._at(at, partial(self._say, sender, channel, draw.choice(self._data["enterprises"]), "smalltalk"))
        for _ in range(draw.randint(1, 3)):
            at += timedelta(seconds=draw.randint(20, 120))
            if draw.random() < 0.18:
                why = draw.choice(list(self._data["missed"]))
                self._at(at, partial(self._say, sender, channel, draw.choice(self._data["missed"][why]), why))
                if why == "no_measure" and draw.random() < 0.5:
                    self._at(at + timedelta(seconds=9), partial(self._consents.tell_me, sender))
            else:
                topic = draw.choice(list(self._data["asked"]))
                question = draw.choice(self._data["asked"][topic])
                opinion = draw.choices([None, True, False], [6, 3, 1])[0]
                self._at(at, partial(self._ask, sender, channel, topic, question, opinion))
        if draw.random() < 0.1:
            self._at(at + timedelta(minutes=1), partial(self._consents.subscribe, sender, channel))

    def _say(self, sender: str, channel: str, text: str, kind: str) -> None:
        today = self._ground.today()
        wordings: dict[str, Callable[[], Mapping[str, Any]]] = {
            "smalltalk": lambda: replies.small_talk("ask_capabilities", today),
            "not_understood": lambda: replies.not_understood(1, today),
            "out_of_scope": lambda: replies.out_of_scope(today),
            "no_measure": lambda: {"text": _NOTHING, "json_message": cards.card("out_of_scope", today)},
        }
        message = wordings[kind]()
        answer = {"text": message["text"], "custom": message["json_message"]}
        self._log.turn(sender, channel, text, [answer], self._draw.randint(4, 12))

    def _ask(self, sender: str, channel: str, topic: str, question: str, opinion: bool | None) -> None:
        answer = self._answer(sender, topic, question)
        self._log.turn(sender, channel, question, [answer], self._draw.randint(5, 15))
        if opinion is not None:
            reason = "" if opinion else self._draw.choice(self._data["reasons"])
            self._citizens.keep_feedback(sender, question, answer, opinion, reason)

    def _answer(self, sender: str, topic: str, question: str) -> dict[str, Any]:
        """The best measures for the question, judged for what the sender told; as the assistant's card has them."""
        today, knowledge = self._ground.today(), self._ground.knowledge
        profile = Profile.from_slots(self._log.profile(sender))
        _, hits = knowledge.search(question, district=profile.district, topic=topic, as_of=today, limit=2)
        shown = [cards.measure(knowledge.judge(hit.measure.id, profile, today)) for hit in hits]
        if not shown:
            return {"text": _NOTHING, "custom": cards.card("out_of_scope", today)}
        asks = "district" if profile.district is None else None
        custom = {**cards.card("clarify" if asks else "answer", today), "topic": topic, "asks": asks, "measures": shown}
        return {"text": f"{shown[0]['title']}（{shown[0]['doc']}第{shown[0]['number']}条）", "custom": custom}

    def _ticket(self, n: int, told: Mapping[str, Any]) -> None:
        sender, operator = demo_rows.sender(TALKS + n), self._operators[n % len(self._operators)]
        at = self._moment(2 + self._draw.triangular(0, 12, 1))
        channel = self._draw.choice(("chat", "wechat"))
        for line in told["said"][:-1]:
            at += timedelta(seconds=40)
            topic = topic_of(line)
            first = partial(self._ask, sender, channel, topic, line, None) if topic else None
            self._at(at, first or partial(self._say, sender, channel, line, "no_measure"))
        at += timedelta(seconds=40)
        self._at(at, partial(self._hand_over, sender, channel, told))
        for name, hours, *more in told["path"]:
            self._at(at + timedelta(hours=hours), partial(self._step, sender, operator, name, more))

    def _hand_over(self, sender: str, channel: str, told: Mapping[str, Any]) -> None:
        kind = told["kind"] if told["kind"] == "诉求/投诉" else "转人工"
        said = [{"who": "user", "text": line} for line in told["said"]]
        number = self._book.hand_off(sender, channel, kind, {"question": told["said"][0], "transcript": said})
        custom = {**cards.card("handoff", self._ground.today()), "ticket": number}
        self._log.turn(sender, channel, told["said"][-1], [{"text": f"已登记，编号 {number}。", "custom": custom}], 9)
        with self._ground.writing() as session:
            row = session.scalars(select(TicketRow).where(TicketRow.number == str(number))).one()
            row.form = {**row.form, **told["person"]}

    def _step(self, sender: str, operator: Actor, name: str, more: list[Any]) -> None:
        with self._ground.reading() as session:
            number, version = session.execute(
                select(TicketRow.number, TicketRow.version).where(TicketRow.sender == sender)
            ).one()
        text = str(more[0]) if more else ""
        if name == "take":
            self._work.take(number, operator, version)
        elif name == "note":
            self._work.note(number, operator, text)
        elif name == "escalate":
            self._work.escalate(number, operator, version, text)
        elif name == "dispatch":
            proposals = self._book.get(number, operator).proposals
            department = proposals[0].department if proposals else "承办单位（演示）"
            self._work.step(number, operator, version, "dispatch", department=department)
        else:
            stars = int(more[1]) if len(more) > 1 else None
            self._work.step(number, operator, version, name, text, stars=stars)  # type: ignore[arg-type]

    def _lesson(self) -> None:
        """An editor has dealt with one cluster already."""
        learning, editor = Learning(self._ground), Actor(**self._data["editor"])
        for cluster in learning.clusters():
            if "快递" in cluster.name or "天气" in cluster.name:
                learning.dismiss(cluster.ids, "不是惠企政策的事", editor)
                return
