"""The menu: what clicks ask, ours, and WeChat's limits."""

import pytest

from actions.phrases import STARTERS
from bot.channels.wechat.menu import default_menu, problems, question_of

CLICK = {"type": "click", "name": "房租", "key": "房租能减吗"}


def of(*buttons):
    return {"button": list(buttons)}


@pytest.mark.parametrize("url", ["", "https://huiqi.example.cn"])
def test_ours_is_within_the_limits(url):
    menu = default_menu(url)
    assert problems(menu) == []
    names = [item["name"] for button in menu["button"] for item in button["sub_button"]]
    assert len(names) == len(set(names)) and ("网页版" in names) == bool(url)


def test_a_key_is_the_question_or_the_number_of_a_starter():
    assert question_of("贷款有贴息吗") == "贷款有贴息吗"
    assert [question_of(f"starter:{n}") for n in range(1, len(STARTERS) + 1)] == list(STARTERS)
    assert question_of("starter:0") == question_of("starter:99") == ""


@pytest.mark.parametrize(
    "menu",
    [
        of(CLICK),
        of(CLICK, CLICK, CLICK),
        of({"name": "减税", "sub_button": [CLICK] * 5}),
        of({**CLICK, "sub_button": []}),
        of({**CLICK, "key": "房" * 42}),
        of({**CLICK, "name": "四个汉字啊"}),
        of({"type": "view", "name": "网页", "url": "https://huiqi.example.cn/"}),
        of(
            {"type": "miniprogram", "name": "小程序", "url": "http://x.example/", "appid": "wx1", "pagepath": "pages/a"}
        ),
    ],
)
def test_what_wechat_takes(menu):
    assert problems(menu) == []


@pytest.mark.parametrize(
    ("menu", "said"),
    [
        (None, "button"),
        ([], "button"),
        ({}, "button"),
        ({"button": {}}, "button"),
        (of(), "1 到 3"),
        (of(*[CLICK] * 4), "1 到 3"),
        (of({"name": "减税", "sub_button": [CLICK] * 6}), "1 到 5"),
        (of({"name": "减税", "sub_button": "房租"}), "列表"),
        (of("房租"), "第 1 个菜单"),
        (of({"name": "减税", "sub_button": [CLICK, 7]}), "第 2 项"),
        (of({**CLICK, "key": "房" * 43}), "128"),
        (of({**CLICK, "key": ""}), "没有写"),
        (of({**CLICK, "name": "六个汉字太长"}), "16"),
        (of({"name": "减税", "sub_button": [{**CLICK, "name": "长" * 21}]}), "60"),
        (of({**CLICK, "type": "scancode_push"}), "type"),
        (of({"name": "网页", "url": "https://x.example/"}), "type"),
        (of({"type": "view", "name": "网页", "url": "javascript:alert(1)"}), "http"),
        (of({"type": "view", "name": "网页", "url": "https://x.example/" + "a" * 1024}), "1024"),
        (of({"type": "view", "name": "网页"}), "url"),
        (of({"type": "click", "name": 7, "key": "k"}), "名称"),
    ],
)
def test_what_wechat_would_refuse(menu, said):
    assert any(said in problem for problem in problems(menu))


def test_all_faults_at_once():
    assert len(problems(of({"type": "click"}, {"type": "view", "name": "长" * 9, "url": "x"}))) == 4
