"""Fillers and stammering are dropped, words that only look like them are not."""

import pytest

from nlu.fillers import drop


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("房租你知道吧能减吗", "房租能减吗"),
        ("那个，社保怎么说呢，能缓吗", "社保能缓吗"),
        ("其实吧，我想办贷款，在线等", "我想办贷款"),
        ("话说，东城有补贴吗", "东城有补贴吗"),
        ("我的问题是，电梯年检费免不免", "电梯年检费免不免"),
        ("就是想问：能不能延期", "就是想问：能不能延期"),
        ("就是想问:能不能延期", "能不能延期"),
        ("东城东城的贷款贷款贷款", "东城的贷款"),
        ("我我我想问社保", "我想问社保"),
    ],
)
def test_fillers_are_dropped(said: str, text: str) -> None:
    assert drop(said) == text


@pytest.mark.parametrize(
    "text",
    [
        "二零二零年的政策",
        "三百三百地交",
        "的的确确没钱",
        "天天排队",
        "好好说话",
        "哈哈",
        "营业额多少",
        "你知道电话吗",
        "话说回来",
        "那个政策",
        "拜托",
        "在线等",
    ],
)
def test_content_stays(text: str) -> None:
    assert drop(text) == text
