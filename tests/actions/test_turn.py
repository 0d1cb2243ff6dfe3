"""The latest message as the actions see it."""

import pytest

from actions.turn import Turn
from nlu.topics import intent_topics


class Empty:
    latest_message = None


def test_a_tracker_without_message_is_an_empty_turn():
    assert Turn.of(Empty()) == Turn("", "nlu_fallback", 0.0, ())


def test_normalised_text_intent_and_entities(turn):
    heard = turn("東城的房租，８个人", "rent_relief", 0.8)
    assert heard.text == "东城的房租,8个人"
    assert (heard.intent, heard.confidence) == ("rent_relief", 0.8)
    assert heard.first("district") == "东城"
    assert heard.first("employees") == 8
    assert heard.first("landlord") is None


def test_every_value_once_in_reading_order(turn):
    heard = turn("房租和社保，还有房租", "rent_relief")
    assert heard.every("topic") == ["rent_relief", "social_insurance"]


@pytest.mark.parametrize(
    ("text", "left", "gone"),
    [("东城房租能减吗", "房租", "东城"), ("我8个人", "我", "8"), ("国企的房子", "国企", "东城")],
)
def test_rest_keeps_what_is_to_be_searched_for(turn, text, left, gone):
    rest = turn(text, "inform").rest
    assert left in rest
    assert gone not in rest


def test_every_policy_intent_has_topics_and_a_label():
    for intent, entry in intent_topics().items():
        assert entry["topics"], intent
        assert entry["label"], intent
