"""Tables as people keep them: CSV from a spreadsheet program in any usual encoding, or XLSX."""

from __future__ import annotations

import csv
import io
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from knowledge.directory.entries import COLUMNS, BadTable, Entry, parse_rows
from knowledge.importers.limits import MIB

LARGEST, UNPACKED, MOST_ROWS = 8 * MIB, 64 * MIB, 20_000
FORMS = Path(__file__).parent


def template() -> Path:
    """The empty form for the communities of 西城 that 西政办发〔2020〕1号 refers to."""
    return FORMS / "xicheng_communities.csv"


def looks_like_sheet(name: str, data: bytes) -> bool:
    """Whether these bytes are an XLSX, or a CSV by name."""
    if data[:4] == b"PK\x03\x04":
        try:
            return "xl/workbook.xml" in zipfile.ZipFile(io.BytesIO(data)).namelist()
        except (zipfile.BadZipFile, ValueError):
            return False
    return name.lower().endswith(".csv")


def read_sheet(name: str, data: bytes) -> list[Entry]:
    """The entries of a table. Raises :class:`BadTable` with every fault, by row and column."""
    if len(data) > LARGEST:
        raise BadTable(name, [f"文件超过了 {LARGEST // MIB} MiB，请拆成几个文件"])
    rows = _xlsx_rows(name, data) if data[:4] == b"PK\x03\x04" else _csv_rows(name, data)
    cleaned = [(number, [_clean(cell) for cell in cells]) for number, cells in rows]
    return parse_rows(name, [(n, cells) for n, cells in cleaned if any(cells) and not cells[0].startswith("#")])


def _csv_rows(name: str, data: bytes) -> list[tuple[int, list[Any]]]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise BadTable(name, ["编码无法识别，请另存为“CSV UTF-8”再导入"])
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[tuple[int, list[Any]]] = []
    try:
        for row in reader:
            rows.append((reader.line_num, list(row)))
            _not_too_many(name, len(rows))
    except csv.Error:
        raise BadTable(name, [f"第 {reader.line_num} 行：CSV 写法不对，请核对引号"]) from None
    return rows


def _xlsx_rows(name: str, data: bytes) -> list[tuple[int, list[Any]]]:
    broken = BadTable(name, ["XLSX 文件损坏或有密码，请另存一份再导入"])
    try:
        if sum(part.file_size for part in zipfile.ZipFile(io.BytesIO(data)).infolist()) > UNPACKED:
            raise BadTable(name, [f"展开后超过了 {UNPACKED // MIB} MiB，请拆成几个文件"])
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        rows = list(_bounded(name, book.worksheets[0].iter_rows(values_only=True)))
        book.close()
    except BadTable:
        raise
    except Exception:  # openpyxl raises whatever its XML and ZIP parts raise
        raise broken from None
    return rows


def _bounded(name: str, rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[int, list[Any]]]:
    for number, row in enumerate(rows, start=1):
        _not_too_many(name, number)
        yield number, list(row[: 2 * len(COLUMNS)])


def _not_too_many(name: str, count: int) -> None:
    if count > MOST_ROWS:
        raise BadTable(name, [f"超过了 {MOST_ROWS} 行，请拆成几个文件"])


def _clean(cell: Any) -> str:
    """Text of a cell; a phone that a spreadsheet made a number is text again."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = cell.isoformat() if isinstance(cell, date | datetime) else str(cell)
    text = "".join(" " if c in "\r\n\t" else c for c in text if c in "\r\n\t" or unicodedata.category(c)[0] != "C")
    return " ".join(unicodedata.normalize("NFC", text.removeprefix("'")).split())
