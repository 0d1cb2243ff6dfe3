"""YAML that a reviewer edits: faults are named in Chinese, nothing else gets through."""

from __future__ import annotations

import pytest
from review_samples import measure

from knowledge.models import MeasureFile
from knowledge.review.errors import BadContent
from knowledge.review.yaml_text import from_yaml, to_yaml


def test_there_and_back():
    content = MeasureFile.model_validate(measure(1, valid_to="2021-06-30", notes=["注：A-B #1", "true"]))
    assert (
        from_yaml(to_yaml(measure(1, valid_to="2021-06-30", notes=["注：A-B #1", "true"]), ("缺这个",)), MeasureFile)
        == content
    )


def test_notes_stand_above_as_comments():
    assert to_yaml({"number": 1}, ("缺标题\n缺摘要",)).splitlines() == ["# 缺标题", "# 缺摘要", "number: 1"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: [1", "YAML 写法不对"),
        ("a: b: c", "第 1 行 YAML 写法不对"),
        ("- 1", "应是“字段: 内容”的形式"),
        ("", "应是“字段: 内容”的形式"),
        ("a: &x 1\nb: *x", "不支持 YAML 的引用"),
        ("!!python/object/apply:os.getcwd []", "YAML 写法不对"),
        ("x" * 200_001, "太长了"),
        ("valid_to: 2022-02-30", "YAML 写法不对"),
        ("[" * 5000, "层层嵌套"),
        ("- " * 90_000, "层层嵌套"),
        ("[" * 900, "YAML 写法不对"),
        ("a: \x00", "YAML 写法不对"),
    ],
)
def test_bad_yaml_is_refused(text, said):
    with pytest.raises(BadContent, match=said):
        from_yaml(text, MeasureFile)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"titel": "x"}, "没有这个字段，请核对拼写"),
        ({"topics": ["房租"]}, "主题第1项（topics.0）：只能是"),
        ({"number": "一"}, "编号（number）：应是数字"),
        ({"contacts": [{"name": "张", "phones": ["1"], "department": "甲"}]}, "电话写法不对：1"),
        ({"contacts": [{"name": "长" * 65, "department": "甲"}]}, "联系人第1项的姓名（contacts.0.name）：太长了"),
        ({"valid_to": "明天"}, "截止日期（valid_to）：应是日期"),
        ({"summary": None}, "内容摘要（summary）：应是文字"),
        ({"contacts": "张三"}, "联系人（contacts）：应是列表"),
    ],
)
def test_faults_are_named_by_field(changes, said):
    with pytest.raises(BadContent) as caught:
        from_yaml(to_yaml({**measure(1), **changes}), MeasureFile)
    assert any(said in problem for problem in caught.value.problems), caught.value.problems
