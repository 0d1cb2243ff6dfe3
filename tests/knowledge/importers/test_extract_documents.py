"""Which documents a source holds, and what their heads and closing words say."""

from __future__ import annotations

from datetime import date

import pytest
from extract_samples import HEAD, LABELLED, TAIL, documents, source

from knowledge.importers import known
from knowledge.importers.extract import as_contract, extract

MEETING = """北京市东城区人民政府

关于召开年度会议的通知

东政发〔2031〕5号

各街道办事处，区政府各委、办、局：

一、会议时间

定于四月召开。

二、会议地点

区政府礼堂。

北京市东城区人民政府

2031年2月1日
"""


def test_the_head_and_the_closing_words_are_read() -> None:
    (draft,) = documents(HEAD + LABELLED + TAIL)
    assert (draft.doc, draft.issuer, draft.district) == ("东政办发〔2031〕6号", "北京市东城区人民政府办公室", "东城")
    assert draft.title == "北京市东城区人民政府办公室关于支持小微企业渡过难关的若干措施"
    assert (draft.published, draft.valid_from, draft.valid_to) == (
        date(2031, 3, 4),
        date(2031, 3, 4),
        date(2031, 12, 31),
    )
    assert draft.term == "本措施自发布之日起施行，有效期至2031年12月31日"
    assert [m.number for m in draft.measures] == [1, 2]
    assert draft.measures[1].section == "一、减轻负担"


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("（东政办发〔2031〕6 号）", "东政办发〔2031〕6号"),
        ("东政办发[2031]６号", "东政办发〔2031〕6号"),
        ("(2031年3月4日 东政办发【2031】6号)", "东政办发〔2031〕6号"),
        ("**东 政办发〔2031〕06号**", "东政办发〔2031〕6号"),
    ],
)
def test_the_number_is_written_in_one_way(line: str, number: str) -> None:
    (draft,) = documents(HEAD.replace("东政办发〔2031〕6号", line) + LABELLED + TAIL)
    assert draft.doc == number


def test_a_notice_that_issues_measures_takes_their_title() -> None:
    text = "北京市西城区人民政府关于印发《西城区落实〈全市方案〉的措施》的通知\n\n西政发〔2031〕2号\n\n各街道办事处，各相关单位：\n"
    (draft,) = documents(text + LABELLED)
    assert (draft.title, draft.district) == ("西城区落实《全市方案》的措施", "西城")


def test_a_citation_is_not_a_head() -> None:
    cited = HEAD.replace("制定本措施。", "落实《有关措施》（京政办发〔2030〕7号）和京政发〔2030〕8号要求，制定本措施。")
    assert [d.doc for d in documents(cited + LABELLED + TAIL)] == ["东政办发〔2031〕6号"]


def test_a_gazette_lists_all_its_documents_and_reads_the_one_with_relief() -> None:
    contents = (
        "东城区公报\n\n目 录\n\n北京市东城区人民政府关于召开年度会议的通知(东政发〔2031〕5号)\t1\n"
        "北京市东城区人民政府办公室关于支持小微企业渡过难关的若干措施(东政办发〔2031〕6号)\t3\n"
        "北京市东城区人民政府关于绿化的通知(东政发〔2031〕8号)\t9\n\n"
    )
    found = documents(contents + MEETING + "\n" + HEAD + LABELLED + TAIL)
    assert [(d.doc, len(d.measures)) for d in found] == [("东政发〔2031〕5号", 0), ("东政办发〔2031〕6号", 2)]
    assert found[0].title == "北京市东城区人民政府关于召开年度会议的通知"
    assert found[0].published == date(2031, 2, 1)
    assert any("东政发〔2031〕8号" in issue and "没有找到" in issue for issue in found[0].issues)


def test_a_copy_without_its_number_is_known_by_its_title() -> None:
    text = HEAD.replace("东政办发〔2031〕6号\n", "") + LABELLED + TAIL
    title = known.plain_title("北京市东城区人民政府办公室关于支持小微企业渡过难关的若干措施")
    (draft,) = extract(source(text), titles={title: "东政办发〔2031〕6号"})
    assert draft.doc == "东政办发〔2031〕6号"
    assert any("来源没有文号" in issue for issue in draft.issues)
    (unknown,) = documents(text)
    assert unknown.doc is None
    assert any("没有找到文号" in issue for issue in unknown.issues)


def test_titles_of_the_curated_documents_are_known() -> None:
    assert "京政办发〔2020〕5号" in known.curated().values()


def test_numbers_are_taken_from_citations() -> None:
    found = known.cited("落实《关于做好\n某事的若干措施》（京政办发〔2030〕7 号）精神")
    assert known.number_for("关于做好某事的若干措施", found) == "京政办发〔2030〕7号"


def test_two_dates_that_differ_are_named() -> None:
    text = HEAD.replace("若干措施\n", "若干措施发布日期：2031-03-06\n", 1) + LABELLED + TAIL
    (draft,) = documents(text)
    assert draft.published == date(2031, 3, 6)
    assert any("2031-03-04" in issue and "不一致" in issue for issue in draft.issues)


def test_what_the_source_does_not_say_stays_empty_and_is_named() -> None:
    (draft,) = documents(HEAD + LABELLED)
    assert (draft.published, draft.valid_from, draft.valid_to, draft.term) == (None, None, None, None)
    assert any("发布日期" in issue for issue in draft.issues)
    assert any("有效期" in issue for issue in draft.issues)


def test_the_contract_has_the_agreed_fields() -> None:
    data = as_contract(documents(HEAD + LABELLED + TAIL))
    (document,) = data["documents"]
    assert document["published"] == "2031-03-04"
    measure = document["measures"][0]
    assert set(measure) == {
        "doc", "number", "title", "section", "departments", "contacts", "topics", "steps", "materials", "urls",
        "valid_from", "valid_to", "issues",
    }  # fmt: skip
    assert set(measure["contacts"][0]) == {"name", "phones", "email", "department", "office", "duty"}
    assert measure["steps"] == ["企业向区国资委提出申请", "区国资委审核后报区财政局备案"]
    assert measure["doc"] == "东政办发〔2031〕6号"


def test_progress_is_told() -> None:
    told: list[tuple[str, int, int]] = []
    extract(source(HEAD + LABELLED + TAIL), lambda *args: told.append(args), titles={})
    assert ("读取措施", 2, 2) in told
    assert told[-1] == ("读取文件", 1, 1)
