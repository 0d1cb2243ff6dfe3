"""汉字 numerals: reading them, and rewriting them to digits inside a sentence.

Only amounts are rewritten: what carries 万 or 亿, two places or more (十五, 八千), or a counter (三人, 两个月).
Words made of numerals (一下, 三里屯, 万一) stay whole, and so do vague ones (三四十万, 百来万, 几十个).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache

from nlu import lookups

_SPELLINGS = str.maketrans(
    "〇两壹贰叁肆伍陆柒捌玖拾佰仟萬億幺123456789",
    "零二一二三四五六七八九十百千万亿一一二三四五六七八九",
)
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = (("亿", 100_000_000), ("万", 10_000))

_D = "零〇一二三四五六七八九两壹贰叁肆伍陆柒捌玖幺"
_NUM = _D + "十百千拾佰仟万亿萬億"
_COUNTED = (
    r"元|块|毛|个(?:月|人|员工|职工|工人|伙计|点|百分点)|号人|口人|员工|职工|人|名|位|月|年|天|日|号(?!线)|岁|家|成(?![立为功])|"
    r"[％%]|平米|平方|间|次|项|条|期|倍|折|个(?=$|[,，。!?吧呢了 ])"
)
_ARABIC_TAIL = rf"\d+(?=[百千万])|\d(?![\d.%％期倍折]|{_COUNTED}|个)"
_RUN = re.compile(rf"(?<!\d)(?:\d{{1,12}}+(?:\.\d{{1,6}})?[百千万亿]|[{_NUM}])(?:[{_NUM}]|{_ARABIC_TAIL})*")
_PLAIN = re.compile(r"\d+(?:\.\d+)?[万亿]")
_ONE = re.compile(r"个月|年|月|日|号|成|倍|个点|岁")  # 一天, 一次, 一块 are as often no amount
_COUNTER = re.compile(_COUNTED)
_VAGUE_BEFORE = re.compile(r"[几第]$|(?<![人总户岁次个])数$|分之$|成千$")
_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d,])")
_FRACTION = rf"(?<![{_NUM}])[{_NUM}]{{1,20}}(?<!百)分之[{_NUM}]+"
_LOOSE = (
    rf"(?<![{_NUM}\d])(?:万一|千万别|千万不|千万要)|(?<![十百\d])一个(?!月|亿)|十分(?!钟)|[东西]四[{_NUM}]{{0,3}}条|"
    r"(?:星期|礼拜|周)[一二三四五六](?!个)"
)
_PERCENT = re.compile(rf"百分之(?P<num>[{_NUM}]{{1,20}}+(?:点[{_D}]+)?)")
_DECIMAL = re.compile(
    rf"(?<![{_NUM}\d])(?P<num>[{_NUM}]{{1,20}}+点[{_D}]{{1,8}})(?P<unit>[万亿])?(?:(?=[%％倍元块折成]|个(?:点|百分点))|(?<=[万亿])|(?<=零点[{_D}])(?![{_D}]))"
)
_RATE = re.compile(rf"(?<=率)(?P<gap>[是为]?)(?P<num>[{_NUM}]{{1,20}}+点[{_D}]{{1,8}})(?![{_NUM}分半钟整])")
_ORDINAL = re.compile(rf"第(?P<num>[{_NUM}]{{1,6}}+)(?=[条项款个点种家号]|$|[,.。,!?、 ]|吧|呢)")
_SHORT_YEAR = re.compile(rf"(?<![{_NUM}\d])([零〇一二九八])([零〇一二三四五六七八九])(?=年(?![前来以后内多]))")
_PAIR = re.compile(r"(?<=[\d一二三四五六七八九两])个(?=亿)")
_COUPLE = re.compile(r"([俩仨])(?=个?(?:人|伙计|员工|职工|工人|店员|服务员|师傅|帮工|学徒|阿姨|月))个?")
_HALF = re.compile(r"(?<!\d)(?P<num>\d{1,12}+(?:\.\d{1,6})?)(?P<unit>万|亿|个月|年)半(?![年天夜个])")
_PER = re.compile(rf"(?:(?<=[{_NUM}\d][百千万亿])|(?<=[百千万][一二三四五六七八九1-9]))一(?:个?月|年|天|季|平|晚)")
_KEPT = re.compile("\ue000(\\d+)\ue001")


def _section(text: str) -> int | None:
    """Value below 万: 一千零五十, 一百二 (120); None for two digits side by side (三四十)."""
    value, digit, last, zero = 0, -1, 10_000, False
    for char in text:
        if char == "零" and digit < 0:
            zero = True
        elif char in _DIGITS and digit < 0 and char != "零":
            digit = _DIGITS[char]
        elif _UNITS.get(char, last) < last and (digit > 0 or (char == "十" and digit < 0)):
            value, last, zero, digit = value + abs(digit) * _UNITS[char], _UNITS[char], False, -1
        else:
            return None
    if digit > 0:
        value += digit * (last // 10 if last in (100, 1000) and not zero else 1)
    return value


def _integer(text: str) -> Decimal | None:
    for mark, scale in _MYRIADS:
        head, found, tail = text.partition(mark)
        if found:
            high = _integer(head) if head else None
            low = Decimal(0) if not tail else _tail(tail, scale)
            return None if high is None or low is None or low >= scale else high * scale + low
    if re.fullmatch(r"\d+(?:\.\d+)?", text):
        return Decimal(text)
    value = _section(text.translate(_SPELLINGS))
    return None if value is None else Decimal(value)


def _tail(text: str, scale: int) -> Decimal | None:
    digit = _DIGITS.get(text.translate(_SPELLINGS), 0)
    return Decimal(digit * scale // 10) if digit else _integer(text)  # 三万五 → 3.5万


def parse(numeral: str) -> Decimal | None:
    """Value of a 汉字 or mixed numeral: 一百二 → 120, 3万5 → 35000; None when it is vague or malformed."""
    whole, point, fraction = numeral.partition("点")
    if not whole or (point and not fraction):
        return None
    spelled = whole if re.search(r"\d\d|\.", whole) else whole.translate(_SPELLINGS)
    if len(whole) > 1 and all(c in _DIGITS for c in spelled):
        value: Decimal | None = _read_out(spelled)
    else:
        value = _integer(spelled)
    if value is None or not point:
        return value
    decimals = [_DIGITS.get(c) for c in fraction.translate(_SPELLINGS)]
    return None if None in decimals else value + Decimal("0." + "".join(map(str, decimals)))


def _read_out(digits: str) -> Decimal | None:
    """Digits read one by one (二零二零, 一二三四五); shorter runs without 零 are ranges (七八)."""
    said = len(digits) >= 5 or (len(digits) >= 3 and "零" in digits and digits[0] != "零")
    return Decimal("".join(str(_DIGITS[c]) for c in digits)) if said else None


def _plain(value: Decimal) -> str:
    return format(value.normalize(), "f")


def _written(value: Decimal, numeral: str) -> str:
    """Amounts said with 万 or 亿 keep that unit; everything else is plain digits."""
    if not re.search(r"[万亿萬億]", numeral) or value < 10_000:
        return _plain(value)
    return f"{_plain(value / 100_000_000)}亿" if value >= 100_000_000 else f"{_plain(value / 10_000)}万"


@lru_cache(maxsize=1)
def _not_amounts() -> re.Pattern[str]:
    listed = sorted(lookups.load("spelling")["not_amounts"], key=len, reverse=True)
    words = rf"(?<![{_NUM}\d])(?:{'|'.join(map(re.escape, listed))})(?![十百千万亿])"
    return re.compile(f"{words}|{_LOOSE}|{_FRACTION}")


def _amount(match: re.Match[str]) -> str:
    numeral = match.group()
    if _PLAIN.fullmatch(numeral) or not _is_amount(match):
        return numeral
    value = parse(numeral)
    return numeral if value is None else _written(value, numeral)


def _is_amount(match: re.Match[str]) -> bool:
    numeral, text, end = match.group(), match.string, match.end()
    if _VAGUE_BEFORE.search(text[: match.start()]):
        return False
    if numeral == "一":
        return bool(_ONE.match(text, end))
    if (numeral == "十一" and not text.startswith("个", end)) or len(numeral) == 1:
        return bool(_COUNTER.match(text, end)) or _more(text, match)
    return True


def _more(text: str, match: re.Match[str]) -> bool:
    """十几个, 十多人: the vague word follows, what is said before it is exact."""
    return match.group() == "十" and text[match.end() : match.end() + 1] in ("几", "多", "余")


def _put(pattern: re.Pattern[str], shape: Callable[[re.Match[str], str], str], text: str) -> str:
    def replace(match: re.Match[str]) -> str:
        value = parse(match["num"])
        return match.group() if value is None else shape(match, _plain(value))

    return pattern.sub(replace, text)


def to_digits(text: str) -> str:
    """Rewrite 汉字 amounts as digits: 去年流水一百二十万 → 去年流水120万, 三万五 → 3.5万, 5,000元 → 5000元."""
    kept: list[str] = []

    def protect(match: re.Match[str]) -> str:
        kept.append(match.group())
        return f"\ue000{len(kept) - 1}\ue001"

    text = _THOUSANDS.sub(lambda m: m.group().replace(",", ""), text)
    text = _put(_PERCENT, lambda m, n: f"{n}%", text)
    text = _put(_ORDINAL, lambda m, n: f"第{n}", text)
    text = _put(_DECIMAL, lambda m, n: f"{n}{m['unit'] or ''}", text)
    text = _put(_RATE, lambda m, n: f"{m['gap']}{n}", text)
    text = _not_amounts().sub(protect, text)
    text = _SHORT_YEAR.sub(_short_year, text)
    text = _COUPLE.sub(lambda m: "2个" if m[1] == "俩" else "3个", text)
    text = _PER.sub(protect, _PAIR.sub("", text))
    text = _RUN.sub(_amount, text)
    text = _HALF.sub(lambda m: f"{_plain(Decimal(m['num']) + Decimal('0.5'))}{m['unit']}", text)
    return _KEPT.sub(lambda m: kept[int(m[1])], text)


def _short_year(match: re.Match[str]) -> str:
    """二二年 → 22年; 二三年 may also mean two or three years and stays."""
    first, second = (_DIGITS[c.translate(_SPELLINGS)] for c in match.groups())
    return match.group() if second == first + 1 else f"{first}{second}"
