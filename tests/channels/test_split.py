"""Parts of a long text: never too long, nothing lost, nothing torn."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.split import split_utf8

FAMILY, FLAG, THUMB = "👨‍👩‍👧‍👦", "🇨🇳", "👍🏽"


@given(st.text(), st.integers(32, 400))
def test_nothing_is_lost_and_no_part_is_too_long(text, limit):
    parts = split_utf8(text, limit)
    assert "".join(parts) == text
    assert all(part and len(part.encode("utf-8", "surrogatepass")) <= limit for part in parts)


def test_short_texts_stay_whole_and_nothing_gives_nothing():
    assert split_utf8("您好") == ["您好"]
    assert split_utf8("") == []


def test_cuts_at_the_end_of_a_line_rather_than_of_a_sentence_rather_than_of_a_clause():
    line = "房租能减三个月。\n"
    assert all(part.endswith("\n") for part in split_utf8(line * 40, 300))
    assert all(part.endswith("。") for part in split_utf8("房租能减，三个月。" * 40, 300))
    assert all(part.endswith("，") for part in split_utf8("房租能减，" * 60, 300)[:-1])


@pytest.mark.parametrize("whole", [FAMILY, FLAG, THUMB, "é" * 1, "1️⃣"])
def test_what_is_shown_as_one_character_is_not_torn(whole):
    parts = split_utf8(whole * 60, 64)
    assert all(len(part) % len(whole) == 0 and part == whole * (len(part) // len(whole)) for part in parts)


def test_two_thousand_bytes_by_default():
    assert [len(p.encode()) <= 2000 for p in split_utf8("贷" * 3000)] == [True] * 5


def test_a_limit_too_small_for_one_character_is_refused():
    with pytest.raises(ValueError, match="32"):
        split_utf8("您好", 8)
