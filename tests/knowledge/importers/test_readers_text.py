"""Plain text and Markdown: encodings, the clean-up, and marks that go while words stay."""

import os
import time
import unicodedata
from pathlib import Path

import pytest

from knowledge.importers.errors import NotText
from knowledge.importers.readers.clean import clean, readable_share
from knowledge.importers.readers.md import looks_like_markdown, plain
from knowledge.importers.source import read_bytes, read_source

CHINESE = "第一条 支持中小企业，减免房租3个月。\n联系电话：64000001-2538（工作日）。\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16-le", "utf-16-be", "utf-16", "utf-32"]
)
def test_reads_the_usual_encodings(encoding):
    source = read_bytes("甲.txt", CHINESE.encode(encoding))
    assert source.text == CHINESE
    assert source.format == "txt"
    assert source.notes == ()


@pytest.mark.parametrize("text", ["东四北大街", "电话：64000001", "ABC 123\nxyz", "办事"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le", "utf-16-be"])
def test_reads_short_texts_in_every_encoding(text, encoding):
    assert read_bytes("甲.txt", text.encode(encoding)).text == text


def test_rare_characters_of_gb18030_survive():
    text = CHINESE * 3 + "地址：㙍塔胡同，联系人：䶮某、𠮷某。"
    assert read_bytes("甲.txt", text.encode("gb18030")).text == text


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_few_lost_bytes_are_replaced_and_noted(encoding):
    data = (CHINESE * 20).encode(encoding) + b"\xff" + "完".encode(encoding)
    source = read_bytes("甲.txt", data)
    assert source.text.startswith(CHINESE)
    assert source.text.endswith("完")
    assert "\ufffd" in source.text
    assert "第 41 行" in source.notes[0]


def test_a_cut_off_last_character_is_no_obstacle():
    source = read_bytes("甲.txt", (CHINESE * 5).encode()[:-2])
    assert source.text.startswith(CHINESE * 4)
    assert len(source.notes) == 1


@pytest.mark.parametrize("data", [bytes(range(128, 256)) * 40, b"\0" * 5000, b"\x01\x02\x03\x04" * 900])
def test_what_is_no_text_is_refused(data):
    with pytest.raises(NotText) as caught:
        read_bytes("甲.txt", data)
    assert str(caught.value).startswith("甲.txt：")


def test_mojibake_is_noted():
    garbled = CHINESE.encode("utf-8").decode("gb18030", "ignore") * 20
    assert any("乱码" in note for note in read_bytes("甲.txt", garbled.encode()).notes)
    assert not read_bytes("甲.txt", CHINESE.encode()).notes


@pytest.mark.parametrize(
    ("given", "cleaned"),
    [
        ("甲\r\n乙\r丙\u2028丁\f戊\v己\x85庚", "甲\n乙\n丙\n丁\n戊\n己\n庚"),
        ("\u3000\u3000第一条\u00a0 \u2003内容", "  第一条   内容"),
        ("联\u00ad系\u200b电\ufeff话\u202e：\x006\x1b4", "联系电话：64"),
        ("甲\t乙", "甲\t乙"),
        ("⼯作⼈员⽐例", "工作人员比例"),
        ("cafe\u0301", "café"),
        ("１２３（ｋｇ）", "１２３（ｋｇ）"),
        ("\ufdd0甲\uffff乙\U0010ffff\ud800", "甲乙"),
    ],
)
def test_clean(given, cleaned):
    assert clean(given) == cleaned
    assert clean(cleaned) == cleaned


def test_a_pile_of_marks_does_not_take_quadratic_time():
    start = time.perf_counter()
    text = clean("电" + "\u0316\u0301" * 200_000 + "话")
    assert time.perf_counter() - start < 5
    assert len(text) < 20
    assert unicodedata.is_normalized("NFC", text)


def test_readable_share_tells_chinese_from_noise():
    assert readable_share(CHINESE) == 1
    assert readable_share("龘靐齉爩鱻麤") == 0


MARKDOWN = [
    ("## 一、减免房租 ##", "一、减免房租"),
    ("#1号楼", "#1号楼"),
    ("联系人: 王某 **联系电话:** 64000001", "联系人: 王某 联系电话: 64000001"),
    ("**关于印发\n\n若干措施的通知**", "关于印发\n\n若干措施的通知"),
    ("电话138****5678，张**", "电话138****5678，张**"),
    ("3*4*5 和 *强调* 与 ***都要***", "3*4*5 和 强调 与 都要"),
    ("a_b_c@example.com __加粗__", "a_b_c@example.com 加粗"),
    ("~~旧~~ `代码` \\*星号\\* &lt;5人 &nbsp;", "旧 代码 *星号* <5人 \xa0"),
    ('见[通知](http://example.com/a.html "题")。', "见通知（http://example.com/a.html）。"),
    ("见[第三条](#3)。", "见第三条。"),
    ("<http://example.com> <a@example.com>", "http://example.com a@example.com"),
    ("![印章](a.png)甲", "印章甲"),
    ("> 引文\n> 二", "引文\n二"),
    ("* 甲\n+ 乙\n- 丙\n1. 丁", "- 甲\n- 乙\n- 丙\n1. 丁"),
    ("```\n代码\n```\n甲", "代码\n甲"),
    ("题\n====\n甲\n---\n乙", "题\n甲\n乙"),
    ("| 部门 | 电话 |\n|---|:--:|\n| 甲局 | 64000001-2538 |", "部门 | 电话\n甲局 | 64000001-2538"),
    ("| 甲\\|乙 | 丙 |", "甲|乙 | 丙"),
    ("7\t<p>甲。</p> <p>乙。</p>\t<p>局</p>\n----\t---\t--", "7\t甲。 乙。\t局\n"),
    ("甲<br>乙<br/>丙", "甲\n乙\n丙"),
    ("1-2 层，2020--2021", "1-2 层，2020--2021"),
]


@pytest.mark.parametrize(("given", "words"), MARKDOWN)
def test_markdown_marks_go_and_words_stay(given, words):
    assert plain(given) == words


def test_markdown_is_told_by_its_marks_or_its_name():
    text = "联系人：王某 **联系电话：**64000001\n" * 3
    assert read_bytes("甲.txt", text.encode()).format == "md"
    assert read_bytes("甲.md", "没有标记".encode()).format == "md"
    assert read_bytes("甲.txt", "没有标记".encode()).format == "txt"
    assert not looks_like_markdown("电话138****5678，4*5*6，#1号楼，张**、李**、赵**、钱**")


@pytest.mark.parametrize(
    "unit", ["[", "![", "**a", "[a](b ", "__a", "`a", "<p ", "-", "=", "|", "| ", ">", "~~a", "#", "# \t"]
)
def test_markdown_takes_linear_time(unit):
    text = unit * (400_000 // len(unit)) + "x"
    start = time.perf_counter()
    plain(text)
    looks_like_markdown(text)
    assert time.perf_counter() - start < 10


SOURCES = os.environ.get("HUIQI_SOURCES", "")


@pytest.mark.skipif(not SOURCES, reason="HUIQI_SOURCES names no folder with the published documents")
def test_published_documents_lose_nothing_but_marks():
    files = sorted(Path(SOURCES).glob("*.txt"))
    assert files
    for path in files:
        source = read_source(path)
        assert not source.notes
        assert "**" not in source.text
        if source.format == "txt":
            assert source.text.split() == path.read_text("utf-8").split()
