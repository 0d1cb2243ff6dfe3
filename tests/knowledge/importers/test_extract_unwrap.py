"""Lines broken by a PDF or a page, in every awkward place."""

from __future__ import annotations

import pytest
from extract_samples import HEAD, LABELLED, TAIL, documents, measures, one, phones, wrapped

from knowledge.importers.unwrap import paragraphs

PLAIN = measures(HEAD + LABELLED + TAIL)
LONG = LABELLED.replace("免收3个月房租", "减免房租，" + "每月核定一次，由出租单位直接办理，" * 4 + "免收3个月房租")


@pytest.mark.parametrize("width", range(24, 41))
@pytest.mark.parametrize("blank", [True, False])
def test_a_wrap_anywhere_changes_nothing(width: int, blank: bool) -> None:
    whole = measures(HEAD + LONG + TAIL)
    broken = measures(wrapped(HEAD + LONG + TAIL, width, blank=blank))
    assert phones(broken) == phones(whole)
    for slug, measure in whole.items():
        for field in ("departments", "contacts", "summary", "steps", "title"):
            assert getattr(broken[slug], field) == getattr(measure, field), (slug, field)


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("13800\n000001", "13800000001"),
        ("64010001 转\n 2538", "64010001-2538"),
        ("64010001 转 25\n38 或 2539", "64010001-2539"),
        ("64010001-8642\n或 8641", "64010001-8641"),
    ],
)
def test_wraps_inside_phones(broken: str, whole: str) -> None:
    found = one(f"减免租金。（责任单位：区财政局）\n\n联系人：王一 联系电话：{broken}\n\n邮 箱：a@b.cn\n")
    assert whole in found.contacts[0].phones


def test_wraps_inside_an_address_of_the_web() -> None:
    found = one("减免租金，登录平台（网址 http：\n//www.example.gov.cn/rent）办理。（责任单位：区财政局）\n")
    assert found.urls == ("http://www.example.gov.cn/rent",)


def test_a_page_break_inside_a_sentence() -> None:
    text = LABELLED.replace(
        "最高不超过20万元", "根据企业的实际经营情况逐户核定，并且每一户企业全年最高不超\n\n\n\n过20万元"
    )
    found = measures(HEAD + text + TAIL)
    assert "最高不超过20万元" in found["1"].summary
    assert found["1"].contacts == PLAIN["1"].contacts


def test_markdown() -> None:
    text = (
        LABELLED.replace("联系人：", "**联系人:** ")
        .replace("联系电话：", "**联系电话:**")
        .replace("（1）", "- (1) ")
        .replace("（2）", "- (2) ")
    )
    title = "**" + HEAD.replace("关于", "\n关于", 1).replace("若干措施\n", "若干措施**\n", 1)
    (draft,) = documents(title + text + TAIL)
    assert draft.title == "北京市东城区人民政府办公室关于支持小微企业渡过难关的若干措施"
    assert [m.contacts for m in draft.measures] == [PLAIN["1"].contacts, PLAIN["2"].contacts]
    assert [s.text for s in draft.measures[0].steps] == [s.text for s in PLAIN["1"].steps]


def test_full_width_and_half_width_forms() -> None:
    wide = {ord(c): ord(c) + 0xFEE0 for c in "0123456789@.-"} | {
        ord("（"): "(",
        ord("）"): ")",
        ord("："): ":",
        ord("，"): ",",
    }
    found = measures(HEAD + LABELLED.translate(wide) + TAIL)
    assert {k: m.contacts for k, m in found.items()} == {k: m.contacts for k, m in PLAIN.items()}
    assert {k: m.summary for k, m in found.items()} == {k: m.summary for k, m in PLAIN.items()}


@pytest.mark.parametrize("gap", ["\u3000\u3000", "  "])
def test_a_page_that_lost_its_line_ends(gap: str) -> None:
    text = gap.join(line for line in (HEAD + LABELLED + TAIL).split("\n") if line)
    assert phones(measures(text)) == phones(PLAIN)


def test_two_latin_words_keep_a_space() -> None:
    (line,) = paragraphs("请通过邮政 EMS\nEXPRESS 邮寄")
    assert line.text == "请通过邮政 EMS EXPRESS 邮寄"


def test_offsets_lead_back_to_the_source() -> None:
    text = "  １.对小微企业（含\n\n个体户）减免租\n\n金。"
    (line,) = paragraphs(text)
    assert line.text == "1.对小微企业（含个体户）减免租金。"
    assert all(text[at] == char or char == "1" for char, at in zip(line.text, line.flat.at, strict=True))
