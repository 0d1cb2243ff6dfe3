"""Charts keep their bars inside, whatever the numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.console.charts import HEIGHT, LEFT, WIDTH, bars, nice
from bot.console.masking import masked


@given(st.integers(0, 10**9))
def test_a_scale_holds_the_largest_and_is_not_much_too_long(most):
    top = nice(most)
    assert top >= max(most, 4) or top == 4
    assert top % 4 == 0 and top <= max(4, most * 2.5 + 4)


@given(st.lists(st.integers(0, 10**6), min_size=0, max_size=60))
def test_bars_stay_inside(values):
    keys = [f"2021-06-{i:02d}" for i in range(len(values))]
    chart = bars("提问", keys, [("提问", values), ("答复", values[::-1])])
    assert len(chart.bars) == 2 * len(values)
    for bar in chart.bars:
        assert bar.x >= LEFT and bar.x + bar.width <= WIDTH
        assert bar.y >= 0 and bar.y + bar.height <= HEIGHT
    assert len(chart.labels) <= 12 + 1
    assert str(sum(values)) in chart.summary


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("电话13812345678。", "电话138****5678。"),
        ("138 1234 5678", "138****5678"),
        ("身份证11010119900307123X", "身份证110101**********3X"),
        ("卡号6222021234567890123", "卡号6222***********0123"),
        ("64030001-12", "64030001-12"),
        ("12345", "12345"),
        ("东政办发〔2020〕3号", "东政办发〔2020〕3号"),
        ("投资1000000元", "投资1000000元"),
    ],
)
def test_personal_numbers_are_masked_and_others_are_not(said, shown):
    assert masked(said) == shown
