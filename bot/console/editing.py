"""A measure as a form, and back: plain fields, contacts in rows, and YAML for what has typed parts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from knowledge.review.errors import BadContent
from knowledge.review.fields import NAMES, compact
from knowledge.review.yaml_text import from_yaml, to_yaml

TEXTS = ("section", "title", "summary", "valid_from", "valid_to", "no_contact_reason")
LINES = ("departments", "materials", "urls", "notes", "keywords", "questions", "issues")
PARTS = ("benefits", "conditions", "steps", "addresses")
CONTACT = ("name", "department", "office", "phones", "email", "duty")
SPARE_ROWS = 2
MOST_CONTACTS = 60
_PHONES = re.compile(r"[、,，;；\s]+")


class _Part(BaseModel):
    value: list[Any]


def form_of(raw: Mapping[str, Any]) -> dict[str, Any]:
    """What the fields of the form show for a measure."""
    contacts = [_row(c) for c in raw.get("contacts") or ()]
    return {
        "texts": {name: str(raw.get(name) or "") for name in TEXTS},
        "lines": {name: "\n".join(map(str, raw.get(name) or ())) for name in LINES},
        "parts": {name: _part(raw.get(name)) for name in PARTS},
        "topics": list(raw.get("topics") or ()),
        "contacts": [*contacts, *(dict.fromkeys(CONTACT, "") for _ in range(SPARE_ROWS))],
    }


def _row(contact: Mapping[str, Any]) -> dict[str, str]:
    return {n: "、".join(contact.get(n) or ()) if n == "phones" else str(contact.get(n) or "") for n in CONTACT}


def _part(value: Any) -> str:
    return to_yaml({"value": value}).removeprefix("value:\n") if value else ""


def filled_in(form: Mapping[str, Any]) -> dict[str, Any]:
    """What the fields show when a form comes back with faults: as it was filled in."""
    topics = form.getall("topics", []) if hasattr(form, "getall") else []
    return {
        "texts": {name: _said(form, name) for name in TEXTS},
        "lines": {name: _said(form, name) for name in LINES},
        "parts": {name: _said(form, name) for name in PARTS},
        "topics": [str(t) for t in topics],
        "contacts": [*_rows(form), *(dict.fromkeys(CONTACT, "") for _ in range(SPARE_ROWS))],
    }


def text_of(form: Mapping[str, Any], base: Mapping[str, Any]) -> str:
    """The YAML that a form stands for; what it has no field for stays as in ``base``. Raises :class:`BadContent`."""
    shown, problems = filled_in(form), []
    raw: dict[str, Any] = {**base, **shown["texts"], "topics": shown["topics"]}
    raw |= {name: [line.strip() for line in shown["lines"][name].splitlines() if line.strip()] for name in LINES}
    for name in PARTS:
        try:
            raw[name] = _read_part(shown["parts"][name])
        except BadContent as fault:
            problems += [f"{NAMES.get(name, name)}：{line}" for line in fault.problems]
    if problems:
        raise BadContent(problems)
    raw["contacts"] = [_contact(row) for row in _rows(form)]
    return to_yaml(compact(raw))


def _read_part(text: str) -> list[Any]:
    if not text.strip():
        return []
    return from_yaml("value:\n" + "\n".join(f"  {line}" for line in text.splitlines()), _Part).value


def _rows(form: Mapping[str, Any]) -> list[dict[str, str]]:
    rows = [{name: _said(form, f"contact-{i}-{name}") for name in CONTACT} for i in range(MOST_CONTACTS)]
    return [row for row in rows if any(row.values())]


def _contact(row: Mapping[str, str]) -> dict[str, Any]:
    phones = [p for p in _PHONES.split(row["phones"]) if p]
    return compact({**row, "phones": phones})


def _said(form: Mapping[str, Any], name: str) -> str:
    value = form.get(name)
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else ""
