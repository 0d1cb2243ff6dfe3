"""Verdicts: the real measures around their limits (``eligibility.yml``), and how conditions combine."""

from datetime import date
from decimal import Decimal
from itertools import product
from pathlib import Path

import pytest
import yaml
from hypothesis import given as every
from hypothesis import strategies as st

from knowledge.eligibility import benefits_of, check, judge, reachable
from knowledge.models import Condition
from knowledge.profile import Profile

DAY = date(2021, 6, 1)
CASES = yaml.safe_load(Path(__file__).with_name("eligibility.yml").read_text("utf-8"))


@pytest.mark.parametrize("case", [pytest.param(c, id=c["name"]) for c in CASES])
def test_real_measure(case, knowledge):
    verdict = knowledge.judge(case["measure"], Profile(**case["known"]), DAY)
    assert verdict.ruling == case["verdict"], verdict.reasons
    for state in ("unknown", "not_met"):
        if state in case:
            assert {r.slot for r in verdict.reasons if r.state == state} == set(case[state])


def condition(slot="employees", op="le", value=100, **more):
    return Condition.model_validate({"slot": slot, "op": op, "value": value, "text": f"{slot} {op}", **more})


@pytest.mark.parametrize(
    ("op", "below", "at", "above"),
    [
        ("lt", "met", "not_met", "not_met"),
        ("le", "met", "met", "not_met"),
        ("ge", "not_met", "met", "met"),
        ("gt", "not_met", "not_met", "met"),
    ],
)
def test_limits_from_three_sides(op, below, at, above):
    found = [check(condition("revenue_wan", op, Decimal("100.5")), Profile(revenue_wan=n)) for n in (100, 100.5, 101)]
    assert found == [below, at, above]


def test_between_takes_both_ends():
    window = condition("loan_granted", "between", (date(2022, 1, 1), date(2022, 12, 31)))
    days = (date(2021, 12, 31), date(2022, 1, 1), date(2022, 12, 31), date(2023, 1, 1))
    assert [check(window, Profile(loan_granted=d)) for d in days] == ["not_met", "met", "met", "not_met"]


def test_nothing_known_is_unknown_for_every_slot_and_other_conditions_always_are(knowledge):
    for measure in knowledge.measures:
        assert {r.state for r in judge(measure, Profile(), DAY).reasons} == {"unknown"}
    assert check(condition("other_condition", "is", "有证明"), Profile()) == "unknown"


def test_unknown_sector_decides_nothing():
    only_shops = condition("sector", "in", ("零售",))
    assert check(only_shops, Profile(sector="给恐龙洗澡")) == "unknown"
    assert check(only_shops, Profile(sector="超市")) == "met"
    assert check(only_shops, Profile(sector="饭馆")) == "not_met"


def test_group_of_sizes_is_met_only_when_every_member_is():
    small = condition("size", "in", ("微型", "小型"))
    assert check(small, Profile(size_group="小微")) == "met"
    assert check(small, Profile(size_group="中小微")) == "unknown"


def test_figures_give_the_size():
    small = condition("size", "in", ("微型", "小型"))
    assert check(small, Profile(sector="饭馆", employees=99, revenue_wan=1999)) == "met"
    assert check(small, Profile(sector="饭馆", employees=300, revenue_wan=10000)) == "not_met"
    assert check(small, Profile(sector="饭馆", employees=300)) == "unknown"


def test_self_employed_gap_closes_only_where_small_enterprises_are_meant():
    self_employed = Profile(size="个体工商户")
    assert check(condition("size", "in", ("微型", "小型")), self_employed) == "unknown"
    assert check(condition("size", "in", ("大型",)), self_employed) == "not_met"
    assert check(condition("size", "in", ("微型", "个体工商户")), self_employed) == "met"


def benefits(*conditions):
    return {"conditions": [c.model_dump() for c in conditions]}


@pytest.mark.parametrize(
    ("first", "second", "ruling"),
    [
        (True, True, "eligible"),
        (True, False, "eligible"),
        (False, True, "eligible"),
        (False, False, "not_eligible"),
        (None, False, "needs_check"),
        (None, True, "eligible"),
    ],
)
def test_one_benefit_is_enough(make_measure, first, second, ruling):
    measure = make_measure(
        **benefits(
            condition("hightech", "is", True, applies_to="甲"), condition("insured", "is", True, applies_to="乙")
        )
    )
    assert judge(measure, Profile(district="东城", hightech=first, insured=second), DAY).ruling == ruling


def test_a_common_condition_counts_for_every_benefit(make_measure):
    measure = make_measure(
        **benefits(condition("affected", "is", True), condition("hightech", "is", True, applies_to="甲"))
    )
    known = {"district": "东城", "hightech": True}
    assert judge(measure, Profile(**known, affected=False), DAY).ruling == "not_eligible"
    assert judge(measure, Profile(**known, affected=True), DAY).ruling == "eligible"


def test_a_condition_may_be_about_several_benefits(make_measure):
    measure = make_measure(
        **benefits(
            condition("hightech", "is", True, applies_to="甲、乙"),
            condition("insured", "is", True, applies_to="乙"),
        )
    )
    reason = judge(measure, Profile(), DAY).reasons[1]
    assert benefits_of(reason) == ("甲", "乙")
    assert judge(measure, Profile(district="东城", hightech=False, insured=True), DAY).ruling == "not_eligible"
    assert judge(measure, Profile(district="东城", hightech=True, insured=False), DAY).ruling == "eligible"


HIGHTECH = condition("hightech", "is", True, applies_to="甲")
INSURED = condition("insured", "is", True, applies_to="乙")


def given(*names):
    """Benefits with these names; None has none."""
    return [{"kind": "service", "text": f"给{n}", "applies_to": [n] if n else []} for n in names]


@pytest.mark.parametrize(
    ("names", "ruling"),
    [
        (("甲", "乙"), "not_eligible"),
        (("甲", "乙", None), "eligible"),
        (("甲", "乙", "丙"), "eligible"),
        ((None, None), "not_eligible"),
        (("甲", None), "not_eligible"),
    ],
    ids=[
        "each benefit has conditions that fail",
        "one benefit has no name and so no conditions of its own",
        "nobody sets a condition for the third name",
        "the conditions name benefits that none is called: they may be meant",
        "one of the names is borne by none: it may be the nameless one",
    ],
)
def test_a_benefit_open_to_all_is_a_way_too(make_measure, names, ruling):
    measure = make_measure(**benefits(HIGHTECH, INSURED), **{"benefits": given(*names)})
    assert judge(measure, Profile(district="东城", hightech=False, insured=False), DAY).ruling == ruling


def test_a_benefit_open_to_all_still_takes_the_common_conditions(make_measure):
    common = condition("affected", "is", True)
    measure = make_measure(**benefits(common, HIGHTECH), **{"benefits": given("甲", None)})
    rulings = [judge(measure, Profile(district="东城", affected=a), DAY).ruling for a in (True, None, False)]
    assert rulings == ["eligible", "needs_check", "not_eligible"]


def test_a_rider_named_after_its_benefits_opens_no_way(make_measure):
    rider = {"kind": "waiver", "text": "免滞纳金", "applies_to": ["甲", "乙"]}
    measure = make_measure(**benefits(HIGHTECH, INSURED), **{"benefits": [*given("甲", "乙"), rider]})
    verdict = judge(measure, Profile(district="东城", hightech=False, insured=False), DAY)
    assert verdict.ruling == "not_eligible"
    assert reachable(verdict) == ()
    verdict = judge(measure, Profile(district="东城", hightech=True, insured=False), DAY)
    assert verdict.ruling == "eligible"
    assert [b.text for b in reachable(verdict)] == ["给甲", "免滞纳金"]


def test_every_way_is_told_with_what_it_takes(make_measure):
    common = condition("affected", "is", True)
    measure = make_measure(**benefits(common, HIGHTECH), **{"benefits": given("甲", None)})
    ways = judge(measure, Profile(district="东城", affected=True, hightech=False), DAY).ways
    assert [(w.benefit, w.state, [r.slot for r in w.reasons]) for w in ways] == [
        ("甲", "not_met", ["district", "affected", "hightech"]),
        (None, "met", ["district", "affected"]),
    ]


def test_a_reason_says_where_it_stands(make_measure):
    scope = {"slot": "affected", "op": "is", "value": True, "text": "受影响", "clause": "附则"}
    measure = make_measure({"conditions": [scope]}, **benefits(HIGHTECH), **{"benefits": given("甲")})
    reasons = judge(measure, Profile(), DAY).reasons
    assert [(r.slot, r.source) for r in reasons] == [
        ("district", "东造发〔2021〕9号"),
        ("hightech", "东造发〔2021〕9号第1条"),
        ("affected", "东造发〔2021〕9号 附则"),
    ]


def test_every_combination_agrees_with_the_worst_of_common_conditions(make_measure):
    measure = make_measure(**benefits(condition("affected", "is", True), condition("hightech", "is", True)))
    for affected, hightech in product((True, False, None), repeat=2):
        ruling = judge(measure, Profile(district="东城", affected=affected, hightech=hightech), DAY).ruling
        expected = (
            "not_eligible"
            if False in (affected, hightech)
            else "needs_check"
            if None in (affected, hightech)
            else "eligible"
        )
        assert ruling == expected


def test_reasons_keep_the_order_and_words_of_the_conditions(knowledge):
    measure = knowledge.get("xc-2020-1-13")
    reasons = judge(measure, Profile(district="西城"), DAY).reasons
    assert [r.text for r in reasons[1:]] == [c.text for c in measure.conditions]
    assert (reasons[0].slot, reasons[0].state, reasons[0].text) == ("district", "met", "在西城区")


FACTS = st.fixed_dictionaries(
    {},
    optional={
        "district": st.sampled_from(["东城", "西城", "北京"]),
        "size": st.sampled_from(["微型", "小型", "中型", "大型", "个体工商户"]),
        "sector": st.sampled_from(["饭馆", "超市", "软件公司", "工厂"]),
        "employees": st.integers(0, 2000),
        "revenue_wan": st.integers(0, 500_000),
        "landlord": st.sampled_from(["区属国企", "国有", "非国有"]),
        "role": st.sampled_from(["承租方", "业主或运营方"]),
        "affected": st.booleans(),
    },
)


@every(FACTS)
def test_same_facts_same_verdicts(knowledge, facts):
    first = [judge(m, Profile(**facts), DAY) for m in knowledge.measures]
    assert first == [judge(m, Profile(**dict(reversed(facts.items()))), DAY) for m in knowledge.measures]


@every(FACTS)
def test_knowing_more_never_turns_a_settled_verdict_of_one_common_condition(knowledge, facts):
    """What was told stays told: leaving facts out can only make a decided reason unknown, never the opposite."""
    told = Profile(**facts)
    less = Profile(**{k: v for k, v in facts.items() if k in ("district", "size", "landlord", "role", "affected")})
    for measure in knowledge.measures:
        for full, part in zip(judge(measure, told, DAY).reasons, judge(measure, less, DAY).reasons, strict=True):
            assert part.state in (full.state, "unknown")
