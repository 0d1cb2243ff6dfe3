"""One line of the directory, and how it is read from a table; a fault is named by row and column."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from knowledge.errors import KnowledgeError

Kind = Literal["department", "street", "community", "hotline"]
KINDS: dict[str, Kind] = {"部门": "department", "街道": "street", "社区": "community", "热线": "hotline"}
DISTRICTS = {"东城": "东城", "东城区": "东城", "西城": "西城", "西城区": "西城", "北京": "北京", "北京市": "北京"}
COLUMNS = ("类别", "区", "街道", "名称", "电话", "职责", "办公时间", "地址", "备注")
NEEDED = ("类别", "区", "名称")
LONGEST = {"街道": 64, "名称": 128}
_SHOWN = 50
_BETWEEN_PHONES = re.compile(r"[、，,;；/\s]+")
_PHONE = re.compile(
    r"(?:010-?)?(?P<landline>[2-9]\d{7}(?:-\d{1,6})?)|1[3-9]\d{9}|1\d{4}|9[56]\d{3,4}|[48]00-?\d{3}-?\d{4}"
)


class BadTable(KnowledgeError):
    """A table cannot be imported. ``problems`` has one line each: row, column, what to do."""

    def __init__(self, name: str, problems: Sequence[str]) -> None:
        """Keep every fault; a long list is cut in the message."""
        self.problems = list(problems)
        shown = [f"  - {p}" for p in self.problems[:_SHOWN]]
        if len(self.problems) > _SHOWN:
            shown.append(f"  - ……还有 {len(self.problems) - _SHOWN} 处")
        super().__init__(f"{name} 有问题，没有导入任何内容：\n" + "\n".join(shown))


@dataclass(frozen=True)
class Entry:
    """Somebody to call."""

    kind: Kind
    district: str
    name: str
    street: str = ""
    phones: tuple[str, ...] = ()
    duty: str | None = None
    hours: str | None = None
    address: str | None = None
    note: str | None = None

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What makes it one and the same entry."""
        return (self.kind, self.district, self.street, self.name)


def parse_rows(name: str, rows: Sequence[tuple[int, Sequence[str]]]) -> list[Entry]:
    """Entries of numbered rows, the first of which names the columns. Raises :class:`BadTable` with every fault."""
    if not rows:
        raise BadTable(name, [f"没有表头；第一行应是：{'、'.join(COLUMNS)}"])
    (line, header), body = rows[0], rows[1:]
    _check_header(name, line, header)
    entries: dict[tuple[str, str, str, str], int] = {}
    found: list[Entry] = []
    problems: list[str] = []
    for row, cells in body:
        entry = _entry(dict(zip(header, cells, strict=False)), row, problems)
        if entry and entry.key in entries:
            problems.append(f"第 {row} 行“名称”：{entry.name} 和第 {entries[entry.key]} 行重复")
        elif entry:
            entries[entry.key] = row
            found.append(entry)
        problems += [
            f"第 {row} 行第 {i} 列：没有表头却有内容" for i in range(len(header) + 1, len(cells) + 1) if cells[i - 1]
        ]
    if problems:
        raise BadTable(name, problems)
    return found


def _check_header(name: str, line: int, header: Sequence[str]) -> None:
    problems = [f"第 {line} 行：没有“{c}”这一列" for c in NEEDED if c not in header]
    problems += [
        f"第 {line} 行：不认识“{c}”这一列，应是 {'、'.join(COLUMNS)}" for c in header if c and c not in COLUMNS
    ]
    problems += [f"第 {line} 行：“{c}”这一列出现了两次" for c in COLUMNS if list(header).count(c) > 1]
    if problems:
        raise BadTable(name, problems)


def _entry(cells: Mapping[str, str], row: int, problems: list[str]) -> Entry | None:
    before = len(problems)

    def wrong(column: str, message: str) -> None:
        problems.append(f"第 {row} 行“{column}”：{message}")

    kind = KINDS.get(cells["类别"])
    if kind is None:
        wrong("类别", f"应是 {'、'.join(KINDS)}，写的是“{cells['类别']}”")
    district = DISTRICTS.get(cells["区"])
    if district is None:
        wrong("区", f"应是 东城、西城 或 北京，写的是“{cells['区']}”")
    if not cells["名称"]:
        wrong("名称", "不能为空")
    if kind == "community" and not cells.get("街道"):
        wrong("街道", "社区要写明属于哪个街道")
    for column, longest in LONGEST.items():
        if len(cells.get(column, "")) > longest:
            wrong(column, f"最多 {longest} 个字")
    phones = []
    for phone in filter(None, _BETWEEN_PHONES.split(cells.get("电话", ""))):
        match = _PHONE.fullmatch(phone)
        if match is None:
            wrong("电话", f"{phone} 写法不对（北京固话 8 位，可带“-分机”；手机 11 位）")
        else:
            phones.append(match["landline"] or phone)
    if kind is None or district is None or len(problems) > before:
        return None
    texts = {field: cells.get(column) or None for field, column in _TEXTS.items()}
    return Entry(kind, district, cells["名称"], cells.get("街道", ""), tuple(phones), **texts)


_TEXTS = {"duty": "职责", "hours": "办公时间", "address": "地址", "note": "备注"}
