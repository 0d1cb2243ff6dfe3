"""What a file really is, from its content; the ending is used only to tell plain text from Markdown or HTML."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import Literal

from knowledge.importers.errors import Damaged, Locked, NeedsOcr, WrongFormat
from knowledge.importers.readers.md import looks_like_markdown

Format = Literal["txt", "md", "html", "pdf", "docx"]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_UNPACK = "请先解压，再导入里面的文件。"
_PICTURES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"II*\0", b"MM\0*")
_ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08", b"BZh", b"\xfd7zXZ\0")
_ZIP_KINDS = (
    ("xl/", "这是 Excel 表格"),
    ("ppt/", "这是 PowerPoint 演示文稿"),
    ("OFD.xml", "这是 OFD 版式文件"),
    ("content.xml", "这是 OpenDocument 文件"),
    ("META-INF/container.xml", "这是 EPUB 电子书"),
)
_PAGE = re.compile(r"<!doctype\s+html|<(?:html|head|body)[\s>]", re.IGNORECASE)
_TAG = re.compile(
    r"</(?:p|div|table|tr|td|span|ul|ol|li|h[1-6]|section|article|pre|font|strong)\s*>|<br\s*/?>", re.IGNORECASE
)


def known_format(data: bytes) -> Literal["pdf", "docx"] | None:
    """``pdf`` or ``docx``, None for what may be text; raises for a file that is certainly something else."""
    if _is_pdf(data):
        return "pdf"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _zip_kind(data)
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise Locked("这是带密码的 Office 文件")
        raise WrongFormat("这是旧版 Office 文件（doc、xls、wps 一类）", "请在 Word 或 WPS 里另存为 docx 后再导入。")
    if data.startswith(b"{\\rtf"):
        raise WrongFormat("这是 RTF 文件", "请在 Word 或 WPS 里另存为 docx 后再导入。")
    if _is_picture(data):
        raise NeedsOcr("这是图片")
    if data.startswith(_ARCHIVES):
        raise WrongFormat("这是压缩包", _UNPACK)
    return None


def text_format(name: str, text: str) -> Literal["txt", "md", "html"]:
    """Which of the three text formats a decoded text is."""
    head = text.lstrip("\ufeff \t\r\n")[:20_000]
    ending = name.lower().rpartition(".")[2]
    tagged = _TAG.search(head) is not None
    if _PAGE.search(head[:4096]) or (tagged and head.startswith("<") and ending not in ("md", "markdown")):
        return "html"
    if tagged and ending in ("html", "htm"):
        return "html"
    return "md" if ending in ("md", "markdown") or looks_like_markdown(text) else "txt"


def _is_pdf(data: bytes) -> bool:
    if data.lstrip(b"\xef\xbb\xbf \t\r\n\0").startswith(b"%PDF-"):
        return True
    return b"%PDF-" in data[:1024] and b"startxref" in data[-2048:]


def _is_picture(data: bytes) -> bool:
    webp = data.startswith(b"RIFF") and data[8:12] == b"WEBP"
    heif = data[4:8] == b"ftyp" and data[8:11] in (b"hei", b"mif", b"avi")
    bitmap = data.startswith(b"BM") and data[6:10] == b"\0\0\0\0"
    return webp or heif or bitmap or data.startswith(_PICTURES)


def _zip_kind(data: bytes) -> Literal["docx"]:
    try:
        names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, EOFError):
        raise Damaged("文件是压缩结构（docx 一类），但不完整") from None
    if any(name.startswith("word/") for name in names):
        return "docx"
    for mark, what in _ZIP_KINDS:
        if any(name.startswith(mark) for name in names):
            raise WrongFormat(what)
    raise WrongFormat("这是压缩包", _UNPACK)
