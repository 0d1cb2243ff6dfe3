import pytest

from nlu.normalize import normalize
from nlu.requests import requests


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("社保能缓缴吗？另外，房租能减吗", ["社保能缓缴吗", "房租能减吗"]),
        ("专精特新申报，还想问一下社保缓缴 东城", ["专精特新申报", "社保缓缴 东城"]),
        ("社保能缓缴吗\n房租能减吗", ["社保能缓缴吗", "房租能减吗"]),
        ("贷款平台的网址？顺便问一句，缓税找谁", ["贷款平台的网址", "缓税找谁"]),
        ("东城 食品生产许可证 顺延\n房租能减吗", ["东城 食品生产许可证 顺延", "房租能减吗"]),
        # A story, and questions that only make sense with the one before.
        ("我在东城开饭馆。疫情没生意。房租交不起了怎么办？", ["房租交不起了怎么办"]),
        ("西城贷款贴息怎么申请？需要什么材料？找谁？", ["西城贷款贴息怎么申请"]),
        ("再问下电话", []),
        ("还想问问别的", []),
        ("东城 房租 社保", ["东城 房租 社保"]),
    ],
)
def test_requests_of_a_message(typed: str, found: list[str]) -> None:
    assert requests(normalize(typed).text) == found


def test_a_new_line_ends_a_sentence_but_adds_no_second_mark() -> None:
    assert normalize("房租能减吗\n\n社保呢").text == "房租能减吗。社保呢"
    assert normalize("房租能减吗？\n社保呢\n").text == "房租能减吗? 社保呢"
