"""The real chat over the real assistant, a page of another site that embeds it, and a desk that tests can speak for."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import threading
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from actions.services import services_for
from bot.channels.webchat.mount import mount_webchat
from bot.citizen import TicketState
from bot.settings import Settings
from bot.web.app import make_app

HERE = Path(__file__).parent
FRONTEND = HERE.parents[2] / "bot" / "web" / "frontend"
DAY = date(2022, 6, 1)
MOMENT = "2022-06-01T09:00:00+08:00"


def missing() -> list[str]:
    """What the browser tests need and this machine does not have."""
    found = {
        "chromium": shutil.which("chromium"),
        "node": shutil.which("node"),
        "bot/web/frontend/node_modules": (FRONTEND / "node_modules" / "playwright-core").is_dir(),
    }
    return [name for name, there in found.items() if not there]


@pytest.fixture(scope="session")
def browser_ready() -> None:
    """Skip without a browser, but never in CI."""
    lacking = missing()
    if lacking and os.environ.get("CI"):
        pytest.fail(f"CI must run scripts/browser-setup.sh first; missing: {', '.join(lacking)}")
    if lacking:
        pytest.skip(f"run scripts/browser-setup.sh; missing: {', '.join(lacking)}")


class SpokenDesk:
    """One ticket a sender; keeps what it is told."""

    def __init__(self) -> None:
        self.tickets: dict[str, TicketState] = {}
        self.told: list[dict[str, Any]] = []

    async def ticket(self, sender: str) -> TicketState | None:
        return self.tickets.get(sender)

    async def feedback(self, sender: str, question: str, answer: Mapping[str, Any], useful: bool, reason: str) -> None:
        self.told.append({"question": question, "useful": useful, "reason": reason, "text": answer["text"]})

    async def rate(self, sender: str, number: str, stars: int, words: str) -> TicketState:
        if sender not in self.tickets or self.tickets[sender].number != number:
            raise LookupError(number)
        self.told.append({"stars": stars, "words": words})
        self.tickets[sender] = replace(self.tickets[sender], state="评价", can_rate=False)
        return self.tickets[sender]

    async def forget(self, sender: str) -> None:
        self.tickets.pop(sender, None)


class Heard:
    """The real assistant; counts what it is asked."""

    def __init__(self, runtime: Any) -> None:
        self._runtime = runtime
        self.asked: list[tuple[str, str]] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._runtime, name)

    async def handle(self, sender: str, text: str, channel: str = "rest") -> list[dict[str, Any]]:
        self.asked.append((sender, text))
        return await self._runtime.handle(sender, text, channel)


@dataclass
class Site:
    """Where the chat, the embedding page and a page that may not embed it are."""

    chat: str
    host: str
    stranger: str


def _port() -> socket.socket:
    bound = socket.socket()
    bound.bind(("127.0.0.1", 0))
    return bound


def _control(heard: Heard, desk: SpokenDesk, chat: Any) -> list[web.RouteDef]:
    """What a scenario may make happen on the server's side, and look at."""

    async def operator(request: web.Request) -> web.Response:
        told = await request.json()
        sender = heard.asked[-1][0]
        if "state" in told:
            desk.tickets[sender] = TicketState("20220601-7", "政策咨询", created_at=MOMENT, updated_at=MOMENT, **told)
            event = {"type": "ticket", "text": f"工单{told['state']}", **asdict(desk.tickets[sender])}
        else:
            event = {"type": "operator", **told}
        return web.json_response(await chat.say(sender, event))

    async def state(request: web.Request) -> web.Response:
        return web.json_response({"asked": [text for _, text in heard.asked], "told": desk.told})

    return [web.post("/control", operator), web.get("/control", state)]


def _pages(chat_address: str) -> Callable[[web.Request], Any]:
    async def page(request: web.Request) -> web.Response:
        name = request.match_info["name"]
        text = (HERE / "pages" / f"{name}.html").read_text("utf-8").replace("CHAT", chat_address)
        policy = f"default-src 'none'; style-src 'self'; script-src {chat_address}; frame-src {chat_address}"
        return web.Response(text=text, content_type="text/html", headers={"Content-Security-Policy": policy})

    return page


async def _style(_: web.Request) -> web.Response:
    return web.Response(text=(HERE / "pages" / "hostile.css").read_text("utf-8"), content_type="text/css")


@pytest.fixture(scope="session")
def site(browser_ready, start_assistant, database, tmp_path_factory):
    """Everything served, on a thread of its own."""
    heard = Heard(start_assistant(services_for(database, lambda: DAY)).runtime)
    desk, sockets = SpokenDesk(), [_port() for _ in range(3)]
    addresses = [f"http://127.0.0.1:{bound.getsockname()[1]}" for bound in sockets]
    settings = Settings(demo_date=DAY, chat_origins=(addresses[1],), chat_per_minute=600)
    folder = tmp_path_factory.mktemp("browser")
    loop = asyncio.new_event_loop()
    runners: list[web.AppRunner] = []

    async def start() -> None:
        app = make_app(settings, heard, services_for(database, lambda: DAY).knowledge)
        chat = mount_webchat(app, settings, f"sqlite:///{folder}/chat.db", desk=desk)
        hosts = []
        for _ in range(2):
            host = web.Application()
            host.add_routes([web.get("/hostile.css", _style), web.get("/{name}.html", _pages(addresses[0]))])
            hosts.append(host)
        hosts[0].add_routes(_control(heard, desk, chat))
        for one, bound in zip((app, *hosts), sockets, strict=True):
            runner = web.AppRunner(one, shutdown_timeout=1)
            await runner.setup()
            await web.SockSite(runner, bound).start()
            runners.append(runner)

    async def stop() -> None:
        for runner in runners:
            await runner.cleanup()

    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    asyncio.run_coroutine_threadsafe(start(), loop).result(60)
    yield Site(*addresses)
    asyncio.run_coroutine_threadsafe(stop(), loop).result(60)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(10)
    loop.close()
