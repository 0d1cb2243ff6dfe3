"""The API described in OpenAPI 3.1, as data."""

from __future__ import annotations

from typing import Any

from bot.web.openapi_parts import DAY, DISTRICT, SIZE, TEXT, TOPIC, array, ref
from bot.web.openapi_schemas import SCHEMAS
from knowledge.labels import LABELS

_REFUSALS = {
    400: "写法读不懂",
    401: "缺少或不对的访问令牌",
    403: "没有开放",
    404: "没有这个内容",
    413: "内容超过 256 KB",
    415: "不是 application/json",
    422: "内容不完整或不对",
    503: "还没有准备好",
}


def _json(description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": description, "content": {"application/json": {"schema": schema}}}


def _html(description: str) -> dict[str, Any]:
    return {"description": description, "content": {"text/html": {"schema": TEXT}}}


def _operation(name: str, summary: str, good: dict[str, Any], *refusals: int, **more: Any) -> dict[str, Any]:
    responses = {"200": good} | {str(status): _json(_REFUSALS[status], ref("Error")) for status in refusals}
    return {"operationId": name, "summary": summary, "responses": responses, **more}


def _body(schema: str) -> dict[str, Any]:
    return {"required": True, "content": {"application/json": {"schema": ref(schema)}}}


def _query(name: str, schema: dict[str, Any], description: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": schema, "description": description}


_ID = {"name": "id", "in": "path", "required": True, "schema": TEXT, "description": "措施编号，如 dc-2020-3-4"}
_AS_OF = _query("as_of", DAY, "按哪一天算；不写就是今天")
_FILTERS = [
    _query("q", {**TEXT, "maxLength": 500}, "问题或关键词；空着就按文件顺序列出"),
    _query("district", DISTRICT, "区；市级措施也会列出"),
    _query("topic", TOPIC, "主题"),
    _query("size", SIZE, "企业规模；不列出明确不合适的"),
    _query("sector", {**TEXT, "maxLength": 40}, "行业，日常说法也行；不列出明确不合适的"),
    _AS_OF,
    _query("limit", {"type": "integer", "minimum": 1, "maximum": 100, "default": 20}, "最多几条"),
]
_PROFILE = [_query(name, {}, f"{label}；写法同 /api/eligibility") for name, label in LABELS.items()]
_REPLIES = _json("答复，每条一项", array(ref("Reply")))

_TALK = {
    "/webhooks/rest/webhook": {
        "post": _operation(
            "talk", "说一句话（Rasa 的 REST 写法）", _REPLIES, 400, 401, 403, 413, 422, 503,
            requestBody=_body("Message"), security=[{}, {"token": []}],
        )
    },
}  # fmt: skip
_KNOWLEDGE = {
    "/api/measures": {
        "get": _operation(
            "listMeasures", "查措施，最合适的在前", _json("措施", ref("MeasureList")), 400, parameters=_FILTERS
        )
    },
    "/api/measures/{id}": {
        "get": _operation(
            "getMeasure", "一条措施的全部内容", _json("措施", ref("Measure")), 400, 404, parameters=[_ID, _AS_OF]
        )
    },
    "/api/size": {
        "post": _operation(
            "classifySize", "按《中小企业划型标准规定》划型", _json("规模", ref("SizeResult")), 400, 413,
            requestBody=_body("SizeRequest"),
        )
    },
    "/api/eligibility": {
        "post": _operation(
            "judgeMeasures", "每条措施合不合适，合适的在前", _json("结论", ref("VerdictList")), 400, 413, 422,
            requestBody=_body("EligibilityRequest"),
        )
    },
    "/api/estimate": {
        "post": _operation(
            "estimateMeasure", "一条措施大概能给多少，带算法", _json("估算", ref("Estimate")), 400, 404, 413, 422,
            requestBody=_body("EstimateRequest"),
        )
    },
}  # fmt: skip
_KNOWLEDGE["/api/size"]["post"]["responses"]["422"] = _json("还不能确定，missing 是缺的", ref("Undecided"))
_OPERATIONS = {
    "/healthz": {"get": _operation("alive", "进程活着", _json("活着", ref("Alive")))},
    "/readyz": {"get": _operation("ready", "可以回答问题", _json("可以", ref("Ready")), 503)},
    "/metrics": {
        "get": _operation(
            "metrics", "Prometheus 指标", {"description": "指标", "content": {"text/plain": {"schema": TEXT}}}
        )
    },
    "/api/openapi.json": {"get": _operation("describe", "这份说明", _json("OpenAPI 3.1", {"type": "object"}))},
}
_PAGES = {
    "/": {"get": _operation("home", "按事情找，带对话窗口", _html("页面"))},
    "/chat": {
        "get": {"operationId": "toChat", "summary": "转到 /chat/", "responses": {"308": {"description": "转到 /chat/"}}}
    },
    "/chat/": {"get": _operation("chat", "对话页面", _html("页面"))},
    "/widget.js": {
        "get": _operation(
            "widgetScript", "把对话窗口放进别的网页的脚本",
            {"description": "脚本", "content": {"text/javascript": {"schema": TEXT}}},
        )
    },
    "/m/{id}": {"get": _operation("measurePage", "一条措施的页面", _html("页面"), parameters=[_ID])},
}  # fmt: skip
_PAGES["/m/{id}"]["get"]["responses"]["404"] = _html("没有这条措施")
_PAGES["/m/{id}/checklist"] = {
    "get": _operation("checklistPage", "一条措施的办理清单，可打印", _html("页面"), parameters=[_ID, *_PROFILE, _AS_OF])
}
_PAGES["/m/{id}/checklist"]["get"]["responses"] |= {"400": _html("参数不对"), "404": _html("没有这条措施")}


def document() -> dict[str, Any]:
    """The whole description."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "惠企",
            "version": "1",
            "description": "北京小微企业扶持政策问答。数字、电话和结论都出自已发布的措施。",
        },
        "paths": {**_TALK, **_KNOWLEDGE, **_PAGES, **_OPERATIONS},
        "components": {
            "schemas": SCHEMAS,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }
