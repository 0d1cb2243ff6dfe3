"""A long story is left out, whatever bears on the question stays."""

import pytest

from nlu.gist import gist

STORY = "昨天晚上跟几个老朋友吃饭,他们都劝我打听打听,反正又不花钱。我一想也对,今天一早就来了。"


def test_story_before_the_question_is_left_out() -> None:
    assert gist(f"{STORY}不归你管也说一声。东城的房租能减吗?") == "东城的房租能减吗?"


def test_story_after_the_question_is_left_out_but_the_end_stays() -> None:
    assert gist(f"西城的社保能缓吗?{STORY}就这样。") == "西城的社保能缓吗?就这样。"


@pytest.mark.parametrize(
    "fact",
    [
        "我们是做餐饮的。",
        "店在王府井。",
        "一共十几个人,去年流水120万。",
        "房东是区里的国企。",
        "我在上海注册的。",
        "你们推诿,没人管。",
        "我想找真人说。",
    ],
)
def test_facts_and_wishes_stay(fact: str) -> None:
    assert fact in gist(f"{STORY}{fact}能减房租吗?")


@pytest.mark.parametrize(
    "text", ["昨天去过了。说不归他们管。房租能减吗?", STORY * 2, "东城的房租能减吗?" + "租金减免找谁?" * 8]
)
def test_short_messages_and_messages_without_a_matter_are_read_whole(text: str) -> None:
    assert gist(text) == text


def test_what_has_been_shortened_stays_as_it_is() -> None:
    once = gist(f"{STORY}{STORY}东城的房租能减吗?贷款呢?社保呢?" + "租金减免找谁,电话是多少" * 3)
    assert gist(once) == once
