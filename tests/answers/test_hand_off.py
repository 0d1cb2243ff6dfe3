"""A conversation handed to a person leaves a ticket with what was said."""

from sqlalchemy import select

from knowledge.store.tables import TicketRow


def tickets(database, sender):
    with database.session() as session:
        return list(session.scalars(select(TicketRow).where(TicketRow.sender == sender)))


def test_the_ticket_has_the_question_the_enterprise_and_the_transcript(assistant, database):
    sender = "hand-off-1"
    assistant.say(sender, "我在东城开饭馆，租区属国企的房，房租能减吗")
    (reply,) = assistant.say(sender, "转人工")
    assert reply["custom"]["type"] == "handoff"
    (ticket,) = tickets(database, sender)
    assert reply["custom"]["ticket"] == ticket.id
    assert f"编号 {ticket.id}" in reply["text"]
    assert (ticket.kind, ticket.channel, ticket.state) == ("转人工", "rest", "受理")
    packet = ticket.packet
    assert "房租能减吗" in packet["question"]
    assert "dc-2020-3-4" in packet["measures"]
    assert packet["profile"]["district"] == "东城"
    said = [(line["who"], line["text"]) for line in packet["transcript"]]
    assert said[0] == ("user", "我在东城开饭馆，租区属国企的房，房租能减吗")
    assert said[1][0] == "bot"
    assert "东政办发〔2020〕3号第4条" in said[1][1]
    assert said[-1] == ("user", "转人工")


def test_a_complaint_is_a_ticket_of_its_own_kind(assistant, database):
    assistant.say("hand-off-2", "打了三次电话都没人接，我要投诉")
    assert [t.kind for t in tickets(database, "hand-off-2")] == ["诉求/投诉"]


def test_after_a_hand_off_the_form_is_over_and_talk_goes_on(assistant, database):
    sender = "hand-off-3"
    assert assistant.say(sender, "西城房租能减吗")[0]["custom"]["type"] == "clarify"
    assistant.say(sender, "找人工客服")
    (reply,) = assistant.say(sender, "谢谢")
    assert reply["custom"]["type"] == "smalltalk"
    (reply,) = assistant.say(sender, "那电话呢")
    assert reply["custom"]["measures"][0]["id"] == "xc-2020-1-13"
    assert len(tickets(database, sender)) == 1


def test_no_ticket_without_asking_for_a_person(assistant, database):
    for text in ("西城房租能减吗", "12345是什么", "阿巴阿巴", "嘎嘎嘎"):
        assistant.say("hand-off-4", text)
    assert tickets(database, "hand-off-4") == []
