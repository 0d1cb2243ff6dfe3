"""What holds for every profile: knowing more settles, never unsettles; the order in which it is told changes nothing."""

from datetime import date

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from knowledge.eligibility import check, judge
from knowledge.models import Condition
from knowledge.profile import Profile
from knowledge.standing import standing

DAY = date(2022, 7, 1)
FACTS = st.fixed_dictionaries(
    {},
    optional={
        "district": st.sampled_from(["东城", "西城", "北京"]),
        "size": st.sampled_from(["微型", "小型", "中型", "大型", "个体工商户"]),
        "size_group": st.sampled_from(["小微", "中小微"]),
        "sector": st.sampled_from(["饭馆", "超市", "软件公司", "工厂", "药店", "给恐龙洗澡"]),
        "employees": st.sampled_from([0, 8, 10, 100, 101, 300, 2000]),
        "revenue_wan": st.sampled_from([0, 90, 100, 1000, 1001, 10_000, 500_000]),
        "role": st.sampled_from(["承租方", "业主或运营方", "用人单位", "采购供应商"]),
        "landlord": st.sampled_from(["区属国企", "国有", "其他国有", "集体", "非国有"]),
        "premises_use": st.sampled_from(["经营", "办公"]),
        "building_type": st.sampled_from(["商务楼宇", "科技企业孵化器", "文化产业园区"]),
        "taxpayer_kind": st.sampled_from(["定期定额", "一般"]),
        "hightech": st.booleans(),
        "insured": st.booleans(),
        "affected": st.booleans(),
        "layoffs": st.booleans(),
        "epidemic_supplies": st.booleans(),
        "founded_years": st.sampled_from([3, 5, 5.1]),
        "rd_spend_wan": st.sampled_from([19.9, 20, 60]),
        "loan_wan": st.sampled_from([500, 1000, 1001, 2001]),
        "loan_granted": st.sampled_from([date(2020, 1, 31), date(2020, 2, 1), date(2022, 12, 31)]),
    },
)


def narrows(less, more):
    """Whether the fuller profile only rules out values: telling something else of the same thing is a correction."""
    for slot in Profile.model_fields:
        before, after = less.possible(slot), more.possible(slot)
        if before is not None and not (after is not None and after <= before):
            return False
    return True


@settings(deadline=None)
@given(FACTS, st.sets(st.sampled_from(sorted(Profile.model_fields))))
def test_knowing_more_never_opens_what_was_settled(knowledge, facts, left_out):
    more, less = Profile(**facts), Profile(**{k: v for k, v in facts.items() if k not in left_out})
    assume(narrows(less, more))
    for measure in knowledge.measures:
        before, after = judge(measure, less, DAY), judge(measure, more, DAY)
        if before.ruling == "not_eligible":
            assert after.ruling == "not_eligible", measure.id
        for was, now in zip(before.reasons, after.reasons, strict=True):
            assert was.state in (now.state, "unknown"), (measure.id, was, now)


@settings(deadline=None)
@given(FACTS.flatmap(lambda facts: st.permutations(sorted(facts.items()))))
def test_the_order_of_the_answers_changes_no_verdict(knowledge, answers):
    told = Profile()
    for slot, value in answers:
        told = told.model_copy(update={slot: value})
    at_once = Profile(**dict(answers))
    assert [judge(m, told, DAY) for m in knowledge.measures] == [judge(m, at_once, DAY) for m in knowledge.measures]


@settings(deadline=None)
@given(FACTS)
def test_the_same_facts_give_the_same_standing(knowledge, facts):
    profile = Profile(**facts)
    first = standing(knowledge.measures, profile, DAY)
    assert first == standing(knowledge.measures, profile, DAY)
    assert set(first.almost) <= {v.measure.id for v in first.verdicts if v.ruling == "not_eligible"}
    rulings = [v.ruling for v in first.verdicts]
    assert rulings == sorted(rulings, key=["eligible", "needs_check", "not_eligible"].index)


YES_NO = ("hightech", "insured", "affected", "layoffs")
NAMES = st.lists(st.sampled_from("甲乙丙"), unique=True, max_size=2)
BENEFITS = st.lists(NAMES, min_size=1, max_size=4)
CONDITIONS = st.lists(st.tuples(st.sampled_from(YES_NO), NAMES), max_size=5)
ANSWERS = st.fixed_dictionaries({slot: st.sampled_from([True, False, None]) for slot in YES_NO})
WORST_LAST = ["eligible", "needs_check", "not_eligible"]


def by_hand(benefits, conditions, told):
    """The verdict benefit by benefit, worked out in another way than the code does."""

    def state(name):
        known = [told[slot] for slot, names in conditions if not names or name in names]
        return "not_eligible" if False in known else "needs_check" if None in known else "eligible"

    found = [state(name) for names in benefits for name in names or (None,)]
    return min(found, key=WORST_LAST.index)


@settings(deadline=None)
@given(BENEFITS, CONDITIONS, ANSWERS, ANSWERS)
def test_a_verdict_is_that_of_the_best_benefit(make_measure, benefits, conditions, told, more):
    borne = {name for names in benefits for name in names}
    conditions = [(slot, [n for n in names if n in borne]) for slot, names in conditions]
    measure = make_measure(
        benefits=[{"kind": "service", "text": "给", "applies_to": names} for names in benefits],
        conditions=[{"slot": s, "op": "is", "value": True, "text": s, "applies_to": n} for s, n in conditions],
    )
    less = judge(measure, Profile(district="东城", **told), DAY)
    assert less.ruling == by_hand(benefits, conditions, told)
    fuller = {slot: more[slot] if told[slot] is None else told[slot] for slot in YES_NO}
    if less.ruling != "needs_check":
        assert judge(measure, Profile(district="东城", **fuller), DAY).ruling == less.ruling


@pytest.mark.parametrize(
    ("told", "wanted", "state"),
    [
        ("承租方", ["用人单位", "个人"], "unknown"),
        ("业主或运营方", ["采购供应商"], "unknown"),
        ("用人单位", ["承租方"], "unknown"),
        ("承租方", ["业主或运营方"], "not_met"),
        ("承租方", ["承租方", "用人单位"], "met"),
        ("采购供应商", ["医疗机构"], "not_met"),
    ],
)
def test_a_tenant_may_be_an_employer_too_but_not_the_landlord(told, wanted, state):
    condition = Condition.model_validate({"slot": "role", "op": "in", "value": wanted, "text": "是哪一方"})
    assert check(condition, Profile(role=told)) == state
