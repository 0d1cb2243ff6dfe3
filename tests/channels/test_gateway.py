"""Each message once, each user's messages in order, choices by number, and what is kept for later."""

import asyncio

import pytest

from bot.channels.gateway import Gateway
from bot.channels.picks import tap_id
from bot.channels.sqlstore import SqlStore
from bot.channels.store import MemoryStore
from bot.ports import APOLOGY


@pytest.fixture
def forgotten():
    return []


@pytest.fixture
def gateway(assistant, make_store, forgotten):
    async def forget(sender):
        forgotten.append(sender)

    return lambda: Gateway(assistant, make_store(), forget, patience=3)


async def test_repetitions_get_the_same_answer_and_the_assistant_is_asked_once(gateway, assistant, inbound):
    assistant.delay = 0.05
    one, two = gateway(), gateway()
    plans = await asyncio.gather(*(g.answer(inbound()) for g in (one, two, one, two, one)))
    late = await two.answer(inbound())
    assert {p.texts for p in (*plans, late)} == {("答：房租能减吗",)}
    assert assistant.asked == [("wechat:u1", "房租能减吗")]


async def test_a_caller_who_goes_away_does_not_end_the_work(gateway, assistant, inbound):
    assistant.delay = 0.1
    one = gateway()
    impatient = asyncio.create_task(one.answer(inbound()))
    await asyncio.sleep(0.03)
    impatient.cancel()
    assert (await one.answer(inbound())).texts == ("答：房租能减吗",)
    assert len(assistant.asked) == 1


async def test_one_users_messages_in_order_users_in_parallel(assistant, inbound, forgotten):
    async def forget(_):
        raise AssertionError

    one = Gateway(assistant, MemoryStore(), forget)
    assistant.delay = 0.02
    await asyncio.gather(*(one.answer(inbound(str(n), key=str(n))) for n in range(50, 56)))
    assert [text for _, text in assistant.asked] == [str(n) for n in range(50, 56)]
    assert assistant.most_busy == 1
    await asyncio.gather(*(one.answer(inbound("问", user=f"u{n}")) for n in range(5)))
    assert assistant.most_busy == 5


async def test_a_number_chooses_what_was_offered_to_this_user(gateway, assistant, inbound):
    one = gateway()
    assistant.replies = [
        {
            "text": "哪个区？",
            "buttons": [{"title": "东城", "payload": "东城"}, {"title": "西城", "payload": "我在西城"}],
        }
    ]
    plan = await one.answer(inbound())
    assert [o.number for o in plan.options] == [1, 2]
    await one.answer(inbound("２", key="m2"))
    await one.answer(inbound("2", user="other", key="m3"))
    assert [text for _, text in assistant.asked] == ["房租能减吗", "我在西城", "2"]


async def test_a_failure_is_an_apology_with_the_hotline(gateway, assistant, inbound):
    assistant.fault = RuntimeError("no")
    assert (await gateway().answer(inbound())).texts == (APOLOGY,)
    assistant.fault, assistant.replies = None, []
    assert (await gateway().answer(inbound(key="m2"))).texts == (APOLOGY,)
    assert "12345" in APOLOGY


@pytest.mark.parametrize("kind", ["voice", "image", "video", "location", "link", "unknown"])
async def test_what_is_not_text_is_answered_politely(gateway, assistant, inbound, kind):
    plan = await gateway().answer(inbound("", kind=kind))
    assert len(plan.texts) == 1 and plan.options
    assert assistant.asked == []


async def test_recognised_voice_and_menu_keys_are_questions(gateway, assistant, inbound):
    one = gateway()
    await one.answer(inbound("社保能缓吗", kind="voice"))
    await one.answer(inbound("贷款贴息", kind="event", event="CLICK", key="m2"))
    assert [text for _, text in assistant.asked] == ["社保能缓吗", "贷款贴息"]


async def test_following_greets_and_offers_starters_that_can_be_chosen(gateway, assistant, inbound):
    one = gateway()
    plan = await one.answer(inbound("", kind="event", event="subscribe"))
    assert "房租" in plan.texts[0] and plan.options[0].number == 1
    await one.answer(inbound("1", key="m2"))
    assert assistant.asked[-1][1] == plan.options[0].payload


async def test_unfollowing_deletes_and_says_nothing(gateway, forgotten, inbound):
    one = gateway()
    await one.keep("wechat:u1", ["旧的"])
    assert (await one.answer(inbound("", kind="event", event="unsubscribe"))).empty
    assert forgotten == ["wechat:u1"]
    assert await one.waiting("wechat:u1") == []


async def test_texts_kept_at_the_same_time_are_all_kept_up_to_a_limit(gateway):
    one = gateway()
    await asyncio.gather(*(one.keep("wechat:u1", [str(n)]) for n in range(8)))
    assert await one.waiting("wechat:u1") == ["3", "4", "5", "6", "7"]


async def test_texts_that_could_not_be_delivered_come_once(gateway):
    one = gateway()
    await one.keep("wechat:u1", ["一"])
    await one.keep("wechat:u1", ["二"])
    assert await one.waiting("wechat:u1") == ["一", "二"]
    assert await one.waiting("wechat:u1") == []


SILENT = [{"recipient_id": "u", "custom": {"type": "silent", "as_of": "2026-11-21", "measures": []}}]
DISTRICTS = [
    {
        "text": "哪个区？",
        "buttons": [{"title": "东城", "payload": "我在东城"}, {"title": "西城", "payload": "我在西城"}],
    }
]
TOPICS = [
    {"text": "哪件事？", "buttons": [{"title": "东城", "payload": "别的东城"}, {"title": "贷款", "payload": "贷款"}]}
]


async def test_while_a_person_has_the_conversation_nothing_is_said(gateway, assistant, inbound):
    one = gateway()
    assistant.replies = DISTRICTS
    await one.answer(inbound())
    assistant.replies = SILENT
    assert (await one.answer(inbound("我要人工", key="m2"))).empty
    assert (await one.answer(inbound("1", key="m3"))).empty
    assert assistant.asked[-1][1] == "1"


async def test_silence_with_words_is_said(gateway, assistant, inbound):
    assistant.replies = [{**SILENT[0], "text": "已转给人工。"}]
    assert (await gateway().answer(inbound())).texts == ("已转给人工。",)


async def test_a_tap_means_what_it_meant_in_its_turn(gateway, assistant, inbound):
    one = gateway()
    assistant.replies = DISTRICTS
    plan = await one.answer(inbound())
    tap = tap_id(inbound().key, plan.options[0])
    assistant.replies = TOPICS
    await one.answer(inbound("社保", key="m2"))
    await one.answer(inbound("东城", key="m3", event_key=tap))
    await one.answer(inbound("东城", key="m4"))
    await one.answer(inbound("东城", key="m5", user="other", event_key=tap))
    assert [text for _, text in assistant.asked[2:]] == ["我在东城", "别的东城", "东城"]


async def test_what_says_nothing_leaves_the_offer_as_it_is(gateway, assistant, inbound):
    one = gateway()
    assistant.replies = DISTRICTS
    await one.answer(inbound())
    await one.answer(inbound("", kind="event", event="LOCATION", key="m2"))
    await one.answer(inbound("2", key="m3"))
    assert assistant.asked[-1][1] == "我在西城"


@pytest.mark.parametrize("failing", [[], [{"text": APOLOGY}], [{"custom": {"type": "answer"}}], [{"text": "  "}]])
async def test_after_a_failure_the_same_number_can_be_sent_again(gateway, assistant, inbound, failing):
    one = gateway()
    assistant.replies = DISTRICTS
    await one.answer(inbound())
    assistant.replies = failing
    plan = await one.answer(inbound("2", key="m2"))
    assert plan.texts == (APOLOGY,) and [o.title for o in plan.options] == ["东城", "西城"]
    await one.answer(inbound("2", key="m3"))
    assert [text for _, text in assistant.asked] == ["房租能减吗", "我在西城", "我在西城"]


async def test_processes_answer_one_user_one_at_a_time(gateway, assistant, inbound, make_store):
    assistant.delay = 0.03
    one, two = gateway(), gateway()
    await asyncio.gather(*(g.answer(inbound(str(n), key=str(n))) for n, g in enumerate((one, two, one, two), 60)))
    assert assistant.most_busy == 1 and len(assistant.asked) == 4


async def test_a_turn_that_never_ends_elsewhere_holds_nobody_up_for_long(assistant, make_store, inbound):
    store = make_store()
    await store.claim("wechat:u1|turn", 60)
    one = Gateway(assistant, store, lambda _: None, patience=0.1)
    assert (await one.answer(inbound())).texts == ("答：房租能减吗",)
    assert not await store.claim("wechat:u1|turn", 60)


async def test_forgetting_waits_for_the_answer_under_way_and_leaves_nothing(assistant, make_store, inbound, forgotten):
    async def forget(sender):
        forgotten.append((sender, len(assistant.asked)))

    store = make_store()
    one = Gateway(assistant, store, forget)
    assistant.delay, assistant.replies = 0.05, DISTRICTS
    answering = asyncio.create_task(one.answer(inbound()))
    await asyncio.sleep(0.02)
    await one.forget("wechat:u1")
    assert (await answering).texts == ("哪个区？",)
    assert forgotten == [("wechat:u1", 1)]
    assert await store.get("wechat:u1|options") is None
    assert await store.get("wechat:u1|answer|m1") is None


async def test_texts_that_wait_may_be_kept_where_they_last(assistant, make_store, inbound, tmp_path):
    async def forget(_):
        pass

    lasting = SqlStore(f"sqlite:///{tmp_path}/lasting.db")
    await Gateway(assistant, make_store(), forget, lasting=lasting).keep("wechat:u1", ["一"])
    later = Gateway(assistant, make_store(), forget, lasting=lasting)
    assert await later.waiting("wechat:u1") == ["一"]
    await later.keep("wechat:u1", ["二"])
    await later.forget("wechat:u1")
    assert await later.waiting("wechat:u1") == []
    await lasting.close()
