"""Formula data: what a file may say, and values through time."""

from datetime import date
from decimal import Decimal

import pytest
from pydantic import TypeAdapter, ValidationError

from knowledge.formulas import AnyFormula, Dated
from knowledge.models import Benefit

FORMULA = TypeAdapter(AnyFormula)
FROM = {date(2020, 1, 1): 5}


def dated(values):
    return FORMULA.validate_python({"kind": "up_to", "reference": "第1条", "amount": values}).amount


@pytest.mark.parametrize(
    ("day", "on", "last", "ended"),
    [
        (date(2019, 12, 31), None, None, None),
        (date(2020, 1, 1), 5, 5, None),
        (date(2020, 6, 30), 5, 5, None),
        (date(2020, 7, 1), 7, 7, None),
        (date(2021, 1, 1), None, 7, date(2021, 1, 1)),
        (date(2031, 1, 1), None, 7, date(2021, 1, 1)),
    ],
)
def test_values_through_time(day, on, last, ended):
    parameter = dated({date(2020, 1, 1): 5, date(2020, 7, 1): 7, date(2021, 1, 1): None})
    assert (parameter.on(day), parameter.last(day), parameter.ended(day)) == (on, last, ended)


@pytest.mark.parametrize(
    "broken",
    [
        {"kind": "lottery", "reference": "第1条"},
        {"kind": "percent", "of": "rd_spend", "reference": "第1条"},
        {"kind": "percent", "of": "rd_spend", "reference": "第1条", "percent_max": {}},
        {"kind": "percent", "of": "rd_spend", "reference": "第1条", "percent_max": {date(2020, 1, 1): -5}},
        {"kind": "percent", "of": "rd_spend", "reference": "第1条", "percent_max": {date(2020, 1, 1): None}},
        {"kind": "percent", "of": "rd_spend", "reference": "某条", "percent_max": FROM},
        {"kind": "percent", "of": "研发", "reference": "第1条", "percent_max": FROM},
        {"kind": "percent", "of": "rd_spend", "reference": "第1条", "percent_max": FROM, "factor": 2},
        {
            "kind": "percent",
            "of": "rd_spend",
            "reference": "第1条",
            "percent_max": {date(2020, 2, 1): 5, date(2020, 1, 1): 6},
        },
        {"kind": "deferral", "of": "tax_due", "reference": "第1条"},
        {"kind": "deferral", "of": "tax_due", "reference": "第1条", "months": FROM},
        {
            "kind": "deferral",
            "of": "tax_due",
            "reference": "第1条",
            "months": FROM,
            "since": "due_date",
            "until": "2020-02-01",
        },
        {"kind": "extension", "since": "licence_expiry", "reference": "第1条"},
        {"kind": "extension", "since": "licence_expiry", "reference": "第1条", "days": FROM, "months_max": FROM},
    ],
)
def test_a_broken_formula_is_refused(broken):
    with pytest.raises(ValidationError):
        FORMULA.validate_python(broken)


def test_a_formula_survives_the_store():
    benefit = Benefit.model_validate(
        {
            "kind": "subsidy",
            "text": "补",
            "formula": {
                "kind": "percent", "of": "rd_spend", "reference": "第1条", "percent_min": FROM, "percent_max": FROM,
                "tier": {"input": "rd_spend", "low": {"2020-01-01": "0.5"}, "high_included": True},
            },
        }
    )  # fmt: skip
    assert Benefit.model_validate(benefit.model_dump(mode="json")) == benefit
    assert benefit.formula.tier.low.values[0].value == Decimal("0.5")
    assert hash(benefit.formula) == hash(Benefit.model_validate(benefit.model_dump()).formula)


def test_parameters_of_a_formula_include_those_of_its_tier():
    formula = FORMULA.validate_python(
        {
            "kind": "up_to",
            "reference": "第1条",
            "amount": FROM,
            "tier": {"input": "rd_spend", "low": FROM, "high": FROM},
        }
    )
    assert [type(p) for p in formula.parameters()] == [Dated, Dated, Dated]
