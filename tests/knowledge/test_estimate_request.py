"""Figures of a question (``estimate_questions.yml``) and the estimate they lead to."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.estimate_request import estimate_for_question, figures_from
from knowledge.profile import Profile
from nlu.entities import extract
from nlu.normalize import normalize

DAY = date(2022, 7, 1)
CASES = yaml.safe_load(Path(__file__).with_name("estimate_questions.yml").read_text("utf-8"))


def plain(value):
    return float(value) if isinstance(value, Decimal) else value


@pytest.mark.parametrize("case", [pytest.param(c, id=f"{c['measure']} {c['says']}") for c in CASES])
def test_question(case, knowledge):
    measure, text = knowledge.get(case["measure"]), normalize(case["says"]).text
    found = estimate_for_question(measure, case["says"], None, DAY)
    if "gives" not in case:
        assert found is None
    else:
        assert [r.text for r in found.results] == case["gives"]
    heard = figures_from(extract(text), text, measure)
    assert {name: plain(value) for name, value in heard.items()} == case["figures"]


def test_what_is_missing_is_told(knowledge):
    found = estimate_for_question(knowledge.get("xc-2020-1-7"), "贷了500万能贴多少", None, DAY)
    assert [m.label for m in found.missing] == ["实际付的贷款利息"]


def test_a_sum_beyond_all_measure_gets_no_estimate(knowledge):
    measure = knowledge.get("dc-2020-3-8")
    assert estimate_for_question(measure, "研发花了99999亿能补多少", None, DAY) is None
    assert [r.text for r in estimate_for_question(measure, "研发花了9999亿能补多少", None, DAY).results] == [
        "最多20万元"
    ]


def test_the_profile_chooses_the_benefit(knowledge):
    found = estimate_for_question(
        knowledge.get("xc-2020-1-13"), "房租一个月两万，二月份免多少", Profile(premises_use="办公"), DAY
    )
    assert [r.text for r in found.results] == ["1万元"]


@settings(deadline=None)
@given(st.text(alphabet="研发花了利息贷款房租免减工会0123456789.%万亿元千个月天人，到", max_size=30))
def test_any_text_gets_an_estimate_or_none(knowledge, text):
    for measure in ("dc-2020-3-8", "dc-2022-8-3", "xc-2020-1-7", "bj-2020-5-7"):
        found = estimate_for_question(knowledge.get(measure), text, None, DAY)
        assert found is None or found.figures
