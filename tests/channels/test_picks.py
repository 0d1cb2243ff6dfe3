"""Choosing by number or title."""

import pytest

from bot.channels.message import Option
from bot.channels.picks import numbered, picked

OFFERED = (Option(1, "东城", "东城"), Option(2, "西城", "西城"), Option(3, "不知道", "不知道"))


@pytest.mark.parametrize("said", ["1", "１", "一", "①", "1.", "选1", "第一个", "我要1", " 1 ", "1、", "东城"])
def test_ways_to_choose_the_first(said):
    assert picked(said, OFFERED).payload == "东城"


@pytest.mark.parametrize("said", ["4", "0", "11", "一共8个人", "东城的房租", "1万", "", "第二条措施电话"])
def test_what_chooses_nothing(said):
    assert picked(said, OFFERED) is None


def test_nothing_offered_nothing_chosen():
    assert picked("1", ()) is None


def test_options_are_lines_with_their_numbers():
    assert numbered(OFFERED) == "1. 东城\n2. 西城\n3. 不知道"
