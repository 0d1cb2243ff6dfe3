"""Which conditions bind which benefits: those of the whole document, and names that have to agree."""

import pytest
import yaml

from knowledge.binding import conditions_for
from knowledge.errors import BrokenFile
from knowledge.files import load_file
from knowledge.models import Condition, MeasureFile
from knowledge.naming import Names

SIZE = {"slot": "size", "op": "in", "value": ["微型", "小型"], "text": "是小微企业", "clause": "附则"}
AFFECTED = {"slot": "affected", "op": "is", "value": True, "text": "受影响", "clause": "附则"}
DUTY = {"slot": "other_condition", "op": "is", "value": "守约", "text": "守约", "clause": "附则"}
SCOPE = {"conditions": [SIZE, AFFECTED, DUTY]}


def benefit(*names, **more):
    return {"kind": "service", "text": "给", "applies_to": list(names), **more}


def own(slot="size", value=("中型",), *names):
    op = "in" if isinstance(value, tuple) else "is"
    return {"slot": slot, "op": op, "value": value, "text": "自己写的", "applies_to": list(names)}


def bound(measure):
    """What of the document binds the measure: the slot, and the benefits it is about."""
    added = measure.conditions[len(measure.content.conditions) :]
    return {c.slot: str(c.applies_to) or "全部" for c in added}


EVERYTHING = {"size": "全部", "affected": "全部", "other_condition": "全部"}


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ({}, EVERYTHING),
        ({"benefits": [benefit("甲"), benefit("乙")]}, EVERYTHING),
        ({"benefits": [benefit("甲"), benefit()]}, EVERYTHING),
        ({"benefits": [benefit(outside_scope=True)]}, {}),
        ({"benefits": [benefit("甲"), benefit(outside_scope=True)]}, dict.fromkeys(EVERYTHING, "甲")),
        ({"conditions": [own()]}, {"affected": "全部", "other_condition": "全部"}),
        ({"conditions": [own("other_condition", "另一件事")]}, EVERYTHING),
        (
            {"benefits": [benefit("甲"), benefit("乙")], "conditions": [own("size", ("中型",), "甲")]},
            {**EVERYTHING, "size": "乙"},
        ),
        (
            {"benefits": [benefit("甲"), benefit("乙")], "conditions": [own("size", ("中型",), "甲", "乙")]},
            {"affected": "全部", "other_condition": "全部"},
        ),
        (
            {"benefits": [benefit("甲"), benefit("乙"), benefit("甲", "乙")], "conditions": [own("size", (), "甲")]},
            {**EVERYTHING, "size": "乙"},
        ),
    ],
    ids=[
        "a measure silent on everything",
        "named benefits",
        "one without a name",
        "given to others",
        "one of two given to others",
        "its own word on the size",
        "another matter for the department",
        "its own word for one benefit",
        "its own word for both",
        "a rider follows its benefit",
    ],
)
def test_what_the_document_asks_of_a_measure(make_measure, content, expected):
    assert bound(make_measure(SCOPE, **content)) == expected


def test_own_conditions_come_first_and_stay_as_they_are(make_measure):
    measure = make_measure(SCOPE, conditions=[own("hightech", True)])
    assert conditions_for(measure.document, measure.content)[:1] == measure.content.conditions
    assert [c.text for c in measure.conditions] == ["自己写的", "是小微企业", "受影响", "守约"]


def test_without_a_word_of_the_document_only_its_own_conditions_count(make_measure):
    measure = make_measure(conditions=[own()])
    assert measure.conditions == measure.content.conditions


@pytest.mark.parametrize(
    ("written", "names"),
    [(None, ()), ("甲", ("甲",)), (["甲"], ("甲",)), (["甲", "乙"], ("甲", "乙")), ("甲、乙", ("甲", "乙"))],
)
def test_names_are_read_from_one_text_or_a_list_and_come_back_from_json(written, names):
    held = {"slot": "insured", "op": "is", "value": True, "text": "参保", "applies_to": written}
    condition = Condition.model_validate(held)
    assert condition.applies_to == names
    dumped = condition.model_dump(mode="json")
    assert dumped["applies_to"] == ("、".join(names) or None)
    assert Condition.model_validate(dumped) == condition
    assert Condition.model_validate(condition.model_dump()) == condition


def test_names_are_written_out_for_people():
    assert f"针对{Names(('甲', '乙'))}" == "针对甲、乙"
    assert not Names()


DOCUMENT = {
    "id": "x-1", "doc": "某发〔2021〕1号", "title": "某文件", "issuer": "某办", "district": "东城",
    "published": "2021-01-01", "valid_from": "2021-01-01", "term": "长期",
}  # fmt: skip
MEASURE = {
    "number": 7, "section": "一", "title": "某措施", "summary": "某事。", "topics": ["rent"], "departments": ["区某委"],
    "no_contact_reason": "没写",
}  # fmt: skip
SHARE = {
    "kind": "percent", "of": "rent_reduced", "percent_max": {"2021-01-01": 30, "2022-01-01": None},
    "reference": "第7条", "applies_to": ["补贴"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("content", "document", "where", "what"),
    [
        ({"benefits": [benefit("减租")], "conditions": [own("insured", True, "免租")]}, {},
         "第 7 条，字段 conditions.0.applies_to", "没有一项好处叫“免租”；请改成已有的名字（减租）"),
        ({"benefits": [benefit()], "conditions": [own("insured", True, "免租")]}, {},
         "第 7 条，字段 conditions.0.applies_to", "写 applies_to: [免租]"),
        ({"benefits": [benefit("减租、免租")]}, {}, "第 7 条，字段 benefits.0.applies_to", "“减租、免租”里有顿号"),
        ({"benefits": [benefit("减租", formula=SHARE)]}, {}, "第 7 条，字段 benefits.0.applies_to", "把“补贴”也写上"),
        ({"benefits": [benefit(), benefit(outside_scope=True)]}, SCOPE,
         "第 7 条，字段 benefits.0.applies_to", "请写 applies_to"),
        ({"benefits": [benefit(outside_scope=True)]}, {}, "第 7 条，字段 benefits.0.outside_scope", "请删掉这一行"),
    ],
    ids=[
        "a name nobody bears", "no name at all", "a separator in a name", "another name in the formula",
        "no name to bind", "outside of nothing",
    ],
)  # fmt: skip
def test_names_that_do_not_agree_are_refused_with_file_measure_and_field(tmp_path, content, document, where, what):
    path = tmp_path / "x.yml"
    held = {"document": {**DOCUMENT, **document}, "measures": [{**MEASURE, **content}]}
    path.write_text(yaml.safe_dump(_plain(held), allow_unicode=True), "utf-8")
    with pytest.raises(BrokenFile) as caught:
        load_file(path)
    (found,) = caught.value.problems
    assert found.startswith(f"x.yml：{where}：")
    assert what in found


def test_a_revision_stored_before_names_had_to_agree_can_still_be_read():
    content = {**MEASURE, "benefits": [benefit()], "conditions": [own("insured", True, "免租")]}
    assert MeasureFile.model_validate(content).conditions[0].applies_to == ("免租",)


def _plain(value):
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    return [_plain(v) for v in value] if isinstance(value, list | tuple) else value
