"""Whole replies: text, buttons and card together, complete by text alone."""

from datetime import date

import pytest

from actions import reply
from actions.focus import Focus
from actions.phrases import ASK, BUTTONS, FOLLOW_UPS, STARTERS, TALK
from actions.plan import make
from actions.planned import Plan
from knowledge.clarify import ANSWERS
from knowledge.profile import Profile

DAY = date(2026, 11, 21)
RENT = Focus(kind="policy", text="房租能减吗", intents=("rent_relief",), sure=True)


def answer(knowledge, focus=RENT, day=DAY, **known):
    profile = Profile(**known)
    return reply.answer(make(focus, profile, knowledge, day), focus, profile, day)


def ask(knowledge, focus=RENT, **known):
    profile = Profile(**known)
    plan = make(focus, profile, knowledge, DAY)
    return plan.ask.slot, reply.question(plan.ask.slot, plan, focus, profile, DAY)


def titles(message):
    return [b["title"] for b in message["buttons"]]


TOLD = {"district": "西城", "size": "微型", "landlord": "区属国企", "role": "承租方", "premises_use": "办公"}


def test_an_answer_says_what_whether_how_until_when_and_whom(knowledge):
    message = answer(knowledge, **TOLD)
    for fact in (
        "西政办发〔2020〕1号第13条",
        "已经结束",
        "是否符合还要核实",
        "怎么办",
        "联系谁",
        "66112569",
        "50%",
        "12345",
    ):
        assert fact in message["text"]
    assert titles(message) == list(FOLLOW_UPS.values())
    assert message["json_message"]["type"] == "answer"
    assert message["json_message"]["measures"][0]["verdict"] == "needs_check"


def test_it_is_said_once_that_everything_has_ended_and_on_which_day(knowledge):
    text = answer(knowledge, **TOLD)["text"]
    assert text.count("2026年11月21日") == 1
    in_force = answer(knowledge, focus=Focus(kind="policy", chosen="dc-2022-8-5"), day=date(2022, 7, 1))["text"]
    assert "在有效期内" in in_force
    assert "都已结束" not in in_force


@pytest.mark.parametrize(
    ("aspect", "heading"),
    [
        ("contact", "联系谁："),
        ("materials", "要带的材料："),
        ("process", "怎么办："),
        ("address", "在哪办："),
        ("amount", "能给多少："),
        ("deadline", "时间："),
        ("validity", "时间："),
        ("source", "出处："),
    ],
)
def test_what_was_asked_about_comes_first(knowledge, aspect, heading):
    focus = Focus(kind="policy", chosen="dc-2020-3-16", aspects=(aspect,))
    lines = answer(knowledge, focus)["text"].splitlines()
    assert lines[2].startswith(heading)
    followed = answer(knowledge, Focus(**{**focus.dump(), "follow_up": True}))["text"]
    assert "能得到什么" not in followed
    assert "联系谁" in followed


def test_a_button_is_not_offered_for_what_was_just_answered(knowledge):
    focus = Focus(kind="policy", chosen="dc-2020-3-16", aspects=("contact",))
    assert FOLLOW_UPS["contact"] not in titles(answer(knowledge, focus))


def test_steps_stand_in_for_missing_materials_only_when_there_are_steps(knowledge):
    with_steps = answer(knowledge, Focus(kind="policy", chosen="dc-2020-3-7", aspects=("materials",)))["text"]
    without = answer(knowledge, Focus(kind="policy", chosen="xc-2020-1-7", aspects=("materials",)))["text"]
    assert "办理步骤里写的是" in with_steps
    assert "办理步骤里写的是" not in without


def test_a_question_previews_says_why_and_offers_not_knowing(knowledge):
    slot, message = ask(knowledge, district="西城")
    assert slot == "landlord"
    assert "西政办发〔2020〕1号第13条" in message["text"]
    assert ASK[slot] in message["text"]
    assert "为什么问" in message["text"]
    assert titles(message)[-1] == "不知道"
    assert message["json_message"]["asks"] == slot


def test_a_question_asked_again_is_short(knowledge):
    plan = make(RENT, Profile(district="西城"), knowledge, DAY)
    message = reply.question("landlord", plan, RENT, Profile(district="西城"), DAY, short=True)
    assert message["text"] == ASK["landlord"]


def test_every_answer_that_is_offered_has_a_button_one_can_say():
    for slot, answers in ANSWERS.items():
        shown = [BUTTONS.get((slot, a), str(a)) for a in answers]
        assert len(set(shown)) == len(shown)
        assert not {"True", "False"} & set(shown)


def test_every_button_says_what_it_stands_for():
    for message in (reply.start_over(DAY), reply.out_of_scope(DAY), *(reply.small_talk(i, DAY) for i in TALK)):
        assert all(b["payload"] == b["title"] for b in message["buttons"])


def test_not_understood_offers_a_person_from_the_second_time_on():
    first, second, third = (reply.not_understood(n, DAY) for n in (1, 2, 3))
    assert "要不要转人工" not in first["text"]
    assert "要不要转人工" in second["text"]
    assert second["text"] == third["text"]
    assert titles(second)[0] == "转人工"
    assert len(titles(second)) == len(set(titles(second)))


def test_nothing_found_is_told_and_12345_given(knowledge):
    message = reply.answer(Plan("none"), RENT, Profile(district="西城"), DAY)
    assert "西城区的文件里没有查到" in message["text"]
    assert "12345" in message["text"]
    paged = reply.answer(Plan("none"), Focus(**{**RENT.dump(), "offset": 3}), Profile(), DAY)
    assert "没有更多了" in paged["text"]
    assert paged["json_message"]["type"] == "answer"


def test_elsewhere_names_the_place_and_no_measure():
    message = reply.elsewhere("朝阳区", DAY)
    assert "朝阳区" in message["text"]
    assert "12345" in message["text"]
    assert message["json_message"]["measures"] == []


def test_two_topics_are_both_given_with_their_contacts(knowledge):
    both = Focus(
        kind="policy",
        text="房租能减吗，税能缓吗",
        intents=("rent_relief", "tax_deferral"),
        parts=(("rent_relief", "房租能减吗"), ("tax_deferral", "税能缓吗")),
        sure=True,
    )
    text = answer(knowledge, both, **TOLD)["text"]
    assert "66112569" in text
    assert "62268630" in text


@pytest.mark.parametrize(("landlord", "phone"), [("区属国企", "66112569"), ("非国有", "58562997")])
def test_the_contact_for_the_house_at_hand_comes_first(knowledge, landlord, phone):
    focus = Focus(kind="policy", chosen="xc-2020-1-13", text="房租", aspects=("contact",))
    lines = answer(knowledge, focus, district="西城", landlord=landlord)["text"].splitlines()
    first = lines[lines.index("联系谁：") + 1]
    others = {"66112569", "58562997"} - {phone}
    assert not any(other in first for other in others)


def test_a_hand_off_has_its_number_in_text_and_card():
    message = reply.hand_off("转人工", 7, RENT, DAY)
    assert "编号 7" in message["text"]
    assert message["json_message"]["ticket"] == 7
    assert "抱歉" in reply.hand_off("诉求/投诉", 8, RENT, DAY)["text"]


def test_starters_are_understood_as_what_they_say():
    assert "转人工" in STARTERS
    assert len(set(STARTERS)) == len(STARTERS)


def test_the_card_has_what_was_asked_even_when_the_document_is_silent(knowledge):
    focus = Focus(kind="policy", chosen="xc-2020-1-7", text="贷款贴息", aspects=("materials",))
    message = answer(knowledge, focus, district="西城")
    asked = message["json_message"]["asked"]
    assert asked[0] == "要带的材料："
    assert "没有列材料清单" in asked[1]
    assert "\n".join(asked) in message["text"]
    assert message["json_message"]["working"] == []


def test_the_card_has_the_working_of_an_amount(knowledge):
    focus = Focus(kind="policy", chosen="dc-2020-3-8", text="去年研发花了60万能补多少", aspects=("amount",))
    assert "60万元 × 5% = 3万元" in answer(knowledge, focus, district="东城")["json_message"]["working"]
