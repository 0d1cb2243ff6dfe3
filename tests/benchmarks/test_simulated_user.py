from __future__ import annotations

import random

import pytest

from benchmarks.simulated_user import (
    CHOICES,
    COUNTER,
    DONT_KNOW,
    FULL,
    draw,
    fields_of,
    given_by,
    matter,
    spoken,
    whole,
)
from bot.evaluation.cases import Question
from knowledge import size
from knowledge.profile import Profile

GIVEN = [
    {},
    {"district": "西城", "sector": "饭馆"},
    {"size_group": "小微"},
    {"landlord": "国有", "role": "承租方"},
    {"sector": "软件", "employees": 8},
    {"size": "大型"},
]


@pytest.mark.parametrize("given", GIVEN, ids=str)
@pytest.mark.parametrize("seed", range(5))
def test_a_drawn_profile_is_complete_and_agrees_with_what_is_given(given, seed):
    facts = draw(given, ["东城"], random.Random(seed))
    assert set(FULL) <= set(facts)
    assert facts["district"] == given.get("district", "东城")
    for slot in CHOICES:
        possible = Profile.from_slots(given).possible(slot)
        if possible is not None and slot != "sector":
            assert facts[slot] in possible
    assert {s: v for s, v in given.items() if facts[s] != v} in ({}, {"landlord": "国有"})  # which is drawn finer


@pytest.mark.parametrize("seed", range(20))
def test_the_figures_make_the_enterprise_as_large_as_it_is(seed):
    facts = draw({}, ["东城", "西城"], random.Random(seed))
    by_standard = size.classify(facts["sector"], facts["employees"], facts["revenue_wan"], facts["assets_wan"]).size
    assert by_standard == (facts["size"] if facts["size"] in size.SIZES else "微型")


def test_the_same_seed_draws_the_same_profile_and_another_seed_another_one():
    drawn = [draw({}, ["东城", "西城"], random.Random(seed)) for seed in ("1 h001", "1 h001", "2 h001")]
    assert drawn[0] == drawn[1] != drawn[2]


@pytest.mark.parametrize(
    ("slot", "value", "buttons", "said"),
    [
        ("district", "东城", ["东城", "西城", DONT_KNOW], "东城"),
        ("size", "微型", ["微型企业", "小型企业", DONT_KNOW], "微型企业"),
        ("size", "微型", ["中小微企业", "大型企业", DONT_KNOW], "中小微企业"),
        ("size", "中型", ["小微企业", "大型企业", DONT_KNOW], "中型企业"),
        ("sector", "饭馆", ["旅游", "餐饮", DONT_KNOW], "餐饮"),
        ("sector", "软件", ["旅游", "餐饮", DONT_KNOW], "软件"),
        ("hightech", False, ["是高新技术企业", "不是", DONT_KNOW], "不是"),
        ("employees", 12, [DONT_KNOW], "12人"),
        ("landlord", None, ["区属国企", DONT_KNOW], DONT_KNOW),
    ],
)
def test_the_user_presses_the_button_that_says_or_covers_it_or_types(slot, value, buttons, said):
    assert spoken(slot, value, buttons) == said


def question(**fields):
    return Question.model_validate(
        {"id": "q", "text": "问", "register": "formal", "intent": "loan", "expect": [], **fields}
    )


def test_what_the_product_read_comes_before_the_labels():
    case = question(district="东城", entities={"size": "微型", "sector": "餐饮"})
    assert given_by(case, {"sector": "火锅店", "employees": 5}) == {
        "district": "东城",
        "size": "微型",
        "sector": "火锅店",
        "employees": 5,
    }


def test_labels_that_are_no_value_of_a_profile_are_passed_over():
    case = question(entities={"size": "小微企业", "sector": "没有这一行"})
    assert given_by(case, {}) == {}


@pytest.mark.parametrize(
    ("intent", "topics", "about"),
    [
        ("guarantee", ["loan"], "融资担保"),
        ("deadline", ["rent", "loan"], "房租减免"),
        ("deadline", [], None),
    ],
)
def test_what_a_question_is_about_comes_from_its_label_else_from_the_measure(make_measure, intent, topics, about):
    meant = make_measure(topics=topics) if topics else None
    assert matter(question(intent=intent), meant) == about


@pytest.mark.parametrize("seed", range(5))
def test_the_user_is_where_the_measure_it_means_holds(make_measure, seed):
    there = make_measure(document={"district": "西城"}, topics=["rent"])
    here = make_measure(topics=["loan"])
    facts = whole(question(intent="deadline"), {}, [there, here], random.Random(seed))
    assert (facts["district"], facts["topic"]) in {("西城", "房租减免"), ("东城", "贷款、贴息和续贷")}
    told = whole(question(intent="deadline"), {"district": "东城"}, [there, here], random.Random(seed))
    assert told["topic"] == "贷款、贴息和续贷"


def test_the_form_of_a_topic_asks_what_its_measures_look_at(make_measure):
    of_rent = make_measure(
        topics=["rent"],
        conditions=[
            {"slot": "landlord", "op": "in", "value": ["区属国企"], "text": "租的是区属国企的房子"},
            {"slot": "other_condition", "op": "in", "value": ["认定"], "text": "经过认定"},
        ],
    )
    of_tax = make_measure(
        topics=["tax"], conditions=[{"slot": "insured", "op": "is", "value": True, "text": "参加社保"}]
    )
    assert fields_of([of_rent, of_tax], {"rent"}) == ("district", "landlord")


def test_a_counter_form_asks_nothing_that_the_product_could_not_ask():
    assert set(COUNTER) < set(FULL)
