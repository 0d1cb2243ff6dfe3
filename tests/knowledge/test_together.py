"""What cannot be had together: the rules of the real documents, and each kind of rule on made-up measures."""

from datetime import date

import pytest
from pydantic import ValidationError

from knowledge.eligibility import judge
from knowledge.estimate import estimate
from knowledge.models import Exclusion
from knowledge.profile import Profile
from knowledge.together import estimates_from, not_together

DAY = date(2021, 6, 1)
IN_2020, IN_2022 = date(2020, 6, 1), date(2022, 7, 1)
CITY = {"id": "bj-made", "doc": "京造发〔2021〕1号", "district": "北京"}
WEST = {"id": "xc-made", "doc": "西造发〔2021〕1号", "district": "西城"}


def rule(**more):
    return {"exclusions": [{"text": "同类补贴不能重复拿", "clause": "附则", **more}]}


def share(percent, of="rent_reduced", until="2022-01-01"):
    formula = {
        "kind": "percent",
        "of": of,
        "percent_min": {"2021-01-05": percent[0], until: None},
        "percent_max": {"2021-01-05": percent[1], until: None},
        "reference": "第1条",
    }
    return {"kind": "subsidy", "text": f"补{percent[0]}%", "formula": formula}


def found_on(knowledge, day, **known):
    profile = Profile(**known)
    judged = [judge(m, profile, day) for m in knowledge.measures]
    return not_together(judged, estimates_from(profile))


def pairs(found, kind=None):
    return {frozenset(v.measure.id for v in n.verdicts) for n in found if n.rule.kind == kind or kind is None}


def test_dongcheng_2020_the_owner_takes_either_the_districts_or_the_citys_subsidy(knowledge):
    found = found_on(knowledge, IN_2020, district="东城", role="业主或运营方", building_type="商务楼宇")
    assert frozenset({"dc-2020-3-6", "bj-2020-5-13"}) in pairs(found, "levels")
    one = next(n for n in found if "dc-2020-3-6" in {v.measure.id for v in n.verdicts})
    assert one.choose is not None and one.choose.measure.id == "dc-2020-3-6"
    for part in ("东政办发〔2020〕3号第6条", "京政办发〔2020〕5号第13条", "只能选一个", "写明了给多少"):
        assert part in one.advice
    assert one.source == "东政办发〔2020〕3号 五、附则"


def test_the_tenant_is_paid_by_neither_and_hears_nothing_of_it(knowledge):
    found = found_on(knowledge, IN_2020, district="东城", size="小型", role="承租方", landlord="区属国企")
    assert not any({"dc-2020-3-6", "bj-2020-5-13"} & pair for pair in pairs(found))


def test_matching_of_the_citys_award_is_meant_to_come_on_top(knowledge):
    assert knowledge.get("dc-2020-3-13").exclusions == ()
    found = found_on(knowledge, IN_2020, district="东城", recognition="投贷奖")
    assert not any("dc-2020-3-13" in pair for pair in pairs(found))


def test_xicheng_2020_no_two_subsidies_for_one_matter(knowledge):
    found = found_on(knowledge, IN_2020, district="西城", role="业主或运营方")
    assert pairs(found, "same_matter") == {frozenset({"xc-2020-1-13", "bj-2020-5-13"})}
    tenant = found_on(knowledge, IN_2020, district="西城", role="承租方", landlord="区属国企", size="小型")
    assert pairs(tenant, "same_matter") == set()


def test_dongcheng_2022_who_used_the_earlier_document_cannot_use_its_money_again(knowledge):
    (one,) = [n for n in found_on(knowledge, IN_2022, district="东城") if n.rule.kind == "earlier_document"]
    ids = {v.measure.id for v in one.verdicts}
    assert {"dc-2022-8-3", "dc-2022-8-5"} <= ids
    assert "dc-2022-8-10" not in ids
    assert "东政办发〔2022〕7号" in one.advice
    assert not pairs(found_on(knowledge, IN_2022, district="西城"), "earlier_document")


def test_a_rule_before_its_document_says_nothing(knowledge):
    assert found_on(knowledge, date(2020, 1, 1)) == []


def judged_pair(make_measure, kinds=("subsidy", "subsidy"), matters=("rent", "rent"), other=CITY, known=None, **more):
    profile = Profile(**(known or {"district": "东城"}))
    one = make_measure(rule(**more), topics=[matters[0]], benefits=[{"kind": kinds[0], "text": "甲"}])
    two = make_measure(other, number=2, topics=[matters[1]], benefits=[{"kind": kinds[1], "text": "乙"}])
    return [judge(m, profile, DAY) for m in (one, two)]


@pytest.mark.parametrize(
    ("more", "clash"),
    [
        ({"kind": "levels"}, True),
        ({"kind": None}, False),
        ({"kind": "levels", "topics": ["loan"]}, False),
        ({"kind": "levels", "topics": ["rent", "loan"]}, True),
        ({"kind": "levels", "measures": [1]}, True),
        ({"kind": "levels", "measures": [2]}, False),
        ({"kind": "levels", "except_measures": [1]}, False),
        ({"kind": "same_matter"}, True),
        ({"kind": "same_matter", "same_district": True}, False),
        ({"kind": "earlier_document", "with_doc": CITY["doc"]}, True),
    ],
)
def test_each_kind_of_rule_against_a_measure_of_the_city(make_measure, more, clash):
    found = not_together(judged_pair(make_measure, **more))
    assert (frozenset({"dc-made-1", "bj-made-2"}) in pairs(found)) == clash


@pytest.mark.parametrize(("kind", "clash"), [("levels", False), ("same_matter", True)])
def test_a_measure_of_the_same_district_is_another_level_of_nothing(make_measure, kind, clash):
    assert bool(not_together(judged_pair(make_measure, other={}, kind=kind))) == clash


@pytest.mark.parametrize(
    "change",
    [
        {"kinds": ("subsidy", "reward")},
        {"kinds": ("waiver", "waiver")},
        {"matters": ("rent", "loan")},
        {"other": {**CITY, "valid_to": "2021-05-31"}},
        {"other": WEST, "known": {}},
        {"known": {"district": "西城"}},
    ],
    ids=["other money", "no money", "another matter", "ended", "another place", "does not fit"],
)
def test_what_is_not_the_same_support(make_measure, change):
    assert not_together(judged_pair(make_measure, kind="same_matter", **change)) == []


def test_a_benefit_out_of_reach_clashes_with_nothing(make_measure):
    role = {"slot": "role", "op": "in", "value": ["业主或运营方"], "text": "是业主", "applies_to": "补贴"}
    tenant = {"slot": "role", "op": "in", "value": ["承租方"], "text": "是租户", "applies_to": "减租"}
    paid = [{"kind": "subsidy", "text": "补贴业主", "applies_to": ["补贴"]}]
    one = make_measure(rule(kind="levels"), benefits=paid, conditions=[role, tenant])
    two = make_measure(CITY, number=2, benefits=[{"kind": "subsidy", "text": "乙"}])

    def clashes(who):
        return not_together([judge(m, Profile(district="东城", role=who), DAY) for m in (one, two)])

    assert len(clashes("业主或运营方")) == 1
    assert clashes("承租方") == []


@pytest.mark.parametrize(
    ("mine", "theirs", "choose"),
    [
        ((30, 30), (50, 50), "bj-made-2"),
        ((50, 50), (30, 30), "dc-made-1"),
        ((30, 50), (30, 30), "dc-made-1"),
        ((30, 50), (40, 40), None),
        ((30, 30), (30, 30), None),
    ],
)
def test_the_higher_estimate_is_chosen_when_it_is_higher_in_every_case(make_measure, mine, theirs, choose):
    one = make_measure(rule(kind="levels"), benefits=[share(mine)])
    two = make_measure(CITY, number=2, benefits=[share(theirs)])
    judged = [judge(m, Profile(district="东城"), DAY) for m in (one, two)]
    worked_out = {m.id: estimate(m, {"rent_reduced_wan": 10}, DAY) for m in (one, two)}
    (found,) = not_together(judged, lambda v: worked_out[v.measure.id])
    assert (found.choose.measure.id if found.choose else None) == choose
    assert "万元" in found.advice
    assert ("给得多" in found.advice) and (("选“" in found.advice) == bool(choose))


def test_against_an_unnamed_amount_the_stated_one_is_advised(make_measure):
    one = make_measure(rule(kind="levels"), benefits=[share((30, 30))])
    two = make_measure(CITY, number=2, benefits=[{"kind": "subsidy", "text": "乙"}])
    judged = [judge(m, Profile(district="东城"), DAY) for m in (one, two)]
    known = {one.id: estimate(one, {"rent_reduced_wan": 10}, DAY)}
    for order in (judged, judged[::-1]):
        (found,) = not_together(order, lambda v: known.get(v.measure.id))
        assert found.choose is not None and found.choose.measure.id == one.id
        assert "3万元" in found.advice and "没写数额" in found.advice


def test_two_unnamed_amounts_leave_the_choice_open(make_measure):
    (found,) = not_together(judged_pair(make_measure, kind="levels"))
    assert found.choose is None
    assert "问清" in found.advice


def test_estimates_come_from_the_profile_alone(make_measure):
    research = make_measure(benefits=[share((5, 5), "rd_spend")])
    rent = make_measure(number=2, benefits=[share((5, 5))])
    profile = Profile(district="东城", rd_spend_wan=60)
    (known, nothing) = (estimates_from(profile)(judge(m, profile, DAY)) for m in (research, rent))
    assert known is not None and [r.text for r in known.results] == ["3万元"]
    assert nothing is None
    beyond = Profile(district="东城", rd_spend_wan=1e300)
    assert estimates_from(beyond)(judge(research, beyond, DAY)) is None


def test_a_rule_on_an_earlier_document_names_it():
    with pytest.raises(ValidationError, match="with_doc"):
        Exclusion(text="不再重复享受", kind="earlier_document")


def test_the_order_of_the_measures_changes_no_pair(knowledge):
    profile = Profile(role="业主或运营方")
    judged = [judge(m, profile, IN_2020) for m in knowledge.measures]
    assert pairs(not_together(judged)) == pairs(not_together(judged[::-1])) != set()
