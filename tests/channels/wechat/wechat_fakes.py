"""An assistant and an interface of WeChat that a test can steer."""

from __future__ import annotations

import asyncio

from aiohttp import web

from bot.channels.message import DeliveryPlan


class FakeAnswers:
    """Answers with its plan, when its gate is open; keeps and forgets in memory."""

    def __init__(self):
        self.plan = DeliveryPlan(("能减。",))
        self.asked = []
        self.may_answer = asyncio.Event()
        self.may_answer.set()
        self.fault = None
        self.kept = {}
        self.forgotten = []
        self.forget_faults = 0

    async def answer(self, message):
        self.asked.append(message)
        await self.may_answer.wait()
        if self.fault:
            raise self.fault
        return self.plan(message) if callable(self.plan) else self.plan

    async def keep(self, sender, texts):
        self.kept.setdefault(sender, []).extend(texts)

    async def waiting(self, sender):
        return self.kept.pop(sender, [])

    async def forget(self, sender):
        if self.forget_faults:
            self.forget_faults -= 1
            raise RuntimeError("the database is locked")
        self.forgotten.append(sender)


class Interface:
    """WeChat's interface: notes what it was asked; ``faults`` are given out one after the other, by path."""

    def __init__(self):
        self.calls = []
        self.faults = {}
        self.token = "token-1"
        self.expires_in = 7200
        self.menu = None
        self.slow = asyncio.Event()
        self.slow.set()
        self.url = ""

    def app(self):
        app = web.Application()
        app.router.add_route("*", "/cgi-bin/{name:.*}", self.handle)
        return app

    async def handle(self, request):
        name = request.match_info["name"]
        body = await request.read()
        payload = await request.json() if body else None
        self.calls.append((name, request.query.get("access_token"), payload, body))
        await self.slow.wait()
        if self.faults.get(name):
            fault = self.faults[name].pop(0)
            if callable(fault):
                return fault()
            if fault:
                return web.json_response({"errcode": fault, "errmsg": f"no hint: [x] {fault}"})
        return web.json_response(
            self.reply(name, payload, request.query.get("access_token")), content_type="text/plain"
        )

    def reply(self, name, payload, token):
        if name == "stable_token":
            return {"access_token": self.token, "expires_in": self.expires_in}
        if token != self.token:
            return {"errcode": 40001, "errmsg": "invalid credential"}
        if name == "menu/create":
            self.menu = payload
        if name == "menu/get":
            return {"menu": self.menu} if self.menu else {"errcode": 46003, "errmsg": "menu no exist"}
        return {"ip_list": ["101.226.62.77"]} if name == "getcallbackip" else {"errcode": 0, "errmsg": "ok"}

    def named(self, name):
        return [call for call in self.calls if call[0] == name]

    @property
    def texts(self):
        """The texts sent as customer messages."""
        sent = [payload for _, _, payload, _ in self.named("message/custom/send")]
        return [payload["text"]["content"] for payload in sent if payload["msgtype"] == "text"]

    @property
    def menus(self):
        sent = [payload for _, _, payload, _ in self.named("message/custom/send")]
        return [payload["msgmenu"] for payload in sent if payload["msgtype"] == "msgmenu"]
