"""The parts of a DOCX package, with bounds against archives made to explode."""

from __future__ import annotations

import io
import zipfile
import zlib
from functools import cached_property
from typing import Any

from lxml import etree

from knowledge.importers.errors import Damaged, Locked, TooBig
from knowledge.importers.limits import MIB, Limits

_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_MEMBERS = 10_000
_DOCTYPES = ("<!DOCTYPE", "<!ENTITY")


class Package:
    """A DOCX file's parts by the roles its relations give them."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        """Open the archive and refuse it when it claims to unpack to too much."""
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
            raise Damaged("DOCX 的压缩结构不完整") from None
        self._refuse_bomb(limits)

    def _refuse_bomb(self, limits: Limits) -> None:
        members = self._archive.infolist()
        if any(member.flag_bits & 1 for member in members):
            raise Locked("这个 DOCX 有密码")
        if sum(member.file_size for member in members) > limits.unpacked_bytes or len(members) > _MEMBERS:
            raise TooBig(f"DOCX 解压后超过了 {limits.unpacked_bytes / MIB:g} MiB 的上限")
        for member in members:
            if member.file_size > MIB and member.file_size > limits.unpacked_ratio * max(member.compress_size, 1):
                raise TooBig("DOCX 的压缩比异常（可能是压缩炸弹）", "请用 Word 或 WPS 打开后另存一份再导入。")

    @cached_property
    def main(self) -> str:
        """The name of the part that holds the text."""
        return self._related("_rels/.rels", "").get("officeDocument", ["word/document.xml"])[0]

    def read(self, name: str) -> bytes:
        """One part's bytes; never more than its entry declares, which was checked."""
        try:
            part = self._archive.read(name)
        except KeyError:
            raise Damaged("DOCX 里缺少正文") from None
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError):
            raise Damaged("DOCX 的内容损坏") from None
        if any(mark.encode(code) in part for mark in _DOCTYPES for code in ("ascii", "utf-16-le", "utf-16-be")):
            raise Damaged("DOCX 的内容不合规范（含有实体声明）")
        return part

    def parts(self, role: str) -> list[bytes]:
        """The parts in one role beside the text, such as ``numbering``; none when there are none."""
        present = set(self._archive.namelist())
        return [self.read(name) for name in self._main_relations.get(role, []) if name in present]

    def link(self, identity: str) -> str:
        """The outside address behind a hyperlink, or an empty string."""
        return self._links.get(identity, "")

    def pictures(self) -> int:
        """How many pictures the text shows."""
        return len(self._main_relations.get("image", []))

    @cached_property
    def _main_relations(self) -> dict[str, list[str]]:
        folder, _, name = self.main.rpartition("/")
        return self._related(f"{folder}/_rels/{name}.rels", f"{folder}/" if folder else "")

    @cached_property
    def _links(self) -> dict[str, str]:
        folder, _, name = self.main.rpartition("/")
        rows = self._relations(f"{folder}/_rels/{name}.rels")
        return {row.get("Id", ""): row.get("Target", "") for row in rows if row.get("TargetMode") == "External"}

    def _related(self, name: str, folder: str) -> dict[str, list[str]]:
        roles: dict[str, list[str]] = {}
        for row in self._relations(name):
            target = row.get("Target", "")
            if row.get("TargetMode") != "External":
                path = target[1:] if target.startswith("/") else folder + target
                roles.setdefault(row.get("Type", "").rpartition("/")[2], []).append(path)
        return roles

    def _relations(self, name: str) -> list[etree._Element]:
        if name not in self._archive.namelist():
            return []
        return tree(self.read(name)).findall(_RELATIONS)


def parser(target: Any = None) -> etree.XMLParser:
    """An XML parser that expands nothing and fetches nothing."""
    return etree.XMLParser(target=target, resolve_entities=False, no_network=True, load_dtd=False, remove_pis=True)


def tree(part: bytes) -> etree._Element:
    """A small part as a tree."""
    try:
        return etree.fromstring(part, parser())
    except etree.XMLSyntaxError:
        raise Damaged("DOCX 的内容损坏") from None
