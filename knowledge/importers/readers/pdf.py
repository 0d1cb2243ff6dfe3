"""PDF to plain text, by PDFium."""

from __future__ import annotations

import pypdfium2
from pypdfium2.raw import FPDF_ERR_PASSWORD, FPDF_ERR_SECURITY

from knowledge.importers.errors import Damaged, Locked, NeedsOcr, TooBig
from knowledge.importers.limits import Limits
from knowledge.importers.readers.pages import close_up, without_furniture
from knowledge.importers.readers.raw import Raw

_LINE_END_HYPHEN = "\ufffe"
"""What PDFium gives for a hyphen at the end of a line together with the line end."""


def read(data: bytes, limits: Limits) -> Raw:
    """The text of every page, with a note on the pages that have none."""
    document = _open(data)
    if len(document) > limits.pages:
        raise TooBig(f"共 {len(document)} 页，超过了 {limits.pages} 页的上限")
    pages: list[list[str]] = []
    broken: list[int] = []
    left = limits.characters
    for index in range(len(document)):
        text = _page(document, index)
        if text is None:
            broken.append(index + 1)
        left -= len(text or "")
        if left < 0:
            raise TooBig(f"文字超过了 {limits.characters / 10_000:g} 万字的上限")
        pages.append([close_up(line) for line in (text or "").splitlines()])
    return _raw(pages, broken)


def _open(data: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as fault:
        if fault.err_code in (FPDF_ERR_PASSWORD, FPDF_ERR_SECURITY):
            raise Locked("这个 PDF 有打开密码") from None
        raise Damaged("PDF 文件损坏或不完整") from None


def _page(document: pypdfium2.PdfDocument, index: int) -> str | None:
    try:
        text = str(document[index].get_textpage().get_text_range(errors="replace"))
    except pypdfium2.PdfiumError:
        return None
    return text.replace(_LINE_END_HYPHEN, "-\n")


def _raw(pages: list[list[str]], broken: list[int]) -> Raw:
    empty = [at for at, lines in enumerate(pages, 1) if not any(map(str.strip, lines)) and at not in broken]
    if len(broken) == len(pages):
        raise Damaged("PDF 的每一页都读不出来")
    if len(empty) + len(broken) == len(pages):
        raise NeedsOcr("PDF 里没有文字，可能是扫描件")
    notes = []
    if empty:
        notes.append(f"{_numbers(empty)}没有文字，可能是扫描件，这些页的内容没有读入")
    if broken:
        notes.append(f"{_numbers(broken)}已损坏，内容没有读入")
    lines = [line for page in without_furniture(pages) for line in page]
    return Raw("\n".join(lines), tuple(notes))


def _numbers(pages: list[int]) -> str:
    """``第3、5-8页``."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    return "第" + "、".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs) + "页"
