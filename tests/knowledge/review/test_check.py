"""The look over what is published: each fault is found, and a known doubt is a note."""

from __future__ import annotations

from datetime import date

import pytest
from review_samples import NOON, measure, policy, seeded

from knowledge.check import check
from knowledge.models import MeasureFile
from knowledge.service import KnowledgeService
from knowledge.store import writing
from knowledge.store.database import Database
from knowledge.store.seed import seed
from knowledge.store.writing import Stamp

DAY = date(2021, 6, 1)


@pytest.fixture
def sqlite(tmp_path):
    database = Database(f"sqlite:///{tmp_path}/check.db")
    database.migrate()
    yield database
    database.close()


@pytest.fixture
def found(sqlite):
    """Findings on a document with these measures."""

    def look(*measures, **document):
        seeded(sqlite, policy(measures=list(measures), **document))
        return [(f.level, f.field, f.message) for f in check(KnowledgeService(sqlite), DAY)]

    return look


def contact(**changes) -> dict:
    return {"name": "张三", "phones": ["64030001"], "department": "区测试委", **changes}


def test_nothing_to_say_of_a_sound_measure(found):
    assert (
        found(
            measure(
                1, urls=["https://www.beijing.gov.cn/a?b=1"], addresses=[{"text": "测试大街1号", "postcode": "100000"}]
            )
        )
        == []
    )


@pytest.mark.parametrize("phone", ["64030001", "64030001-2538", "13800138000", "12345", "010-64030001"])
def test_right_phones(found, phone):
    assert found(measure(1, contacts=[contact(phones=[phone])])) == []


@pytest.mark.parametrize(
    ("phone", "said"),
    [
        ("635586695", "635586695 是 9 位；北京固话应是 8 位"),
        ("12800138000", "不像北京固话或手机号"),
        ("04030001", "不像北京固话或手机号"),
    ],
)
def test_wrong_phones(found, phone, said):
    ((level, field, message),) = found(measure(1, contacts=[contact(phones=[phone])]))
    assert (level, field) == ("error", "contacts")
    assert said in message


@pytest.mark.parametrize("where", ["measure", "document"])
def test_a_known_doubt_is_a_note(found, where):
    doubt = ["张三的电话 635586695 多一位，原样保留"]
    one = measure(1, contacts=[contact(phones=["635586695"])], issues=doubt if where == "measure" else [])
    ((level, _, message),) = found(one, issues=doubt if where == "document" else [])
    assert level == "note"
    assert "已记在存疑里" in message


@pytest.mark.parametrize(
    ("changes", "level", "field", "said"),
    [
        ({"contacts": [contact(phones=[])]}, "warning", "contacts", "张三没有电话也没有邮箱"),
        ({"contacts": [contact(email="a@b")]}, "error", "contacts", "邮箱 a@b 写法不对"),
        ({"contacts": [contact(email="中文@a.cn")]}, "error", "contacts", "写法不对"),
        ({"valid_from": "2022-05-01"}, "error", "valid_to", "截止日期 2021-12-31 早于开始日期 2022-05-01"),
        (
            {"benefits": [{"kind": "other", "text": "补", "until": "2020-01-01"}]},
            "error",
            "benefits",
            "2020-01-01 为止",
        ),
        ({"valid_from": "1921-03-01"}, "error", "valid_from", "差得太远"),
        ({"addresses": [{"text": "大厅"}]}, "error", "addresses", "地址“大厅”不完整"),
        ({"addresses": [{"text": "测试大街1号", "postcode": "1000"}]}, "error", "addresses", "6 位数字"),
        ({"urls": ["www.beijing.gov.cn"]}, "error", "urls", "应以 http:// 或 https:// 开头"),
        ({"urls": ["http://a.cn/，见附件"]}, "error", "urls", "写法不对"),
        ({"urls": ["http://[1"]}, "error", "urls", "写法不对"),
        ({"urls": ["http://a.cn:99999/"]}, "error", "urls", "写法不对"),
        ({"urls": ["javascript:alert(1)"]}, "error", "urls", "写法不对"),
        ({"urls": ["http://172.25.2.215/login"]}, "warning", "urls", "内网地址"),
        ({"urls": ["http://oa/login"]}, "warning", "urls", "内网地址"),
        ({"questions": []}, "error", "questions", "没有写常见问法"),
    ],
)
def test_each_fault_is_found(found, changes, level, field, said):
    ((got_level, got_field, message),) = found(measure(1, **changes))
    assert (got_level, got_field) == (level, field)
    assert said in message


def test_a_measure_that_its_own_questions_do_not_find(found):
    others = [measure(n, title="停车费减免", keywords=["停车费"], questions=["停车费能免吗"]) for n in range(2, 5)]
    lost = measure(1, questions=["停车费能免吗"])
    ((level, field, message),) = found(*others, lost)
    assert (level, field) == ("error", "questions")
    assert "前 3 条里都没有它" in message


def test_a_measure_whose_text_is_lost_needs_no_question(found):
    ((level, _, message),) = found(measure(1, questions=[], issues=["抓取件里这一条整条丢失"]))
    assert (level, message) == ("note", "原文丢失，没有能回答的问题")


def test_two_measures_of_one_number(sqlite):
    seeded(sqlite, policy(measures=[measure(1)]))
    with sqlite.session.begin() as session:
        row = writing.publish(session, "cs-2021-1", 1, MeasureFile.model_validate(measure(2)), Stamp("review", NOON))
        row.number = 1
        row.content = {**row.content, "number": 1}
    messages = [f.message for f in check(KnowledgeService(sqlite), DAY)]
    assert messages == ["测政发〔2021〕1号里有不止一条编号为 1 的措施"] * 2


def test_the_curated_files_have_no_errors(sqlite):
    seed(sqlite)
    findings = check(KnowledgeService(sqlite), date(2022, 6, 1))
    assert [f for f in findings if f.level != "note"] == []
    assert {f.measure_id for f in findings} >= {"xc-2020-1-12", "dc-2020-3-2"}
