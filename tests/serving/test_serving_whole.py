"""The application as ``huiqi serve`` puts it together: a citizen in the web chat, and an operator at the desk."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from bot.desk.desk import Desk
from bot.desk.people import Actor
from bot.desk.settings import DeskSettings
from bot.desk.views import TicketFilter
from bot.serving import whole
from bot.settings import Settings

LIN = Actor("lin", "坐席林", "operator")
OWN = {"Sec-Fetch-Site": "same-origin"}


class HandsOff:
    """Answers, and hands off when it is asked to."""

    ready = True

    def __init__(self) -> None:
        self.heard: list[str] = []

    async def start(self) -> None: ...

    async def stop(self) -> None: ...

    async def forget(self, sender: str) -> None: ...

    def status(self) -> dict[str, Any]:
        return {}

    async def handle(self, sender: str, text: str, channel: str = "rest") -> list[dict[str, Any]]:
        self.heard.append(text)
        kind = "handoff" if text == "转人工" else "smalltalk"
        return [{"recipient_id": sender, "text": f"听到：{text}", "custom": {"type": kind, "measures": []}}]


@pytest.fixture
async def served(aiohttp_client, knowledge, tmp_path):
    settings = Settings(database_url=f"sqlite:///{tmp_path}/huiqi.db")
    desk = Desk.open(knowledge.database, knowledge, DeskSettings())
    inner = HandsOff()
    client = await aiohttp_client(whole(settings, desk, inner, knowledge, {}, lambda _: None))
    opened = await client.post("/chat/api/session", json={}, headers=OWN)
    assert opened.status == 200
    head = {**OWN, "Authorization": f"Bearer {(await opened.json())['token']}"}
    turns = itertools.count()

    async def say(text: str) -> list[dict[str, Any]]:
        body = {"id": f"turn-{next(turns):08d}", "text": text}
        return (await (await client.post("/chat/api/messages", json=body, headers=head)).json())["entries"]

    async def shown() -> list[tuple[str, str]]:
        await desk.deliver()
        entries = (await (await client.get("/chat/api/history", headers=head)).json())["entries"]
        return [(entry["who"], entry["text"]) for entry in entries]

    async def forget() -> int:
        return (await client.post("/chat/api/forget", json={}, headers=head)).status

    return say, shown, desk, inner, forget


def version(desk: Desk, number: str) -> int:
    """The ticket's version as an operator sees it."""
    return desk.tickets.get(number, LIN).summary.version


def newest(desk: Desk) -> str:
    """The number of the ticket made last."""
    return max(ticket.number for ticket in desk.tickets.find(TicketFilter()).items)


async def test_from_the_hand_off_to_the_operator_and_back(served):
    say, shown, desk, inner, _ = served
    assert (await say("你好"))[-1]["text"] == "听到：你好"
    await say("转人工")
    number = newest(desk)
    for step in (desk.work.take, desk.work.join):
        step(number, LIN, version(desk, number))
    desk.work.reply(number, LIN, version(desk, number), "请打83926768")
    assert ("operator", "请打83926768") in await shown()
    assert [entry["who"] for entry in await say("好的，记下了")] == ["user"]
    assert "好的，记下了" not in inner.heard
    said = {line.text for line in desk.tickets.get(number, LIN).transcript}
    assert {"你好", "转人工", "请打83926768", "好的，记下了"} <= said
    desk.work.hand_back(number, LIN, version(desk, number))
    assert (await say("那材料呢"))[-1]["text"] == "听到：那材料呢"


async def test_clearing_the_data_clears_the_desk_too(served):
    say, _, desk, _, forget = served
    await say("我家饭馆欠了三个月房租")
    await say("转人工")
    number = newest(desk)
    assert "三个月房租" in str(desk.tickets.get(number, LIN))
    assert await forget() == 200
    assert "三个月房租" not in str(desk.tickets.get(number, LIN))
