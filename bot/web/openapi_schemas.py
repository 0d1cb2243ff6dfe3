"""Schemas of the API description. Where a model says it already, the schema comes from the model."""

from __future__ import annotations

from typing import Any

from bot.web.judging import SizeRequest
from bot.web.openapi_parts import (
    COUNT,
    DAY,
    FLAG,
    HEADING,
    MAYBE_DAY,
    MAYBE_TEXT,
    OPEN,
    SIZE,
    TEXT,
    TEXTS,
    TOPIC,
    Schema,
    array,
    record,
    ref,
)
from bot.web.openapi_verdicts import VERDICTS
from knowledge.estimate_inputs import catalogue
from knowledge.models import Address, Benefit, Condition, DocumentFile, Exclusion, Step


def _names(*models: Any) -> list[Schema]:
    """For each model, an object with its field names; values as in the measure files."""
    return [record(**{name: {} for name in model.model_fields}) for model in models]


_BENEFIT, _CONDITION, _STEP, _ADDRESS, _EXCLUSION = _names(Benefit, Condition, Step, Address, Exclusion)
_DOCUMENT = record(**{name: {} for name in DocumentFile.model_fields if name != "exclusions"})

_LISTED: dict[str, Schema] = {
    **HEADING,
    "topics": array(TOPIC),
    "departments": TEXTS,
    "contacts": array(ref("Contact")),
    "valid_from": DAY,
    "summary": TEXT,
    "term": {**TEXT, "description": "原文怎么写有效期"},
}
_WHOLE: dict[str, Schema] = {
    **_LISTED,
    "as_of": DAY,
    "validity": {"enum": ["not_yet", "in_force", "ended"]},
    "section": TEXT,
    "no_contact_reason": MAYBE_TEXT,
    "benefits": array(_BENEFIT),
    "conditions": array(_CONDITION),
    "steps": array(_STEP),
    "materials": TEXTS,
    "addresses": array(_ADDRESS),
    "urls": TEXTS,
    "notes": TEXTS,
    "source": {**TEXT, "description": "文号和条号"},
    "revision": COUNT,
    "issues": {**TEXTS, "description": "原文里存疑的地方"},
    "exclusions": array(_EXCLUSION),
    "document": _DOCUMENT,
}


def _estimate_request() -> Schema:
    names = "；".join(f"{name}：{e.spec.label}（{e.spec.unit}）" for name, e in catalogue().items())
    figure: Schema = {"type": ["number", "string", "boolean", "null"]}
    return {
        "type": "object",
        "properties": {
            "measure": {**TEXT, "description": "措施编号，如 dc-2020-3-8"},
            "figures": {
                "type": "object",
                "additionalProperties": figure,
                "description": f"数目；钱按元，名字后面加 _wan 就按万元，也可以写“六十万元”。{names}",
            },
            "profile": {"type": ["object", "null"], "description": "企业情况，写法同 /api/eligibility"},
            "as_of": MAYBE_DAY,
        },
        "required": ["measure"],
        "additionalProperties": False,
    }


_AMOUNT: Schema = {"type": ["number", "null"], "minimum": 0}

SCHEMAS: dict[str, Schema] = {
    "Error": {
        "type": "object",
        "properties": {"ok": {"const": False}, "error": TEXT, "status": {"type": "integer"}},
        "required": ["ok", "error", "status"],
        "description": "所有错误都是这个样子；error 是给人看的中文，另外的字段说明细节",
    },
    "Undecided": {
        "type": "object",
        "properties": {
            "ok": {"const": False},
            "error": TEXT,
            "status": {"const": 422},
            "missing": {**TEXTS, "description": "还要知道什么"},
            "possible": array(SIZE),
            "suggestions": {**TEXTS, "description": "认不出行业时，可以试的说法"},
            "fields": {**TEXTS, "description": "写法不对的字段"},
        },
        "required": ["ok", "error", "status"],
    },
    "Message": {
        "type": "object",
        "properties": {
            "sender": {**TEXT, "minLength": 1, "maxLength": 255, "description": "谁在说话；同一个 sender 是同一场对话"},
            "message": TEXT,
        },
        "required": ["sender", "message"],
    },
    "Reply": {
        "type": "object",
        "properties": {
            "recipient_id": TEXT,
            "text": TEXT,
            "buttons": array(record(title=TEXT, payload=TEXT)),
            "custom": {
                "type": "object",
                "properties": {
                    "type": {"enum": ["answer", "clarify", "handoff", "smalltalk", "out_of_scope"]},
                    "as_of": DAY,
                    "asks": MAYBE_TEXT,
                    "measures": array(OPEN),
                },
            },
        },
        "required": ["recipient_id"],
    },
    "Contact": record(
        name=MAYBE_TEXT, phones=TEXTS, email=MAYBE_TEXT, department=TEXT, office=MAYBE_TEXT, duty=MAYBE_TEXT
    ),
    "ListedMeasure": record(**_LISTED, score={"type": "number", "description": "越大越相关，只在一次查询内可比"}),
    "MeasureList": record(total=COUNT, items=array(ref("ListedMeasure"))),
    "Measure": record(**_WHOLE),
    "SizeRequest": SizeRequest.model_json_schema(),
    "SizeResult": record(size=SIZE, **{"class": {**TEXT, "description": "划型标准里的行业"}}, reasons=TEXTS),
    **VERDICTS,
    "EstimateRequest": _estimate_request(),
    "Estimate": record(
        measure=TEXT,
        doc=TEXT,
        number=HEADING["number"],
        title=TEXT,
        as_of=DAY,
        expired=HEADING["expired"],
        results=array(ref("EstimateResult")),
        missing=array(record(name=TEXT, label=TEXT, unit=TEXT, why=TEXT)),
        unfit=array(record(benefit=TEXT, why=TEXT)),
        note={**TEXT, "description": "是否已经结束、几种情形怎么看，以及由谁审核决定"},
    ),
    "EstimateResult": record(
        kind={**TEXT, "description": "算法的种类"},
        benefit=TEXT,
        for_whom=MAYBE_TEXT,
        low={**_AMOUNT, "description": "最少；原文没有写下限时为 null"},
        high={**_AMOUNT, "description": "最多；和 low 相同就是一个确定的数"},
        unit={"enum": ["元", "日期"]},
        text={**TEXT, "description": "结果的说法，如 3万元、最多10万元"},
        working={**TEXTS, "description": "一步一步怎么算的"},
        cap={**_AMOUNT, "description": "上限（元）"},
        capped={**FLAG, "description": "结果是不是按上限算的"},
        until={**MAYBE_DAY, "description": "缓缴或顺延到哪一天"},
        clause={**TEXT, "description": "文号和条号"},
    ),
    "Alive": record(ok={"const": True}),
    "Ready": record(ok={"const": True}, measures=COUNT, runtime=OPEN),
}
