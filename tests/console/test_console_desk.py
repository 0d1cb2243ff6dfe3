"""Tickets, unanswered questions, dashboard and offers, as browsers without JavaScript see them."""

from __future__ import annotations

import json

import pytest

from bot.accounts.audit import Seen
from bot.desk.people import Actor

CARD = {"type": "out_of_scope", "topic": None, "aspect": None, "asks": None, "as_of": "2021-06-01", "measures": []}
SENDER = "web:citizen"


@pytest.fixture
async def operator(desk):
    return await desk.signed_in("operator")


@pytest.fixture
async def supervisor(desk):
    return await desk.signed_in("supervisor")


@pytest.fixture
def number(desk):
    """A ticket of somebody who asked for a person on the web."""
    desk.desk.log.turn(SENDER, "web", "租金能减吗，电话13812345678<b>", [{"text": "抱歉。", "custom": CARD}])
    return str(desk.desk.tickets.hand_off(SENDER, "web", "政策咨询", {"question": "租金能减吗 13812345678"}))


async def text_of(answer, status=200):
    text = await answer.text()
    assert answer.status == status, text
    return text


def version(desk, number):
    return str(desk.desk.tickets.get(number, Actor("x", "x", "admin")).summary.version)


async def do(desk, browser, number, what, **form):
    return await browser.post(f"/console/tickets/{number}/{what}", None, {"version": version(desk, number), **form})


async def test_a_ticket_from_the_look_up_carries_what_is_on_the_screen(desk, operator):
    page = await text_of(
        await operator.get("/console/tickets/new?q=租金减免&measure=dc-desk-1&topic=rent&caller=东城开饭馆，8个人")
    )
    assert "关于：小微企业租金减免一半（东测发〔2021〕1号第1条）" in page and "从业人数：8" in page
    form = {
        "kind": "政策咨询",
        "topic": "rent",
        "question": "租金减免怎么办",
        "district": "东城",
        "phone": "13900001111",
    }
    made = await operator.post("/console/tickets/new", None, form)
    assert made.status == 303
    page = await text_of(await operator.get(made.headers["Location"]))
    assert "租金减免怎么办" in page and "139******11" in page and "13900001111" not in page
    assert "operator甲" in page
    listed = await text_of(await operator.get("/console/tickets?mine=yes"))
    assert "租金减免怎么办" in listed


async def test_a_form_with_faults_comes_back_as_it_was(operator):
    form = {"kind": "融资需求登记", "amount_wan": "很多", "use": "进货", "term_months": "12", "guarantee": ""}
    page = await text_of(await operator.post("/console/tickets/new", None, form), 422)
    assert 'value="很多"' in page and 'value="进货"' in page
    assert "“需要多少钱（万元）”要填数字" in page and "请填写“能提供什么担保”" in page
    assert (await operator.post("/console/tickets/new", None, {"kind": "别的"})).status == 422


async def test_the_life_of_a_ticket_by_forms_alone(desk, operator, number):
    page = await text_of(await operator.get(f"/console/tickets/{number}"))
    assert "我来接" in page and "发给市民" not in page
    assert (await do(desk, operator, number, "take")).status == 303
    page = await text_of(await operator.get(f"/console/tickets/{number}"))
    assert "发给市民" in page and "东城区国资委" in page, "a department is proposed"
    dispatch = {"step": "dispatch", "proposal": "东城区国资委｜张三 64030001-12"}
    assert (await do(desk, operator, number, "step", **dispatch)).status == 303
    assert (await do(desk, operator, number, "note", text="问过国资委")).status == 303
    assert (await do(desk, operator, number, "step", step="work")).status == 303
    assert (await do(desk, operator, number, "step", step="answer", text="可以减一半。")).status == 303
    assert (await do(desk, operator, number, "step", step="close")).status == 303
    assert (await do(desk, operator, number, "step", step="call_back", text="满意")).status == 303
    assert (await do(desk, operator, number, "step", step="rate", stars="5")).status == 303
    view = desk.desk.tickets.get(number, Actor("x", "x", "admin"))
    assert (view.summary.state, view.summary.department, view.contact) == ("评价", "东城区国资委", "张三 64030001-12")
    assert [line.text for line in view.transcript if line.who == "operator"] == ["可以减一半。"]
    noted = [e.action for _, e in desk.audit.lines(Seen(who="operator"))[0]]
    assert {"ticket", "ticket.take", "ticket.step", "ticket.note"} <= set(noted)


async def test_taking_over_replying_and_handing_back(desk, operator, number):
    await do(desk, operator, number, "take")
    assert (await do(desk, operator, number, "join")).status == 303
    assert "助手不作答" in await text_of(await operator.get(f"/console/tickets/{number}"))
    assert (await do(desk, operator, number, "reply", text="您好<script>", everyone="yes")).status == 303
    talk = await text_of(await operator.get(f"/console/tickets/{number}/talk"))
    assert "您好&lt;script&gt;" in talk and "<script>" not in talk
    assert (await do(desk, operator, number, "back")).status == 303


async def test_personal_numbers_are_hidden_until_asked_for_and_that_is_noted(desk, operator, number):
    page = await text_of(await operator.get(f"/console/tickets/{number}"))
    assert "13812345678" not in page and "138****5678" in page
    assert (await do(desk, operator, number, "reveal")).status == 403, "not one's own"
    await do(desk, operator, number, "take")
    page = await text_of(await do(desk, operator, number, "reveal"))
    assert "13812345678" in page
    (_, newest), *_ = desk.audit.lines(Seen())[0]
    assert (newest.action, newest.target) == ("ticket.reveal", number)


async def test_the_form_keeps_the_number_that_was_hidden(desk, operator, number):
    await do(desk, operator, number, "take")
    form = {"question": "租金能减吗 138****5678", "district": "东城", "phone": "138******78", "enterprise": "小店"}
    assert (await do(desk, operator, number, "fill", **form)).status == 303
    kept = desk.desk.tickets.get(number, Actor("x", "x", "admin")).form
    assert (kept["phone"], kept["enterprise"]) == ("13812345678", "小店")


async def test_a_colleague_who_was_faster_is_said(desk, operator, supervisor, number):
    seen = version(desk, number)
    await do(desk, supervisor, number, "take")
    late = await operator.post(f"/console/tickets/{number}/take", None, {"version": seen})
    assert "supervisor甲刚刚改过" in await text_of(late, 409)


async def test_another_operators_ticket_can_be_seen_and_noted_only(desk, operator, supervisor, number):
    await do(desk, supervisor, number, "take")
    assert "首问负责" in await text_of(await operator.get(f"/console/tickets/{number}"))
    assert (await do(desk, operator, number, "reply", text="您好")).status == 403
    assert (await do(desk, operator, number, "note", text="帮忙查了")).status == 303
    assert (await do(desk, supervisor, number, "assign", to="operator")).status == 303
    assert (await do(desk, operator, number, "reply", text="您好")).status == 303


@pytest.mark.parametrize(
    ("what", "form", "status"),
    [
        ("step", {"step": "close"}, 409),
        ("step", {"step": "nonsense"}, 422),
        ("reply", {"text": " "}, 422),
        ("reply", {"text": "长" * 2001}, 422),
        ("note", {"text": ""}, 422),
        ("merge", {"into": "999", "text": "一样"}, 404),
        ("assign", {"to": "editor"}, 422),
        ("assign", {"to": "nobody"}, 404),
        ("take", {}, 409),
        ("take", {"version": "x"}, 422),
    ],
)
async def test_what_cannot_be_done_is_said_and_nothing_changes(desk, operator, number, what, form, status):
    await do(desk, operator, number, "take")
    before = version(desk, number)
    answer = await do(desk, operator, number, what, **form)
    assert answer.status == status, await answer.text()
    assert version(desk, number) == before


async def test_escalating_merging_and_complexity(desk, operator, number):
    await do(desk, operator, number, "take")
    assert (await do(desk, operator, number, "escalate", text="等太久")).status == 303
    assert "已升级到班长" in await text_of(await operator.get(f"/console/tickets/{number}"))
    assert (await do(desk, operator, number, "complex", complex="yes")).status == 303
    form = {"kind": "政策咨询", "question": "同一件事"}
    other = (await operator.post("/console/tickets/new", None, form)).headers["Location"].rsplit("/", 1)[1]
    merged = await do(desk, operator, number, "merge", into=other, text="重复")
    assert merged.headers["Location"] == f"/console/tickets/{other}"
    assert f'已并入 <a href="/console/tickets/{other}">' in await text_of(
        await operator.get(f"/console/tickets/{number}")
    )


async def test_exports_are_for_supervisors(desk, operator, supervisor, number):
    assert (await operator.get("/console/tickets/export.csv")).status == 403
    answer = await supervisor.get("/console/tickets/export.csv")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="tickets.csv"'
    assert number in await text_of(answer)
    told = json.loads(await text_of(await supervisor.get("/console/tickets/export.json?state=open")))
    assert [t["number"] for t in told["tickets"]] == [number]


async def test_the_list_filters_pages_and_survives_nonsense(desk, operator, number):
    for query, there in (
        ("state=open", True),
        ("state=finished", False),
        ("unowned=yes", True),
        ("mine=yes", False),
        ("kind=诉求/投诉", False),
        ("text=租金", True),
        ("since=2099-01-01", False),
        ("since=nonsense&level=9&page=x&state=?", True),
    ):
        page = await text_of(await operator.get(f"/console/tickets?{query}"))
        assert (f"/console/tickets/{number}" in page) == there, query
    assert (await operator.get("/console/tickets/999")).status == 404


async def test_asking_for_news_does_not_keep_a_session_alive(desk, operator, number, monkeypatch):
    from bot.console import keys

    found = []
    real = desk.console[keys.sessions_key].find
    monkeypatch.setattr(
        desk.console[keys.sessions_key], "find", lambda token, used=True: found.append(used) or real(token, used)
    )
    await operator.get("/console/tickets/part", HX_Request="true")
    await operator.get(f"/console/tickets/{number}/talk", HX_Request="true")
    await operator.get("/console/tickets")
    assert found == [False, False, True]


@pytest.fixture
def asked(desk):
    for i, question in enumerate(["消费红包怎么领", "消费红包还能领吗", "<i>消费红包</i>什么时候发"]):
        desk.desk.log.turn(f"web:u{i}", "web", question, [{"text": "抱歉。", "custom": CARD}])


async def test_unanswered_questions_become_sentences_synonyms_drafts_or_nothing(desk, asked):
    editor = await desk.signed_in("editor")
    page = await text_of(await editor.get("/console/learning"))
    assert "消费红包" in page and "<i>" not in page
    ids = page.split('name="ids" value="')[1].split('"')[0]
    bad = await editor.post(
        "/console/learning/sentence", None, {"ids": ids, "intent": "none", "words": "消费红包怎么领"}
    )
    assert "没有叫“none”的意图" in await text_of(bad, 422)
    good = {"ids": ids, "intent": "consumption", "words": "消费红包怎么领\n红包在哪里领"}
    assert (await editor.post("/console/learning/sentence", None, good)).status == 303
    assert "红包在哪里领" in await text_of(await editor.get("/console/learning/sentences.yml"))
    assert (await editor.post("/console/learning/sentence", None, good)).status == 422, "dealt with already"
    lesson = desk.desk.learning.lessons()[0]
    assert (await editor.post("/console/learning/published", None, {"lesson": str(lesson.id)})).status == 303
    assert desk.desk.learning.lessons()[0].published_at
    assert (await editor.post("/console/learning/dismiss", None, {"ids": "x", "words": "y"})).status == 422


async def test_a_question_becomes_a_draft_measure(desk, asked):
    editor = await desk.signed_in("editor")
    page = await text_of(await editor.get("/console/learning"))
    ids = page.split('name="ids" value="')[1].split('"')[0]
    form = {"ids": ids, "title": "消费红包", "topic": "consumption", "words": "发消费红包。", "district": "东城"}
    made = await editor.post("/console/learning/draft", None, form)
    assert made.headers["Location"].startswith("/console/knowledge/drafts/")
    assert "消费红包" in await text_of(await editor.get(made.headers["Location"]))


async def test_the_dashboard_draws_and_counts(desk, supervisor, asked, number):
    for by in ("day", "topic", "district", "channel", "nonsense"):
        page = await text_of(await supervisor.get(f"/console/figures?by={by}"))
        assert page.count("<svg viewBox=") >= 4 and "<rect" in page and " style=" not in page
    csv = await text_of(await supervisor.get("/console/figures.csv?by=channel"))
    assert "合计" in csv
    assert "现在同意提醒" in await text_of(await supervisor.get("/console/push"))
