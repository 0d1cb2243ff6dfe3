"""The real assistant with the desk around it: from a question to a rated ticket, in one conversation."""

import asyncio
from dataclasses import replace
from datetime import date

import pytest

from actions.services import services_for
from bot.desk.desk import Desk
from bot.desk.people import Actor
from bot.desk.settings import DeskSettings
from knowledge.store.database import Database
from knowledge.store.seed import seed

WANG = Actor("wang", "王话务", "operator")


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('whole')}/huiqi.db")
    database.migrate()
    seed(database)
    services = services_for(database, lambda: date(2022, 7, 1))
    desk = Desk.open(database, services.knowledge, DeskSettings(), today=services.today)
    yield desk, replace(services, open_ticket=desk.open_ticket)
    database.close()


@pytest.fixture(scope="module")
def say(opened, start_assistant):
    desk, services = opened
    runtime = desk.runtime(start_assistant(services).runtime)
    return lambda sender, text: asyncio.run(runtime.handle(sender, text, "chat"))


def test_the_hand_off_of_the_real_assistant_is_a_ticket_of_the_desk(opened, say):
    desk, _ = opened
    say("chat:1", "我在东城开饭馆，租区属国企的房，房租能减吗")
    say("chat:1", "阿巴阿巴嘎嘎")
    (reply,) = say("chat:1", "转人工")
    number = str(reply["custom"]["ticket"])
    assert f"编号 {number}" in reply["text"]
    view = desk.tickets.get(number, WANG)
    assert (view.summary.kind, view.summary.district, view.summary.channel) == ("政策咨询", "东城", "chat")
    assert view.packet.profile["landlord"] == "区属国企"
    assert "dc-2020-3-4" in [v["id"] for v in view.packet.verdicts]
    assert "东政办发〔2020〕3号第4条" in view.packet.clauses
    assert view.packet.not_understood == ("阿巴阿巴嘎嘎",)
    assert "房租能减吗" in view.form["question"]
    assert view.proposals[0].department.startswith(("东城", "北京", "区"))
    version = desk.work.take(number, WANG, view.summary.version).summary.version
    version = desk.work.join(number, WANG, version).summary.version
    assert say("chat:1", "那电话呢")[0]["custom"] == {"type": "silent"}
    version = desk.work.step(number, WANG, version, "answer", "可以减三个月。").summary.version
    desk.work.step(number, WANG, version, "close")
    (reply,) = say("chat:1", "那电话呢")
    assert reply["custom"]["measures"][0]["id"].startswith("dc-")
    assert asyncio.run(desk.citizens.rate("chat:1", number, 5, "")).state == "评价"


def test_a_complaint_of_the_real_assistant_has_its_kind(opened, say):
    desk, _ = opened
    (reply,) = say("chat:2", "打了三次电话都没人接，我要投诉")
    view = desk.tickets.get(str(reply["custom"]["ticket"]), WANG)
    assert (view.summary.kind, view.form["what"]) == ("诉求/投诉", "打了三次电话都没人接，我要投诉")


def test_what_the_real_assistant_cannot_answer_waits_for_an_editor(opened, say):
    desk, _ = opened
    say("chat:3", "阿巴阿巴嘎嘎")
    assert "没听懂" in desk.learning.clusters()[0].why
