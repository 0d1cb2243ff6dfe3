"""Markdown to plain text: marks go, words stay, line for line."""

from __future__ import annotations

import html
import re

_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t](.*)$", re.MULTILINE)
_FENCE = re.compile(r"^ {0,3}(?:```|~~~)[^`\n]*(?:\n|\Z)", re.MULTILINE)
_RULE = re.compile(r"^[ \t|:]*+(?:-{2,}+[ \t|:-]*+|={3,}+[ \t]*+|\*{3,}+[ \t]*+|_{3,}+[ \t]*+)(?:\n|\Z)", re.MULTILINE)
_QUOTE = re.compile(r"^ {0,3}(?:>[ \t]?)+", re.MULTILINE)
_BULLET = re.compile(r"^([ \t]*)[*+][ \t]+", re.MULTILINE)
_PIPED = re.compile(r"^[ \t]*+\|(.*)$", re.MULTILINE)
_CELL_END = re.compile(r"(?<!\\)\|")
_PICTURE = re.compile(r"!\[([^\[\]\n]{0,300})\]\([^()\s]{0,500}(?:[ \t]+\"[^\"\n]{0,200}\")?\)")
_LINK = re.compile(r"(?<!!)\[([^\[\]\n]{1,300})\]\(<?([^()\s<>]{0,500})>?(?:[ \t]+\"[^\"\n]{0,200}\")?\)")
_ADDRESS = re.compile(r"<((?:https?://|mailto:)[^<>\s]{1,500}|[\w.+-]{1,64}@[\w.-]{1,200})>")
_STRONG = re.compile(r"(?<![*\\])(\*{2,3})(?=[^\s*])([^*]{1,2000})(?<![\s*\\])\1(?!\*)")
_STRONG_LINE = re.compile(r"(?<![_\w\\])(_{2,3})(?=[^\s_])([^_\n]{1,500})(?<![\s_\\])\1(?![_\w])")
_EMPHASIS = re.compile(r"(?<![*\\A-Za-z0-9])\*(?=[^\s*])([^*\n]{1,300})(?<![\s*\\])\*(?![*A-Za-z0-9])")
_STRUCK = re.compile(r"(?<!~)~~(?=\S)([^~\n]{1,500})~~(?!~)")
_CODE = re.compile(r"(?<!`)(`{1,2})(?!`)([^`\n]{1,500})(?<!`)\1(?!`)")
_PARAGRAPH_GAP = re.compile(r"</p> *<p>|<br[ \t]*/?>", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:p|br|div|span|b|strong|em|i|u|s|sup|sub|font|center|table|thead|tbody|tr|td|th|a|img)"
    r"(?:[ \t][^<>\n]{0,500})?/?>",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:[A-Za-z]{2,31}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|~>])")
_HINTS = (_STRONG, _HEADING, _LINK, _FENCE)
_ENOUGH = 3


def looks_like_markdown(text: str) -> bool:
    """Whether a text without a telling name is clearly Markdown: several marks of bold, heading, link or code."""
    found = 0
    for hint in _HINTS:
        for _ in hint.finditer(text):
            found += 1
            if found >= _ENOUGH:
                return True
    return False


def _link(match: re.Match[str]) -> str:
    text, target = match[1], match[2]
    return f"{text}（{target}）" if target.startswith("http") and target not in text else text


def _row(match: re.Match[str]) -> str:
    row = match[1].rstrip(" \t")
    if not row.endswith("|"):
        return match[0]
    return " | ".join(cell.strip(" \t") for cell in _CELL_END.split(row[:-1]))


def _heading(match: re.Match[str]) -> str:
    text = match[1].strip(" \t")
    closed = text.rstrip("#")
    return closed.rstrip(" \t") if closed.endswith((" ", "\t")) else text


def _paragraphs(text: str) -> str:
    """Line breaks written as tags: a space inside a table row, else a new line."""
    if "<" not in text:
        return text
    lines = []
    for line in text.split("\n"):
        gap = " " if "\t" in line or " | " in line else "\n"
        lines.append(_TAG.sub("", _PARAGRAPH_GAP.sub(gap, line)))
    return "\n".join(lines)


def plain(text: str) -> str:
    """The words of a Markdown text. Table rows keep their cells apart; an outside link keeps its address."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for mark in (_FENCE, _RULE, _QUOTE):
        text = mark.sub("", text)
    text = _PIPED.sub(_row, _HEADING.sub(_heading, text))
    text = _LINK.sub(_link, _PICTURE.sub(r"\1", text))
    text = _paragraphs(_ADDRESS.sub(r"\1", text))
    for mark in (_STRONG, _STRONG_LINE, _STRUCK, _CODE):
        text = mark.sub(r"\2" if mark.groups == 2 else r"\1", text)
    text = _EMPHASIS.sub(r"\1", _BULLET.sub(r"\1- ", text))
    return _ESCAPE.sub(r"\1", _ENTITY.sub(lambda match: html.unescape(match[0]), text))
