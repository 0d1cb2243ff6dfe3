"""From bytes of unknown encoding to text: UTF-8, UTF-16, GB18030, in that order of trust."""

from __future__ import annotations

import codecs

from knowledge.importers.errors import NotText
from knowledge.importers.readers.clean import readable_share
from knowledge.importers.readers.raw import Raw

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_GUESSES = ("utf-8", "gb18030", "utf-16-le", "utf-16-be")
_SURE = 0.7
_SAMPLE = 1024 * 1024
_LOST_ALLOWED = 0.02
_CONTROLS_ALLOWED = 0.02
_LOST = "\ufffd"
_CONTROLS = {*range(0x20), 0x7F, *range(0x80, 0xA0)} - {*b"\t\n\r\f\v\x1a", 0x85}


def decode(data: bytes) -> Raw:
    """The text of the bytes, with a note when the encoding was guessed or bytes were lost."""
    raw = _marked(data) or _strict(data) or _guessed(data)
    sample = raw.text[:_SAMPLE]
    controls = sum(sample.count(chr(code)) for code in _CONTROLS)
    if controls > max(3, len(sample) * _CONTROLS_ALLOWED):
        raise NotText("这不是文字文件（里面多是控制字符）", "请另存为 txt、md、html、pdf 或 docx 后再导入。")
    return raw


def _marked(data: bytes) -> Raw | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _lossy(data.removeprefix(mark), encoding)
    return None


def _strict(data: bytes) -> Raw | None:
    if b"\0" in data:
        return None
    try:
        return Raw(data.decode("utf-8"))
    except UnicodeDecodeError:
        return None


def _guessed(data: bytes) -> Raw:
    """The likeliest of the other encodings, judged by how much of the text is everyday Chinese."""
    texts = {encoding: text for encoding in _GUESSES if (text := _whole(data, encoding)) is not None}
    best = max(texts, key=lambda encoding: readable_share(texts[encoding]), default="")
    if best and readable_share(texts[best]) >= _SURE:
        return Raw(texts[best])
    shares = {encoding: _lost_share(data, encoding) for encoding in ("utf-8", "gb18030")}
    return _lossy(data, min(shares, key=lambda encoding: shares[encoding]))


def _whole(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _lost_share(data: bytes, encoding: str) -> float:
    text = data[:_SAMPLE].decode(encoding, "replace")
    return text.count(_LOST) / len(text)


def _lossy(data: bytes, encoding: str) -> Raw:
    text = data[:_SAMPLE].decode(encoding, "replace")
    if text.count(_LOST) > max(1, len(text) * _LOST_ALLOWED):
        raise NotText("文字的编码无法识别")
    text = data.decode(encoding, "replace")
    return Raw(text, _lost_note(text))


def _lost_note(text: str) -> tuple[str, ...]:
    lost = text.count(_LOST)
    if not lost:
        return ()
    line = text.count("\n", 0, text.index(_LOST)) + 1
    return (f"有 {lost} 处字符无法识别，已用“{_LOST}”代替，第一处在第 {line} 行",)
