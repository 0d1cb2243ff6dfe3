"""Dividing a document into measures, and the fields of one."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from extract_samples import HEAD, LABELLED, TAIL, documents, measures, one

UNITS = "（责任单位：区财政局）"


@pytest.mark.parametrize(
    "marks",
    [
        ("1.", "2.", "3."),
        ("1．", "2．", "3．"),
        ("1、", "2、", "3、"),
        ("（一）", "（二）", "（三）"),
        ("(一)", "(二)", "(三)"),
        ("一、", "二、", "三、"),
        ("第一条 ", "第二条 ", "第三条 "),
        ("第1条 ", "第2条 ", "第3条 "),
    ],
)
def test_numbering_styles(marks: tuple[str, ...]) -> None:
    body = "\n".join(f"{mark}对小微企业减免第{i}项租金。{UNITS}" for i, mark in enumerate(marks, 1))
    found = measures(f"{HEAD}\n{body}\n{TAIL}")
    assert list(found) == ["1", "2", "3"]
    assert found["2"].title == "对小微企业减免第2项租金"


def test_lists_inside_a_measure_do_not_count_as_measures() -> None:
    body = "\n".join(
        f"{n}.对小微企业减免租金。{UNITS}\n申请材料：\n1.营业执照复印件；\n2.租房合同复印件。\n联系人：王一 联系电话：6401000{n}"
        for n in (1, 2, 3)
    )
    found = measures(f"{HEAD}\n{body}\n{TAIL}")
    assert list(found) == ["1", "2", "3"]
    assert found["2"].materials == ("营业执照复印件", "租房合同复印件")
    assert found["3"].contacts[0].phones == ("64010003",)


def test_a_number_the_document_skips_is_named() -> None:
    text = LABELLED + f"\n4.对个体工商户减免租金。{UNITS}\n"
    (draft,) = documents(HEAD + text + TAIL)
    assert [m.number for m in draft.measures] == [1, 2, 4]
    assert any("没有找到第3条" in issue for issue in draft.issues)


def test_a_number_before_a_hotline() -> None:
    text = LABELLED + f"\n3.12345 热线受理的租金减免诉求优先办理。{UNITS}\n"
    assert measures(HEAD + text + TAIL)["3"].summary.startswith("12345热线受理")


def test_a_table_whose_cells_were_broken_into_lines() -> None:
    found = one(
        f"减免租金。{UNITS}\n具体流程：网上办理。\n办理材料清单\n序\n\n号 \n材料名称 \n\n数\n\n量 \n备注 \n\n1 \n减免租金申请表（可从区政府\n\n网站下载） \n\n1\n\n份 \n\n"
        "网上办理交扫\n\n描件 \n\n2 经办人身份证 \n1\n\n份 \n\n查验后退回 \n\n办理时间：工作日。\n联系人：王一 联系电话：64010001\n"
    )
    assert found.materials == (
        "减免租金申请表（可从区政府网站下载），1份（网上办理交扫描件）",
        "经办人身份证，1份（查验后退回）",
    )
    assert found.notes == ("办理时间：工作日。",)
    assert found.contacts[0].phones == ("64010001",)


@pytest.mark.parametrize("cell", ["\t", " | "])
def test_a_table_with_cells(cell: str) -> None:
    rows = ["序号 材料名称 数量 备注", "1 申请表 1份 盖章", "2 营业执照 2份 复印件"]
    table = "\n".join(row.replace(" ", cell) for row in rows)
    found = one(f"减免租金。{UNITS}\n办理材料清单\n\n{table}\n\n联系人：王一 联系电话：64010001\n")
    assert found.materials == ("申请表，1份（盖章）", "营业执照，2份（复印件）")


def test_steps_under_the_name_of_a_way() -> None:
    found = one(
        f"减免租金。{UNITS}\n具体流程：\n补货响应流程：\n（1）门店先报；\n（2）区里调货。\n绿色通道申请流程：\n（1）提出申请；\n（2）放行。\n"
    )
    assert [(s.variant, s.text) for s in found.steps] == [
        ("补货响应流程", "门店先报"),
        ("补货响应流程", "区里调货"),
        ("绿色通道申请流程", "提出申请"),
        ("绿色通道申请流程", "放行"),
    ]


def test_figures_are_typed() -> None:
    found = one(
        f"自2031年4月1日起至6月30日，给予30%-50%的租金补贴，最高不超过50万元。延期最长不超过3个月。每人补助300元。{UNITS}"
    )
    percent, amount, aid = (
        next(f for f in found.figures if f.text.startswith(text)) for text in ("30%", "50万元", "300元")
    )
    assert (percent.low, percent.high) == (Decimal(30), Decimal(50))
    assert amount.high == Decimal(500_000)
    assert aid.low == Decimal(300)
    assert (found.valid_from, found.valid_to) == (date(2031, 4, 1), date(2031, 6, 30))
    subsidy, deferral, _ = found.benefits
    assert (subsidy.kind, subsidy.percent_min, subsidy.percent_max, subsidy.cap_yuan) == (
        "subsidy",
        30,
        50,
        Decimal(500_000),
    )
    assert (deferral.kind, deferral.months) == ("deferral", 3)


def test_a_month_without_a_year_takes_the_documents() -> None:
    found = one(f"对2月起至5月底发放的贷款贴息。{UNITS}")
    assert (found.valid_from, found.valid_to) == (date(2031, 2, 1), date(2031, 5, 31))


def test_links_and_addresses() -> None:
    found = one(
        f"减免租金。{UNITS}\n具体流程：登录平台（网址 http：//10.2.25.9/login）或https://www.example.gov.cn/办事，材料寄至政务大厅（地址：东城区样例大街1号2层，邮编：100010）。\n"
    )
    assert found.urls == ("http://10.2.25.9/login", "https://www.example.gov.cn/")
    assert [(a.text, a.postcode) for a in found.addresses] == [("东城区样例大街1号2层", "100010")]
    assert any("10.2.25.9" in issue and "内网" in issue for issue in found.issues)


def test_the_closing_words_belong_to_no_measure() -> None:
    text = LABELLED + "\n五、附则\n\n本措施由各责任单位负责解释。\n"
    (draft,) = documents(HEAD + text + TAIL)
    assert "负责解释" not in draft.measures[-1].summary
    assert "本措施由各责任单位负责解释。" in draft.notes


def test_an_odd_bracket_of_departments_is_named() -> None:
    found = one("减免租金。（责任单位：区科技和信息化局、东城园管委会、）\n")
    assert found.departments == ("区科技和信息化局", "东城园管委会")
    assert any("顿号" in issue for issue in found.issues)


def test_each_field_is_shown_in_the_source() -> None:
    text = HEAD + LABELLED + TAIL
    (draft,) = documents(text)

    def shown(key: str) -> str:
        return "".join(text[s.start : s.end] for s in draft.measures[0].evidence[key])

    assert shown("contacts.0.name") == "周一鸣"
    assert shown("contacts.0.phones.1") == "13800000001"
    assert shown("contacts.0.email") == "rent@example.gov.cn"
    assert shown("departments.1") == "区财政局"
    assert shown("steps.1").strip().startswith("区国资委审核后")
    assert shown("title").startswith("对承租区属国有房屋的小微企业")
    assert text[draft.evidence["doc"][0].start : draft.evidence["doc"][0].end] == "东政办发〔2031〕6号"


def test_topics_follow_the_words() -> None:
    found = measures(HEAD + LABELLED + TAIL)
    assert found["1"].topics[0] == "rent"
    assert found["2"].topics[0] == "loan"
