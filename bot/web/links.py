"""Turning addresses and phone numbers inside a text into links; everything else is escaped."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

# Addresses end before Chinese text and punctuation; phones are those of Beijing, mobiles and hotlines.
_LINK = re.compile(
    r"(?P<url>https?://[\w.~:/?#@!$&*+,;=%-]*[\w/#=&%-])"
    r"|(?<![\dA-Za-z.-])(?P<phone>1[3-9]\d{9}|0\d{2,3}-\d{7,8}|[5-8]\d{7}(?:-\d{1,6})?|12345|12348|12366|12333)"
    r"(?![\dA-Za-z%-]|\.\d|\s*(?:元|万|亿|人|个|户|家|年|月|日|天|㎡|平方米))",
    re.ASCII,
)
_LANDLINE = re.compile(r"([2-8]\d{7})(?:-(\d{1,6}))?")


def tel(phone: str) -> str | None:
    """The ``tel:`` address of a number as documents write it; None when it cannot be dialled.

    >>> tel("65258800-8644")
    'tel:01065258800,8644'
    """
    if landline := _LANDLINE.fullmatch(phone):
        number, extension = landline.groups()
        return f"tel:010{number},{extension}" if extension else f"tel:010{number}"
    if re.fullmatch(r"1[3-9]\d{9}|1\d{2,4}|0\d{2,3}-\d{7,8}", phone):
        return f"tel:{phone.replace('-', '')}"
    return None


def phone_link(phone: str) -> Markup:
    """A phone number as a link to dial, shown as it is written; plain text when it cannot be dialled."""
    address = tel(phone)
    return Markup('<a href="{}">{}</a>').format(address, phone) if address else escape(phone)


def linked(text: str) -> Markup:
    """The text, escaped, with its web addresses and phone numbers as links."""
    parts, end = [], 0
    for found in _LINK.finditer(text):
        parts.append(escape(text[end : found.start()]))
        parts.append(phone_link(found["phone"]) if found["phone"] else _outside(found["url"]))
        end = found.end()
    return Markup("").join([*parts, escape(text[end:])])


def _outside(url: str) -> Markup:
    return Markup('<a href="{}" rel="noopener noreferrer">{}</a>').format(url, url)
