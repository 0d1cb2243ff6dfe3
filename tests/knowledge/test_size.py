"""The size standard: every limit from both sides, figures not known, and errors."""

from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from knowledge.errors import KnowledgeError
from knowledge.sectors import UnknownSector
from knowledge.size import SIZES, BadFigure, SizeUndecidable, classify, possible_sizes, standard

CASES = yaml.safe_load(Path(__file__).with_name("size_cases.yml").read_text("utf-8"))
CLASSES = tuple(standard().classes)
NUMBER = st.integers(min_value=0, max_value=300_000)
FIGURE = st.none() | NUMBER


@pytest.mark.parametrize(("sector", "employees", "revenue", "assets", "size"), CASES["limits"] + CASES["everyday"])
def test_size_of_a_case(sector, employees, revenue, assets, size):
    assert classify(sector, employees, revenue, assets).size == size
    assert possible_sizes(sector, employees, revenue, assets) == {size}


@pytest.mark.parametrize(("sector", "employees", "revenue", "assets", "missing", "sizes"), CASES["undecided"])
def test_says_what_is_missing(sector, employees, revenue, assets, missing, sizes):
    with pytest.raises(SizeUndecidable) as caught:
        classify(sector, employees, revenue, assets)
    assert list(caught.value.missing) == missing
    assert caught.value.possible == set(sizes) == possible_sizes(sector, employees, revenue, assets)
    for slot in missing:
        assert {"employees": "从业人员", "revenue_wan": "营业收入", "assets_wan": "资产总额"}[slot] in str(caught.value)


def test_every_limit_of_every_class_has_its_pair_of_cases():
    for name, size_class in standard().classes.items():
        rows = [row for row in CASES["limits"] if row[0] == name]
        for limit in size_class.limits:
            column = 1 + ["employees", "revenue_wan", "assets_wan"].index(limit.slot)
            given_figures = {row[column] for row in rows if row[column] is not None}
            for step in limit.steps:
                assert step in given_figures, (name, limit.slot, step)
                assert any(step - 1 <= Decimal(str(f)) < step for f in given_figures), (name, limit.slot, step)


def test_there_are_sixteen_classes_with_clauses_in_order():
    assert len(CLASSES) == 16
    clauses = [c.clause for c in standard().classes.values()]
    assert clauses == [*"一二三四五六七八九十", *(f"十{digit}" for digit in "一二三四五六")]
    assert standard().doc == "工信部联企业〔2011〕300号"


def test_reasons_name_clause_class_and_limits():
    result = classify("饭馆", 50, 3000, None)
    text = "\n".join(result.reasons)
    assert (result.size, result.class_name) == ("小型", "餐饮业")
    for fact in (
        "饭馆归入餐饮业",
        "〔2011〕300号）第四条（十）",
        "从业人员50人",
        "下限10人",
        "下限100人",
        "营业收入3000万元",
    ):
        assert fact in text


def test_a_figure_that_does_not_matter_is_said_to_be_unknown():
    assert "营业收入不知道，但不影响结果。" in classify("饭馆", 9, None, None).reasons


def test_message_tells_the_borders_of_the_missing_figure():
    with pytest.raises(SizeUndecidable, match=r"营业收入满100万元才可能是小型") as caught:
        classify("饭馆", 50, None, None)
    assert "2000" not in caught.value.message


@pytest.mark.parametrize("sector", [None, "", "  "])
def test_without_a_sector_the_sector_is_missing(sector):
    with pytest.raises(SizeUndecidable) as caught:
        classify(sector, 9, 10, 10)
    assert caught.value.missing == ("sector",)
    assert "行业" in caught.value.message


def test_possible_sizes_without_a_known_sector_are_those_of_any_class():
    assert possible_sizes(None, 9, None, None) >= {"微型", "小型"}
    assert possible_sizes(None, 0, 0, 0) == {"微型"}
    assert possible_sizes("量子炼金", None, None, None) == set(SIZES)


def test_unknown_sector_is_named_with_suggestions():
    with pytest.raises(UnknownSector, match="量子炼金") as caught:
        classify("量子炼金", 5, 5, 5)
    assert caught.value.suggestions


@pytest.mark.parametrize(
    ("figures", "word"),
    [((-1, 5, 5), "从业人员"), ((5, -0.01, 5), "营业收入"), ((5, 5, Decimal(-1)), "资产总额"), ((5, float("nan"), 5), "营业收入"),
     ((5, float("inf"), 5), "营业收入"), ((True, 5, 5), "从业人员")],
)  # fmt: skip
def test_impossible_figures_are_refused(figures, word):
    for function in (classify, possible_sizes):
        with pytest.raises(BadFigure, match=word) as caught:
            function("饭馆", *figures)
        assert isinstance(caught.value, ValueError)
        assert isinstance(caught.value, KnowledgeError)


def test_zero_is_a_figure():
    assert classify("饭馆", 0, None, None).size == "微型"


def test_decimal_float_and_int_agree():
    for revenue in (100, 100.0, Decimal("100.00")):
        assert classify("饭馆", 10, revenue, None).size == "小型"
    assert "营业收入100万元" in "".join(classify("饭馆", 10, Decimal("1E+2"), None).reasons)


@given(st.sampled_from(CLASSES), *[NUMBER] * 3, *[st.integers(min_value=0, max_value=100_000)] * 3)
def test_growing_never_makes_the_size_smaller(name, employees, revenue, assets, more_people, more_revenue, more_assets):
    before = classify(name, employees, revenue, assets).size
    after = classify(name, employees + more_people, revenue + more_revenue, assets + more_assets).size
    assert SIZES.index(after) >= SIZES.index(before)


@given(st.sampled_from(CLASSES), st.tuples(FIGURE, FIGURE, FIGURE), st.tuples(*[NUMBER] * 3))
def test_learning_a_figure_only_narrows_the_sizes(name, known, told):
    complete = [figure if figure is not None else later for figure, later in zip(known, told, strict=True)]
    assert possible_sizes(name, *complete) <= possible_sizes(name, *known)


@given(st.sampled_from(CLASSES), FIGURE, FIGURE, FIGURE)
def test_classify_decides_exactly_when_one_size_is_possible(name, employees, revenue, assets):
    possible = possible_sizes(name, employees, revenue, assets)
    try:
        assert possible == {classify(name, employees, revenue, assets).size}
    except SizeUndecidable as undecidable:
        assert len(possible) > 1
        assert undecidable.possible == possible
