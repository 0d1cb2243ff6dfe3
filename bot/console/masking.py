"""Personal numbers in what citizens wrote: shown only as far as needed to tell them apart."""

from __future__ import annotations

import re

# Identity cards first: a mobile number may be part of one. Bank cards have 16 to 19 digits.
_NUMBERS = re.compile(
    r"(?<![0-9A-Za-z])(?:"
    r"(?P<id>[1-9]\d{5})(?P<id_middle>(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{2})(?P<id_end>\d[\dXx])"
    r"|(?P<card>\d{4})(?P<card_middle>(?:[ -]?\d{4}){2,3}[ -]?\d{0,3}?)(?P<card_end>[ -]?\d{4})"
    r"|(?P<mobile>1[3-9]\d)(?P<mobile_middle>[ -]?\d{4})(?P<mobile_end>[ -]?\d{4})"
    r")(?![0-9A-Za-z])",
    re.ASCII,
)


def masked(text: str) -> str:
    """The text with the middle of mobile, identity card and bank card numbers as stars.

    >>> masked("打我电话 13812345678")
    '打我电话 138****5678'
    """
    return _NUMBERS.sub(_starred, text)


def _starred(found: re.Match[str]) -> str:
    kind = next(k for k in ("id", "card", "mobile") if found[k])
    middle = found[f"{kind}_middle"]
    return f"{found[kind]}{'*' * sum(c.isdigit() for c in middle)}{found[f'{kind}_end'].strip(' -')}"
