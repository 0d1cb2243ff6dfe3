"""Money an owner names, in 万元: a year's turnover, assets, research, a loan, a month's rent.

``amount_wan`` is a sum with 万 or 亿 that no label claims.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from nlu.quantities import NO_RANGE, NUMBER_BEGINS, Figure, ends_range, is_vague, plain, stated

_N = rf"{NUMBER_BEGINS}(?P<n>\d{{1,15}}+(?:\.\d{{1,6}}+)?)"
_UNIT = r"亿|千万|百万|万|千|[kKwW](?![a-zA-Z])"
_MORE = r"[多余几]?个?\s*"
_SUM = rf"{_N}{_MORE}(?:(?P<unit>{_UNIT})[多余]?(?P<yuan>元|块钱|块)?|(?P<coins>元|块钱|块))"
_BARE = rf"{NUMBER_BEGINS}(?P<bare>\d{{3,9}}+)(?!\s*[\d.\-—%％年月日号人个名位岁折平倍条项次天家转多几余来])"
_SCALE = {"亿": 10_000.0, "千万": 1000, "百万": 100, "万": 1, "w": 1, "千": 0.1, "k": 0.1}

_LABELS = {
    "revenue_wan": r"营业收入|营业额|营收|流水|年收入|总收入|销售额|销售收入|销售|年销|年入|进账|开票|卖了|做到|收入",
    "assets_wan": r"资产总额|总资产|资产总计|资产",
    "rd_spend_wan": r"研发(?:费用|投入|支出|经费)?(?:花了|投了|花|投)?",
    "loan_wan": r"贷款(?:余额|额度|金额|本金)?|贷了?|授信|借款|(?:欠|跟|找|向)银行借?|借了?",
    "rent_wan": r"月租金|月租|租金|房租|店租|铺租",
}
# What may stand between a label and its sum; with anything else between, the sum is not the label's.
_LINK = (
    r"(?:大概|大约|约|差不多|也就|就|才|只有|只|超过|将近|接近|不到|不足|近|快|能有|能|得|有|是|为|在|了|的|达到|达|到|"
    r"总额|规模|额|应为|应该|一共|总共|总计|合计|共|全部|加起来|撑死|顶多|最多|至少|起码|去年|今年|前年|全年|上年|这边|我们|我|想|个|"
    r"话|呢|吧|嘛|要|交|付|平均|下来|[:：,，、 ])"
)
_PER = r"(?P<per>每个?月|一个?月|1个月|每季度?|一个?季度|每年|一年|1年|年)?"
_ADJACENT = {slot: re.compile(rf"(?:{label})[了个:：]?{_SUM}{NO_RANGE}") for slot, label in _LABELS.items()}
_AFTER = {
    slot: re.compile(rf"(?:{label}){_LINK}{{0,5}}{_PER}{_LINK}{{0,4}}(?:{_SUM}|{_BARE}){NO_RANGE}")
    for slot, label in _LABELS.items()
}
_BEFORE = {
    slot: re.compile(rf"{_SUM}(?:左右|上下)?的?(?:{label})(?!{_LINK}{{0,5}}\d)")
    for slot, label in {
        "loan_wan": "银行贷款|贷款|借款|授信|额度",
        "revenue_wan": "年?营收|年?流水|营业额|营业收入|年?收入|年?销售额",
        "rd_spend_wan": "研发",
        "assets_wan": "总?资产",
        "rent_wan": "月租金?|房租|租金",
    }.items()
}
_FALLEN = re.compile(rf"(?:{_LABELS['revenue_wan']})从\S{{1,12}}?(?:降|跌|掉|涨|增|升|减少|减|增加)了?[到至成]{_SUM}")
_AMOUNT = re.compile(
    rf"{_N}{_MORE}(?P<unit>亿|千万|百万|万|[wW](?![a-zA-Z]))[多余]?(?P<yuan>元|块钱|块)?(?!\s*个?[人名平]){NO_RANGE}"
)
_NO_MONEY = re.compile(r"(?:19|20)\d\d|12\d{3}|[1-9]\d{7}|400\d*|0\d*|9[56]\d{3}")  # years, hotlines, phones
_A_MONTH = re.compile(r"(?:每个?月|一个?月|1个月|月均?)的?$")
_ONE_SPELL = re.compile(r"(?:上个?月|这个?月|当月|本月|\d月份?|季度|半年|每天|一天|日均?)的?$")
_CHANGED = re.compile(r"(?:减免?|免|补|退|少|亏|损失|省|降|罚)(?:了|掉)?$")
_OWED = re.compile(r"(?:欠|拖|攒)[^,，。]{0,8}$")


def _value(match: re.Match[str]) -> Decimal:
    groups = match.groupdict()
    if groups.get("bare"):
        return Decimal(groups["bare"]) / 10_000
    unit = groups.get("unit")
    return Decimal(groups["n"]) * Decimal(str(_SCALE[unit.lower()] if unit else 0.0001))


def _is_money(slot: str, match: re.Match[str]) -> bool:
    """A number without 元 counts only where it can be no phone, year or count."""
    bare = match.groupdict().get("bare")
    return not bare or (not _NO_MONEY.fullmatch(bare) and (slot == "rent_wan" or len(bare) >= 5))


def _yearly(match: re.Match[str], value: Decimal) -> Decimal | None:
    """Turnover of a year; None when the sum is that of one month, quarter or day."""
    before, per = match.string[: match.start()], match.groupdict().get("per") or ""
    if "月" in per or (_A_MONTH.search(before) and not _ONE_SPELL.search(before)):
        return value * 12
    if "季" in per:
        return value * 4
    return None if _ONE_SPELL.search(before) else value


def _monthly(match: re.Match[str], value: Decimal) -> Decimal | None:
    """Rent of a month; None for a sum owed or added up."""
    before, per = match.string[: match.start()], match.groupdict().get("per") or ""
    if _OWED.search(before) or re.search(r"[共总欠拖]|合计", match.group()):
        return None
    months = 12 if "年" in per or before.endswith("年") else 3 if "季" in per else 1
    return (value / months).quantize(Decimal("0.0001")) if months > 1 else value


_PERIODS = {"revenue_wan": _yearly, "rent_wan": _monthly}


def _matches(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    """Labels with their sums, the surest kind first."""
    for match in _FALLEN.finditer(text):
        yield "revenue_wan", match
    for patterns in (_ADJACENT, _BEFORE, _AFTER):
        for slot, pattern in patterns.items():
            for match in pattern.finditer(text):
                if patterns is not _BEFORE or not _CHANGED.search(text[: match.start()]):
                    yield slot, match


def _start(match: re.Match[str]) -> int:
    return match.start("bare") if match.groupdict().get("bare") else match.start("n")


def _vague(match: re.Match[str]) -> bool:
    before = match.string[: _start(match)]
    return ends_range(before) or is_vague(before)


def _meant(slot: str, match: re.Match[str]) -> Decimal | None:
    value: Decimal | None = _value(match)
    if slot in _PERIODS:
        value = _PERIODS[slot](match, _value(match))
    return None if value is None else stated(match.string[: _start(match)], value)


def find(text: str) -> Iterator[Figure]:
    """Every sum of money in the text, labelled ones first."""
    taken: set[int] = set()
    for slot, match in _matches(text):
        if _start(match) in taken or _vague(match) or not _is_money(slot, match):
            continue
        taken.add(_start(match))
        if (meant := _meant(slot, match)) is not None:
            yield *match.span(), slot, plain(meant)
    for match in _AMOUNT.finditer(text):
        if _start(match) in taken or _vague(match):
            continue
        if (meant := _meant("amount_wan", match)) is not None:
            yield *match.span(), "amount_wan", plain(meant)
