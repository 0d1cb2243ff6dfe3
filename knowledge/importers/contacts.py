"""Whom to call, as official documents write it.

With labels: ``区国资委联系科室：产权管理科 联系人：… 联系电话：… 邮箱：…``, one field after the other.
As a list: ``联系方式：区税务局货物和劳务税科，刘疆，64515609（留抵退税）；…`` (see :mod:`contact_lists`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from knowledge.importers import departments, phones
from knowledge.importers.flat import tidy
from knowledge.importers.vocabulary import either, words

Place = tuple[int, int]
_EMAIL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]{0,63}\s?@\s?[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}")
_BRACKET = re.compile(r"[（(]([^（）()]{1,60})[）)]")
_NAMES = 40
_PERSON_END = re.compile(r"[。；\n（(]")


@dataclass
class Found:
    """A contact under construction: its fields, and where each stands in the measure's text."""

    name: str | None = None
    numbers: list[phones.Phone] = field(default_factory=list)
    email: str | None = None
    department: str | None = None
    office: str | None = None
    duty: str | None = None
    start: int = 0
    end: int = 0
    titled: bool = False
    places: dict[str, Place] = field(default_factory=dict)

    def put(self, name: str, value: str | None, place: Place) -> None:
        """Set a field once, with its place."""
        if value and getattr(self, name) is None:
            setattr(self, name, value)
            self.places[name] = place
            self.end = max(self.end, place[1])


@dataclass(frozen=True, slots=True)
class _Label:
    kind: str
    start: int
    word: int
    end: int
    before: str


def _labels(text: str) -> list[_Label]:
    kinds = {k: either(f"{k}_labels") for k in ("office", "name", "email", "phone")}
    alternatives = "|".join(f"(?P<{kind}>{names})" for kind, names in kinds.items())
    pattern = re.compile(rf"(?P<before>[\u4e00-\u9fffA-Za-z“”]{{0,30}}?)(?:{alternatives})\s*[：:]")
    found = []
    for match in pattern.finditer(text):
        kind = match.lastgroup if match.lastgroup != "before" else None
        if kind:
            found.append(_Label(kind, match.start(), match.start(kind), match.end(), match["before"]))
    return [_own(text, label, before) for label, before in zip(found, [None, *found], strict=False)]


def _own(text: str, label: _Label, before: _Label | None) -> _Label:
    """联系人：曹军联系电话：…: what stands between two labels is the first one's value, not the second's title."""
    between = (
        text[before.end : label.word] if before and before.kind in ("name", "office") and label.kind != "office" else ""
    )
    runs_on = len(between) <= _NAMES and re.fullmatch(r"[\u3400-\u9fff、·]+", between)
    return _Label(label.kind, label.word, label.word, label.end, "") if runs_on else label


def names_of(text: str) -> str | None:
    """曹军 · 张三、李四 · 王 勇 → the names, divided by 、."""
    parts = [re.sub(r"\s", "", p) for p in re.split(r"[、，,/；;]|\s{2,}", text.strip())]
    if len(parts) == 1 and re.fullmatch(r"[\u4e00-\u9fff]{2,4}(?: [\u4e00-\u9fff]{2,4})+", text.strip()):
        parts = text.split()
    parts = [p for p in parts if re.fullmatch(r"[\u3400-\u9fff·]{1,12}", p)]
    if len(parts) == 1 and len(parts[0]) == 6 and "·" not in parts[0]:
        parts = [parts[0][:3], parts[0][3:]]
    return "、".join(parts) or None


class Reader:
    """Goes through the labels in order; a new 联系科室, or a second 联系人, begins the next contact."""

    def __init__(self, text: str, known: Sequence[str]) -> None:
        """``known`` are the measure's responsible departments."""
        self.text, self.known = text, known
        self.found: list[Found] = []
        self.without_email = 0

    def read(self) -> list[Found]:
        """The contacts in order."""
        labels = _labels(self.text)
        for label, after in zip(labels, [*labels[1:], None], strict=False):
            end = after.start if after else len(self.text)
            getattr(self, f"_{label.kind}")(label, min(end, self._line_end(label.end)))
        return [c for c in self.found if c.numbers or c.email or c.name]

    def _line_end(self, start: int) -> int:
        """Where a value ends: with its line, or with the next one when the label stands alone."""
        line = self.text.find("\n", start)
        if line >= 0 and not self.text[start:line].strip():
            line = self.text.find("\n", line + 1)
        return line if line >= 0 else len(self.text)

    def _new(self, label: _Label) -> Found:
        self.found.append(Found(start=label.start, end=label.end))
        return self.found[-1]

    def _office(self, label: _Label, end: int) -> None:
        contact = self._new(label)
        department, duty = departments.split(label.before, self.known)
        place = (label.start, label.start + len(label.before))
        contact.put("department", department, place)
        contact.put("duty", duty or None, place)
        value = _PERSON_END.split(self.text[label.end : end])[0]
        contact.put("office", tidy(value).strip("，、 ") or None, (label.end, label.end + len(value)))

    def _name(self, label: _Label, end: int) -> None:
        last = self.found[-1] if self.found else None
        fresh = last is None or last.name is not None or bool(last.numbers) or last.office is None
        contact = self._new(label) if fresh or last is None else last
        value = self.text[label.end : end]
        head = _PERSON_END.split(re.split(r"\d", value, maxsplit=1)[0])[0]
        contact.put("name", names_of(head), self._trimmed(label.end, label.end + len(head)))
        self._bracket(contact, value, label.end)
        if fresh and label.before:
            department, _ = departments.split(label.before, self.known)
            contact.put("department", department, (label.start, label.start + len(label.before)))
        self._numbers(contact, value, label.end)
        contact.end = max(contact.end, label.end + len(value.rstrip()))

    def _trimmed(self, start: int, end: int) -> Place:
        value = self.text[start:end]
        return start + len(value) - len(value.lstrip()), start + len(value.rstrip())

    def _bracket(self, contact: Found, value: str, offset: int) -> None:
        bracket = _BRACKET.search(value)
        if not bracket:
            return
        place = (offset + bracket.start(1), offset + bracket.end(1))
        if departments.looks_like_office(bracket[1]) and not re.search("[：:]", bracket[1]):
            department, office = departments.split(bracket[1], self.known)
            contact.put("department", department, place)
            contact.put("office", office or None, place)
        elif not re.search(r"\d{5}|[：:]", bracket[1]):
            contact.put("duty", tidy(bracket[1]), place)

    def _numbers(self, contact: Found, value: str, offset: int) -> None:
        listed = {p.number for p in contact.numbers}
        for phone in phones.find(value):
            if phone.number not in listed:
                contact.numbers.append(phones.Phone(phone.number, phone.start + offset, phone.end + offset))
                contact.end = max(contact.end, offset + phone.end)

    def _phone(self, label: _Label, end: int) -> None:
        value = self.text[label.end : end].split("。", maxsplit=1)[0]
        numbers = phones.find(value)
        if not numbers:
            return
        last = self.found[-1] if self.found else None
        titled = label.before if label.before not in ("", *words("phone_labels")) else ""
        if last is not None and not last.numbers and not titled:
            contact = last
        else:
            contact = self._new(label)
            self._titled(contact, label, titled)
            if head := names_of(re.split(r"\d", value, maxsplit=1)[0]):
                contact.put("name", head, (label.end, label.end + len(head)))
        self._numbers(contact, value, label.end)
        self._bracket(contact, value, label.end)

    def _titled(self, contact: Found, label: _Label, titled: str) -> None:
        department, rest = departments.split(titled, self.known)
        place = (label.start, label.start + len(titled))
        known = department if department in self.known else None
        contact.put("department", known, place)
        contact.put("duty", (rest if known else titled) or None, place)
        contact.titled = bool(titled)

    def _email(self, label: _Label, end: int) -> None:
        match = _EMAIL.search(self.text, label.end, max(end, label.end))
        if not match:
            return
        address = re.sub(r"\s", "", match.group())
        for contact in self.found[self.without_email :]:
            if not contact.titled:
                contact.put("email", address, match.span())
        if not self.found:
            self._new(label).put("email", address, match.span())
        self.without_email = len(self.found)
