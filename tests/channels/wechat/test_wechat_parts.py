"""Texts WeChat takes: never too long, never too many, nothing lost without a link to it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.message import DeliveryPlan, Option
from bot.channels.split import split_utf8
from bot.channels.wechat.parts import LIMIT, compose

BASE = "https://huiqi.example.cn"
SENTENCE = "东城区的房租能减三个月。"
options = st.lists(st.text(st.characters(codec="utf-8", categories=["L", "N"]), min_size=1, max_size=20), max_size=6)
words = st.text(st.sampled_from(list("房租能减，。！\n ]>\x00\x08👍🏽a1")), max_size=30).flatmap(
    lambda word: st.integers(0, 400).map(lambda times: word * times)
)


def made(texts=("能减。",), titles=(), link=None):
    listed = tuple(Option(n, title, title) for n, title in enumerate(titles, 1))
    return DeliveryPlan(tuple(texts), listed, link, None)


def solid(text):
    """Without what cutting may change: spaces at borders, control characters, labels."""
    text = re.sub(r"【补上次的回答】|【这次的回答】|……|（(?:后面还有|这里略去一些)，[^）]*）", "", text)
    return re.sub(r"[\s\x00-\x1f]", "", text)


@given(words, words, options, st.sampled_from([None, "/m/x"]), st.integers(1, 6))
def test_nothing_is_too_long_too_many_or_lost(answer, front, titles, link, most):
    parts = compose(made([answer], titles, link), [front] if front.strip() else [], BASE, split_utf8, most)
    assert len(parts.texts) <= most
    assert all(text and len(text.encode()) <= LIMIT for text in parts.texts)
    everything = solid("".join((*parts.texts, *parts.left)))
    if not link:
        assert sorted(solid(answer) + solid(front)) == sorted(everything.replace(solid(parts.options), "", 1))
    elif parts.texts:
        assert BASE + link in "".join(parts.texts)
    if titles:
        assert parts.texts[-1].endswith(parts.options)
    assert parts.options not in "".join(parts.unsent(0)) or not titles


@pytest.mark.parametrize("most", [1, 3, 6])
def test_the_answer_is_given_before_what_waited(most):
    """Else somebody who gets one text a time would always read the answer before last."""
    front, answer = SENTENCE * 60 * most, SENTENCE.replace("东", "西") * 20
    parts = compose(made([answer]), [front], BASE, split_utf8, most)
    assert solid(answer) in solid("".join(parts.texts))
    assert solid(front).startswith(solid("".join(parts.texts)).replace(solid(answer), ""))


def test_of_what_waited_as_much_is_shown_as_there_is_room_for():
    front = ("长" * 220 + "。") * 30
    parts = compose(made(), [front], BASE, split_utf8, 3)
    assert len(parts.texts) == 3 and "能减。" in parts.texts[2]
    assert parts.texts[0].startswith("【补上次的回答】\n长")
    assert solid("".join((*parts.texts, *parts.left))) == solid(
        f"{front[: len(front) - len(parts.left[0])]}能减。{parts.left[0]}"
    )


def test_of_an_answer_that_is_cut_the_end_stays_when_there_is_a_link():
    """At the end are whom to call and the question back, which belongs to the options."""
    end = "联系谁：\n东城区国资委 王玉：67196929\n\n您的店或公司在哪个区？"
    parts = compose(made([SENTENCE * 80 + "\n" + end], ["东城", "西城"], "/m/x"), [], BASE, split_utf8, 1)
    (text,) = parts.texts
    assert len(text.encode()) <= LIMIT and text.startswith(SENTENCE)
    assert f"（这里略去一些，全文见下面的网址）\n{end}\n\n全部内容：{BASE}/m/x\n\n可以回数字：" in text


@pytest.mark.parametrize("titles", range(0, 90, 3))
def test_options_may_leave_little_room_for_a_cut_answer(titles):
    lines = "\n".join(f"第{n}行，{SENTENCE}" for n in range(200))
    (text,) = compose(made([lines], ["选" * 7] * titles, "/m/x"), [], BASE, split_utf8, 1).texts
    assert len(text.encode()) <= LIMIT and text.startswith("第0行")


def test_what_waited_stands_in_front():
    parts = compose(made(["二"]), ["零", "一"], BASE, split_utf8, 1)
    assert parts.texts == ("【补上次的回答】\n零\n\n一\n\n【这次的回答】\n二",)
    assert parts.unsent(0) == ["零\n\n一\n\n二"]


def test_no_public_address_no_link():
    assert compose(made(link="/m/x"), [], "", split_utf8, 1).texts == ("能减。",)


def test_an_answer_that_fills_the_text_has_its_options_in_the_next():
    parts = compose(made(["长" * 660], ["联系电话"]), [], BASE, split_utf8, 6)
    assert parts.texts == ("长" * 660, "可以回数字：\n1. 联系电话")
    assert parts.unsent(1) == []


def test_nothing_to_say():
    assert compose(made([" \n\x00"]), [], BASE, split_utf8, 6).texts == ()
