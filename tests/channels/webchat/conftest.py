"""The web application with the web chat over the real knowledge and an assistant that answers by rote."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from bot.channels.webchat.mount import mount_webchat
from bot.citizen import TicketState
from bot.settings import Settings
from bot.web.app import make_app

DAY = date(2022, 6, 1)
OWN = {"Sec-Fetch-Site": "same-origin"}


class Runtime:
    """Repeats what it hears; ``replies`` and ``fault`` say otherwise."""

    def __init__(self) -> None:
        self.ready = True
        self.heard: list[tuple[str, str]] = []
        self.forgotten: list[str] = []
        self.refusals = 0
        self.replies: list[dict[str, Any]] | None = None
        self.fault: Exception | None = None
        self.gate: asyncio.Event | None = None
        self.entered = asyncio.Event()

    async def start(self) -> None: ...

    async def stop(self) -> None: ...

    async def handle(self, sender: str, text: str, channel: str = "rest") -> list[dict[str, Any]]:
        self.heard.append((sender, text))
        if self.gate:
            self.entered.set()
            await self.gate.wait()
        if self.fault:
            raise self.fault
        if self.replies is not None:
            return self.replies
        buttons = [{"title": "东城", "payload": "我在东城"}, {"title": "西城"}]
        return [{"recipient_id": sender, "text": f"听到：{text}", "buttons": buttons}]

    async def forget(self, sender: str) -> None:
        if self.refusals:
            self.refusals -= 1
            raise RuntimeError("not now")
        if self.fault:
            raise self.fault
        self.forgotten.append(sender)

    def status(self) -> dict[str, Any]:
        return {}


class Desk:
    """Keeps in memory what it is told; one ticket."""

    def __init__(self) -> None:
        self.told: list[tuple[Any, ...]] = []
        self.state: TicketState | None = None

    async def ticket(self, sender: str) -> TicketState | None:
        return self.state

    async def feedback(self, sender: str, question: str, answer: Mapping[str, Any], useful: bool, reason: str) -> None:
        self.told.append((sender, question, dict(answer), useful, reason))

    async def rate(self, sender: str, number: str, stars: int, words: str) -> TicketState:
        if self.state is None or number != self.state.number:
            raise LookupError(number)
        self.told.append((sender, number, stars, words))
        return self.state


class Browser:
    """A page of ours with its own secret."""

    def __init__(self, client: Any, chat: Any) -> None:
        self.client, self.chat, self.token = client, chat, ""

    def headers(self, **more: str) -> dict[str, str]:
        return {**OWN, **({"Authorization": f"Bearer {self.token}"} if self.token else {}), **more}

    async def post(self, path: str, body: Any = None, **headers: str) -> Any:
        response = await self.client.post(f"/chat/api/{path}", json=body or {}, headers=self.headers(**headers))
        return response.status, await response.json(), response.headers

    async def get(self, path: str, **headers: str) -> Any:
        response = await self.client.get(f"/chat/api/{path}", headers=self.headers(**headers))
        return response.status, await response.json(), response.headers

    async def begin(self, **body: str) -> dict[str, Any]:
        status, got, _ = await self.post("session", body)
        assert status == 200, got
        self.token = got["token"] or self.token
        return got

    async def say(self, text: str, turn: str = "turn-00000001") -> list[dict[str, Any]]:
        status, got, _ = await self.post("messages", {"id": turn, "text": text})
        assert status == 200, got
        return got["entries"]

    def stream(self, **headers: str) -> Any:
        return self.client.get("/chat/api/events", headers=self.headers(**headers))


class Events:
    """Reads server-sent events off a response."""

    def __init__(self, response: Any) -> None:
        self.response = response

    async def next(self) -> dict[str, Any]:
        """The next event: id, event, data; comments have only ``comment``."""
        found: dict[str, Any] = {}
        while True:
            line = (await asyncio.wait_for(self.response.content.readline(), 10)).decode()
            assert line, "the stream has ended"
            if line == "\n":
                if found:
                    return found
                continue
            name, _, value = line.rstrip("\n").partition(": ")
            found[name or "comment"] = json.loads(value) if name == "data" else value

    async def entry(self) -> dict[str, Any]:
        """The next event that is an entry."""
        while (event := await self.next()).get("event") != "entry":
            pass
        return event


@pytest.fixture
def runtime():
    return Runtime()


@pytest.fixture
def desk():
    return Desk()


@pytest.fixture
def start(aiohttp_client, knowledge, runtime, tmp_path):
    """Start the application with settings of the test's own; gives a browser that has not begun."""

    async def started(desk=None, heartbeat=15.0, **changes):
        settings = Settings(**{"demo_date": DAY, "chat_per_minute": 600, **changes})
        app = make_app(settings, runtime, knowledge)
        chat = mount_webchat(app, settings, f"sqlite:///{tmp_path}/chat.db", desk=desk, heartbeat=heartbeat)
        return Browser(await aiohttp_client(app), chat)

    return started


@pytest.fixture
async def browser(start, desk):
    one = await start(desk)
    await one.begin()
    return one


@pytest.fixture
def another(browser):
    """A second browser at the same service; ``Events`` read its streams."""
    return Browser(browser.client, browser.chat)


@pytest.fixture
def reading():
    return Events
