"""Small talk, hand-off, out of scope, repeating, starting over, and not understanding."""

import pytest
from sqlalchemy import select

from actions.conversation import (
    ActionDefaultFallback,
    ActionHandOff,
    ActionOutOfScope,
    ActionRepeat,
    ActionSmallTalk,
    ActionStartOver,
)
from actions.phrases import TALK
from knowledge.store.tables import TicketRow


@pytest.mark.parametrize("intent", sorted(TALK))
def test_small_talk_is_short_and_shows_no_measure(act, intent):
    said = act(ActionSmallTalk, "你好", intent)
    (message,) = said.messages
    assert message["text"] == TALK[intent]
    assert (message["custom"]["type"], message["custom"]["measures"]) == ("smalltalk", [])
    assert said.slots["failures"] == 0


def test_thanks_and_goodbye_end_the_form_a_greeting_does_not(act):
    assert "active_loop" in act(ActionSmallTalk, "再见", "goodbye").kinds
    assert "active_loop" in act(ActionSmallTalk, "谢谢", "thanks").kinds
    assert "active_loop" not in act(ActionSmallTalk, "你好", "greet").kinds


@pytest.mark.parametrize(("intent", "kind"), [("human_handoff", "转人工"), ("complaint", "诉求/投诉")])
def test_a_hand_off_is_recorded(act, database, intent, kind):
    events = [{"event": "user", "text": f"第{n}句"} for n in range(50)] + [{"event": "action", "name": "action_listen"}]
    slots = {"focus": {"kind": "policy", "text": "房租能减吗", "measures": ["dc-2020-3-4"]}, "district": "东城"}
    said = act(ActionHandOff, "转人工", intent, slots=slots, events=events)
    assert said.slots["requested_slot"] is None
    assert "active_loop" in said.kinds
    with database.session() as session:
        ticket = session.scalars(select(TicketRow).order_by(TicketRow.id.desc())).first()
    assert said.messages[0]["custom"]["ticket"] == ticket.id
    assert (ticket.kind, ticket.sender) == (kind, "u1")
    assert ticket.packet["profile"] == {"district": "东城"}
    assert ticket.packet["measures"] == ["dc-2020-3-4"]
    assert [line["text"] for line in ticket.packet["transcript"]] == [f"第{n}句" for n in range(10, 50)]


def test_out_of_scope_names_a_place_that_is_not_ours(act):
    (message,) = act(ActionOutOfScope, "海淀区的", "out_of_scope").messages
    assert "海淀" in message["text"]
    (message,) = act(ActionOutOfScope, "天气", "out_of_scope").messages
    assert "不在我的范围里" in message["text"]


def test_repeats_the_last_message_with_card_and_buttons(act):
    data = {"buttons": [{"title": "东城", "payload": "东城"}], "custom": {"type": "clarify"}}
    events = [
        {"event": "bot", "text": "先前的", "data": {}},
        {"event": "bot", "text": "最后的", "data": data},
        {"event": "user", "text": "再说一遍"},
    ]
    (message,) = act(ActionRepeat, "再说一遍", "repeat", events=events).messages
    assert message["text"] == "最后的"
    assert message["buttons"] == data["buttons"]
    assert message["custom"] == data["custom"]


def test_nothing_to_repeat_is_an_invitation(act):
    (message,) = act(ActionRepeat, "再说一遍", "repeat").messages
    assert message["text"] == TALK["ask_capabilities"]


def test_starting_over_empties_every_slot_but_rasas_own(act):
    slots = {"district": "东城", "focus": {"kind": "policy"}, "failures": 2, "session_started_metadata": {"a": 1}}
    said = act(ActionStartOver, "重新开始", "start_over", slots=slots)
    assert {"district", "focus", "failures"} <= set(said.slots)
    assert set(said.slots.values()) == {None}
    assert "session_started_metadata" not in said.slots


@pytest.mark.parametrize(("before", "offers"), [(None, False), (0, False), (1, True), (2, True)])
def test_failures_are_counted_and_the_second_offers_a_person(act, before, offers):
    said = act(ActionDefaultFallback, "阿巴", "nonsense", slots={"failures": before})
    assert said.slots["failures"] == (before or 0) + 1
    assert ("要不要转人工" in said.messages[0]["text"]) is offers
