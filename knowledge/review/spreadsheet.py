"""Published knowledge as CSV and XLSX, for people. Phones are text, and no cell can act as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from knowledge.measure import Measure
from knowledge.models import Benefit, Condition, Contact, Step

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_WIDEST = 60
Row = list[str]

_MEASURE_COLUMNS: dict[str, Callable[[Measure], str]] = {
    "编号": lambda m: m.id,
    "文号": lambda m: m.doc,
    "文件": lambda m: m.document.title,
    "地区": lambda m: m.district,
    "条号": lambda m: "" if m.number is None else str(m.number),
    "章节": lambda m: m.content.section,
    "标题": lambda m: m.content.title,
    "摘要": lambda m: m.content.summary,
    "主题": lambda m: "、".join(m.content.topics),
    "责任单位": lambda m: "、".join(m.departments),
    "联系人": lambda m: _lines(_contact(m, c) for c in m.content.contacts) or (m.content.no_contact_reason or ""),
    "优惠": lambda m: _lines(map(_benefit, m.content.benefits)),
    "条件": lambda m: _lines(map(_condition, m.content.conditions)),
    "办理步骤": lambda m: _lines(map(_step, m.content.steps)),
    "材料": lambda m: _lines(m.content.materials),
    "地址": lambda m: _lines(f"{a.text}{f'（邮编 {a.postcode}）' if a.postcode else ''}" for a in m.content.addresses),
    "网址": lambda m: _lines(m.content.urls),
    "提示": lambda m: _lines(m.content.notes),
    "开始日期": lambda m: m.valid_from.isoformat(),
    "截止日期": lambda m: m.valid_to.isoformat() if m.valid_to else m.document.term,
    "存疑": lambda m: _lines(m.content.issues),
    "版本": lambda m: f"第{m.revision}版",
}
_CONTACT_COLUMNS = ("措施编号", "文号", "条号", "措施标题", "单位", "科室", "姓名", "电话", "邮箱", "职责")
_DOCUMENT_COLUMNS = ("代号", "文号", "标题", "发文单位", "地区", "发布日期", "开始日期", "截止日期", "执行期限", "存疑")


def _lines(parts: Iterable[str]) -> str:
    return "\n".join(parts)


def _contact(measure: Measure, contact: Contact) -> str:
    who = " ".join(filter(None, (measure.full_name(contact.department), contact.office, contact.name)))
    reach = "、".join((*contact.phones, *((contact.email,) if contact.email else ())))
    return f"{who}：{reach}{f'（{contact.duty}）' if contact.duty else ''}"


def _benefit(benefit: Benefit) -> str:
    return f"{benefit.text}{f'（{benefit.for_whom}）' if benefit.for_whom else ''}"


def _condition(condition: Condition) -> str:
    return f"{condition.text}{f'（{condition.applies_to}）' if condition.applies_to else ''}"


def _step(step: Step) -> str:
    return f"【{step.variant}】{step.text}" if step.variant else step.text


def safe(text: str) -> str:
    """A cell that a spreadsheet program shows and never runs."""
    return f"'{text}" if text.lstrip(" \n").startswith(_DANGEROUS) else text


def export_csv(measures: Sequence[Measure]) -> bytes:
    """One row a measure; with a byte order mark, so that Excel reads the Chinese."""
    target = io.StringIO(newline="")
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow(_MEASURE_COLUMNS)
    for measure in measures:
        writer.writerow([safe(cell(measure)) for cell in _MEASURE_COLUMNS.values()])
    return target.getvalue().encode("utf-8-sig")


def export_xlsx(measures: Sequence[Measure]) -> bytes:
    """Three sheets: measures, contacts (one row each), documents. Every cell is text."""
    book = Workbook()
    book.remove(book["Sheet"])
    _sheet(book, "措施", list(_MEASURE_COLUMNS), [[cell(m) for cell in _MEASURE_COLUMNS.values()] for m in measures])
    _sheet(book, "联系人", _CONTACT_COLUMNS, [row for m in measures for row in _contact_rows(m)])
    documents = {m.document.id: m for m in measures}
    _sheet(book, "文件", _DOCUMENT_COLUMNS, [_document_row(m) for m in documents.values()])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _contact_rows(measure: Measure) -> list[Row]:
    number = "" if measure.number is None else str(measure.number)
    return [
        [
            measure.id,
            measure.doc,
            number,
            measure.content.title,
            measure.full_name(c.department),
            c.office or "",
            c.name or "",
            "、".join(c.phones),
            c.email or "",
            c.duty or "",
        ]
        for c in measure.content.contacts
    ]


def _document_row(measure: Measure) -> Row:
    d = measure.document
    last = d.valid_to.isoformat() if d.valid_to else ""
    days = [d.published.isoformat(), d.valid_from.isoformat(), last]
    return [d.id, d.doc, d.title, d.issuer, d.district, *days, d.term, _lines(d.issues)]


def _sheet(book: Workbook, title: str, header: Sequence[str], rows: Sequence[Row]) -> None:
    sheet: Worksheet = book.create_sheet(title)
    for r, row in enumerate([list(header), *rows], start=1):
        for c, text in enumerate(row, start=1):
            cell = sheet.cell(r, c)
            cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
            cell.data_type = "s"
            cell.number_format = "@"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if r == 1:
                cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    for c, name in enumerate(header, start=1):
        longest = max((len(line) for row in rows for line in row[c - 1].split("\n")), default=0)
        sheet.column_dimensions[get_column_letter(c)].width = min(_WIDEST, 2 * max(longest, len(name)) + 2)
