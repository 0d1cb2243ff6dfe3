"""Figures in words: 50% → 百分之五十, 300万 → 叁佰万, 2022年 → 二零二二年, 3个人 → 仨人."""

from __future__ import annotations

import re
from random import Random

_DIGITS = "零一二三四五六七八九"
_BANKERS = str.maketrans("零一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟")
_FIGURE = re.compile(
    r"(?<![0-9A-Za-z.\-_@/])(?P<n>\d+(?:,\d{3})*(?:\.\d+)?)(?P<unit>[%％]|万|亿|年|个|号|月)?(?![A-Za-z@_/.]|-\d)"
)
_RANGE = re.compile(r"(?<=[\d%％])\s*[-~～—–]\s*(?=\d)")
_COUPLE = re.compile(r"(两|三)个(?=人|月|员工|店|孩子|伙计|门)")
_LONG = 5  # as many digits are read one by one


def _read_out(digits: str, rng: Random) -> str:
    zero = rng.choice("零〇")
    return "".join(zero if d == "0" else _DIGITS[int(d)] for d in digits)


def _thousands(n: int) -> str:
    """Below ten thousand, without a leading 零."""
    said, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, n = divmod(n, unit)
        if digit:
            said += ("零" if gap and said else "") + _DIGITS[digit] + name
            gap = False
        elif said and n:
            gap = True
    return said


def spoken(n: int) -> str:
    """An integer as it is read: 120 → 一百二十, 10500 → 一万零五百."""
    if n == 0:
        return "零"
    said, rest, gap = "", n, False
    for unit, name in ((10**8, "亿"), (10**4, "万"), (1, "")):
        part, rest = divmod(rest, unit)
        if part:
            said += ("零" if said and (gap or part < 1000) else "") + _thousands(part) + name
        gap = not part
    return said[1:] if said.startswith("一十") else said


def _amount(said: str, rng: Random) -> str:
    """两 for 二 where people say it; 大写 now and then, as on a bill."""
    if rng.random() < 0.2:
        return said.translate(_BANKERS)
    return "两" + said[1:] if re.match(r"二[百千万亿]", said) and rng.random() < 0.8 else said


def _is_year(match: re.Match[str], whole: str, unit: str) -> bool:
    """2022年, and 2022 with nothing counted after it."""
    alone = not unit and not re.match(r"[\u4e00-\u9fff%]", match.string[match.end() :])
    return len(whole) == 4 and (unit == "年" or (alone and whole.startswith(("19", "20"))))


def _in_words(match: re.Match[str], rng: Random) -> str:
    whole, _, fraction = match["n"].replace(",", "").partition(".")
    unit = match["unit"] or ""
    if len(whole) >= _LONG or whole.startswith("0") or _is_year(match, whole, unit):
        return _read_out(whole, rng) + unit
    said = spoken(int(whole)) + (f"点{''.join(_DIGITS[int(d)] for d in fraction)}" if fraction else "")
    rest = match.string[match.end() :]
    if unit in ("%", "％"):
        return f"百分之{said}"
    if unit == "个" and said in ("二", "三"):
        number = "两" if said == "二" else "三"
        return _couple(number, rng) if rest.startswith(("人", "月")) else f"{number}个"
    if not fraction and (unit in ("万", "亿") or rest.startswith(("元", "块"))):
        return _amount(said, rng) + unit
    return said + unit


def _couple(number: str, rng: Random) -> str:
    return rng.choice(("俩" if number == "两" else "仨", f"{number}个"))


def in_words(text: str, rng: Random) -> str:
    """Every figure in Chinese numerals; letters and addresses keep theirs."""
    return _FIGURE.sub(lambda m: _in_words(m, rng), _RANGE.sub("到", text))


def numerals(text: str, rng: Random) -> str | None:
    """:func:`in_words`, and 两个, 三个 as 俩, 仨."""
    return _COUPLE.sub(lambda m: "俩" if m[1] == "两" else "仨", in_words(text, rng))
