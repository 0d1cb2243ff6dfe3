"""No text makes the extraction fail, and time grows with the length of the text only."""

from __future__ import annotations

import time

import pytest
from extract_samples import HEAD, LABELLED, MIXED_HEAD, RUN_ON, TAIL, documents, source
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.importers.extract import as_contract, extract

WORDS = [
    "1.", "2．", "（一）", "(1)", "一、", "第一条", "（责任单位：", "区财政局", "）", "联系人：", "联系电话：", "64031118", "转2538或2539", "邮 箱：", "a@b.cn",
    "具体流程：", "办理材料清单", "序号", "联系方式：", "，", "；", "。", "\n", "\u3000\u3000", "\t", "东政发〔2031〕9号", "各街道办事处：", "关于", "通知", "2031年2月30日",
    "至", "起", "30%", "50万元", "http：//", "《", "》", "本措施自发布之日起施行", "有效期至", "企业减免租金", "**", "\ud800", "\x00",
]  # fmt: skip
LENIENT = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def run(text: str) -> None:
    drafts = extract(source(text), titles={})
    as_contract(drafts)
    for draft in drafts:
        for measure in draft.measures:
            for spans in measure.evidence.values():
                assert all(0 <= s.start < s.end <= len(text) for s in spans)


@LENIENT
@given(st.text(max_size=400))
def test_any_characters(text: str) -> None:
    run(text)


@LENIENT
@given(st.lists(st.sampled_from(WORDS), max_size=80).map("".join))
def test_any_order_of_the_words_it_knows(text: str) -> None:
    run(text)


@LENIENT
@given(st.data())
def test_a_document_with_pieces_cut_out(data: st.DataObject) -> None:
    whole = data.draw(st.sampled_from([HEAD + LABELLED + TAIL, MIXED_HEAD + "".join(RUN_ON * 2)]))
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, len(whole)))
    run(whole[:start] + data.draw(st.text(max_size=5)) + whole[end:])


@LENIENT
@given(st.permutations(RUN_ON * 2))
def test_sentences_in_any_order(sentences: list[str]) -> None:
    run(MIXED_HEAD + "".join(sentences))


@given(st.text(max_size=200))
@settings(max_examples=60, deadline=None)
def test_the_same_text_gives_the_same_drafts(text: str) -> None:
    whole = HEAD + LABELLED + text + TAIL
    assert documents(whole) == documents(whole)


@pytest.mark.parametrize(
    "unit",
    ["企业减免", "1.企", "（责任单位：", "联系人：", "6403111811.企", "64031118、", "1", " ", "（", "a@b.c", "http：//", "一", "2031年1月1日至", "企\n",
     "（一）企业", "各区〔2031〕1号各单位：\n", "小微企业可以享受租金减免。", "联系方式：区局科，张三，64031118；", "（1）企", "30%-"],
)  # fmt: skip
def test_long_lines_take_linear_time(unit: str) -> None:
    text = "1.企业\n2.企业具体流程：" + unit * (1_000_000 // len(unit))
    started = time.perf_counter()
    run(text)
    assert time.perf_counter() - started < 60


def test_nothing_to_read() -> None:
    assert documents("") == []
    assert documents("only Latin 123") == []
