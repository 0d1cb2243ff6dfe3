"""Curated files: faults are named by file, measure and field, all at once and in Chinese."""

import shutil
from datetime import date

import pytest
import yaml

from knowledge.errors import BrokenFile
from knowledge.files import MEASURES, fingerprint, load_all, load_file, measure_files

DOCUMENT = {
    "id": "x-1",
    "doc": "某发〔2021〕1号",
    "title": "某文件",
    "issuer": "某办",
    "district": "东城",
    "published": "2021-01-01",
    "valid_from": "2021-01-01",
    "term": "长期",
}
MEASURE = {
    "number": 7,
    "section": "一",
    "title": "某措施",
    "summary": "某事。",
    "topics": ["rent"],
    "departments": ["区某委"],
    "no_contact_reason": "没写",
    "benefits": [{"kind": "waiver", "text": "免"}],
}


def write(folder, measure=None, document=None, name="x.yml"):
    held = {"document": {**DOCUMENT, **(document or {})}, "measures": [{**MEASURE, **(measure or {})}]}
    path = folder / name
    path.write_text(yaml.safe_dump(held, allow_unicode=True), "utf-8")
    return path


def problems(path):
    with pytest.raises(BrokenFile) as caught:
        load_file(path)
    return caught.value.problems


def test_the_curated_files_are_sound():
    policies = load_all()
    assert {(p.document.doc, len(p.measures)) for p in policies} == {
        ("京政办发〔2020〕5号", 19),
        ("东政办发〔2020〕3号", 42),
        ("东政发〔2022〕8号", 55),
        ("西政办发〔2020〕1号", 23),
    }
    assert all(p.document.published >= date(2020, 1, 1) for p in policies)


@pytest.mark.parametrize(
    ("measure", "where", "what"),
    [
        ({"titel": "错字"}, "第 7 条，字段 titel", "没有这个字段"),
        ({"title": ""}, "第 7 条，字段 title", "不能为空"),
        ({"topics": ["房租"]}, "第 7 条，字段 topics.0", "只能是"),
        ({"topics": []}, "第 7 条，字段 topics", "至少要有一项"),
        ({"valid_to": "明年"}, "第 7 条，字段 valid_to", "应是日期"),
        ({"valid_from": "2021-02-01", "valid_to": "2021-01-31"}, "第 7 条", "早于"),
        ({"no_contact_reason": None}, "第 7 条", "no_contact_reason"),
        (
            {"contacts": [{"department": "区某委", "phones": ["6719692"]}]},
            "字段 contacts.0.phones",
            "电话写法不对：6719692",
        ),
        ({"number": None}, "第 1 个措施", "没有编号的措施要写 key"),
        (
            {"conditions": [{"slot": "size", "op": "in", "value": "微型", "text": "微型"}]},
            "第 7 条，字段 conditions.0",
            "需要一个列表",
        ),
        (
            {"conditions": [{"slot": "loan_wan", "op": "between", "value": [1, 2, 3], "text": "数目"}]},
            "第 7 条，字段 conditions.0",
            "正好两个值",
        ),
    ],
)
def test_a_fault_names_file_measure_and_field(tmp_path, measure, where, what):
    (found,) = problems(write(tmp_path, measure))
    assert found.startswith("x.yml：")
    assert where in found
    assert what in found


def test_a_missing_field_of_the_document_is_named(tmp_path):
    path = write(tmp_path)
    held = yaml.safe_load(path.read_text("utf-8"))
    del held["document"]["issuer"]
    path.write_text(yaml.safe_dump(held, allow_unicode=True), "utf-8")
    assert problems(path) == ["x.yml：字段 document.issuer：缺少这个字段"]


def test_every_fault_of_every_file_is_told_at_once(tmp_path):
    write(tmp_path, {"title": "", "topics": ["房租"]}, name="a.yml")
    write(tmp_path, {"valid_to": "明年"}, document={"id": "x-2"}, name="b.yml")
    with pytest.raises(BrokenFile) as caught:
        load_all(tmp_path)
    assert len(caught.value.problems) == 3
    assert all(p in str(caught.value) for p in caught.value.problems)
    assert "没有载入任何内容" in str(caught.value)


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"document: [", "第 1 行 YAML 写法不对"),
        ("document: 东城".encode("gbk"), "不是 UTF-8"),
        (b"", "（整个文件）"),
        (b"- 1\n- 2", "（整个文件）"),
    ],
)
def test_a_file_that_is_no_such_yaml(tmp_path, content, what):
    path = tmp_path / "y.yml"
    path.write_bytes(content)
    (found,) = problems(path)
    assert found.startswith("y.yml：")
    assert what in found


def test_numbers_stand_once(tmp_path):
    path = tmp_path / "twice.yml"
    path.write_text(yaml.safe_dump({"document": DOCUMENT, "measures": [MEASURE, MEASURE]}, allow_unicode=True), "utf-8")
    assert "编号重复：7" in problems(path)[0]


def test_two_files_of_one_document_are_refused(tmp_path):
    write(tmp_path, name="a.yml")
    write(tmp_path, name="b.yml")
    with pytest.raises(BrokenFile, match=r"与 a\.yml 重复"):
        load_all(tmp_path)


def test_fingerprint_follows_names_and_bytes(tmp_path):
    for path in measure_files(MEASURES):
        shutil.copy(path, tmp_path)
    assert fingerprint(measure_files(tmp_path)) == fingerprint(measure_files())
    first = measure_files(tmp_path)[0]
    first.write_text(first.read_text("utf-8") + "\n", "utf-8")
    assert fingerprint(measure_files(tmp_path)) != fingerprint(measure_files())
    before = fingerprint(measure_files(tmp_path))
    first.rename(tmp_path / "aaa.yml")
    assert fingerprint(measure_files(tmp_path)) != before


def test_a_day_that_does_not_exist_is_named_with_its_field(tmp_path):
    source = min(measure_files(), key=lambda p: p.stat().st_size)
    broken = tmp_path / source.name
    broken.write_text(source.read_text("utf-8").replace("published: 20", "published: 2020-13-41 # 20", 1), "utf-8")
    with pytest.raises(BrokenFile, match=r"字段 document\.published：应是日期"):
        load_file(broken)
