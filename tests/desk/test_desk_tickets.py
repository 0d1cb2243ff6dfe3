"""Tickets through their life: owners, steps, clocks, levels, forms, merging; and two operators at once."""

from datetime import datetime, timedelta

import pytest
from desk_samples import MONDAY, MONEY, QUESTION, SAYER, both_stores

from bot.desk.errors import BadInput, NotAllowed, NotNow, Outdated, TicketNotFound
from bot.desk.forms import ADVICE, FINANCE
from bot.desk.people import Actor
from bot.desk.sweeping import escalate_late
from bot.desk.views import TicketFilter
from knowledge.store.location import BEIJING


def opened(desk, actor, sender=SAYER, kind=ADVICE, values=QUESTION):
    return desk.tickets.open(actor, kind, values, sender=sender, channel="chat").summary


def handed(desk, sender=SAYER):
    """A ticket by a hand-off: nobody owns it."""
    return desk.tickets.get(str(desk.open_ticket(sender, "chat", "转人工", {"question": "房租能减吗"})), CHIEF).summary


CHIEF = Actor("chen", "陈班长", "supervisor")


@both_stores
def test_a_ticket_from_receipt_to_rating(desk, clock, outbound, wang, database):
    ticket = handed(desk)
    assert (ticket.state, ticket.owner, ticket.version > 0) == ("受理", "", True)
    assert ticket.number.startswith("20220530")
    assert ticket.due_at == datetime(2022, 5, 31, 18, tzinfo=BEIJING)
    view = desk.work.take(ticket.number, wang, ticket.version)
    assert (view.summary.owner, view.mine) == ("王话务", True)
    for name, more, state in (
        ("dispatch", {"department": "东城区测试国资委", "contact": "房租科"}, "派单"),
        ("work", {}, "办理"),
        ("answer", {"text": "可以减三个月"}, "答复"),
        ("close", {}, "办结"),
        ("call_back", {"text": "电话回访，已解决"}, "回访"),
        ("rate", {"stars": 5, "text": "快"}, "评价"),
    ):
        clock.move(hours=1)
        view = desk.work.step(ticket.number, wang, view.summary.version, name, **more)
        assert view.summary.state == state
    assert view.summary.department == "东城区测试国资委"
    assert view.summary.first_answer_at == MONDAY + timedelta(hours=3)
    assert (view.summary.stars, view.summary.overdue) == (5, False)
    assert [e.action for e in view.history] == [
        "open", "take", "dispatch", "work", "answer", "close", "call_back", "rate",
    ]  # fmt: skip
    assert view.history[2].changes["before"] == "受理"


def test_a_step_that_does_not_fit_changes_nothing(desk, wang):
    ticket = opened(desk, wang)
    with pytest.raises(NotNow, match="受理"):
        desk.work.step(ticket.number, wang, ticket.version, "close")
    view = desk.tickets.get(ticket.number, wang)
    assert (view.summary.state, view.summary.version) == ("受理", ticket.version)


@pytest.mark.parametrize(
    ("name", "more", "field"),
    [
        ("answer", {}, "text"),
        ("dispatch", {}, "department"),
        ("answer", {"text": "长" * 2001}, "text"),
        ("fly", {}, "step"),
    ],
)
def test_a_step_needs_what_belongs_to_it(desk, wang, name, more, field):
    ticket = opened(desk, wang)
    with pytest.raises(BadInput) as caught:
        desk.work.step(ticket.number, wang, ticket.version, name, **more)
    assert set(caught.value.faults) == {field}


def test_stars_are_one_to_five(desk, wang):
    version = opened(desk, wang).version
    number = desk.tickets.find(TicketFilter()).items[0].number
    version = desk.work.step(number, wang, version, "answer", "好").summary.version
    version = desk.work.step(number, wang, version, "close").summary.version
    for stars in (0, 6, None):
        with pytest.raises(BadInput, match="1 到 5 星"):
            desk.work.step(number, wang, version, "rate", stars=stars)
    assert desk.work.step(number, wang, version, "rate", stars=1).summary.stars == 1


def test_who_took_it_first_stays_responsible(desk, wang, li):
    ticket = handed(desk)
    view = desk.work.take(ticket.number, wang, ticket.version)
    with pytest.raises(NotNow, match="王话务"):
        desk.work.take(ticket.number, li, view.summary.version)
    view = desk.work.assign(ticket.number, wang, view.summary.version, "li", "李话务")
    assert (view.summary.owner, view.summary.handler) == ("王话务", "李话务")
    view = desk.work.step(ticket.number, li, view.summary.version, "answer", "可以")
    assert (view.summary.owner, view.mine) == ("王话务", True)


def test_others_may_look_but_not_work(desk, wang, li, editor, chief):
    ticket = opened(desk, wang)
    view = desk.tickets.get(ticket.number, li)
    assert (view.steps, view.mine) == ((), False)
    for call in (
        lambda a: desk.work.step(ticket.number, a, ticket.version, "work"),
        lambda a: desk.work.reply(ticket.number, a, ticket.version, "好"),
        lambda a: desk.work.join(ticket.number, a, ticket.version),
        lambda a: desk.work.assign(ticket.number, a, ticket.version, "li", "李话务"),
        lambda a: desk.work.escalate(ticket.number, a, ticket.version, "急"),
        lambda a: desk.work.fill(ticket.number, a, ticket.version, QUESTION),
        lambda a: desk.work.set_complex(ticket.number, a, ticket.version, True),
    ):
        for actor in (li, editor):
            with pytest.raises(NotAllowed):
                call(actor)
    for refused in (
        lambda: desk.tickets.open(editor, ADVICE, QUESTION),
        lambda: desk.work.take(ticket.number, editor, ticket.version),
        lambda: desk.work.note(ticket.number, editor, "看看"),
    ):
        with pytest.raises(NotAllowed):
            refused()
    assert desk.work.step(ticket.number, chief, ticket.version, "work").summary.state == "办理"


@both_stores
def test_of_two_operators_the_second_is_told(desk, wang, chief, database):
    ticket = opened(desk, wang)
    desk.work.step(ticket.number, wang, ticket.version, "work")
    with pytest.raises(Outdated, match="王话务"):
        desk.work.step(ticket.number, chief, ticket.version, "answer", "我来答")
    view = desk.tickets.get(ticket.number, chief)
    assert (view.summary.state, [e.action for e in view.history]) == ("办理", ["open", "work"])
    assert view.transcript == ()


@both_stores
def test_two_at_the_very_same_moment(desk, database, wang, chief):
    """Both have read the ticket; the second one to write is refused by the version in the database itself."""
    ticket = opened(desk, wang)
    with pytest.raises(Outdated), desk.work._change(ticket.number, chief, ticket.version) as (_, row):
        row.department = "二"
        _overtake(database, ticket.number)
    assert desk.tickets.get(ticket.number, wang).summary.department == "一"


@both_stores
def test_of_many_at_once_exactly_one_takes_it(desk, database):
    """Threads of their own, as two pages of two operators are."""
    from concurrent.futures import ThreadPoolExecutor

    ticket = handed(desk)
    operators = [Actor(f"o{n}", f"话务{n}", "operator") for n in range(6)]

    def take(actor):
        try:
            return desk.work.take(ticket.number, actor, ticket.version).summary.owner
        except Outdated:
            return ""

    with ThreadPoolExecutor(6) as pool:
        won = [name for name in pool.map(take, operators) if name]
    assert len(won) == 1
    view = desk.tickets.get(ticket.number, CHIEF)
    assert (view.summary.owner, [e.action for e in view.history].count("take")) == (won[0], 1)


def _overtake(database, number):
    from sqlalchemy import update

    from bot.desk.tables import TicketRow

    with database.session.begin() as session:
        changed = update(TicketRow).where(TicketRow.number == number)
        session.execute(changed.values(department="一", version=TicketRow.version + 1))


def test_the_citizen_writing_does_not_disturb_who_is_writing_an_answer(desk, wang):
    from bot.desk import replying

    ticket = opened(desk, wang)
    version = desk.work.join(ticket.number, wang, ticket.version).summary.version
    assert replying.heard(desk.ground, SAYER, "chat", "还有一件事")
    view = desk.work.reply(ticket.number, wang, version, "请说")
    assert view.summary.unread == 1
    desk.work.seen(ticket.number, Actor("li", "李话务", "operator"))
    assert desk.tickets.get(ticket.number, wang).summary.unread == 1
    desk.work.seen(ticket.number, wang)
    assert desk.tickets.get(ticket.number, wang).summary.unread == 0


def test_overdue_begins_after_the_deadline(desk, clock, wang):
    ticket = handed(desk)
    clock.at = ticket.due_at
    assert not desk.tickets.get(ticket.number, wang).summary.overdue
    assert desk.tickets.find(TicketFilter(overdue=True)).total == 0
    clock.move(seconds=1)
    assert desk.tickets.get(ticket.number, wang).summary.overdue
    assert [t.number for t in desk.tickets.find(TicketFilter(overdue=True)).items] == [ticket.number]
    view = desk.work.take(ticket.number, wang, ticket.version)
    view = desk.work.step(ticket.number, wang, view.summary.version, "answer", "晚了，抱歉")
    assert view.summary.overdue  # given, but late
    assert desk.tickets.find(TicketFilter(overdue=True)).total == 0


def test_a_complex_one_has_three_working_days_from_receipt(desk, clock, wang):
    ticket = opened(desk, wang)
    clock.move(days=1)
    view = desk.work.set_complex(ticket.number, wang, ticket.version, True)
    assert view.summary.due_at == datetime(2022, 6, 2, 18, tzinfo=BEIJING)
    view = desk.work.set_complex(ticket.number, wang, view.summary.version, False)
    assert view.summary.due_at == ticket.due_at


def test_three_levels_and_no_fourth(desk, wang):
    ticket = opened(desk, wang)
    view = desk.work.escalate(ticket.number, wang, ticket.version, "要领导定")
    view = desk.work.escalate(ticket.number, wang, view.summary.version, "还要定")
    assert view.summary.level == 3
    with pytest.raises(NotNow, match="最高"):
        desk.work.escalate(ticket.number, wang, view.summary.version, "再升")
    with pytest.raises(BadInput):
        desk.work.escalate(ticket.number, wang, view.summary.version, " ")


def test_late_tickets_are_lifted_by_themselves_once_each(desk, clock, wang):
    ticket = handed(desk)
    clock.at = ticket.due_at
    assert escalate_late(desk.ground) == []
    clock.move(seconds=1)
    assert escalate_late(desk.ground) == [ticket.number]
    assert escalate_late(desk.ground) == []
    clock.at = datetime(2022, 6, 1, 18, tzinfo=BEIJING)
    assert escalate_late(desk.ground) == []
    clock.move(seconds=1)
    assert escalate_late(desk.ground) == [ticket.number]
    view = desk.tickets.get(ticket.number, wang)
    assert view.summary.level == 3
    assert [e.changes["level"] for e in view.history if e.action == "escalate"] == ["班长", "值班领导"]


@both_stores
def test_duplicates_become_one(desk, outbound, wang, database):
    first, second = opened(desk, wang), opened(desk, wang, sender="wechat:xyz")
    desk.work.note(second.number, wang, "和前一张一样")
    view = desk.work.merge(second.number, first.number, wang, second.version, "同一件事")
    assert (view.summary.number, view.merged, view.recipients) == (first.number, (second.number,), 2)
    gone = desk.tickets.get(second.number, wang)
    assert (gone.summary.state, gone.summary.merged_into, gone.steps) == ("办结", first.number, ())
    with pytest.raises(NotNow, match=first.number):
        desk.work.step(second.number, wang, gone.summary.version, "reopen", "x")
    view = desk.work.reply(first.number, wang, view.summary.version, "两位都看到")
    assert [line.text for line in desk.log.transcript("wechat:xyz")] == ["两位都看到"]
    desk.work.reply(first.number, wang, view.summary.version, "只给您", everyone=False)
    assert [line.text for line in desk.log.transcript("wechat:xyz")] == ["两位都看到"]
    assert [line.text for line in desk.log.transcript(SAYER)] == ["两位都看到", "只给您"]


def test_merging_keeps_the_earlier_clock_and_the_higher_level(desk, clock, wang):
    early = opened(desk, wang, sender="chat:1")
    early = desk.work.escalate(early.number, wang, early.version, "急").summary
    clock.move(days=1)
    late = opened(desk, wang, sender="chat:2")
    view = desk.work.merge(early.number, late.number, wang, early.version, "同一件事")
    assert (view.summary.due_at, view.summary.level) == (early.due_at, 2)


def test_what_cannot_be_merged(desk, wang):
    first, second = opened(desk, wang), opened(desk, wang, sender="chat:2")
    with pytest.raises(NotNow, match="自己"):
        desk.work.merge(first.number, first.number, wang, first.version, "x")
    with pytest.raises(TicketNotFound):
        desk.work.merge(first.number, "000", wang, first.version, "x")
    view = desk.work.step(second.number, wang, second.version, "answer", "好")
    desk.work.step(second.number, wang, view.summary.version, "close")
    with pytest.raises(NotNow, match="没办结"):
        desk.work.merge(first.number, second.number, wang, first.version, "x")


def test_the_form_can_be_put_right(desk, wang):
    ticket = opened(desk, wang, kind=FINANCE, values=MONEY)
    with pytest.raises(BadInput, match="万元"):
        desk.work.fill(ticket.number, wang, ticket.version, {**MONEY, "amount_wan": "很多"})
    view = desk.work.fill(ticket.number, wang, ticket.version, {**MONEY, "amount_wan": "80"})
    assert (view.form["amount_wan"], view.summary.subject) == (80, "融资80万元：进货")
    assert view.history[-1].text == "需要多少钱（万元）"


def test_financing_is_matched_to_measures_with_contacts(desk, wang):
    ticket = opened(desk, wang, kind=FINANCE, values=MONEY)
    view = desk.tickets.get(ticket.number, wang)
    assert [(m.measure, m.group) for m in view.matches] == [
        ("dc-fin-2", "担保"), ("dc-fin-1", "贷款"), ("dc-fin-4", "贴息"),
    ]  # fmt: skip
    assert view.matches[1].contacts[0].phones == ("64030011",)


def test_measures_that_are_ruled_out_are_not_matched(desk):
    from bot.desk.matching import financing

    found = financing(
        desk.ground.knowledge, {"amount_wan": 50}, {"size": "微型", "district": "东城"}, desk.ground.today()
    )
    assert [m.measure for m in found] == ["dc-fin-1", "dc-fin-2"]
    assert [m.ruling for m in found] == ["eligible", "eligible"]


def test_the_department_is_proposed_from_the_measure(desk, wang):
    number = str(desk.open_ticket(SAYER, "chat", "转人工", {"question": "贷款", "measures": ["dc-fin-1"]}))
    (proposal,) = desk.tickets.get(number, wang).proposals
    assert (proposal.department, proposal.contact, proposal.source) == (
        "东城区测试金融办",
        "赵六",
        "东测发〔2022〕3号第1条",
    )


def test_lists_filters_and_counts(desk, clock, wang, li):
    mine = opened(desk, wang)
    free = handed(desk, "chat:2")
    page = desk.tickets.find(TicketFilter(), size=1)
    assert (page.total, len(page.items)) == (2, 1)
    assert [t.number for t in desk.tickets.find(TicketFilter(mine="wang")).items] == [mine.number]
    assert [t.number for t in desk.tickets.find(TicketFilter(unowned=True)).items] == [free.number]
    assert [t.number for t in desk.tickets.find(TicketFilter(text=mine.number[-4:])).items] == [mine.number]
    assert desk.tickets.find(TicketFilter(text="100%_")).total == 0
    assert desk.tickets.find(TicketFilter(kind=FINANCE)).total == 0
    assert desk.tickets.find(TicketFilter(since=MONDAY.date(), until=MONDAY.date())).total == 2
    assert desk.tickets.find(TicketFilter(until=MONDAY.date() - timedelta(days=1))).total == 0
    assert desk.tickets.counts(wang) == {"open": 2, "mine": 1, "unowned": 1, "overdue": 0, "unread": 0}
    assert desk.tickets.counts(li)["mine"] == 0


def test_news_go_on_where_they_stopped(desk, wang):
    ticket = opened(desk, wang)
    (first,) = desk.tickets.news()
    desk.work.step(ticket.number, wang, ticket.version, "work")
    assert [(n.number, n.action) for n in desk.tickets.news(since=first.id)] == [(ticket.number, "work")]


def test_a_number_nobody_has(desk, wang):
    with pytest.raises(TicketNotFound, match="202200000000"):
        desk.tickets.get("202200000000", wang)
