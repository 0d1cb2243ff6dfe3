"""汉字 numerals: what is rewritten, what stays, and the value of a numeral."""

from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from nlu.numerals import parse, to_digits

CASES = yaml.safe_load(Path(__file__).with_name("numerals.yml").read_text("utf-8"))


@pytest.mark.parametrize(("said", "written"), CASES["rewritten"].items())
def test_amounts_become_digits(said: str, written: str) -> None:
    assert to_digits(said) == written


@pytest.mark.parametrize("said", CASES["kept"])
def test_vague_amounts_and_words_stay(said: str) -> None:
    assert to_digits(said) == said


@pytest.mark.parametrize("said", [*CASES["rewritten"], *CASES["kept"]])
def test_a_second_rewriting_changes_nothing(said: str) -> None:
    once = to_digits(said)
    assert to_digits(once) == once


@pytest.mark.parametrize(
    ("numeral", "value"),
    [("一百二", 120), ("一百零二", 102), ("两千三", 2300), ("三万五", 35000), ("3万5", 35000), ("十", 10), ("二十", 20), ("1.2亿", 120_000_000),
     ("一万亿", 10**12), ("三点五", Decimal("3.5")), ("二零二零", 2020)],
)  # fmt: skip
def test_value_of_a_numeral(numeral: str, value: int | Decimal) -> None:
    assert parse(numeral) == value


@pytest.mark.parametrize(
    "numeral", ["", "三四十", "百", "百万", "万", "七八", "一百三百", "二十十", "三点", "点五", "人", "一万二万"]
)
def test_malformed_or_vague_numerals_have_no_value(numeral: str) -> None:
    assert parse(numeral) is None


def _spelled(number: int) -> str:
    digits, units = "零一二三四五六七八九", ["", "十", "百", "千"]
    out = ""
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        out += digits[digit] + units[place] if digit else ("零" if out and not out.endswith("零") else "")
    return out.rstrip("零")


@given(st.integers(min_value=1, max_value=9999), st.integers(min_value=1, max_value=9999))
def test_every_fully_spelled_number_is_read(high: int, low: int) -> None:
    assert parse(_spelled(high)) == high
    joint = "零" if low < 1000 else ""
    assert parse(f"{_spelled(high)}万{joint}{_spelled(low)}") == high * 10_000 + low


@given(st.text(alphabet="零一二三十百千万亿两点第半个月年0123456789.,几多来俩% ", max_size=40))
def test_no_mixture_of_numerals_breaks_it(text: str) -> None:
    assert isinstance(to_digits(text), str)
