"""Offers: only to who agreed, only what fits and is in force, once; supervisors see numbers."""

from datetime import date

import yaml
from desk_samples import MEASURES, SAYER, both_stores, reply

from bot.desk.desk import Desk
from knowledge.service import KnowledgeService
from knowledge.store.seed import seed


def told(desk, sender, text):
    desk.log.turn(sender, "chat", text, [reply("好")])
    desk.consents.subscribe(sender, "chat")


def publish(desk, tmp_path, **more):
    """A new measure 5 for small enterprises comes out."""
    data = yaml.safe_load(MEASURES)
    new = {**data["measures"][0], "number": 5, "title": "小微企业新补贴", "questions": ["新补贴"], **more}
    data["measures"].append(new)
    (tmp_path / "measures.yml").write_text(yaml.safe_dump(data, allow_unicode=True), "utf-8")
    seed(desk.ground.database, tmp_path)
    desk.ground.knowledge.reload()


@both_stores
async def test_a_new_measure_is_offered_once_to_whom_it_fits(desk, tmp_path, outbound, database):
    told(desk, SAYER, "我在东城，是微型企业")
    told(desk, "chat:big", "我在东城，是大型企业")
    told(desk, "chat:west", "我在西城，是微型企业")
    desk.log.turn("chat:never", "chat", "我在东城，是微型企业", [reply("好")])
    assert desk.push.run() == 0  # what was there before is no news
    publish(desk, tmp_path)
    assert desk.push.run() == 1
    assert desk.push.run() == 0
    assert await desk.deliver() == 1
    ((to, event),) = outbound.said
    assert (to, event["type"], event["measure"], event["link"]) == (SAYER, "offer", "dc-fin-5", "/m/dc-fin-5")
    assert "小微企业新补贴" in event["text"]
    assert "退订" in event["text"]


async def test_a_changed_measure_is_not_new(desk, tmp_path, outbound):
    told(desk, SAYER, "我在东城，是微型企业")
    desk.push.run()
    publish(desk, tmp_path)
    desk.push.run()
    publish(desk, tmp_path, title="小微企业新补贴（改）")
    assert desk.push.run() == 0


async def test_what_has_ended_is_not_offered(database, tmp_path, clock):
    late = Desk.open(database, KnowledgeService(database), _settings(), today=lambda: date(2023, 1, 1), now=clock)
    told(late, SAYER, "我在东城，是微型企业")
    late.push.run()
    publish(late, tmp_path)
    assert late.push.run() == 0


async def test_who_unsubscribed_hears_nothing_more(desk, tmp_path):
    told(desk, SAYER, "我在东城，是微型企业")
    desk.push.run()
    desk.consents.unsubscribe(SAYER)
    publish(desk, tmp_path)
    assert desk.push.run() == 0


async def test_supervisors_see_reach_and_nothing_personal(desk, tmp_path, outbound):
    for n in range(3):
        told(desk, f"chat:{n}", "我在东城，是微型企业")
    desk.push.run()
    publish(desk, tmp_path)
    assert desk.push.run() == 3
    (before,) = desk.push.reach()
    assert (before.offered, before.delivered, before.stopped) == (3, 0, 0)
    await desk.deliver()
    desk.consents.unsubscribe("chat:1")
    await desk.citizens.forget("chat:2")
    (reach,) = desk.push.reach()
    assert (reach.measure, reach.title) == ("dc-fin-5", "小微企业新补贴")
    assert (reach.offered, reach.delivered, reach.stopped) == (3, 3, 1)
    assert "chat:" not in repr(reach)
    assert "chat:" not in repr(desk.consents.counts())


async def test_the_wish_in_a_conversation(desk, outbound):
    class Silent:
        ready = True

        async def handle(self, sender, text, channel="rest"):
            raise AssertionError("the assistant is not asked")

    runtime = desk.runtime(Silent())
    (said,) = await runtime.handle(SAYER, "订阅政策提醒", "chat")
    assert "退订" in said["text"]
    assert desk.consents.counts().given == 1
    (said,) = await runtime.handle(SAYER, "退订", "chat")
    assert said["text"].startswith("已退订")
    (said,) = await runtime.handle(SAYER, "退订", "chat")
    assert said["text"].startswith("您没有订阅")
    assert said["custom"]["type"] == "smalltalk"


def _settings():
    from desk_samples import SETTINGS

    return SETTINGS
