"""The assistant with the desk around it: what is kept, when it is silent, and tickets at a hand-off."""

from typing import Any

import pytest
from desk_samples import SAYER, both_stores, measure, reply
from sqlalchemy import text

from bot.citizen import CitizenDesk
from bot.desk.people import Actor
from bot.desk.runtime import command
from bot.desk.sweeping import let_go
from bot.desk.tables import LineRow
from bot.ports import AssistantRuntime

TELL = {"title": "有答案告诉我", "payload": "有答案告诉我"}
CHIEF = Actor("chen", "陈班长", "supervisor")


class Scripted:
    """An assistant that gives the replies it was told to give."""

    def __init__(self) -> None:
        self.ready = True
        self.replies: list[dict[str, Any]] = [reply()]
        self.heard: list[str] = []
        self.calls: list[str] = []

    async def start(self) -> None:
        self.calls.append("start")

    async def stop(self) -> None:
        self.calls.append("stop")

    async def handle(self, sender: str, text: str, channel: str = "rest") -> list[dict[str, Any]]:
        self.heard.append(text)
        return self.replies

    async def forget(self, sender: str) -> None:
        self.calls.append(f"forget {sender}")

    def status(self) -> dict[str, Any]:
        return {"model": "scripted"}


@pytest.fixture
def inner():
    return Scripted()


@pytest.fixture
def runtime(desk, inner):
    return desk.runtime(inner)


def lines(desk, sender=SAYER):
    return [(line.who, line.text) for line in desk.log.transcript(sender)]


@both_stores
async def test_every_message_and_reply_is_kept(desk, inner, runtime, database):
    inner.replies = [reply("可以贷", topic="loan", aspect="contact", measures=[measure()])]
    assert await runtime.handle(SAYER, "贷款找谁", "chat") == inner.replies
    question, answer = desk.log.transcript(SAYER)
    assert (question.who, question.text) == ("citizen", "贷款找谁")
    assert (answer.who, answer.text, answer.type, answer.topic) == ("assistant", "可以贷", "answer", "loan")
    assert answer.measures[0] == {
        "id": "dc-fin-1",
        "doc": "东测发〔2022〕3号",
        "number": 1,
        "title": "小微企业经营贷款对接",
        "verdict": "needs_check",
        "expired": False,
    }
    with database.session() as session:
        row = session.query(LineRow).filter_by(who="assistant").one()
        assert (row.question, row.aspect, row.district) == ("贷款找谁", "contact", "东城")
        assert row.latency_ms >= 0


async def test_pages_ask_for_what_came_after(desk, inner, runtime):
    await runtime.handle(SAYER, "一")
    last = desk.log.transcript(SAYER)[-1].id
    await runtime.handle(SAYER, "二")
    assert [line.text for line in desk.log.transcript(SAYER, after=last)] == ["二", "答复"]
    assert [line.text for line in desk.log.transcript(SAYER, limit=1)] == ["答复"]


async def test_what_is_told_makes_the_profile(desk, inner, runtime):
    inner.replies = [reply("多少人？", "clarify", asks="employees")]
    await runtime.handle(SAYER, "我在东城开饭馆，租区属国企的房")
    inner.replies = [reply("参保了吗？", "clarify", asks="insured")]
    await runtime.handle(SAYER, "8个")
    await runtime.handle(SAYER, "有")
    told = desk.log.profile(SAYER)
    assert (told["district"], told["sector"], told["landlord"]) == ("东城", "饭馆", "区属国企")
    assert (told["employees"], told["insured"]) == (8, True)


async def test_a_hand_off_makes_a_ticket_with_its_packet(desk, inner, runtime):
    inner.replies = [reply("可以贷", topic="loan", measures=[measure()])]
    await runtime.handle(SAYER, "我在东城开饭馆，想贷款五十万进货", "chat")
    inner.replies = [reply(_not_understood(), "out_of_scope")]
    await runtime.handle(SAYER, "嘎嘎嘎", "chat")
    inner.replies = [reply("好的，转人工。您的问题已经登记，编号 7，请等。", "handoff", ticket=7)]
    (said,) = await runtime.handle(SAYER, "转人工", "chat")
    number = said["custom"]["ticket"]
    assert said["text"] == f"好的，转人工。您的问题已经登记，编号 {number}，请等。"
    view = desk.tickets.get(str(number), CHIEF)
    assert (view.summary.kind, view.summary.state, view.summary.channel) == ("融资需求登记", "受理", "chat")
    assert view.form == {"amount_wan": 50, "use": "进货", "district": "东城"}
    assert view.packet.profile["sector"] == "饭馆"
    assert view.packet.verdicts[0]["id"] == "dc-fin-1"
    assert view.packet.clauses == ("东测发〔2022〕3号第1条",)
    assert view.summary.topic == "loan"
    assert view.packet.not_understood == ("嘎嘎嘎",)
    assert ("citizen", "我在东城开饭馆，想贷款五十万进货") in view.packet.transcript
    assert [line.text for line in view.transcript][-2:] == ["转人工", said["text"]]


async def test_the_ticket_the_actions_opened_is_the_desks_own(desk, inner, runtime):
    packet = {
        "question": "房租能减吗",
        "measures": ["dc-fin-3"],
        "profile": {"district": "东城"},
        "transcript": [{"who": "user", "text": "房租能减吗"}, {"who": "user", "text": "转人工"}],
    }
    number = desk.open_ticket(SAYER, "chat", "转人工", packet)
    inner.replies = [reply(f"编号 {number}", "handoff", ticket=number)]
    (said,) = await runtime.handle(SAYER, "转人工", "chat")
    assert (said["custom"]["ticket"], said["text"]) == (number, f"编号 {number}")
    view = desk.tickets.get(str(number), CHIEF)
    assert view.packet.question == view.form["question"] == "房租能减吗"
    assert view.packet.verdicts[0]["source"] == "东测发〔2022〕3号第3条"
    assert [p.department for p in view.proposals] == ["东城区测试国资委"]


async def test_a_reply_without_a_number_gets_one(desk, inner, runtime):
    inner.replies = [reply("已登记。", "handoff")]
    (said,) = await runtime.handle(SAYER, "转人工")
    assert said["text"] == f"已登记。（工单编号 {said['custom']['ticket']}）"


async def test_another_persons_number_is_not_taken_over(desk, inner, runtime):
    theirs = desk.open_ticket("chat:other", "chat", "转人工", {"question": "x"})
    inner.replies = [reply(f"编号 {theirs}", "handoff", ticket=theirs)]
    (said,) = await runtime.handle(SAYER, "转人工")
    assert said["custom"]["ticket"] != theirs


async def test_asking_twice_is_one_ticket(desk, inner, runtime):
    inner.replies = [reply("已登记。", "handoff")]
    first = (await runtime.handle(SAYER, "转人工"))[0]["custom"]["ticket"]
    assert (await runtime.handle(SAYER, "转人工"))[0]["custom"]["ticket"] == first
    assert [e.action for e in desk.tickets.get(str(first), CHIEF).history] == ["open", "asked_again"]


@both_stores
async def test_the_assistant_is_silent_while_a_person_talks(desk, inner, runtime, outbound, database):
    number = str(desk.open_ticket(SAYER, "chat", "转人工", {"question": "房租"}))
    version = desk.work.take(number, CHIEF, desk.tickets.get(number, CHIEF).summary.version).summary.version
    version = desk.work.join(number, CHIEF, version).summary.version
    assert await runtime.handle(SAYER, "在吗", "chat") == [{"recipient_id": SAYER, "custom": {"type": "silent"}}]
    assert inner.heard == []
    view = desk.tickets.get(number, CHIEF)
    assert (view.summary.live, view.summary.unread, view.history[-1].action) == (True, 1, "citizen")
    assert desk.tickets.news()[-1].action == "citizen"
    assert await runtime.handle("chat:other", "你好", "chat") == inner.replies
    version = desk.work.reply(number, CHIEF, version, "在，请讲").summary.version
    desk.work.hand_back(number, CHIEF, version)
    assert await runtime.handle(SAYER, "谢谢", "chat") == inner.replies
    assert await desk.deliver() == 3
    assert [e["type"] for _, e in outbound.said] == ["operator"] * 3
    assert outbound.texts()[1] == "在，请讲"
    assert [who for who, _ in lines(desk)] == [
        "system", "citizen", "operator", "system", "citizen", "assistant",
    ]  # fmt: skip


async def test_who_is_left_alone_gets_the_assistant_back(desk, inner, runtime, clock):
    number = str(desk.open_ticket(SAYER, "chat", "转人工", {"question": "房租"}))
    version = desk.work.take(number, CHIEF, desk.tickets.get(number, CHIEF).summary.version).summary.version
    version = desk.work.join(number, CHIEF, version).summary.version
    clock.move(minutes=30)
    assert (await runtime.handle(SAYER, "还在吗"))[0]["custom"] == {"type": "silent"}
    version = desk.work.reply(number, CHIEF, version, "在").summary.version
    clock.move(minutes=30)
    assert (await runtime.handle(SAYER, "好"))[0]["custom"] == {"type": "silent"}
    clock.move(seconds=1)
    assert await runtime.handle(SAYER, "还在吗") == inner.replies
    assert not desk.tickets.get(number, CHIEF).summary.live


async def test_conversations_nobody_tends_are_let_go(desk, clock):
    number = str(desk.open_ticket(SAYER, "chat", "转人工", {"question": "房租"}))
    version = desk.work.take(number, CHIEF, desk.tickets.get(number, CHIEF).summary.version).summary.version
    desk.work.join(number, CHIEF, version)
    clock.move(minutes=30)
    assert let_go(desk.ground) == []
    clock.move(seconds=1)
    assert let_go(desk.ground) == [number]
    assert not desk.tickets.get(number, CHIEF).summary.live


async def test_closing_hands_back(desk, inner, runtime):
    number = str(desk.open_ticket(SAYER, "chat", "转人工", {"question": "房租"}))
    view = desk.work.take(number, CHIEF, desk.tickets.get(number, CHIEF).summary.version)
    view = desk.work.join(number, CHIEF, view.summary.version)
    view = desk.work.step(number, CHIEF, view.summary.version, "answer", "可以减")
    desk.work.step(number, CHIEF, view.summary.version, "close")
    assert await runtime.handle(SAYER, "谢谢") == inner.replies


async def test_answers_come_even_when_the_tables_cannot_be_used(desk, inner, runtime, database, caplog):
    with database.session.begin() as session:
        session.execute(text("DROP TABLE desk_lines"))
        session.execute(text("DROP TABLE desk_history"))
        session.execute(text("DROP TABLE desk_tickets"))
    assert await runtime.handle(SAYER, "房租能减吗") == inner.replies
    assert "照常回答" in caplog.text
    assert "房租" not in caplog.text


@both_stores
async def test_characters_no_database_keeps(desk, inner, runtime, database):
    odd = "房租\x00能减\ud800吗"
    inner.replies = [reply(f"没有{odd}", "out_of_scope")]
    assert await runtime.handle(SAYER, odd, "chat") == [{**inner.replies[0], "buttons": [TELL]}]
    assert lines(desk) == [("citizen", "房租能减?吗"), ("assistant", "没有房租能减?吗")]
    await desk.citizens.feedback(SAYER, odd, inner.replies[0], False, odd)
    said = [{"who": "user", "text": odd}, {"who": "user", "text": "转人工"}]
    number = str(desk.open_ticket(SAYER, "chat", "转人工", {"question": odd, "transcript": said}))
    version = desk.work.take(number, CHIEF, desk.tickets.get(number, CHIEF).summary.version).summary.version
    view = desk.work.join(number, CHIEF, version)
    assert (await runtime.handle(SAYER, odd, "chat"))[0]["custom"] == {"type": "silent"}
    assert desk.work.reply(number, CHIEF, view.summary.version, odd).transcript[-1].text == "房租能减?吗"


async def test_a_fault_of_the_desk_does_not_cost_the_answer(desk, inner, runtime, monkeypatch, caplog):
    def broken(*_):
        raise RuntimeError("desk")

    monkeypatch.setattr(desk.log, "turn", broken)
    assert await runtime.handle(SAYER, "你好") == inner.replies
    assert "照常回答" in caplog.text


async def test_a_start_that_is_not_over_is_not_kept(desk, inner, runtime):
    inner.ready = False
    await runtime.handle(SAYER, "你好")
    assert lines(desk) == []
    assert runtime.ready is False


async def test_start_and_stop_go_through(desk, inner, runtime):
    await runtime.start()
    await runtime.stop()
    assert inner.calls == ["start", "stop"]
    assert runtime.status() == {"model": "scripted"}


@pytest.mark.parametrize(
    ("said", "meant"),
    [("退订", "退订"), (" 退订。", "退订"), ("退订一下那个", ""), ("有答案告诉我！", "有答案告诉我"), ("", "")],
)
def test_a_wish_to_the_desk_is_a_whole_message(said, meant):
    assert command(said) == meant


async def test_no_measure_offers_to_tell_later(desk, inner, runtime):
    inner.replies = [reply("文件里没有查到这件事的措施，我不能乱说。", "out_of_scope")]
    (said,) = await runtime.handle(SAYER, "养老院有补贴吗")
    assert said["buttons"] == [{"title": "有答案告诉我", "payload": "有答案告诉我"}]
    (said,) = await runtime.handle(SAYER, "有答案告诉我")
    assert "告诉您一次" in said["text"]
    assert desk.learning.clusters()[0].agreed == 1
    (said,) = await runtime.handle("chat:other", "有答案告诉我")
    assert "没有要通知的" in said["text"]


async def test_out_of_our_field_it_is_offered_only_when_the_words_name_a_topic(desk, inner, runtime):
    from actions.phrases import OUT_OF_SCOPE

    inner.replies = [reply(OUT_OF_SCOPE, "out_of_scope")]
    assert (await runtime.handle(SAYER, "托儿所能减税吗"))[0]["buttons"] == [TELL]
    assert "buttons" not in (await runtime.handle(SAYER, "今天天气怎么样"))[0]


def test_the_services_fit_the_seams(desk, runtime):
    citizens: CitizenDesk = desk.citizens
    assistant: AssistantRuntime = runtime
    assert citizens
    assert assistant


def _not_understood() -> str:
    from datetime import date

    from actions.reply import not_understood

    return not_understood(1, date(2022, 6, 1))["text"]
