"""Figures in owners' sentences: money, heads, years, 文号."""

import re
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from nlu import figures, times
from nlu.entities import extract
from nlu.normalize import normalize

CASES = yaml.safe_load(Path(__file__).with_name("figures.yml").read_text("utf-8"))
PIECES = st.sampled_from(
    ["流水", "营收", "房租", "贷款", "员工", "成立", "第", "条", "人", "万", "亿", "年", "元", "3", "50", "2020", "1.5", "到", "-", "不到", "月", "多",
     "东政发〔", "〕", "号", ",", "个", "从", "降到", "."]
)  # fmt: skip


def heard(text: str) -> dict[str, object]:
    return {slot: value for _, _, slot, value in reversed(figures.find(normalize(text).text, 2026))}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["says"])
def test_figures_heard(case: dict) -> None:
    assert heard(case["says"]) == case["hears"]


@pytest.mark.parametrize(
    "phone", ["65258800-8642", "84011022", "010-65258800", "12345", "12366", "13801234567", "400-810-1234"]
)
@pytest.mark.parametrize("around", ["贷款电话{}", "租金减免打{}", "员工社保找{}", "{}是研发补贴的电话吗", "营收{}"])
def test_phones_are_neither_money_nor_heads(phone: str, around: str) -> None:
    assert heard(around.format(phone)) == {}


def test_several_figures_come_in_reading_order() -> None:
    found = figures.find("2020年贷款50万,第3条", 2026)
    assert [slot for _, _, slot, _ in found] == ["year", "loan_wan", "measure_number"]


@settings(deadline=None, max_examples=400)
@given(st.one_of(st.text(), st.lists(PIECES, max_size=16).map("".join)))
def test_no_text_breaks_it(text: str) -> None:
    for start, end, slot, value in figures.find(text, 2026):
        assert 0 <= start < end <= len(text)
        assert re.fullmatch(r"[a-z_]+", slot)
        assert isinstance(value, int | float | str)


def test_years_since_the_founding_are_counted_up_to_the_day_of_the_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(times._clock, "today", lambda: date(2022, 6, 1))
    assert [e.value for e in extract("2019年成立的") if e.name == "founded_years"] == [3]
    times.reckon_by(lambda: date(2024, 6, 1))
    assert [e.value for e in extract("2019年成立的") if e.name == "founded_years"] == [5]
