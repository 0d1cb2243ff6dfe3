"""Telephone numbers in a text, so that each can be looked up.

>>> find_phones("拨 65258800转8641 或（010）87654321，补贴 65000000 元，20220630 止")
['65258800-8641', '010-87654321']
"""

from __future__ import annotations

import re
import unicodedata

from bot.evaluation.ports import KnownPhone

_BEIJING = "010-"
_ADDRESS = re.compile(r"(?:https?://|www\.)[!-~]+|[\w.+-]+@[\w.-]+", re.ASCII)
# Eight digits are a landline unless they read as a date; nine occur in the documents themselves.
_PHONE = re.compile(
    r"(?<![0-9A-Za-z])"
    r"(?:\(?(?P<area>0\d{2,3})\)?[-\s]?)?"
    r"(?P<main>(?!20\d\d[01]\d[0-3]\d)[2-9]\d{7,8}|(?<=0\d\d\d-)[2-9]\d{6}|1[3-9]\d{9}|[48]00-?\d{3}-?\d{4}"
    r"|12[1-3]\d\d|9[56](?!\d*000)\d{3,4})"
    r"(?:\s*(?:[-–—]|转|分机)\s*(?P<ext>\d{1,6}))?"
    r"(?![0-9A-Za-z%]|\.\d|,\d{3}(?!\d)|\s*(?:[元万亿余]|多[元万]|人(?!工)|户|家(?!政)|平(?:方|米)))"
)


def find_phones(text: str) -> list[str]:
    """Every number in the text, written ``[area-]number[-extension]``; web and mail addresses do not count."""
    plain = _ADDRESS.sub(" ", unicodedata.normalize("NFKC", text))
    found = []
    for match in _PHONE.finditer(plain):
        parts = (match["area"], match["main"], match["ext"])
        found.append("-".join(part for part in parts if part))
    return found


def unknown_phones(text: str, known: KnownPhone) -> list[str]:
    """The numbers nobody vouches for; Beijing's area code may be there or not."""
    return [phone for phone in dict.fromkeys(find_phones(text)) if not _is_known(phone, known)]


def _is_known(phone: str, known: KnownPhone) -> bool:
    return known(phone) or known(phone.removeprefix(_BEIJING)) or known(_BEIJING + phone)
