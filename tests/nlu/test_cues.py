"""What a sentence does in a conversation, by its cue words."""

import pytest
import yaml

from nlu import lookups
from nlu.cues import bare, cues
from nlu.marks import marks


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("是的", "is=affirm"),
        ("嗯是的呀", "is=affirm"),
        ("不用了,谢谢", "begins=deny"),
        ("不用了,谢谢", "says=thanks"),
        ("那个 不清楚呢", "is=dont_know"),
        ("帮我转人工", "says=human_handoff"),
        ("OK", "is=affirm"),
        ("重新开始吧", "is=start_over"),
    ],
)
def test_cues_are_heard_with_their_place(text, cue):
    assert cue in set(cues(text))
    assert cue in marks(text)


def test_a_question_of_policy_is_no_cue_word_as_a_whole():
    assert not [c for c in cues("东城的房租能减几个月") if c.startswith("is=")]


@pytest.mark.parametrize("text", ["嗯", "啊", "了", "", "。。。", "的"])
def test_something_is_left_of_a_particle(text):
    assert bare(text) == text


def test_every_act_is_an_intent_and_every_cue_a_word():
    domain = yaml.safe_load((lookups.HERE.parents[1] / "domain.yml").read_text("utf-8"))
    table = lookups.load("cues")
    assert set(table) <= set(domain["intents"])
    assert [c for phrases in table.values() for c in phrases if not isinstance(c, str) and not isinstance(c, int)] == []


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("奶茶店", "rest=0"),
        ("能减多少", "asks=1"),
        ("东城的", "tells_rest=0"),
        ("asdfgh", "odd=mash"),
        ("房租", "topic=rent_relief"),
    ],
)
def test_marks_tell_what_was_heard(text, mark):
    assert mark in marks(text)
