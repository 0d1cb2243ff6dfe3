"""Texts that are no sentences."""

import pytest

from nlu.gibberish import repeats, signs


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("???", "symbols"),
        ("", "symbols"),
        ("asdfgh", "mash"),
        ("poiuy", "mash"),
        ("xkcdfq", "mash"),
        ("qweqweqwe", "repeats"),
        ("啊啊啊", "repeats"),
        ("咕噜咕噜", "sounds"),
        ("8888", "digits"),
        ("窝嫩爹", "loose"),
    ],
)
def test_signs_are_seen(text, sign):
    assert sign in set(signs(text))


@pytest.mark.parametrize(
    "text", ["东城的房租能减吗", "hello", "OPENAI公司贷款", "西城贷款贴息找谁", "house rent relief"]
)
def test_sentences_have_none(text):
    assert set(signs(text)) == set()


@pytest.mark.parametrize(
    ("text", "says"), [("哈哈", False), ("哈哈哈", True), ("abab", True), ("ababa", True), ("abac", False)]
)
def test_repeating(text, says):
    assert repeats(text) is says
