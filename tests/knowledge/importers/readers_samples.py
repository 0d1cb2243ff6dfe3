"""Documents made by real tools, for the tests of the readers: PDF by ReportLab, DOCX by python-docx."""

from __future__ import annotations

import io
import zipfile

from docx import Document
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

TITLE = "北京市某区支持小微企业若干措施"
LINES = (
    TITLE,
    "一、减免房租。承租区属国有房屋的小微企业，免收3个月",
    "房租。责任单位：区国资委，联系人：王小明，电话：64000001-",
    "2538、64000002。",
    "二、贷款贴息。给予50%的贴息，最高100万元，至2023年12月31日。",
)


def pdf(*pages: tuple[str, ...], password: str = "", scanned: tuple[int, ...] = ()) -> bytes:
    """A PDF with these lines a page; the pages whose numbers are in ``scanned`` show a picture and no text."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    file = io.BytesIO()
    canvas = Canvas(file, encrypt=StandardEncryption(password, strength=128) if password else None)
    for number, lines in enumerate(pages, 1):
        canvas.setFont("STSong-Light", 12)
        if number in scanned:
            canvas.drawImage(ImageReader(Image.new("RGB", (40, 40), "grey")), 50, 400, 300, 300)
        else:
            for at, line in enumerate(lines):
                canvas.drawString(60, 800 - 20 * at, line)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def docx(document: Document | None = None) -> bytes:
    """The bytes of a python-docx document, or of a small one about two measures."""
    if document is None:
        document = Document()
        document.add_heading(TITLE, 0)
        for line in LINES[1:]:
            document.add_paragraph(line)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """The same archive with one part replaced or added."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            if member != name:
                new.writestr(member, old.read(member))
        new.writestr(name, content)
    return file.getvalue()


def part(data: bytes, name: str) -> str:
    """One part of the archive as text."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode("utf-8")


def zipped(**members: str) -> bytes:
    """An archive with these members; a double underscore in a name stands for a slash."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return file.getvalue()
