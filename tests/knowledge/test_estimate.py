"""Estimates: the cases of ``estimates/*.yml``, what must hold for every formula, and how figures are read."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.errors import BadFigures, NoFormula
from knowledge.estimate import estimate, inputs_needed, with_formula
from knowledge.estimate_inputs import catalogue
from knowledge.profile import Profile

DAYS = {
    "dongcheng-2020": date(2020, 6, 1),
    "dongcheng-2022": date(2022, 6, 20),
    "xicheng-2020": date(2020, 3, 1),
    "beijing-2020": date(2020, 3, 1),
}
FOLDER = Path(__file__).with_name("estimates")
CASES = [
    {"as_of": DAYS[path.stem], "known": {}, **case}
    for path in sorted(FOLDER.glob("*.yml"))
    for case in yaml.safe_load(path.read_text("utf-8"))
]
LABELS = {entry.spec.label: name for name, entry in catalogue().items()}


def run(case, knowledge):
    figures = {LABELS[label]: value for label, value in case["figures"].items()}
    return estimate(knowledge.get(case["measure"]), figures, case["as_of"], Profile(**case["known"]))


@pytest.mark.parametrize("case", [pytest.param(c, id=c["name"]) for c in CASES])
def test_case(case, knowledge):
    found = run(case, knowledge)
    assert [r.text for r in found.results] == case["gives"]
    working = "\n".join(line for r in found.results for line in r.working)
    for said in case.get("working", ()):
        assert said in working
    assert case.get("note", "") in found.note
    assert [m.label for m in found.missing] == case.get("missing", [])
    if "because" in case:
        assert any(case["because"] in u.why for u in found.unfit)
    if "expired" in case:
        assert found.expired is case["expired"]


def formulas(knowledge):
    return [(m, b, f) for m in knowledge.measures for b, f in with_formula(m)]


def test_every_formula_has_a_case(knowledge):
    shown = {(c["measure"], r.benefit) for c in CASES for r in run(c, knowledge).results}
    assert not [(m.id, b.text) for m, b, _ in formulas(knowledge) if (m.id, b.text) not in shown]


def test_every_limit_has_cases_below_at_and_above(knowledge):
    """For each tier and cap: an input at the limit, one under it, one over it."""
    given_figures = {}
    for case in CASES:
        for name, value in run(case, knowledge).figures.items():
            given_figures.setdefault((case["measure"], name), set()).add(value)
    for measure, benefit, formula in formulas(knowledge):
        limits = []
        if formula.tier:
            limits += [(formula.tier.input, p.values[0].value) for p in (formula.tier.low, formula.tier.high) if p]
        if getattr(formula, "cap", None):
            cap, share = formula.cap.values[0].value, formula.percent_max.values[0].value
            limits.append((formula.of, (cap * 100 / share).quantize(Decimal("0.01"))))
        if formula.kind == "up_to" and formula.of:
            limits.append((formula.of, formula.amount.values[0].value))
        for name, limit in limits:
            tried = given_figures[(measure.id, name)]
            assert limit in tried, (measure.id, benefit.text, limit)
            assert min(tried) < limit < max(tried), (measure.id, benefit.text, limit)


def test_formulas_agree_with_the_figures_typed_beside_them(knowledge):
    for _, benefit, formula in formulas(knowledge):
        for name in ("percent_min", "percent_max"):
            typed, dated = getattr(benefit, name), getattr(formula, name, None)
            if typed is not None and formula.kind in ("percent", "interest"):
                assert dated is not None
                assert dated.values[0].value == typed
        cap = getattr(formula, "cap", None) or (formula.amount if formula.kind == "up_to" else None)
        assert (cap.values[0].value if cap else None) == benefit.cap_yuan
        if benefit.months and formula.kind in ("months_waived", "deferral", "extension"):
            length = getattr(formula, "months", None) or formula.months_max
            assert length.values[0].value == benefit.months
        if formula.kind == "deferral":
            assert formula.until == benefit.until
        if formula.kind == "per_day":
            assert formula.amount.values[0].value == benefit.amount_yuan


def test_values_begin_and_end_with_the_measure(knowledge):
    for measure, benefit, formula in formulas(knowledge):
        last = measure.valid_to
        if benefit.until and formula.kind != "deferral":
            last = min(benefit.until, last or benefit.until)
        end = last + timedelta(1) if last else measure.document.ended.since
        for parameter in formula.parameters():
            assert parameter.values[0].since == measure.valid_from
            assert (parameter.values[-1].since, parameter.values[-1].value) == (end, None)
            assert parameter.on(measure.valid_from - timedelta(1)) is None
            assert parameter.on(measure.valid_from) == parameter.last(end) is not None
            assert parameter.on(end) is None


def test_clauses_and_names_are_those_of_the_measure(knowledge):
    for measure, _, formula in formulas(knowledge):
        assert formula.reference == f"第{measure.number}条"
        labels = {label for c in measure.content.conditions for label in c.applies_to}
        assert set(formula.applies_to) <= labels
        assert {*formula.wants(), *formula.takes()} <= set(catalogue())


def test_every_input_of_the_catalogue_is_used(knowledge):
    assert {s.name for m in knowledge.measures for s in inputs_needed(m)} == set(catalogue())


def test_always_says_who_decides(knowledge):
    for case in CASES:
        found = run(case, knowledge)
        assert found.measure.departments[0] in found.notes[-1]
        assert "审核决定" in found.notes[-1]


def in_force(measure):
    return max(measure.valid_from, measure.document.valid_from)


def fill(measure, money):
    """The amount for every money input, and plain values for the others."""
    plain = {"percent": 5, "days": 10, "people": 2, "months": 6, "day": "2022-06-30"}
    needed = [s for s in inputs_needed(measure) if s.kind != "yes_no"]
    return {s.name: money if s.kind == "money" else plain[s.kind] for s in needed}


MONEY = st.decimals(0, 10**8, places=2, allow_nan=False, allow_infinity=False)


@settings(deadline=None)
@given(MONEY)
def test_never_above_the_cap_and_low_never_above_high(knowledge, money):
    for measure in knowledge.measures:
        if not with_formula(measure):
            continue
        for result in estimate(measure, fill(measure, money), in_force(measure)).results:
            amounts = [a for a in (result.low, result.high) if a is not None]
            assert amounts == sorted(amounts)
            assert all(a >= 0 for a in amounts)
            assert result.cap is None or max(amounts) <= result.cap


@settings(deadline=None)
@given(MONEY, MONEY)
def test_more_never_brings_less(knowledge, one, other):
    less, more = sorted((one, other))
    for measure in knowledge.measures:
        if not with_formula(measure):
            continue
        tops = []
        for money in (less, more):
            figures = {**fill(measure, money), **({"loan": 10000} if "loan" in fill(measure, money) else {})}
            results = estimate(measure, figures, in_force(measure)).results
            tops.append(max((r.high or r.low or Decimal(0) for r in results), default=Decimal(0)))
        assert tops[0] <= tops[1]


@settings(deadline=None)
@given(MONEY)
def test_yuan_and_wan_say_the_same(knowledge, money):
    measure, day = knowledge.get("dc-2020-3-6"), date(2020, 6, 1)
    in_yuan = estimate(measure, {"rent_reduced": money}, day)
    in_wan = estimate(measure, {"rent_reduced_wan": money / 10000}, day)
    assert in_yuan.results == in_wan.results


@pytest.mark.parametrize(
    ("figures", "rd_spend"),
    [
        ({"rd_spend": 600000}, 600000),
        ({"rd_spend_wan": 60}, 600000),
        ({"rd_spend_wan": 60.5}, 605000),
        ({"rd_spend": "六十万元"}, 600000),
        ({"rd_spend": "60万"}, 600000),
        ({"rd_spend_wan": "60"}, 600000),
        ({"rd_spend_wan": "六十万"}, 600000),
        ({"rd_spend": "600,000元整"}, 600000),
        ({"rd_spend": 600000, "rd_spend_wan": 60}, 600000),
    ],
)
def test_ways_to_write_money(knowledge, figures, rd_spend):
    assert estimate(knowledge.get("dc-2020-3-8"), figures, date(2020, 6, 1)).figures == {"rd_spend": rd_spend}


@pytest.mark.parametrize(
    ("figures", "field", "said"),
    [
        ({"rd_spend": -1}, "rd_spend", "不能小于 0"),
        ({"rd_spend": True}, "rd_spend", "应是数字"),
        ({"rd_spend": [1]}, "rd_spend", "应是数字"),
        ({"rd_spend": "很多"}, "rd_spend", "看不懂这个数"),
        ({"rd_spend": ""}, "rd_spend", "看不懂这个数"),
        ({"rd_spend_wan": 10**9}, "rd_spend_wan", "太大了"),
        ({"rd_spend": float("nan")}, "rd_spend", "确定的数字"),
        ({"rd_spend": 600000, "rd_spend_wan": 61}, "rd_spend_wan", "写了两次，数不一样"),
        ({"rent": 5}, "rent", "rd_spend（上一年研发费用支出额，元）"),
    ],
)
def test_wrong_figures_are_named(knowledge, figures, field, said):
    with pytest.raises(BadFigures) as refused:
        estimate(knowledge.get("dc-2020-3-8"), figures, date(2020, 6, 1))
    assert list(refused.value.problems) == [field]
    assert said in refused.value.problems[field]


@pytest.mark.parametrize(
    ("measure", "figures", "said"),
    [
        ("bj-2020-5-7", {"days": 1.5}, "应是整数"),
        ("bj-2020-5-7", {"days": 4000}, "最多 3660天"),
        ("xc-2020-1-7", {"interest": 1, "rate": 101}, "最多 100%"),
        ("dc-2022-8-9", {"licence_expiry": "2022-02-30"}, "应是真实的日期"),
        ("dc-2022-8-9", {"licence_expiry": 20220630}, "应是真实的日期"),
        ("dc-2022-8-3", {"high_risk": 1}, "应是 true 或 false"),
    ],
)
def test_other_units_have_their_own_limits(knowledge, measure, figures, said):
    with pytest.raises(BadFigures, match=said):
        estimate(knowledge.get(measure), figures, date(2022, 7, 1))


def test_a_measure_without_a_formula_says_so(knowledge):
    with pytest.raises(NoFormula, match="东政办发〔2020〕3号第9条"):
        estimate(knowledge.get("dc-2020-3-9"), {}, date(2020, 6, 1))


def test_what_is_needed_and_what_only_helps(knowledge):
    needed = {s.name: s.required for s in inputs_needed(knowledge.get("xc-2020-1-7"))}
    assert needed == {"interest": True, "loan": False, "rate": False, "loan_months": False, "base_rate": False}


def test_figures_go_before_the_profile(knowledge):
    found = estimate(knowledge.get("dc-2020-3-8"), {"rd_spend_wan": 60}, date(2020, 6, 1), Profile(rd_spend_wan=80))
    assert [r.text for r in found.results] == ["3万元"]


def test_a_value_that_begins_later_is_not_used_before(make_measure):
    formula = {"kind": "percent", "of": "rd_spend", "reference": "第1条"}
    benefit = {
        "kind": "subsidy",
        "text": "补",
        "formula": {**formula, "percent_max": {date(2021, 3, 1): 10, date(2021, 6, 1): 20}},
    }
    measure = make_measure(benefits=[benefit])
    amounts = {
        day: [r.text for r in estimate(measure, {"rd_spend": 1000}, day).results]
        for day in (date(2021, 2, 28), date(2021, 3, 1), date(2021, 5, 31), date(2021, 6, 1))
    }
    assert list(amounts.values()) == [[], ["最多100元"], ["最多100元"], ["最多200元"]]
