"""The checklist: every fact of the measure, the state of each condition, and what was told of the enterprise."""

from datetime import date

import pytest

from knowledge.checklist import as_text, checklist
from knowledge.eligibility import judge
from knowledge.labels import LABELS, told
from knowledge.profile import Profile

IN_FORCE, ENDED = date(2021, 6, 1), date(2022, 1, 1)
FULL = {
    "conditions": [
        {"slot": "size", "op": "in", "value": ["微型", "小型"], "text": "是小微企业"},
        {"slot": "landlord", "op": "in", "value": ["区属国企"], "text": "租国企的房", "applies_to": "减租"},
        {"slot": "insured", "op": "is", "value": True, "text": "参加了社保", "applies_to": "减租"},
    ],
    "materials": ["营业执照", "租赁合同"],
    "steps": [
        {"text": "登录填表", "variant": "网上办理"},
        {"text": "等短信", "variant": "网上办理"},
        {"text": "到窗口交表", "variant": "现场办理"},
    ],
    "addresses": [{"text": "测试大街1号", "postcode": "100000"}],
    "urls": ["https://example.com/apply"],
    "notes": ["先到先得"],
    "contacts": [
        {
            "name": "张三",
            "phones": ["64030001-12", "13800138000"],
            "email": "a@example.com",
            "department": "区编造办",
            "office": "企业科",
            "duty": "房租",
        }
    ],
    "no_contact_reason": None,
}
TENANT = Profile(district="东城", size="小型", landlord="非国有")


def text_of(measure, profile=TENANT, day=IN_FORCE, **more):
    return as_text(checklist(judge(measure, profile, day), profile, **more))


def test_everything_needed_is_on_it(make_measure):
    text = text_of(make_measure({"exclusions": [{"text": "不重复"}]}, **FULL))
    for fact in (
        "一条编出来的措施", "东造发〔2021〕9号第1条", "dc-made-1", "□ 营业执照", "□ 租赁合同", "测试大街1号（邮编 100000）",
        "https://example.com/apply", "东城区编造办 企业科 张三：64030001-12、13800138000，邮箱 a@example.com（房租）", "12345",
        "先到先得", "不能重复享受：不重复", "一份编出来的文件", "2021年1月4日发布", "2021年1月5日起，2021年12月31日止",
    ):  # fmt: skip
        assert fact in text, fact


def test_each_condition_has_its_state_under_its_benefit(make_measure):
    lines = text_of(make_measure(**FULL)).splitlines()
    start = lines.index("【条件】")
    assert lines[start + 1 : start + 6] == ["✓ 在东城区", "✓ 是小微企业", "针对减租：", "✗ 租国企的房", "□ 参加了社保"]
    assert "判断：不符合，打□的 1 个条件还不知道。最后由责任单位审核决定。" in lines


def test_steps_are_numbered_within_each_way(make_measure):
    lines = text_of(make_measure(**FULL)).splitlines()
    start = lines.index("【步骤】")
    assert lines[start + 1 : start + 6] == ["网上办理：", "1. 登录填表", "2. 等短信", "现场办理：", "1. 到窗口交表"]


@pytest.mark.parametrize(
    ("day", "said"),
    [(IN_FORCE, "在有效期内"), (ENDED, "已经结束，不能再按它申请"), (date(2021, 1, 1), "还没开始")],
)
def test_validity_on_the_day(make_measure, day, said):
    assert f"截至{day.year}年{day.month}月{day.day}日，{said}。" in text_of(make_measure(), day=day)


def test_why_a_measure_without_an_end_is_over(make_measure):
    document = {"valid_to": None, "ended": {"since": "2021-05-01", "reason": "到此为止"}}
    assert "到此为止" in text_of(make_measure(document))
    assert "到此为止" not in text_of(make_measure(document), day=date(2021, 4, 30))


def test_what_the_document_does_not_say_is_said(make_measure):
    text = text_of(make_measure())
    for missing in ("没有列材料清单", "没有写具体步骤", "没有写地址", "原文未列联系人"):
        assert missing in text
    assert "【要注意】" not in text


def test_what_was_told_stands_on_it_and_nothing_where_nothing_was(make_measure):
    profile = Profile(district="东城", employees=8, revenue_wan=90.5, insured=False, loan_granted=date(2021, 2, 1))
    text = text_of(make_measure(), profile)
    assert "填的情况：所在区：东城；从业人数：8；年营业收入（万元）：90.5；参加了社保：否；放款日期：2021-02-01" in text
    assert "填的情况" not in text_of(make_measure(), Profile())


def test_offices_people_are_sent_to_stand_with_the_contacts(make_measure):
    assert "街道电话：某街道 64030009。" in text_of(make_measure(), referral=("街道电话：某街道 64030009。",))


def test_a_near_miss_names_what_fits_instead(knowledge):
    profile = Profile(district="西城", size="小型", role="承租方", landlord="非国有")
    found = knowledge.standing(profile, date(2020, 6, 1))
    verdict = knowledge.judge("xc-2020-1-13", profile, date(2020, 6, 1))
    text = as_text(checklist(verdict, profile, found.almost["xc-2020-1-13"]))
    assert "租的是区属国有企业的房子" in text
    assert "京政办发〔2020〕5号第13条" in text


def test_every_real_measure_has_one_with_its_phones_and_source(knowledge):
    for measure in knowledge.measures:
        text = text_of(measure)
        assert measure.source in text
        assert all(phone in text for c in measure.content.contacts for phone in c.phones)
        assert all(x in text for x in measure.content.materials)


def test_every_fact_of_a_profile_has_a_name():
    assert set(LABELS) == set(Profile.model_fields)
    assert told(Profile()) == []
