"""The words of the API description: kinds of values, and how records and lists are written."""

from __future__ import annotations

from typing import Any, get_args

from knowledge.models import District, Size, Topic

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
TEXTS: Schema = {"type": "array", "items": TEXT}
DAY: Schema = {"type": "string", "format": "date"}
MAYBE_DAY: Schema = {"type": ["string", "null"], "format": "date"}
MAYBE_TEXT: Schema = {"type": ["string", "null"]}
COUNT: Schema = {"type": "integer", "minimum": 0}
FLAG: Schema = {"type": "boolean"}
DISTRICT: Schema = {"enum": list(get_args(District))}
TOPIC: Schema = {"enum": list(get_args(Topic))}
SIZE: Schema = {"enum": list(get_args(Size))}
OPEN: Schema = {"type": "object"}


def ref(name: str) -> Schema:
    """A reference to one of the schemas."""
    return {"$ref": f"#/components/schemas/{name}"}


def array(items: Schema) -> Schema:
    """A list of such items."""
    return {"type": "array", "items": items}


def record(**properties: Schema) -> Schema:
    """An object with exactly these properties, all of them always there."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


HEADING: dict[str, Schema] = {
    "id": TEXT,
    "doc": {**TEXT, "description": "文号"},
    "number": {"type": ["integer", "null"], "description": "条号；原文缺失时为 null"},
    "title": TEXT,
    "district": DISTRICT,
    "valid_to": MAYBE_DAY,
    "expired": {**FLAG, "description": "在 as_of 那天是否已经结束"},
}
