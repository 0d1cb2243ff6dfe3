"""What the conversation is about, and how one message changes it."""

import pytest

from actions.focus import Focus
from actions.moves import advance, thin

RENT = Focus(
    kind="policy", text="东城房租能减吗", intents=("rent_relief",), measures=("dc-2020-3-4", "dc-2022-8-3"), sure=True
)


def after(turn, text, intent, old=RENT, requested=None, answered=False, confidence=0.95):
    return advance(old, turn(text, intent, confidence), requested, answered)


def test_survives_the_slot_and_unusable_values_are_empty():
    full = Focus(kind="policy", parts=(("loan", "贷款"), ("rent_relief", "房租")), measures=("a",), year=2022)
    assert Focus.load(full.dump()) == full
    as_json = {
        k: [list(p) for p in v] if k == "parts" else list(v) if isinstance(v, tuple) else v
        for k, v in full.dump().items()
    }
    assert Focus.load(as_json) == full
    assert Focus.load(None) == Focus.load("x") == Focus.load({"没有": 1}) == Focus()


@pytest.mark.parametrize(
    ("text", "is_thin"), [("那电话呢", True), ("东城的", True), ("8个人", True), ("贷款贴息", False), ("停车费", False)]
)
def test_thin_messages_add_nothing_to_search_for(turn, text, is_thin):
    assert thin(turn(text, "followup")) is is_thin


def test_a_new_topic_starts_afresh(turn):
    new = after(turn, "社保能缓缴吗", "social_insurance")
    assert (new.kind, new.intents, new.text, new.measures) == ("policy", ("social_insurance",), "社保能缓缴吗", ())
    assert new.topics == ("social_insurance",)


def test_an_aspect_keeps_subject_and_measures(turn):
    new = after(turn, "那电话呢", "followup")
    assert (new.intents, new.text, new.measures) == (RENT.intents, RENT.text, RENT.measures)
    assert new.aspects == ("contact",)
    assert new.follow_up


def test_another_district_keeps_the_subject_and_the_aspect(turn):
    asked = after(turn, "那电话呢", "followup")
    moved = after(turn, "西城呢", "followup", old=asked)
    assert moved.aspects == ("contact",)
    assert (moved.intents, moved.chosen, moved.follow_up) == (RENT.intents, None, False)


def test_picks_the_second_and_forgets_it_for_a_new_search(turn):
    picked = after(turn, "第二个", "pick")
    assert picked.chosen == "dc-2022-8-3"
    assert after(turn, "那西城呢", "followup", old=picked).chosen is None


@pytest.mark.parametrize("text", ["第三个", "第0个", "第九个"])
def test_an_ordinal_that_was_not_shown_picks_nothing(turn, text):
    assert after(turn, text, "pick").chosen is None


def test_more_moves_on_by_three_and_any_other_message_begins_again(turn):
    more = after(turn, "还有吗", "more")
    assert more.offset == 3
    assert after(turn, "还有吗", "more", old=more).offset == 6
    assert after(turn, "那电话呢", "followup", old=more).offset == 0


def test_more_of_nothing_is_no_page(turn):
    assert after(turn, "还有吗", "more", old=Focus()).offset == 0


def test_dont_know_leaves_the_subject(turn):
    assert after(turn, "不知道", "dont_know") == RENT


@pytest.mark.parametrize(("text", "place"), [("朝阳区的房租能减吗", "朝阳"), ("上海的呢", "上海")])
def test_elsewhere_is_named(turn, text, place):
    new = after(turn, text, "rent_relief")
    assert new.kind == "elsewhere"
    assert place in new.elsewhere


def test_back_from_elsewhere(turn):
    away = after(turn, "朝阳区的房租能减吗", "rent_relief")
    back = after(turn, "西城的", "inform", old=away)
    assert (back.kind, back.intents, back.elsewhere) == ("policy", ("rent_relief",), None)


def test_people_who_come_from_elsewhere_are_ours(turn):
    assert after(turn, "上海回京人员要隔离吗", "epidemic").kind == "policy"
    assert after(turn, "公司在东城，人从河北来京要报告吗", "epidemic").kind == "policy"


def test_the_answer_to_a_question_keeps_the_subject(turn):
    new = after(turn, "开饭馆的", "nlu_fallback", requested="sector", answered=True)
    assert new.intents == RENT.intents
    assert RENT.text in new.text


def test_two_topics_become_two_parts(turn):
    new = after(turn, "房租能减吗，社保能缓吗", "rent_relief", old=Focus())
    assert [intent for intent, _ in new.parts] == ["rent_relief", "social_insurance"]
    assert new.topics == ("rent", "social_insurance")


@pytest.mark.parametrize(
    ("text", "number", "whole"),
    [
        ("东政发〔2022〕8号第3条", 3, False),
        ("东政发〔2022〕8号", None, True),
        ("东政发〔2022〕8号第3条说的什么", 3, False),
    ],
)
def test_a_document_is_a_question_by_itself(turn, text, number, whole):
    new = after(turn, text, "nlu_fallback", old=Focus(), confidence=0.2)
    assert (new.kind, new.doc, new.number, new.whole, new.sure) == ("policy", "东政发〔2022〕8号", number, whole, True)


@pytest.mark.parametrize(
    ("text", "intent", "kind"),
    [
        ("有哪些政策", "overview", "overview"),
        ("我算小微企业吗", "size_question", "size"),
        ("我开饭馆，8个人，去年营收90万", "inform", "size"),
        ("我在东城", "inform", "none"),
        ("嗯", "affirm", "none"),
    ],
)
def test_kinds_of_a_first_message(turn, text, intent, kind):
    assert after(turn, text, intent, old=Focus()).kind == kind


def test_a_landlord_without_topic_is_about_rent(turn):
    assert after(turn, "房东是区属国企", "inform", old=Focus()).intents == ("rent_relief",)


def test_an_unsure_intent_yields_to_named_topics(turn):
    new = after(turn, "贷款的事", "rent_relief", old=Focus(), confidence=0.4)
    assert new.intents[0] == "loan"
