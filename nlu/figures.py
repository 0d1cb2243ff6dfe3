"""Figures a sentence states: heads, money, years, 文号, clause numbers.

Works on normalised text (汉字 amounts already digits). Money is in 万元 (``*_wan``): a year's turnover, a month's
rent. 30多人 is heard as 30 and 不到10人 as 9; a range (30到50人), 10来个 or 50人以下 states no figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlu import heads, money, times
from nlu.quantities import Figure

_ORDINAL = re.compile(r"第(?P<n>\d{1,2})(?!\d)(?P<what>条|项|个|款|种|家|号)?")
_DOC = re.compile(
    r"(?P<who>东政办发|东政发|西政办发|西政发|京政办发|京政发|京人社就字)\s*[〔\[({【]?\s*(?P<year>20\d\d)\s*年?\s*[〕\])}】]?\s*"
    r"第?(?P<no>\d{1,4})(?!\d)号?"
)


def _docs(text: str) -> Iterator[Figure]:
    for match in _DOC.finditer(text):
        yield *match.span(), "doc", f"{match['who']}〔{match['year']}〕{int(match['no'])}号"


def _ordinals(text: str) -> Iterator[Figure]:
    for match in _ORDINAL.finditer(text):
        slot = "measure_number" if match["what"] in ("条", "项", "款") else "ordinal"
        yield *match.span(), slot, int(match["n"])


def find(text: str, this_year: int) -> list[Figure]:
    """``(start, end, slot, value)`` of every figure in the text, in reading order."""
    docs = list(_docs(text))
    found = [*money.find(text), *heads.find(text), *times.find(text, this_year), *_ordinals(text)]
    inside = [f for f in found if not any(start <= f[0] < end for start, end, *_ in docs)]
    return sorted([*docs, *inside], key=lambda figure: figure[:2])
