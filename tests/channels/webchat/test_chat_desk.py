"""Feedback, tickets and ratings, with a desk and without; and cards as the browser gets them."""

from __future__ import annotations

import pytest

from bot.citizen import TicketState

TICKET = TicketState(
    "20220601-7", "政策咨询", "办结", "王工", "2022-06-01T09:00:00+08:00", "2022-06-01T10:00:00+08:00", can_rate=True
)


async def test_feedback_reaches_the_desk_with_question_and_answer(browser, runtime, desk):
    _, bot = await browser.say("房租能减吗")
    status, _, _ = await browser.post("feedback", {"entry": bot["id"], "useful": False, "reason": "电话打不通"})
    assert status == 200
    sender, question, answer, useful, reason = desk.told[0]
    assert sender == runtime.heard[0][0]
    assert (question, useful, reason) == ("房租能减吗", False, "电话打不通")
    assert answer["text"] == "听到：房租能减吗"
    _, got, _ = await browser.get("history")
    assert got["entries"][-1]["feedback"] == {"useful": False, "reason": "电话打不通"}


async def test_feedback_only_on_own_answers(browser, another, desk):
    user, bot = await browser.say("你好")
    await another.begin()
    assert (await another.post("feedback", {"entry": bot["id"], "useful": True}))[0] == 404
    assert (await browser.post("feedback", {"entry": user["id"], "useful": True}))[0] == 404
    assert (await browser.post("feedback", {"entry": 999, "useful": True}))[0] == 404
    assert desk.told == []


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("feedback", {"useful": True}, "entry"),
        ("feedback", {"entry": 2, "useful": "yes"}, "useful"),
        ("feedback", {"entry": 2, "useful": True, "reason": "字" * 501}, "reason"),
        ("rate", {"number": "1", "stars": 0}, "stars"),
        ("rate", {"number": "1", "stars": 6}, "stars"),
        ("rate", {"number": "", "stars": 5}, "number"),
        ("rate", {"number": "1", "stars": 5, "words": "字" * 501}, "words"),
    ],
)
async def test_bad_judgements_are_explained(browser, desk, path, body, field):
    await browser.say("你好")
    status, got, _ = await browser.post(path, body)
    assert (status, got["fields"]) == (422, [field])
    assert desk.told == []


async def test_the_ticket_is_told_and_may_be_rated_by_its_owner(browser, desk):
    await browser.say("转人工")
    assert (await browser.get("ticket"))[1] == {"ticket": None}
    desk.state = TICKET
    _, got, _ = await browser.get("ticket")
    assert got["ticket"]["number"] == "20220601-7"
    assert got["ticket"]["can_rate"] is True
    assert (await browser.begin())["ticket"]["state"] == "办结"
    assert (await browser.post("rate", {"number": "other", "stars": 5}))[0] == 404
    status, got, _ = await browser.post("rate", {"number": "20220601-7", "stars": 4, "words": "很快"})
    assert status == 200
    assert desk.told[-1][1:] == ("20220601-7", 4, "很快")


async def test_without_a_desk_its_parts_are_hidden(start):
    browser = await start()
    await browser.begin()
    _, bot = await browser.say("你好")
    for path, body in (
        ("feedback", {"entry": bot["id"], "useful": True}),
        ("rate", {"number": "1", "stars": 5}),
    ):
        status, got, _ = await browser.post(path, body)
        assert status == 404
        assert "12345" in got["error"]
    assert (await browser.get("ticket"))[0] == 404
    assert (await browser.post("forget"))[0] == 200


async def test_a_card_has_what_the_page_shows(browser, runtime, knowledge):
    measure = {
        "id": "dc-2020-3-8", "doc": "东政办发〔2020〕3号", "number": 8, "title": "研发费用补助", "district": "东城",
        "verdict": "needs_check", "reasons": [], "expired": False,
        "contacts": [{"name": "杨扬", "phones": ["59260100-608", "内线 5"], "department": "东城园管委会"}],
    }  # fmt: skip
    text = (
        "【东城】研发费用补助\n按您说的数算一算：\n· 按支出额的5%：3万元\n  60万元 × 5% = 3万元\n"
        "能给多少：\n· 别的\n\n请问您是高新技术企业吗？"
    )
    card = {"type": "clarify", "asks": "hightech", "aspect": "amount", "as_of": "2022-06-01", "measures": [measure]}
    working, asked = ["· 按支出额的5%：3万元", "60万元 × 5% = 3万元"], ["能给多少：", "· 别的"]
    said = {**card, "working": working, "asked": asked, "ticket": 3, "secret": "x"}
    runtime.replies = [{"text": text, "custom": said}]
    _, bot = await browser.say("研发花了60万")
    got = bot["card"]
    assert got["question"] == "请问您是高新技术企业吗？"
    assert (got["working"], got["asked"]) == (working, asked)
    assert "secret" not in got
    shown = got["measures"][0]
    assert (shown["source"], shown["page"]) == ("东政办发〔2020〕3号第8条", "/m/dc-2020-3-8")
    assert shown["estimable"] is True
    assert shown["contacts"][0]["phones"] == [
        {"text": "59260100-608", "tel": "tel:01059260100,608"}, {"text": "内线 5", "tel": None},
    ]  # fmt: skip


async def test_an_answer_about_one_district_offers_the_other(browser, runtime):
    measure = {"id": "gone", "district": "东城", "title": "x", "doc": "x", "number": None}
    runtime.replies = [{"text": "答", "custom": {"type": "answer", "asks": None, "measures": [measure]}}]
    _, bot = await browser.say("房租")
    assert bot["card"]["measures"][0]["estimable"] is False
    (other,) = bot["buttons"]
    assert other["title"] == "换个区：西城"
    await browser.post("messages", {"id": "turn-00000002", "button": other["id"]})
    assert runtime.heard[-1][1] == "西城呢"


async def test_a_desk_in_trouble_does_not_keep_answers_back(browser, desk, monkeypatch, caplog):
    async def broken(sender):
        raise RuntimeError("no desk today")

    monkeypatch.setattr(desk, "ticket", broken)
    assert [e["who"] for e in await browser.say("你好")] == ["user", "bot"]
    assert (await browser.get("ticket"))[1] == {"ticket": None}
    assert any(r.exc_info for r in caplog.records)
