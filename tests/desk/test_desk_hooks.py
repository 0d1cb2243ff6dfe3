"""The webhook against a local server: signature, retry with pauses, order, giving up."""

import hashlib
import hmac
import json

import pytest
from aiohttp import web
from desk_samples import QUESTION, SAYER, TODAY

from bot.desk.desk import Desk
from bot.desk.forms import ADVICE
from bot.desk.hooks import MOST_TRIES
from bot.desk.settings import DeskSettings
from knowledge.service import KnowledgeService

SECRET = "a-secret-of-the-hotline"


class Hotline:
    """The hotline's own system: keeps what it gets and says what it is told to."""

    def __init__(self):
        self.got, self.answers = [], []

    async def take(self, request):
        self.got.append((dict(request.headers), await request.read()))
        status = self.answers.pop(0) if self.answers else 200
        return web.Response(status=status, headers={"Location": "/elsewhere"} if status == 302 else {})

    @property
    def actions(self):
        return [json.loads(body)["action"] for _, body in self.got]


@pytest.fixture
def hotline():
    return Hotline()


@pytest.fixture
async def hooked(database, clock, hotline, aiohttp_server):
    app = web.Application()
    app.router.add_post("/hook", hotline.take)
    server = await aiohttp_server(app)
    settings = DeskSettings(webhook_url=str(server.make_url("/hook")), webhook_secret=SECRET)
    return Desk.open(database, KnowledgeService(database), settings, today=lambda: TODAY, now=clock)


async def test_a_change_arrives_signed(hooked, hotline, clock, wang):
    ticket = hooked.tickets.open(wang, ADVICE, QUESTION, sender=SAYER, channel="chat").summary
    assert await hooked.hooks.run_due() == 1
    ((headers, body),) = hotline.got
    signed = hmac.new(SECRET.encode(), headers["X-Huiqi-Timestamp"].encode() + b"." + body, hashlib.sha256)
    assert headers["X-Huiqi-Signature"] == f"sha256={signed.hexdigest()}"
    assert headers["X-Huiqi-Timestamp"] == str(int(clock.at.timestamp()))
    told = json.loads(body)
    assert (told["event"], told["action"], told["by"]["name"]) == ("ticket.opened", "open", "王话务")
    assert (told["ticket"]["number"], told["ticket"]["form"]) == (ticket.number, QUESTION)
    assert "transcript" not in body.decode()
    assert await hooked.hooks.run_due() == 0


async def test_it_is_tried_again_with_longer_pauses_and_the_same_key(hooked, hotline, clock, wang):
    hooked.tickets.open(wang, ADVICE, QUESTION)
    hotline.answers = [500, 302]
    assert await hooked.hooks.run_due() == 0
    assert await hooked.hooks.run_due() == 0
    assert len(hotline.got) == 1
    clock.move(seconds=30)
    assert await hooked.hooks.run_due() == 0
    clock.move(seconds=59)
    await hooked.hooks.run_due()
    assert len(hotline.got) == 2
    clock.move(seconds=1)
    assert await hooked.hooks.run_due() == 1
    assert len({headers["X-Huiqi-Delivery"] for headers, _ in hotline.got}) == 1
    assert hooked.hooks.waiting() == 0


async def test_changes_of_a_ticket_keep_their_order(hooked, hotline, clock, wang):
    ticket = hooked.tickets.open(wang, ADVICE, QUESTION).summary
    hooked.work.step(ticket.number, wang, ticket.version, "work")
    other = hooked.tickets.open(wang, ADVICE, QUESTION).summary
    hotline.answers = [503]
    assert await hooked.hooks.run_due() == 1
    assert json.loads(hotline.got[-1][1])["ticket"]["number"] == other.number
    clock.move(seconds=30)
    assert await hooked.hooks.run_due() == 2
    assert hotline.actions == ["open", "open", "open", "work"]


async def test_an_address_that_does_not_answer_is_asked_once_a_round(hooked, clock, wang, monkeypatch):
    calls = []

    async def gone(http, call):
        calls.append(call)
        return "连不上（ClientConnectorError）"

    monkeypatch.setattr(hooked.hooks, "_send", gone)
    for _ in range(3):
        hooked.tickets.open(wang, ADVICE, QUESTION)
    assert await hooked.hooks.run_due() == 0
    assert len(calls) == 1
    assert hooked.hooks.waiting() == 3


async def test_nobody_listening_is_no_fault_of_ours(database, clock, wang, unused_tcp_port):
    settings = DeskSettings(webhook_url=f"http://127.0.0.1:{unused_tcp_port}/", webhook_secret=SECRET)
    desk = Desk.open(database, KnowledgeService(database), settings, today=lambda: TODAY, now=clock)
    desk.tickets.open(wang, ADVICE, QUESTION)
    assert await desk.hooks.run_due() == 0
    assert desk.hooks.waiting() == 1


async def test_it_is_given_up_in_the_end(hooked, hotline, clock, wang, caplog):
    hooked.tickets.open(wang, ADVICE, QUESTION)
    hotline.answers = [500] * (MOST_TRIES + 5)
    for _ in range(MOST_TRIES + 2):
        await hooked.hooks.run_due()
        clock.move(hours=7)
    assert len(hotline.got) == MOST_TRIES
    assert hooked.hooks.waiting() == 0
    assert SECRET not in caplog.text


async def test_without_an_address_nothing_is_kept(desk, wang):
    desk.tickets.open(wang, ADVICE, QUESTION)
    assert not desk.hooks.on
    assert desk.hooks.waiting() == 0
