"""Which question to ask back, and none when no answer would change a verdict."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.clarify import ANSWERS, ask_district, next_question
from knowledge.eligibility import judge
from knowledge.profile import Profile

DAY = date(2021, 6, 1)
SIZE = {"slot": "size", "op": "in", "value": ["微型", "小型"], "text": "小微企业"}
LANDLORD = {"slot": "landlord", "op": "in", "value": ["区属国企"], "text": "租区属国企的房"}
OTHER = {"slot": "other_condition", "op": "is", "value": "有证明", "text": "有证明"}


def asked(measures, profile=None, **more):
    found = next_question(measures, profile or Profile(district="东城"), DAY, **more)
    return found and found.slot


def test_asks_what_the_measure_requires_and_says_why(make_measure):
    found = next_question([make_measure(conditions=[SIZE])], Profile(district="东城"), DAY)
    assert (found.slot, found.answers) == ("size", ("小微企业", "中型", "大型", "个体工商户"))
    assert found.why == "这条要求：小微企业"


@pytest.mark.parametrize(
    "profile",
    [Profile(district="东城", size="微型"), Profile(district="东城", size="大型"), Profile(district="西城")],
    ids=["already told", "already lost", "another district"],
)
def test_asks_nothing_when_nothing_would_change(make_measure, profile):
    assert asked([make_measure(conditions=[SIZE])], profile) is None


def test_asks_nothing_people_cannot_answer_with_a_button(make_measure):
    assert asked([make_measure(conditions=[OTHER])]) is None
    assert (
        asked([make_measure(conditions=[{"slot": "founded_years", "op": "le", "value": 5, "text": "五年内"}])]) is None
    )


def test_asks_nothing_without_conditions(make_measure):
    assert asked([make_measure()]) is None
    assert asked([]) is None


def test_skipped_slots_are_not_asked_again(make_measure):
    measure = make_measure(conditions=[SIZE, LANDLORD])
    first = asked([measure])
    second = asked([measure], skipped=[first])
    assert {first, second} == {"size", "landlord"}
    assert asked([measure], skipped=["size", "landlord"]) is None


def test_a_lost_benefit_is_not_asked_about(make_measure):
    lost = {**LANDLORD, "applies_to": "甲"}
    also = {**SIZE, "applies_to": "甲"}
    other = {"slot": "hightech", "op": "is", "value": True, "text": "高新", "applies_to": "乙"}
    measure = make_measure(conditions=[lost, also, other])
    assert asked([measure], Profile(district="东城", landlord="非国有")) == "hightech"


def test_only_the_best_measures_count(make_measure):
    plain, strict = make_measure(number=1), make_measure(number=2, conditions=[SIZE])
    assert asked([plain, strict], limit=1) is None
    assert asked([plain, strict], limit=2) == "size"


def test_district_buttons_are_those_of_the_measures(make_measure):
    west = {"id": "xc-made", "district": "西城"}
    assert ask_district([make_measure(), make_measure(west)]).answers == ("东城", "西城")
    assert ask_district([make_measure(west)]).answers == ("西城",)


@given(
    st.fixed_dictionaries(
        {"district": st.sampled_from(["东城", "西城"])},
        optional={slot: st.sampled_from(values) for slot, values in ANSWERS.items() if slot != "district"},
    )
)
def test_what_is_asked_about_real_measures_is_unknown_and_changes_a_reason(knowledge, facts):
    profile = Profile(**facts)
    for measure in knowledge.measures:
        found = next_question([measure], profile, DAY)
        if found is None:
            continue
        assert found.slot not in facts
        outcomes = {
            tuple(r.state for r in judge(measure, profile.model_copy(update={found.slot: a}), DAY).reasons)
            for a in found.answers
        }
        assert len(outcomes) > 1
