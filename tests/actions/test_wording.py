"""Chinese for one measure: only facts of the measure, and plainly whether it had ended."""

import re
from datetime import date

import pytest

from actions import wording
from knowledge.eligibility import judge
from knowledge.profile import Profile

DURING, AFTER, BEFORE = date(2021, 6, 1), date(2026, 11, 21), date(2020, 6, 1)
PEOPLE = [
    {"name": "赵一", "phones": ["64030001"], "department": "区编造委", "office": "房屋科", "duty": "区属国企房租"},
    {
        "name": "钱二",
        "phones": ["64030002", "64030003"],
        "department": "区编造局",
        "email": "q@x.cn",
        "duty": "贷款贴息",
    },
    {"phones": ["64030004"], "department": "区编造局"},
]


def test_headline_names_place_title_and_source(make_measure):
    assert wording.headline(make_measure()) == "【东城】一条编出来的措施（东造发〔2021〕9号第1条）"


@pytest.mark.parametrize(
    ("day", "document", "says"),
    [
        (DURING, {}, "在有效期内：有效期到2021年12月31日。"),
        (AFTER, {}, "已经结束：有效期到2021年12月31日。"),
        (BEFORE, {}, "还没开始：2021年1月5日起施行，有效期到2021年12月31日。"),
        (DURING, {"valid_to": None, "term": "长期"}, "在有效期内：长期（原文没写截止日，办之前请先打电话确认）。"),
        (
            AFTER,
            {"valid_to": None, "term": "长期", "ended": {"since": "2023-01-08", "reason": "疫情结束"}},
            "已经结束：疫情结束。",
        ),
    ],
)
def test_validity_is_one_plain_line(make_measure, day, document, says):
    assert wording.validity(make_measure(document), day) == says


def test_gives_says_each_thing_once(make_measure):
    measure = make_measure(
        summary="免三个月租金。",
        benefits=[{"kind": "waiver", "text": "免三个月租金"}, {"kind": "subsidy", "text": "另外补贴500元"}],
        notes=["先到先得，用完为止"],
    )
    assert wording.gives(measure) == ["免三个月租金。", "· 另外补贴500元", "· 先到先得，用完为止"]


def test_every_figure_of_a_benefit_is_said(knowledge):
    for measure in knowledge.measures:
        text = "".join(wording.gives(measure))
        for benefit in measure.content.benefits:
            assert all(figure in text for figure in re.findall(r"\d[\d.]*", benefit.text)), measure.id


def test_amounts_say_whom_they_are_for(make_measure):
    measure = make_measure(benefits=[{"kind": "waiver", "text": "免一个月", "for_whom": "小微企业"}])
    assert wording.amounts(measure) == ["· 免一个月（适用：小微企业）"]


def test_reasons_are_marked(make_measure):
    conditions = [
        {"slot": "size", "op": "in", "value": ["微型"], "text": "微型企业"},
        {"slot": "hightech", "op": "is", "value": True, "text": "高新技术企业", "applies_to": "奖励"},
        {"slot": "insured", "op": "is", "value": True, "text": "参保"},
    ]
    verdict = judge(make_measure(conditions=conditions), Profile(district="东城", size="微型", insured=False), DURING)
    assert wording.ruling(verdict) == [
        "从您说的情况看，不符合条件：",
        "✓ 在东城区",
        "✓ 微型企业",
        "？ 高新技术企业（针对：奖励）",
        "✗ 参保",
    ]


def test_no_conditions_no_ruling(make_measure):
    assert wording.ruling(judge(make_measure(), Profile(), DURING)) == []


def test_steps_are_numbered_within_each_variant(make_measure):
    steps = [
        {"text": "填表", "variant": "网上办"},
        {"text": "提交", "variant": "网上办"},
        {"text": "取号", "variant": "窗口办"},
    ]
    assert wording.steps(make_measure(steps=steps)) == ["网上办：", "1. 填表", "2. 提交", "窗口办：", "1. 取号"]


def test_what_the_document_does_not_say_is_said_so(make_measure):
    measure = make_measure()
    assert "没有写具体流程" in wording.steps(measure)[0]
    assert "没有列材料清单" in wording.materials(measure)[0]
    assert wording.contacts(measure) == ["原文未列联系人，可拨12345咨询。"]
    assert wording.places(measure) == []


def test_places_have_postcodes_and_addresses_of_pages(make_measure):
    measure = make_measure(
        addresses=[{"text": "某街1号", "postcode": "100000"}, {"text": "某路"}], urls=["https://x.cn"]
    )
    assert wording.places(measure) == ["· 某街1号（邮编100000）", "· 某路", "· https://x.cn"]


def test_a_contact_in_full(make_measure):
    measure = make_measure(contacts=PEOPLE)
    lines = [wording.contact(measure, p) for p in measure.content.contacts]
    assert lines == [
        "东城区编造委 房屋科 赵一：64030001（区属国企房租）",
        "东城区编造局 钱二：64030002、64030003，邮箱 q@x.cn（贷款贴息）",
        "东城区编造局：64030004",
    ]


@pytest.mark.parametrize(
    ("query", "departments", "first"),
    [
        ("国企房租", (), "64030001"),
        ("贷款贴息找谁", (), "64030002"),
        ("钱二", (), "64030002"),
        ("64030004是哪里", (), "64030004"),
        ("谁管", ("编造局",), "64030002"),
    ],
)
def test_the_contact_asked_for_comes_first(make_measure, query, departments, first):
    measure = make_measure(contacts=PEOPLE)
    assert wording.ranked_contacts(measure, query, departments)[0].phones[0] == first


def test_a_cut_list_says_how_many_are_left(make_measure):
    lines = wording.contacts(make_measure(contacts=PEOPLE), most=1)
    assert len(lines) == 2
    assert "另有2个联系人" in lines[1]
    assert len(wording.contacts(make_measure(contacts=PEOPLE))) == 3


def test_times_name_the_term_and_what_has_a_date(make_measure):
    measure = make_measure(notes=["2021年3月底前申请", "看门牌"])
    assert wording.times(measure) == ["· 东造发〔2021〕9号：有效期到2021年12月31日。", "· 2021年3月底前申请"]


def test_full_title_is_what_one_would_cite(make_measure):
    assert wording.full_title(make_measure()) == (
        "东造发〔2021〕9号《一份编出来的文件》，第1条，东城区编造办，2021年1月4日"
    )
    assert "第" not in wording.full_title(make_measure(number=None, key="lost-1")).split("》")[1]


def test_no_phone_is_said_that_the_measure_does_not_have(knowledge):
    for measure in knowledge.measures:
        said = set(re.findall(r"\d{8,11}(?:-\d+)?(?![\d@])", "".join(wording.contacts(measure))))
        assert said <= {p for c in measure.content.contacts for p in c.phones}, measure.id
