"""Near misses: real measures (``neighbours.yml``), the nearest benefit, and what may stand in for a measure."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from knowledge.eligibility import judge
from knowledge.neighbours import almost, instead
from knowledge.profile import Profile

DAY = date(2021, 6, 1)
CASES = yaml.safe_load(Path(__file__).with_name("neighbours.yml").read_text("utf-8"))
TENANT = {"slot": "role", "op": "in", "value": ["承租方"], "text": "是租户"}
STATE_HOUSE = {"slot": "landlord", "op": "in", "value": ["区属国企"], "text": "租的是国企的房"}
SMALL = {"slot": "size", "op": "in", "value": ["微型", "小型"], "text": "是小微企业"}
INSURED = {"slot": "insured", "op": "is", "value": True, "text": "参加了社保"}
RENTER = Profile(district="东城", size="小型", role="承租方", landlord="非国有", insured=False)


@pytest.mark.parametrize("case", [pytest.param(c, id=c["name"]) for c in CASES])
def test_real_measure(case, knowledge):
    profile, day = Profile(**case["known"]), case.get("as_of", date(2020, 6, 1))
    judged = [judge(m, profile, day) for m in knowledge.measures]
    verdict = next(v for v in judged if v.measure.id == case["measure"])
    found = almost(verdict, judged, profile)
    if case.get("not_near"):
        assert found is None
        return
    assert (found.reason.slot, found.reason.state) == (case["fails"], "not_met")
    assert (found.instead.measure.id if found.instead else None) == case["instead"]
    if "benefit" in case:
        assert found.benefit == case["benefit"]


def near(measure, profile=RENTER, *others):
    judged = [judge(m, profile, DAY) for m in (measure, *others)]
    return almost(judged[0], judged, profile)


def test_the_nearest_benefit_counts(make_measure):
    measure = make_measure(
        conditions=[
            {**SMALL, "applies_to": "甲"},
            {**TENANT, "applies_to": "甲"},
            {**STATE_HOUSE, "applies_to": "甲"},
            {**INSURED, "applies_to": "乙"},
        ]
    )
    found = near(measure)
    assert (found.benefit, found.reason.slot, found.open) == ("甲", "landlord", 0)


def test_a_benefit_that_fails_twice_is_not_near_but_another_may_be(make_measure):
    both = [{**STATE_HOUSE, "applies_to": "甲"}, {**INSURED, "applies_to": "甲"}]
    assert near(make_measure(conditions=both)) is None
    found = near(make_measure(conditions=[*both, {**INSURED, "applies_to": "乙"}]))
    assert (found.benefit, found.reason.slot) == ("乙", "insured")


def test_a_common_condition_is_named_without_a_benefit(make_measure):
    found = near(make_measure(conditions=[STATE_HOUSE, {**TENANT, "applies_to": "甲"}]))
    assert (found.reason.slot, found.benefit) == ("landlord", None)


def test_a_failed_common_condition_adds_to_that_of_the_benefit(make_measure):
    assert near(make_measure(conditions=[STATE_HOUSE, {**INSURED, "applies_to": "甲"}])) is None


def test_conditions_not_known_are_counted(make_measure):
    found = near(
        make_measure(conditions=[STATE_HOUSE, {"slot": "hightech", "op": "is", "value": True, "text": "高新"}])
    )
    assert found.open == 1
    assert "另有 1 个条件还不知道" in found.text


def words(*keywords, **more):
    return {"keywords": [*keywords], **more}


def test_the_text_names_condition_and_measure(make_measure):
    failed = make_measure(conditions=[STATE_HOUSE], **words("房租", "减租"))
    other = make_measure(number=2, title="私人房东减租", conditions=[TENANT], **words("房租", "减租"))
    found = near(failed, RENTER, other)
    for part in ("租的是国企的房", "私人房东减租", "东造发〔2021〕9号第2条", "符合"):
        assert part in found.text


@pytest.mark.parametrize(
    ("content", "document"),
    [
        ({"topics": ["loan"]}, {}),
        ({"keywords": ["房租"], "benefits": [{"kind": "service", "text": "咨询"}]}, {}),
        ({"keywords": []}, {}),
        ({}, {"id": "xc-made", "doc": "西造发〔2021〕9号", "district": "西城"}),
        ({}, {"id": "dc-later", "doc": "东造发〔2021〕10号", "valid_from": "2021-07-01"}),
        ({"conditions": [STATE_HOUSE]}, {}),
    ],
    ids=["another matter", "too little in common", "nothing in common", "another place", "not yet", "does not fit"],
)
def test_what_cannot_stand_in(make_measure, content, document):
    failed = make_measure(conditions=[STATE_HOUSE], **words("房租", "减租"))
    other = make_measure(document, number=2, **{**words("房租", "减租"), **content})
    assert near(failed, RENTER, other).instead is None


def test_what_is_in_force_goes_first_then_the_same_help_then_what_is_closer_in_words(make_measure):
    failed = make_measure(conditions=[STATE_HOUSE], **words("房租", "减租", "房东", "租金"))
    ended = make_measure({"id": "dc-old", "valid_to": "2021-05-31"}, **words("房租", "减租", "房东", "租金"))
    other_help = make_measure(
        number=2, **words("房租", "减租", "房东", "租金", benefits=[{"kind": "loan_service", "text": "贷款"}])
    )
    same_help = make_measure(number=3, **words("房租"))
    closer = make_measure(number=4, **words("房租", "减租"))
    judged = [judge(m, RENTER, DAY) for m in (failed, ended, other_help, same_help, closer)]
    order = []
    while found := instead(judged[0], judged, RENTER):
        order.append(found)
        judged.remove(found)
    assert [v.measure for v in order] == [closer, same_help, other_help, ended]


def test_without_a_known_place_the_district_of_the_measure_counts(make_measure):
    failed = make_measure(conditions=[STATE_HOUSE], **words("房租", "减租"))
    there = make_measure({"id": "xc-made", "district": "西城"}, number=2, **words("房租", "减租"))
    here = make_measure(number=3, **words("房租", "减租"))
    unknown_place = RENTER.model_copy(update={"district": None})
    judged = [judge(m, unknown_place, DAY) for m in (failed, there, here)]
    assert instead(judged[0], judged, unknown_place).measure == here


def test_every_near_miss_of_the_real_measures_fails_once_and_is_replaced_by_what_fits(knowledge):
    for district in ("东城", "西城"):
        profile = Profile(district=district, size="大型", sector="工厂", role="承租方", landlord="非国有")
        judged = [judge(m, profile, date(2022, 7, 1)) for m in knowledge.measures]
        near_misses = [a for v in judged if (a := almost(v, judged, profile))]
        assert near_misses
        for found in near_misses:
            assert found.verdict.ruling == "not_eligible"
            assert found.reason in found.verdict.reasons
            if found.instead:
                assert found.instead.ruling != "not_eligible"
                assert found.instead.measure.district in (district, "北京")
                assert found.verdict.measure.content.topics[0] in found.instead.measure.content.topics
