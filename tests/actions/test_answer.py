"""The answer: what is shown stays in focus, and failures are counted."""

from actions.answer import ActionAnswerMeasure

RENT = {"kind": "policy", "text": "房租能减吗", "intents": ["rent_relief"], "sure": True, "questions": 2}


def test_what_is_shown_stays_in_focus(act):
    said = act(
        ActionAnswerMeasure, "房租能减吗", "rent_relief", slots={"focus": RENT, "district": "西城", "failures": 1}
    )
    assert said.messages[0]["custom"]["measures"][0]["id"] == "xc-2020-1-13"
    assert said.slots["focus"]["measures"][0] == "xc-2020-1-13"
    assert (said.slots["focus"]["questions"], said.slots["failures"]) == (0, 0)


def test_what_was_shown_before_stays_when_nothing_is_found(act):
    focus = {"kind": "policy", "text": "阿巴阿巴", "measures": ["xc-2020-1-13"]}
    said = act(ActionAnswerMeasure, "阿巴阿巴", "nlu_fallback", slots={"focus": focus, "failures": 1})
    assert list(said.slots["focus"]["measures"]) == ["xc-2020-1-13"]
    assert said.slots["failures"] == 2
    assert "要不要转人工" in said.messages[0]["text"]


def test_an_empty_conversation_is_answered_too(act):
    said = act(ActionAnswerMeasure, "嗯", "affirm")
    assert said.messages[0]["text"]
    assert said.messages[0]["custom"]["measures"] == []
