"""The dashboard and the exports."""

import csv
import io
import json
from datetime import date, timedelta

import pytest
from desk_samples import MONDAY, MONEY, QUESTION, both_stores, measure, reply

from bot.desk.errors import NotAllowed
from bot.desk.exporting import cell
from bot.desk.figures import Slice
from bot.desk.forms import ADVICE, FINANCE
from bot.desk.views import TicketFilter

DAY = MONDAY.date()


@pytest.fixture
async def busy(desk, clock, wang):
    """Two days of a small desk."""
    loan = reply("可以贷", topic="loan", measures=[measure()])
    ended = reply("结束了", topic="rent", measures=[measure(expired=True), measure("dc-fin-2", 2, expired=True)])
    desk.log.turn("chat:1", "chat", "我在东城，贷款找谁", [loan], 8)
    desk.log.turn("chat:1", "chat", "房租能减吗", [ended], 8)
    desk.log.turn("wechat:2", "wechat", "我在西城，房租能减吗", [reply("谁家的房？", "clarify", topic="rent")], 8)
    desk.log.turn("wechat:2", "wechat", "转人工", [reply("好", "handoff")], 8)
    await desk.citizens.feedback("chat:1", "贷款找谁", loan, True, "")
    await desk.citizens.feedback("wechat:2", "房租能减吗", ended, False, "没用")
    first = desk.tickets.open(wang, ADVICE, {**QUESTION, "district": "东城"}, channel="chat", topic="loan").summary
    clock.move(minutes=30)
    view = desk.work.step(first.number, wang, first.version, "answer", "可以")
    view = desk.work.step(first.number, wang, view.summary.version, "close")
    desk.work.step(first.number, wang, view.summary.version, "rate", stars=4)
    clock.move(days=1)
    desk.log.turn("chat:3", "chat", "房租能减吗", [ended], 8)
    desk.log.turn("chat:4", "chat", "宠物", [reply("不懂", "out_of_scope")], 8)
    second = desk.tickets.open(wang, FINANCE, MONEY, channel="phone").summary
    duplicate = desk.tickets.open(wang, FINANCE, MONEY, channel="phone").summary
    desk.work.merge(duplicate.number, second.number, wang, duplicate.version, "同一件事")
    clock.at = second.due_at + timedelta(seconds=1)
    return desk


@both_stores
async def test_per_day(busy, database):
    found = busy.figures.figures(DAY - timedelta(days=1), DAY + timedelta(days=1))
    quiet, first, second = found.rows
    assert (quiet.key, quiet.conversations, quiet.turns, quiet.first_answer_minutes) == ("2022-05-29", 0, 0, None)
    assert (first.conversations, first.turns) == (2, 4)
    assert (first.answered, first.asked_back, first.handed_over, first.missed) == (2, 1, 1, 0)
    assert (first.expired, first.useful, first.not_useful) == (1, 1, 1)
    assert (first.tickets, first.first_answer_minutes, first.late) == (1, 30, 0)
    assert (first.solved, first.rated, first.satisfied) == (1, 1, 1)
    assert (second.conversations, second.answered, second.missed, second.expired) == (2, 1, 1, 1)
    assert (second.tickets, second.late, second.solved, second.rated) == (1, 1, 0, 0)
    assert (found.total.key, found.total.conversations, found.total.turns, found.total.tickets) == ("合计", 4, 6, 2)


@both_stores
async def test_other_groups(busy, database):
    def rows(by, **part):
        return {r.key: r for r in busy.figures.figures(DAY, DAY + timedelta(days=1), by, Slice(**part)).rows}

    channels = rows("channel")
    assert {k: v.conversations for k, v in channels.items()} == {"chat": 3, "wechat": 1, "phone": 0}
    assert channels["phone"].tickets == 1
    topics = rows("topic")
    assert (topics["rent"].conversations, topics["rent"].turns, topics["rent"].expired) == (3, 3, 2)
    assert topics["loan"].useful == 1
    districts = rows("district")
    assert (districts["西城"].asked_back, districts["东城"].answered) == (1, 3)
    assert districts["（没说）"].missed == 1
    assert set(rows("channel", channel="wechat")) == {"wechat"}
    assert rows("day", topic="loan")["2022-05-30"].answered == 1


async def test_a_rating_of_three_is_not_satisfied(desk, wang):
    for stars in (3, 4):
        ticket = desk.tickets.open(wang, ADVICE, QUESTION).summary
        view = desk.work.step(ticket.number, wang, ticket.version, "answer", "好")
        view = desk.work.step(ticket.number, wang, view.summary.version, "close")
        desk.work.step(ticket.number, wang, view.summary.version, "rate", stars=stars)
    total = desk.figures.figures(DAY, DAY).total
    assert (total.rated, total.satisfied) == (2, 1)


async def test_questions_asked_most_and_those_about_ended_measures(busy):
    found = busy.figures.figures(DAY, DAY + timedelta(days=1))
    assert [(q.question, q.count, q.expired) for q in found.top] == [("房租能减吗", 2, 2)]
    assert found.top_expired == found.top
    assert busy.figures.figures(DAY, DAY).top == ()  # once is not listed


async def test_an_empty_desk_is_zeros(desk):
    found = desk.figures.figures(DAY, DAY, "channel")
    assert (found.rows, found.total.conversations, found.total.first_answer_minutes) == ((), 0, None)


async def test_a_span_is_bounded(desk):
    assert len(desk.figures.figures(date(1990, 1, 1), DAY).rows) == 400


async def test_figures_as_csv(busy):
    rows = list(csv.reader(io.StringIO(busy.figures.csv(DAY, DAY).removeprefix("\ufeff"))))
    assert rows[0][:3] == ["分组", "对话", "提问"]
    assert rows[1][:3] == ["2022-05-30", "2", "4"]
    assert rows[2][0] == "合计"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("+86", "'+86"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        (" =1", "' =1"),
        ("＝1", "'＝1"),
        ("\n=cmd|' /C calc'!A0", "'\n=cmd|' /C calc'!A0"),
        ("平常的话", "平常的话"),
        (-1, "-1"),
        (None, ""),
        (True, "是"),
    ],
)
def test_no_cell_is_a_formula(value, shown):
    assert cell(value) == shown


async def test_tickets_are_exported_by_supervisors_only(busy, wang, chief):
    with pytest.raises(NotAllowed):
        busy.tickets.export.csv(TicketFilter(), wang)
    with pytest.raises(NotAllowed):
        busy.tickets.export.json(TicketFilter(), wang)
    rows = list(csv.DictReader(io.StringIO(busy.tickets.export.csv(TicketFilter(), chief).removeprefix("\ufeff"))))
    assert [r["状态"] for r in rows] == ["评价", "受理", "办结"]
    assert rows[2]["并入"] == rows[1]["编号"]
    assert rows[1]["登记表"].startswith("amount_wan: 50")
    (only,) = json.loads(busy.tickets.export.json(TicketFilter(state="评价"), chief))["tickets"]
    assert (only["stars"], only["first_answer_at"]) == (4, "2022-05-30T10:30:00+08:00")
    assert only["due_at"] == "2022-05-31T18:00:00+08:00"


async def test_what_citizens_write_is_harmless_in_a_spreadsheet(desk, wang, chief):
    desk.tickets.open(wang, ADVICE, {"question": "=HYPERLINK(1)"})
    (row,) = csv.DictReader(io.StringIO(desk.tickets.export.csv(TicketFilter(), chief).removeprefix("\ufeff")))
    assert row["事由"] == "'=HYPERLINK(1)"
