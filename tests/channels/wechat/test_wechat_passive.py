"""Reply XML that nothing in the text can break."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wechat_side import read

from bot.channels.wechat.passive import clean, envelope, text_reply

NASTY = st.text(st.sampled_from(list("]><![CDAT&;\x00\x08\x1b\x85\ud83d\ufffe\r\n贷😀")), max_size=40)


@given(NASTY | st.text(max_size=60))
def test_the_text_arrives_as_it_is_but_for_what_xml_cannot_carry(text):
    got = read(text_reply("user", "gh_1", text, 1700000000))
    expected = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "", re.sub("\r\n?", "\n", text))
    assert got == {
        "ToUserName": "user",
        "FromUserName": "gh_1",
        "CreateTime": "1700000000",
        "MsgType": "text",
        "Content": expected,
    }


@pytest.mark.parametrize("text", ["]]>", "]]]]>>", "a]]>b]]>", "]]><Evil/><![CDATA[", "]\x00]>", "]]"])
def test_the_end_of_a_section_inside_the_text(text):
    got = read(text_reply("u", "gh_1", text, 1))
    assert got["Content"] == text.replace("\x00", "") and "Evil" not in got


def test_the_time_is_a_bare_integer():
    assert b"<CreateTime>1700000000</CreateTime>" in text_reply("u", "gh_1", "好", 1700000000)


@given(NASTY)
def test_cleaning_twice_changes_nothing_more(text):
    assert clean(clean(text)) == clean(text)
    clean(text).encode()


def test_the_envelope():
    got = read(envelope("Zm9v", "ab12", "1700000000", "n0nce"))
    assert got == {"Encrypt": "Zm9v", "MsgSignature": "ab12", "TimeStamp": "1700000000", "Nonce": "n0nce"}
