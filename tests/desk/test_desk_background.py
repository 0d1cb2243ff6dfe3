"""What the desk does by itself while it runs."""

import asyncio

from desk_samples import QUESTION, SAYER
from sqlalchemy.exc import OperationalError

from bot.desk import desk as desk_module
from bot.desk import record
from bot.desk.forms import ADVICE


async def until(done):
    """Wait for something another task does; the limit is only for a test that fails."""
    for _ in range(500):
        if done():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it did not happen")


async def test_deliveries_and_clocks_run_while_it_is_started(desk, clock, outbound, wang):
    ticket = desk.tickets.get(str(desk.open_ticket(SAYER, "chat", "转人工", {"question": "房租"})), wang).summary
    with desk.ground.writing() as session:
        record.tell(session, desk.ground, SAYER, {"type": "operator", "text": "您好", "name": "王"})
    clock.at = ticket.due_at
    clock.move(seconds=1)
    await desk.start()
    await until(lambda: outbound.texts() == ["您好"])
    await until(lambda: desk.tickets.get(ticket.number, wang).summary.level == 2)
    await desk.stop()
    with desk.ground.writing() as session:
        record.tell(session, desk.ground, SAYER, {"type": "operator", "text": "再见", "name": "王"})
    await asyncio.sleep(0.05)
    assert outbound.texts() == ["您好"]


async def test_trouble_ends_one_round_not_the_rest(caplog):
    rounds = []

    async def work():
        rounds.append(1)
        if len(rounds) == 1:
            raise OperationalError("SELECT", {}, Exception("locked"))
        if len(rounds) == 2:
            raise RuntimeError("a fault of ours")

    task = asyncio.create_task(desk_module._every(0.001, work))
    await until(lambda: len(rounds) >= 3)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert "OperationalError" in caplog.text
    assert "a fault of ours" in caplog.text


async def test_an_operators_words_wait_for_nobody(desk, outbound, wang):
    ticket = desk.tickets.open(wang, ADVICE, QUESTION, sender=SAYER, channel="chat").summary
    desk.work.reply(ticket.number, wang, ticket.version, "可以减")
    assert await desk.deliver() == 1
    ((_, event),) = outbound.said
    assert (event["type"], event["name"], event["ticket"]["number"]) == ("operator", "王话务", ticket.number)
