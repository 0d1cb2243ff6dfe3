"""HTML to plain text, by the events of lxml's parser: no tree, so no depth is too deep."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, cast

from lxml import etree

from knowledge.importers.limits import Limits
from knowledge.importers.readers.layout import Layout
from knowledge.importers.readers.raw import Raw

_SKIPPED = re.compile("script|style|title|template|noscript|iframe|select|textarea|button|svg|canvas|object|nav")
_BLOCK = re.compile(
    "address|article|aside|blockquote|body|br|caption|center|dd|details|dialog|div|dl|dt|fieldset|figcaption|figure|"
    "footer|form|h[1-6]|header|hr|html|legend|li|main|ol|p|pre|section|summary|ul"
)
_SPACES = re.compile(r"[ \t\r\n\f]+")
_WRAP = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef])[ \t]*[\r\n][ \t\r\n]*(?=[\u3000-\u9fff\uff00-\uffef])")
_CONTROLS = bytes(set(range(0x20)) - {*b"\t\n\r\f"}) + b"\x7f"
_NUMBER = re.compile(r"[0-9]{1,4}")


def _number(text: str | None, default: int) -> int:
    match = _NUMBER.fullmatch((text or "").strip())
    return int(match[0]) if match else default


class _Events:
    """What lxml calls while it reads."""

    def __init__(self, characters: int) -> None:
        self.layout = Layout(characters)
        self._text: list[str] = []
        self._skipped = 0
        self._kept_spaces = 0
        self._links: list[tuple[str, list[str]]] = []
        self._lists: list[int | None] = []

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._flush()
        if self._skipped or _SKIPPED.fullmatch(tag):
            self._skipped += 1
            return
        if _BLOCK.fullmatch(tag):
            self.layout.end_line()
        if tag == "table":
            self.layout.open_table()
        elif tag == "tr":
            self.layout.open_row()
        elif tag in ("td", "th"):
            self.layout.open_cell(_number(attributes.get("colspan"), 1), _number(attributes.get("rowspan"), 1))
        elif tag in ("ol", "ul"):
            self._lists.append(_number(attributes.get("start"), 1) if tag == "ol" else None)
        elif tag == "li":
            self._item(attributes)
        elif tag == "a":
            self._links.append((attributes.get("href", "").strip(), []))
        self._kept_spaces += tag == "pre"

    def end(self, tag: str) -> None:
        self._flush()
        if self._skipped:
            self._skipped -= 1
            return
        if _BLOCK.fullmatch(tag):
            self.layout.end_line()
        if tag == "table":
            self.layout.close_table()
        elif tag == "tr":
            self.layout.close_row()
        elif tag in ("td", "th"):
            self.layout.close_cell()
        elif tag in ("ol", "ul") and self._lists:
            self._lists.pop()
        elif tag == "a" and self._links:
            self._link(*self._links.pop())
        self._kept_spaces -= tag == "pre"

    def data(self, data: str) -> None:
        if not self._skipped:
            self._text.append(data)

    def comment(self, text: str) -> None:
        """Comments are no text."""

    def close(self) -> str:
        self._flush()
        return self.layout.text()

    def _item(self, attributes: Mapping[str, str]) -> None:
        number = self._lists[-1] if self._lists else None
        if number is None:
            self.layout.add("- ")
            return
        number = _number(attributes.get("value"), number)
        self.layout.add(f"{number}. ")
        self._lists[-1] = number + 1

    def _link(self, target: str, texts: list[str]) -> None:
        if target.startswith(("http://", "https://")) and len(target) <= 500 and target not in "".join(texts):
            self.layout.add(f"（{target}）")

    def _flush(self) -> None:
        text, self._text = "".join(self._text), []
        if not text:
            return
        if self._kept_spaces:
            self._add_lines(text)
            return
        text = _SPACES.sub(" ", _WRAP.sub("", text))
        if self.layout.after_space:
            text = text.removeprefix(" ")
        self._add(text)

    def _add_lines(self, text: str) -> None:
        first, *others = text.split("\n")
        self._add(first)
        for line in others:
            self.layout.end_line()
            self._add(line)

    def _add(self, text: str) -> None:
        self.layout.add(text)
        if self._links:
            self._links[-1][1].append(text)


def read(data: bytes, limits: Limits) -> Raw:
    """The text of a page given as UTF-8."""
    events = _Events(limits.characters)
    parser = etree.HTMLParser(encoding="utf-8", target=cast(Any, events), huge_tree=True, no_network=True)
    text = data.translate(None, _CONTROLS)  # the parser stops at some of them
    return Raw(str(etree.fromstring(text, parser)))
