"""The form: what a message tells, which slot is asked for next, and what does not belong in it."""

import pytest

from actions.form import ASK_ACTIONS, ASKED_SLOTS, ValidateEligibilityForm
from actions.phrases import ASK, BUTTONS
from knowledge.clarify import ANSWERS
from knowledge.sectors import sector_tags

ACTIVE = {"name": "eligibility_form"}


def validate(act, text, intent="inform", requested=None, focus=None, loop=True, **slots):
    tracker = {"slots": {"requested_slot": requested, "focus": focus, **slots}, "active_loop": ACTIVE if loop else {}}
    return act(ValidateEligibilityForm, text, intent, **tracker)


def start(act, text="西城房租能减吗", intent="rent_relief"):
    return validate(act, text, intent, loop=False).slots


def test_takes_in_what_is_said_and_asks_for_what_is_missing(act):
    slots = start(act)
    assert slots["district"] == "西城"
    assert slots["requested_slot"] == "landlord"
    assert slots["focus"]["measures"][0] == "xc-2020-1-13"
    assert slots["focus"]["questions"] == 1


def test_asks_nothing_when_nothing_is_missing(act):
    assert start(act, "西城续贷的电话", "loan")["requested_slot"] is None


@pytest.mark.parametrize(
    ("requested", "text", "intent", "told"),
    [
        ("employees", "12", "inform", {"employees": 12}),
        ("employees", "十二个", "inform", {"employees": 12}),
        ("revenue_wan", "150万", "inform", {"revenue_wan": 150}),
        ("revenue_wan", "大概90", "inform", {"revenue_wan": 90}),
        ("assets_wan", "资产2000万", "inform", {"assets_wan": 2000}),
        ("hightech", "是的", "affirm", {"hightech": True}),
        ("hightech", "不是", "deny", {"hightech": False}),
        ("layoffs", "没有", "deny", {"layoffs": False}),
        ("layoffs", "裁过", "inform", {"layoffs": True}),
        ("insured", "没有", "deny", {"insured": False}),
        ("size", "小微的", "inform", {"size_group": "小微", "size": None}),
        ("size", "微型", "inform", {"size": "微型", "size_group": None}),
    ],
)
def test_a_bare_answer_fills_the_slot_that_was_asked_for(act, requested, text, intent, told):
    slots = validate(act, text, intent, requested=requested, focus=start(act)["focus"], district="西城").slots
    assert {k: slots[k] for k in told} == told


@pytest.mark.parametrize(
    ("slot", "value", "title"),
    [(s, v, BUTTONS.get((s, v), str(v))) for s in ANSWERS for v in ANSWERS[s] if s != "sector"],
)
@pytest.mark.parametrize("intent", ["inform", "dont_know", "nonsense"])
def test_every_button_gives_its_answer_whatever_the_intent(act, slot, value, title, intent):
    slots = validate(act, title, intent, requested=slot, focus=start(act)["focus"]).slots
    assert slots[slot] == value
    assert slots["requested_slot"] != slot


@pytest.mark.parametrize("trade", ANSWERS["sector"])
def test_every_trade_offered_is_understood(act, trade):
    slots = validate(act, trade, "dont_know", requested="sector", focus=start(act)["focus"]).slots
    assert sector_tags(trade) <= sector_tags(slots["sector"])
    assert slots["requested_slot"] != "sector"


@pytest.mark.parametrize(("title", "group"), [("小微企业", "小微"), ("中小微企业", "中小微")])
def test_sizes_that_make_no_difference_are_answered_as_one(act, title, group):
    slots = validate(act, title, "inform", requested="size", focus=start(act)["focus"], district="西城").slots
    assert slots["size_group"] == group
    assert slots["requested_slot"] != "size"


@pytest.mark.parametrize(("intent", "value"), [("affirm", True), ("deny", False)])
def test_yes_to_having_laid_off_means_laid_off(act, intent, value):
    text = "是" if value else "没有"
    slots = validate(act, text, intent, requested="layoffs", focus=start(act)["focus"], district="西城").slots
    assert slots["layoffs"] is value


def test_dont_know_is_not_asked_again(act):
    first = start(act)
    slots = validate(act, "不知道", "dont_know", requested="landlord", focus=first["focus"], district="西城").slots
    assert "landlord" in slots["focus"]["skipped"]
    assert slots["requested_slot"] != "landlord"
    assert "landlord" not in slots


@pytest.mark.parametrize("intent", ["greet", "thanks", "human_handoff", "out_of_scope", "repeat"])
def test_small_talk_is_left_to_the_rules(act, intent):
    said = validate(act, "你好", intent, requested="landlord", focus=start(act)["focus"])
    assert said.kinds == {"action_execution_rejected"}


def test_after_small_talk_the_same_slot_is_asked_again(act):
    tracker = {
        "slots": {"requested_slot": "landlord"},
        "active_loop": ACTIVE,
        "latest_action_name": "action_small_talk",
    }
    assert act(ValidateEligibilityForm, "你好", "greet", **tracker).slots == {"requested_slot": "landlord"}


def test_a_correction_replaces_the_district(act):
    slots = validate(
        act, "不对，是东城", "correct", requested="landlord", focus=start(act)["focus"], district="西城"
    ).slots
    assert slots["district"] == "东城"
    assert slots["focus"]["measures"][0].startswith("dc-")


def test_a_new_size_voids_the_old_words_about_it(act):
    slots = validate(
        act, "我们是中型企业", "inform", focus=start(act)["focus"], district="西城", size_group="小微"
    ).slots
    assert (slots["size"], slots["size_group"]) == ("中型", None)


@pytest.mark.parametrize("action", ASK_ACTIONS, ids=lambda a: a.slot)
def test_every_asked_slot_has_its_question(act, action):
    focus = start(act)["focus"]
    said = act(action, "西城房租能减吗", "rent_relief", slots={"focus": focus, "district": "西城"})
    (message,) = said.messages
    assert ASK[action.slot] in message["text"]
    assert message["custom"]["asks"] == action.slot
    assert said.slots == {"failures": 0}


def test_asked_again_in_the_same_turn_it_is_short(act):
    events = [{"event": "user", "text": "你好"}, {"event": "bot", "text": "您好"}]
    slots = {"focus": start(act)["focus"], "district": "西城"}
    (message,) = act(ASK_ACTIONS[ASKED_SLOTS.index("landlord")], "你好", "greet", slots=slots, events=events).messages
    assert message["text"] == ASK["landlord"]
