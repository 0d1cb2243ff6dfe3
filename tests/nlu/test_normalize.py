"""One spelling: width, traditional characters, numerals, typos, fillers; and what must survive."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlu.normalize import MAX_CHARS, fold, normalize

PIECES = st.sampled_from(
    ["请问", "嗯", "那个那个", "三", "十", "万", "人", "社宝", "缓教", "额", "喂", " ", "，", "百分之", "第", "一个", "亿", "半", "年", "個體戶", "問一下",
     "3", "5,000", "点", "就是", "说", "两", "俩", "号", "\u200b", "😀"]
)  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("ＡＢＣ１２３，５％", "ABC123,5%"),
        ("我們公司能減免房租嗎", "我们公司能减免房租吗"),
        ("社\u200b保\ufeff", "社保"),
        ("社保\u0000\t\n缓缴", "社保 缓缴"),
        ("你好\ud800", "你好"),
        ("\ue0000\ue001三人", "0 3人"),
        ("  房租   减免 ", "房租 减免"),
        ("选①", "选1"),
    ],
)
def test_width_characters_and_spaces(typed: str, text: str) -> None:
    assert normalize(typed).text == text


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("嗯那个社宝能缓缴吗", "那个社保能缓缴吗"),
        ("喂，你好，我想问一下房租能减吗", "房租能减吗"),
        ("您好老师", "您好老师"),
        ("额，那个贷款", "那个贷款"),
        ("哎呀我就想借十万", "我就想借10万"),
        ("嗯嗯那个就是说我想问一下社保", "社保"),
        ("跟您打听一下贷款", "贷款"),
    ],
)
def test_fillers_are_dropped(typed: str, text: str) -> None:
    assert normalize(typed).text == text


@pytest.mark.parametrize(
    "sentence",
    [
        "营业额300万",
        "额度是多少",
        "定额能减吗",
        "喂养宠物的店",
        "余额不足",
        "法律咨询",
        "房东就是说不给减",
        "那个政策还有效吗",
        "请问",
        "问一下",
        "嗯",
    ],
)
def test_content_is_never_taken_for_a_filler(sentence: str) -> None:
    assert normalize(sentence).text == sentence


@pytest.mark.parametrize("text", ["", "   ", "😀😀", "?!", "\u200b", "。。。"])
def test_nothing_to_understand_is_blank(text: str) -> None:
    assert normalize(text).blank


@pytest.mark.parametrize("text", ["好", "1", "ok", "嗯"])
def test_short_answers_are_not_blank(text: str) -> None:
    assert not normalize(text).blank


def test_original_is_kept_and_long_texts_are_cut() -> None:
    short, long = normalize("社宝"), normalize("".join(map(chr, range(0x4E00, 0x4E00 + 2 * MAX_CHARS))))
    assert (short.original, short.text, short.truncated) == ("社宝", "社保", False)
    assert long.truncated
    assert MAX_CHARS // 2 < len(long.text) <= MAX_CHARS


@pytest.mark.parametrize("piece", ["一", "1", "社宝能缓缴吗一百二十万", "5,000", "😀"])
def test_ten_thousand_characters_are_cut_and_read(piece: str) -> None:
    long = normalize((piece * 10_000)[:10_000])
    assert long.truncated
    assert len(long.text) <= MAX_CHARS


@settings(deadline=None, max_examples=300)
@given(st.one_of(st.text(), st.text(st.characters()), st.lists(PIECES, max_size=14).map("".join)))
def test_normalizing_twice_changes_nothing(text: str) -> None:
    once = normalize(text).text
    assert normalize(once).text == once


@settings(deadline=None)
@given(st.text())
def test_folding_leaves_no_control_characters(text: str) -> None:
    assert all(c.isprintable() or ord(c) > 0xFF for c in fold(text))
