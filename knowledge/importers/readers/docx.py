"""DOCX to plain text: paragraphs with their automatic numbers, table rows, text boxes, footnotes, links."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from knowledge.importers.errors import Damaged, NeedsOcr
from knowledge.importers.limits import Limits
from knowledge.importers.readers.layout import Layout
from knowledge.importers.readers.numbering import Numbering, local
from knowledge.importers.readers.package import Package, parser
from knowledge.importers.readers.raw import Raw

_WORD = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",
)
_SKIPPED = frozenset(("del", "moveFrom", "pPrChange", "rPrChange", "rt", "Fallback"))
_REVISIONS = frozenset(("ins", "del", "moveFrom", "moveTo"))
_PROPERTIES = frozenset(("pPr", "tcPr"))


class _Events:
    """What lxml calls while it reads a part."""

    def __init__(self, package: Package, layout: Layout, numbering: Numbering) -> None:
        self.revised = False
        self._package = package
        self._layout = layout
        self._numbering = numbering
        self._skipped = 0
        self._in_text = False
        self._properties = ""
        self._list: dict[str, str] = {}
        self._label = ""
        self._link: tuple[str, list[str]] = ("", [])

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        name = local(tag)
        self.revised = self.revised or name in _REVISIONS
        if self._skipped or name in _SKIPPED:
            self._skipped += 1
        elif tag.startswith(_WORD):
            values = {local(key): value for key, value in attributes.items()}
            if self._properties:
                self._property(name, values)
            else:
                self._structure(name, values)

    def end(self, tag: str) -> None:
        if self._skipped:
            self._skipped -= 1
        elif tag.startswith(_WORD):
            self._close(local(tag))

    def data(self, data: str) -> None:
        if self._in_text and not self._skipped:
            self._add(data)

    def close(self) -> None:
        """The layout has it all."""

    def _structure(self, name: str, values: dict[str, str]) -> None:
        if name in _PROPERTIES:
            self._properties, self._list = name, {}
        elif name == "t":
            self._in_text = True
        elif name in ("p", "br", "cr"):
            self._layout.end_line()
            self._label = "" if name == "p" else self._label
        elif name == "tab":
            self._add("\t")
        elif name == "noBreakHyphen":
            self._add("-")
        elif name == "txbxContent":
            self._layout.open_box()
        elif name == "tbl":
            self._layout.open_table()
        elif name == "tr":
            self._layout.open_row()
        elif name == "tc":
            self._layout.open_cell()
        elif name == "hyperlink":
            self._link = (self._package.link(values.get("id", "")), [])

    def _property(self, name: str, values: dict[str, str]) -> None:
        if name in ("pStyle", "numId", "ilvl"):
            self._list[name] = values.get("val", "")
        elif name == "gridSpan":
            columns = values.get("val", "")
            self._layout.merge_cell(columns=int(columns) if columns.isdecimal() and len(columns) < 4 else 1)
        elif name == "vMerge":
            self._layout.merge_cell(as_above=values.get("val", "continue") == "continue")

    def _close(self, name: str) -> None:
        if name == self._properties:
            self._properties = ""
            if name == "pPr":
                found = self._list
                self._label = self._numbering.label(found.get("pStyle", ""), found.get("numId"), found.get("ilvl"))
        elif name == "t":
            self._in_text = False
        elif name == "p":
            self._layout.end_line()
        elif name == "txbxContent":
            self._layout.close_box()
        elif name == "tbl":
            self._layout.close_table()
        elif name == "tr":
            self._layout.close_row()
        elif name == "tc":
            self._layout.close_cell()
        elif name == "hyperlink":
            self._end_link()

    def _add(self, text: str) -> None:
        label, self._label = self._label, ""
        self._layout.add(label + text)
        self._link[1].append(text)

    def _end_link(self) -> None:
        target, texts = self._link
        self._link = ("", [])
        if target.startswith(("http://", "https://")) and len(target) <= 500 and target not in "".join(texts):
            self._layout.add(f"（{target}）")


def read(data: bytes, limits: Limits) -> Raw:
    """The text of a Word document as it reads with every tracked change accepted."""
    package = Package(data, limits)
    layout = Layout(limits.characters)
    numbering = Numbering(package.parts("numbering"), package.parts("styles"))
    events = _Events(package, layout, numbering)
    for part in (package.read(package.main), *package.parts("footnotes"), *package.parts("endnotes")):
        try:
            etree.fromstring(part, parser(events))
        except etree.XMLSyntaxError:
            raise Damaged("DOCX 的内容损坏") from None
    text = layout.text()
    pictures = package.pictures()
    if not text.strip() and pictures:
        raise NeedsOcr("DOCX 里只有图片，没有文字")
    return Raw(text, _notes(events.revised, pictures))


def _notes(revised: bool, pictures: int) -> tuple[str, ...]:
    notes = []
    if revised:
        notes.append("文件带有修订痕迹，按接受全部修订读入，请核对是否定稿")
    if pictures:
        notes.append(f"文件里有 {pictures} 张图片，图中的文字没有读入")
    return tuple(notes)
