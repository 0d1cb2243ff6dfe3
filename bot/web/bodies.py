"""Reading what a client sent, and saying in Chinese what is wrong with it."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, TypeVar

from aiohttp import web
from pydantic import BaseModel, BeforeValidator, ValidationError

from bot.web.errors import RequestRefused

_Model = TypeVar("_Model", bound=BaseModel)
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")

_DAY = "应是真实的日期，例如 2022-06-01"
# Pydantic's kinds of faults; the names in braces are what pydantic tells beside the kind.
_FAULTS = {
    "missing": "缺少这一项",
    "extra_forbidden": "没有这一项，请核对拼写",
    "value_error": "{error}",
    "literal_error": "只能是 {expected}",
    "string_type": "应是文字",
    "string_too_long": "最多 {max_length} 个字",
    "int_type": "应是整数",
    "int_parsing": "应是整数",
    "int_parsing_size": "数字太大",
    "int_from_float": "应是整数",
    "float_type": "应是数字",
    "float_parsing": "应是数字",
    "finite_number": "应是一个确定的数字",
    "bool_type": "应是 true 或 false",
    "bool_parsing": "应是 true 或 false",
    "greater_than_equal": "不能小于 {ge}",
    "less_than_equal": "不能大于 {le}",
    "date_type": _DAY,
    "date_parsing": _DAY,
    "date_from_datetime_parsing": _DAY,
}
_ENGLISH = re.compile(r", | or ")


def _iso(value: Any) -> Any:
    if isinstance(value, str) and _ISO_DATE.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    if value is None:
        return None
    raise ValueError(_DAY)


IsoDate = Annotated[date, BeforeValidator(_iso)]
"""A date written 2022-06-01 and in no other way."""


def _said(fault: Any) -> str:
    context = dict(fault.get("ctx") or {})
    if "expected" in context:
        context["expected"] = _ENGLISH.sub("、", str(context["expected"])).replace("'", "")
    return _FAULTS.get(fault["type"], "写法不对").format(**context)


def refusal(faults: ValidationError, status: int) -> RequestRefused:
    """Every fault of a body or query: ``字段：哪里不对``, and the names in ``fields``."""
    problems = [(".".join(map(str, f["loc"])) or "（整体）", _said(f)) for f in faults.errors(include_url=False)]
    message = "；".join(f"{name[:60]}：{said}" for name, said in problems[:10])
    return RequestRefused(status, f"{message}。", fields=list(dict.fromkeys(name[:60] for name, _ in problems)))


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return number


def _mended(data: Any) -> Any:
    """Half a surrogate pair, which no database takes, becomes a question mark."""
    try:
        json.dumps(data, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return json.loads(json.dumps(data, ensure_ascii=False).encode("utf-8", "replace"))
    return data


async def read_object(request: web.Request) -> dict[str, Any]:
    """The JSON object of the body. Raises ``RequestRefused``: 400 when it is none."""
    raw = await request.read()
    try:
        data = _mended(json.loads(raw, parse_float=_finite, parse_constant=_finite))
    except (ValueError, RecursionError):
        raise RequestRefused(400, "内容不是正确的 JSON（要用 UTF-8 编码），请检查引号、逗号和括号。") from None
    if not isinstance(data, dict):
        raise RequestRefused(400, "内容应是一个 JSON 对象，即用花括号 {…} 括起来。")
    return data


def read_query(request: web.Request, model: type[_Model]) -> _Model:
    """The query parameters as a model; an empty value counts as not given. Raises ``RequestRefused``: 400."""
    names = list(request.query)
    if twice := sorted({n for n in names if names.count(n) > 1}):
        raise RequestRefused(400, f"参数写了不止一次：{'、'.join(n[:60] for n in twice)}。", fields=twice)
    return checked(model, {k: v for k, v in request.query.items() if v}, status=400)


def checked(model: type[_Model], data: Mapping[str, Any], status: int = 422) -> _Model:
    """The data as a model. Raises ``RequestRefused`` with every fault."""
    try:
        return model.model_validate(data)
    except ValidationError as faults:
        raise refusal(faults, status) from None


def strictly(model: type[_Model], data: Mapping[str, Any]) -> _Model:
    """As :func:`checked`, for models made for other readers: ``"8"`` and ``true`` are no numbers here."""
    try:
        return model.model_validate_json(json.dumps(data), strict=True)
    except ValidationError as faults:
        raise refusal(faults, 422) from None
