"""From a draft to a measure file: nothing made up, and what is missing said in Chinese."""

from __future__ import annotations

import pytest
from review_samples import draft_document, draft_measure, measure, policy

from knowledge.importers.draft import DraftContact
from knowledge.models import DocumentFile, MeasureFile
from knowledge.review import convert, proposals
from knowledge.review.proposals import Known, from_draft, plain_measure


def test_a_complete_draft_becomes_a_measure():
    raw = convert.measure_raw(draft_measure(3, urls=("http://example.com/a",), issues=("存疑",), figures=()))
    content = MeasureFile.model_validate(raw)
    assert (content.number, content.title, content.urls, content.issues) == (
        3,
        "第3条措施",
        ("http://example.com/a",),
        ("存疑",),
    )
    assert content.contacts[0].phones == ("64030001",)
    assert convert.measure_faults(raw) == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"summary": ""}, "内容摘要（summary）：缺少这个字段：用两三句平白的话"),
        ({"topics": ()}, "主题（topics）：缺少这个字段：至少选一个主题"),
        ({"benefits": ()}, "优惠（benefits）：缺少这个字段：至少写一项"),
        ({"contacts": ()}, "没有联系人：补上联系人（contacts），或在 no_contact_reason 写明原因"),
        ({"contacts": (DraftContact(phones=("6403001",), department="区测试委"),)}, "联系人第1项的电话（contacts.0.phones）：电话写法不对：6403001"),
        ({"contacts": (DraftContact(name="张三"),), "departments": ("甲", "乙")}, "联系人第1项的单位（contacts.0.department）：缺少这个字段"),
        ({"valid_from": "2022-05-01", "valid_to": "2022-01-01"}, "valid_to 2022-01-01 早于 valid_from 2022-05-01"),
    ],
)  # fmt: skip
def test_what_is_missing_is_said(changes, said):
    faults = convert.measure_faults(
        convert.measure_raw(
            draft_measure(1).model_copy(update=changes) if "valid_to" not in changes else draft_measure(1, **changes)
        )
    )
    assert len(faults) == 1
    assert said in faults[0]


def test_a_contact_belongs_to_the_only_department():
    raw = convert.measure_raw(draft_measure(1, contacts=(DraftContact(name="张三", phones=("64030001",)),)))
    assert raw["contacts"][0]["department"] == "区测试委"


def test_advice_does_not_stop_a_publication():
    raw = convert.measure_raw(draft_measure(1, departments=(), contacts=(DraftContact(name="张", department="甲"),)))
    assert convert.measure_faults(raw) == []
    assert [a.split("（")[0] for a in convert.measure_advice(raw)] == ["没有责任单位", "没有常见问法"]


def test_a_number_that_comes_twice_is_kept_apart_and_named():
    found = convert.measures_raw(
        [draft_measure(3), draft_measure(3, title="另一条"), draft_measure(None, key="没有 号/的")]
    )
    assert list(found) == ["3", "3-2", "没有-号-的"]
    assert found["3-2"][1]["number"] is None
    assert "出现了两次" in found["3-2"][1]["issues"][0]
    assert all(MeasureFile.model_validate(raw).slug == slug for slug, (_, raw) in found.items())


@pytest.mark.parametrize(
    ("doc", "name"),
    [
        ("京政办发〔2020〕5号", "jzbf-2020-5"),
        ("京政办发[2020] 5 号", "jzbf-2020-5"),
        ("东政发（2022）08号", "dzf-2022-8"),
        ("没有号", "xaaaaaaaaaa-1"),
        (None, "xaaaaaaaaaa-1"),
    ],
)
def test_the_id_of_a_new_document(doc, name):
    assert convert.document_id(doc, "a" * 64, 0) == name


def test_what_a_document_lacks_is_said():
    raw = convert.header_raw(draft_document(doc=None, term=None, published=None), "x-1")
    faults = convert.header_faults(raw)
    assert len(faults) == 3
    assert any("文号（doc）：缺少这个字段：写文件的文号" in f for f in faults)
    DocumentFile.model_validate(convert.header_raw(draft_document(), "x-1"))


def known(*measures, **document) -> Known:
    content = policy(measures=list(measures) or None, **document)
    return Known(content.document, {m.slug: m for m in content.measures})


def proposed(draft, known_, base=None):
    found = from_draft(draft, "cs-2021-1", known_, base)
    return {p.slug: p.raw for p in found.items}, found


def test_a_first_import_keeps_our_words_and_proposes_only_facts():
    ours = known(measure(1), measure(2))
    same = draft_document(draft_measure(1), draft_measure(2))
    assert proposed(same, ours)[0] == {}
    phone = DraftContact(name="张三", phones=("64037777",), department="测试委员会")
    items, found = proposed(draft_document(draft_measure(1, contacts=(phone,)), draft_measure(2)), ours)
    assert items["1"]["title"] == "房租减半"
    assert items["1"]["contacts"] == [
        {"name": "张三", "phones": ["64037777"], "department": "区测试委", "duty": "房租"}
    ]
    assert [c.change for c in found.diff.measures[0].contacts] == ["changed"]


def test_a_second_import_proposes_what_the_document_changed():
    ours = known(measure(1, issues=["我们的存疑"]), measure(2))
    base = draft_document(draft_measure(1), draft_measure(2))
    new = draft_document(draft_measure(1, summary="改成全免。", issues=("新的存疑",)), draft_measure(2))
    items, _ = proposed(new, ours, base)
    assert list(items) == ["1"]
    assert (items["1"]["summary"], items["1"]["title"]) == ("改成全免。", "房租减半")
    assert items["1"]["issues"] == ["我们的存疑", "新的存疑"]


def test_a_measure_that_is_gone_is_proposed_for_removal():
    items, found = proposed(draft_document(draft_measure(1)), known(measure(1), measure(2)))
    assert items == {"2": None}
    assert [m.change for m in found.diff.measures] == ["removed"]


def test_a_contact_we_list_by_duty_is_not_lost():
    ours = known(measure(1, contacts=[
        {"name": "张三", "phones": ["64030001", "64030002"], "department": "区测试委", "duty": "房租"},
        {"name": "张三", "phones": ["64030001"], "department": "区测试委", "duty": "水电"},
    ]))  # fmt: skip
    one = DraftContact(name="张三", phones=("64030001", "64030002"), department="区测试委")
    assert proposed(draft_document(draft_measure(1, contacts=(one,))), ours)[0] == {}


def test_the_one_measure_without_a_number_is_matched_to_ours():
    ours = known(measure(1), measure(None, key="lost-1"))
    items, _ = proposed(draft_document(draft_measure(1), draft_measure(None, key="block")), ours)
    assert items == {}


def test_found_contacts_replace_the_reason_for_having_none():
    ours = known(measure(1, contacts=[], no_contact_reason="原文没有"))
    items, _ = proposed(draft_document(draft_measure(1)), ours)
    assert "no_contact_reason" not in items["1"]
    assert MeasureFile.model_validate(items["1"]).contacts


def test_a_header_keeps_our_words_but_takes_new_days():
    items, found = proposed(
        draft_document(draft_measure(1), draft_measure(2), term="另一种说法", valid_to="2022-06-30"), known()
    )
    assert items == {}
    assert [(f.field, f.new) for f in found.diff.header] == [("valid_to", "2022-06-30")]
    assert found.header["term"] == "有效期至2021年12月31日"


def test_a_plain_measure_reads_back_the_same():
    content = policy().measures[0]
    assert MeasureFile.model_validate(plain_measure(content)) == content
    assert proposals.plain_measure(MeasureFile.model_validate(measure(1, departments=[])))["departments"] == []
