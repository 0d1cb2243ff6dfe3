"""What channels ask on behalf of a citizen: the own ticket, opinions, ratings, forgetting, and the time of keeping."""

import pytest
from desk_samples import QUESTION, SAYER, both_stores, measure, reply
from sqlalchemy import select

from bot.desk.forms import ADVICE
from bot.desk.learning_tables import ConsentRow, FeedbackRow, UnansweredRow
from bot.desk.people import Actor
from bot.desk.retention import purge
from bot.desk.tables import Base, ConversationRow, LineRow, TicketRow
from bot.desk.views import TicketFilter

CHIEF = Actor("chen", "陈班长", "supervisor")


def closed(desk, sender=SAYER):
    ticket = desk.tickets.open(CHIEF, ADVICE, QUESTION, sender=sender, channel="chat").summary
    view = desk.work.step(ticket.number, CHIEF, ticket.version, "answer", "可以")
    return desk.work.step(ticket.number, CHIEF, view.summary.version, "close").summary


@both_stores
async def test_the_citizen_sees_the_own_ticket_until_it_is_rated(desk, database):
    assert await desk.citizens.ticket(SAYER) is None
    ticket = desk.tickets.open(CHIEF, ADVICE, QUESTION, sender=SAYER, channel="chat").summary
    state = await desk.citizens.ticket(SAYER)
    assert (state.number, state.kind, state.state, state.owner) == (ticket.number, ADVICE, "受理", "陈班长")
    assert (state.due_at, state.can_rate) == ("2022-05-31T18:00:00+08:00", False)
    view = desk.work.step(ticket.number, CHIEF, ticket.version, "answer", "可以")
    assert (await desk.citizens.ticket(SAYER)).due_at == ""
    desk.work.step(ticket.number, CHIEF, view.summary.version, "close")
    assert (await desk.citizens.ticket(SAYER)).can_rate
    rated = await desk.citizens.rate(SAYER, ticket.number, 4, "还行")
    assert (rated.state, rated.can_rate) == ("评价", False)
    assert await desk.citizens.ticket(SAYER) is None
    view = desk.tickets.get(ticket.number, CHIEF)
    assert (view.summary.stars, view.rating_words, view.history[-1].role) == (4, "还行", "citizen")


async def test_only_the_own_ticket_can_be_rated_once_and_when_it_is_closed(desk):
    number = closed(desk).number
    open_one = desk.tickets.open(CHIEF, ADVICE, QUESTION, sender=SAYER).summary.number
    for sender, which, stars in (
        ("chat:other", number, 5),
        ("", number, 5),
        (SAYER, "20220530999", 5),
        (SAYER, number, 6),
        (SAYER, number, 0),
        (SAYER, open_one, 5),
    ):
        with pytest.raises(LookupError):
            await desk.citizens.rate(sender, which, stars, "")
    await desk.citizens.rate(SAYER, number, 5, "")
    with pytest.raises(LookupError, match="评价"):
        await desk.citizens.rate(SAYER, number, 1, "")
    assert desk.tickets.get(number, CHIEF).summary.stars == 5


async def test_who_was_merged_sees_and_rates_the_ticket_that_went_on(desk):
    first = desk.tickets.open(CHIEF, ADVICE, QUESTION, sender="chat:1").summary
    second = desk.tickets.open(CHIEF, ADVICE, QUESTION, sender="chat:2").summary
    desk.work.merge(second.number, first.number, CHIEF, second.version, "同一件事")
    state = await desk.citizens.ticket("chat:2")
    assert (state.number, state.state) == (first.number, "受理")


async def test_opinions_are_kept_and_a_bad_one_is_a_question_to_learn_from(desk, database):
    answer = reply("可以贷", topic="loan", measures=[measure()])
    await desk.citizens.feedback(SAYER, "贷款找谁", answer, True, "")
    assert desk.learning.clusters() == []
    await desk.citizens.feedback(SAYER, "贷款找谁", answer, False, " 电话打不通 ")
    (cluster,) = desk.learning.clusters()
    assert (cluster.name, cluster.why, cluster.topic) == ("贷款找谁", {"答得没用": 1}, "loan")
    with database.session() as session:
        rows = session.scalars(select(FeedbackRow).order_by(FeedbackRow.id)).all()
        assert [(r.useful, r.reason, r.channel, r.measures) for r in rows] == [
            (True, "", "chat", ["dc-fin-1"]),
            (False, "电话打不通", "chat", ["dc-fin-1"]),
        ]


async def _lives(desk, sender):
    """Leave a trace in everything the desk keeps."""
    desk.log.turn(sender, "chat", "秘密问题：我是吴某某", [reply("不懂秘密", "out_of_scope")])
    desk.consents.subscribe(sender, "chat")
    await desk.citizens.feedback(sender, "秘密问题", reply("秘密答复"), False, "秘密原因")
    ticket = desk.tickets.open(CHIEF, ADVICE, {"question": "秘密事由"}, sender=sender, channel="chat").summary
    view = desk.work.reply(ticket.number, CHIEF, ticket.version, "秘密回复")
    desk.work.note(ticket.number, CHIEF, "秘密备注")
    return view.summary


@both_stores
async def test_forgetting_leaves_nothing_personal_in_any_table(desk, database, outbound):
    ticket = await _lives(desk, SAYER)
    await _lives(desk, "chat:other")
    await desk.citizens.forget(SAYER)
    left = _everything(database)
    assert SAYER not in left
    assert left.count("chat:other") > 0
    with database.session() as session:
        mine = session.scalar(select(TicketRow).where(TicketRow.number == ticket.number))
        assert (mine.state, mine.form, mine.packet) == ("办结", {}, {})
        assert session.query(LineRow).filter(LineRow.text.contains("秘密")).count() == 3  # the other one's
        assert (
            session.query(UnansweredRow).filter_by(sender="chat:other").count() == session.query(UnansweredRow).count()
        )
    view = desk.tickets.get(ticket.number, CHIEF)
    assert "秘密" not in repr(view)
    assert desk.log.transcript(SAYER) == []
    assert await desk.citizens.ticket(SAYER) is None
    assert await desk.deliver() == 1
    assert outbound.texts(SAYER) == []
    figures = desk.figures.figures(desk.ground.now().date(), desk.ground.now().date()).total
    assert (figures.conversations, figures.turns, figures.not_useful) == (2, 2, 2)


def _everything(database):
    with database.session() as session:
        return repr([session.execute(table.select()).all() for table in Base.metadata.sorted_tables])


async def test_forgetting_somebody_unknown_changes_nothing(desk, database):
    await _lives(desk, SAYER)
    before = _everything(database)
    await desk.citizens.forget("chat:nobody")
    await desk.citizens.forget("")
    assert _everything(database) == before


@both_stores
async def test_texts_are_blanked_after_their_time(desk, clock, database):
    desk.log.turn(SAYER, "chat", "我是吴某某", [reply("不懂", "out_of_scope")])
    await desk.citizens.feedback(SAYER, "我是吴某某", reply("不懂", "out_of_scope"), False, "我是吴某某")
    clock.move(days=180)
    assert purge(desk.ground) == 0
    assert [line.text for line in desk.log.transcript(SAYER)] == ["我是吴某某", "不懂"]
    clock.move(seconds=1)
    assert purge(desk.ground) == 4  # two lines, the unanswered question and the opinion
    assert purge(desk.ground) == 0
    assert desk.log.transcript(SAYER) == []
    assert desk.learning.clusters() == []
    with database.session() as session:
        assert session.scalar(select(LineRow.type).where(LineRow.who == "assistant")) == "out_of_scope"
        assert session.scalar(select(ConversationRow.sender)) != SAYER
        assert session.scalar(select(FeedbackRow.useful)) is False
    assert "吴" not in _everything(database)


async def test_an_open_ticket_keeps_its_conversation(desk, clock):
    desk.log.turn(SAYER, "chat", "房租", [reply("好")])
    person = {**QUESTION, "phone": "64030011", "contact_name": "吴"}
    ticket = desk.tickets.open(CHIEF, ADVICE, person, sender=SAYER).summary
    clock.move(days=200)
    purge(desk.ground)
    assert len(desk.log.transcript(SAYER)) == 2
    view = desk.work.step(ticket.number, CHIEF, ticket.version, "answer", "可以")
    desk.work.step(ticket.number, CHIEF, view.summary.version, "close")
    clock.move(days=200)
    purge(desk.ground)
    assert desk.log.transcript(SAYER) == []
    assert desk.tickets.find(TicketFilter()).total == 1
    kept = desk.tickets.get(ticket.number, CHIEF)
    assert (kept.form, kept.recipients) == ({"question": QUESTION["question"]}, 1)
    assert kept.packet.transcript == ()


async def test_subscribing_is_taken_back_with_its_profile(desk, database):
    desk.log.turn(SAYER, "chat", "我在东城开饭馆", [reply("好")])
    assert desk.consents.subscribe(SAYER, "chat")["district"] == "东城"
    desk.log.turn(SAYER, "chat", "不对，是西城", [reply("好")])
    desk.consents.refresh(SAYER)
    with database.session() as session:
        assert session.scalar(select(ConsentRow.profile))["district"] == "西城"
    assert desk.consents.unsubscribe(SAYER)
    assert not desk.consents.unsubscribe(SAYER)
    with database.session() as session:
        assert session.scalar(select(ConsentRow.profile)) == {}
    assert (desk.consents.counts().given, desk.consents.counts().withdrawn) == (0, 1)
