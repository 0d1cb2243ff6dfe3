"""Contacts written as a list: ``联系方式：department and office，name，phone（duty）；name，phone；…``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from knowledge.importers import departments, phones
from knowledge.importers.contacts import Found, names_of
from knowledge.importers.flat import tidy
from knowledge.importers.vocabulary import either

_ITEM = re.compile(
    r"^\s*(?:(?P<who>[^，,：:；（）\d]{2,40})[，,：:])?\s*(?P<name>[\u3400-\u9fff·、 ]{2,40}?)\s*[，,：: ]\s*"
    r"(?=[（(]?\d[\d\-—–转或分机、/ （）()]{4})"
)
_DUTY = re.compile(r"[（(]([^（）()]{1,80}(?:[（(][^（）()]{0,40}[）)])?[^（）()]{0,40})[）)]\s*$")


def _label() -> re.Pattern[str]:
    return re.compile(rf"{either('phone_labels')}\s*[：:]")


def _items(text: str, offset: int) -> Iterator[tuple[str, int]]:
    """The parts between semicolons that stand in no bracket."""
    depth, start = 0, 0
    for position, char in enumerate(text):
        if char in "（(":
            depth += 1
        elif char in "）)":
            depth = max(0, depth - 1)
        elif char in "；;" and not depth:
            yield text[start:position], offset + start
            start = position + 1
    yield text[start:], offset + start


def read(text: str, known: Sequence[str]) -> list[Found]:
    """The contacts of every such list in the text."""
    found: list[Found] = []
    for label in _label().finditer(text):
        line = text.find("\n", label.end())
        block = text[label.end() : line if line >= 0 else len(text)]
        if "，" not in block and "," not in block:
            continue
        found.extend(_block(block, label.end(), label.start(), known))
    return found


def _block(block: str, offset: int, start: int, known: Sequence[str]) -> list[Found]:
    found: list[Found] = []
    for raw, at in _items(block, offset):
        contact = _item(raw, at, known)
        if contact is None:
            continue
        if contact.department is None and found:
            _same_office(found, contact)
        contact.start = start
        found.append(contact)
    return found


def _same_office(found: list[Found], contact: Found) -> None:
    """A name without a department belongs to the office just named; a duty said last holds for both."""
    before = found[-1]
    contact.department, contact.office = before.department, before.office
    contact.places |= {k: before.places[k] for k in ("department", "office") if k in before.places}
    if contact.duty and before.duty is None:
        before.put("duty", contact.duty, contact.places["duty"])


def _item(raw: str, offset: int, known: Sequence[str]) -> Found | None:
    match = _ITEM.match(raw[:400])
    if not match:
        return None
    contact = Found(start=offset, end=offset + len(raw))
    contact.numbers = [phones.Phone(p.number, p.start + offset, p.end + offset) for p in phones.find(raw)]
    name = names_of(match["name"])
    if not contact.numbers or name is None:
        return None
    contact.put("name", name, (offset + match.start("name"), offset + match.end("name")))
    if match["who"]:
        place = (offset + match.start("who"), offset + match.end("who"))
        department, office = departments.split(match["who"], known)
        contact.put("department", department, place)
        contact.put("office", office or None, place)
    duty = _DUTY.search(raw)
    if duty and not duty[1].isdigit():
        contact.put("duty", tidy(duty[1]), (offset + duty.start(1), offset + duty.end(1)))
    return contact
