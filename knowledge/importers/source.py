"""From a file somebody hands in to plain text, whatever the file is."""

from __future__ import annotations

import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from knowledge.importers.errors import CannotOpen, ImportProblem, NothingToRead, TooBig
from knowledge.importers.limits import MIB, Limits
from knowledge.importers.readers import isolation
from knowledge.importers.readers.clean import clean, one_line, readable_share
from knowledge.importers.readers.detect import Format, known_format, text_format
from knowledge.importers.readers.md import plain
from knowledge.importers.readers.raw import Raw
from knowledge.importers.readers.txt import decode

__all__ = ["Limits", "SourceText", "read_bytes", "read_source"]

_READABLE = 0.6


@dataclass(frozen=True)
class SourceText:
    """The text of one file. ``notes`` are for the person who reviews it, such as pages without text."""

    name: str
    format: Format
    text: str
    sha256: str
    notes: tuple[str, ...] = ()


def read_source(path: Path, limits: Limits | None = None) -> SourceText:
    """The text of a file; raises :class:`ImportProblem` when there is none to be had."""
    limits = limits or Limits()
    name = one_line(path.name) or str(path)
    try:
        return read_bytes(path.name, _load(path, limits), limits)
    except ImportProblem as problem:
        problem.file = name
        raise


def read_bytes(name: str, data: bytes, limits: Limits | None = None) -> SourceText:
    """The text of a file already in memory; the format comes from the bytes, the name only breaks ties."""
    limits = limits or Limits()
    name = one_line(name) or "（没有文件名）"
    try:
        kind, raw = _read(name, data, limits)
        text = clean(raw.text)
        _check(text, limits)
    except ImportProblem as problem:
        problem.file = name
        raise
    return SourceText(name, kind, text, hashlib.sha256(data).hexdigest(), raw.notes + _doubts(text))


def _load(path: Path, limits: Limits) -> bytes:
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise CannotOpen("这是文件夹，不是文件", "请指明里面的文件，例如 文件夹/*.docx。")
        if not stat.S_ISREG(status.st_mode):
            raise CannotOpen("这不是普通文件（可能是设备或管道）", "请先把内容存成文件。")
        if status.st_size > limits.file_bytes:
            raise _too_many_bytes(limits)
        with path.open("rb") as file:
            return file.read(limits.file_bytes + 1)
    except FileNotFoundError:
        raise CannotOpen("找不到这个文件") from None
    except PermissionError:
        raise CannotOpen("没有读取这个文件的权限") from None
    except (OSError, ValueError) as fault:
        reason = os.strerror(fault.errno) if isinstance(fault, OSError) and fault.errno else "路径不合法"
        raise CannotOpen(f"文件打不开（{reason}）") from None


def _too_many_bytes(limits: Limits) -> TooBig:
    return TooBig(f"文件超过了 {limits.file_bytes / MIB:g} MiB 的上限")


def _read(name: str, data: bytes, limits: Limits) -> tuple[Format, Raw]:
    if not data:
        raise NothingToRead("文件是空的")
    if len(data) > limits.file_bytes:
        raise _too_many_bytes(limits)
    if binary := known_format(data):
        return binary, isolation.read(binary, data, limits)
    decoded = decode(data)
    kind = text_format(name, decoded.text)
    if kind == "html":
        raw = isolation.read(kind, decoded.text.encode("utf-8", "replace"), limits)
        return kind, Raw(raw.text, decoded.notes + raw.notes)
    _check_length(decoded.text, limits)
    return kind, Raw(plain(decoded.text), decoded.notes) if kind == "md" else decoded


def _check(text: str, limits: Limits) -> None:
    if not text.strip():
        raise NothingToRead("文件里没有文字")
    _check_length(text, limits)


def _check_length(text: str, limits: Limits) -> None:
    if len(text) > limits.characters:
        raise TooBig(f"文字超过了 {limits.characters / 10_000:g} 万字的上限")


def _doubts(text: str) -> tuple[str, ...]:
    if readable_share(text) >= _READABLE:
        return ()
    return ("多数文字不是常用字，可能是乱码（编码或字体有问题），请对照原文核对",)
