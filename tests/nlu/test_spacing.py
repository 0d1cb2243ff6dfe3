"""Decoration goes, words stay, and only spaces inside words are closed."""

import pytest

from nlu.spacing import tidy


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("房 租能减吗", "房租能减吗"),
        ("东 城小微企业", "东城小微企业"),
        ("社 保 局在哪", "社保局在哪"),
        ("减 20 万 租金", "减 20万 租金"),
        ("2020 年 6 月 30 日", "2020年 6月 30日"),
    ],
)
def test_spaces_inside_words_are_closed(typed: str, text: str) -> None:
    assert tidy(typed) == text


@pytest.mark.parametrize(
    "text",
    [
        "东城 贷款 贴息",
        "担保 费率 低",
        "张三 电话",
        "房租 loan 申请",
        "第 3 条",
        "5G 基站 建设",
        "西城 新三板 IPO",
        "社保",
    ],
)
def test_spaces_between_words_stay(text: str) -> None:
    assert tidy(text) == text


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("房租能减吗😭😭🙏", "房租能减吗"),
        ("房租[流泪]能减吗", "房租 能减吗"),
        ("谢谢(^_^)", "谢谢"),
        ("能不能快点T_T", "能不能快点"),
        ("行吗~~~", "行吗"),
        ("真的吗???!!!", "真的吗?"),
        ("没钱了......怎么办", "没钱了,怎么办"),
    ],
)
def test_decoration_goes(typed: str, text: str) -> None:
    assert tidy(typed) == text


@pytest.mark.parametrize(
    "text", ["[东城]房租减免", "QQ群多少", "补5~10万", "(东城区)", "〔2022〕8号", "利率3.85%", "TT公司", "A^2"]
)
def test_content_is_no_decoration(text: str) -> None:
    assert tidy(text) == text
