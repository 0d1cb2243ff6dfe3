"""Which district a sentence names: 朝阳门 is 东城, 朝阳区 is elsewhere, 重庆小面 is no place at all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from nlu import lookups
from nlu.phrases import PhraseFinder, crosses_word

OURS = ("北京", "东城", "西城")
_ELSEWHERE = "elsewhere"
# 四川菜, 日本料理, 宁波银行, 河北人, 上海客户: the place only qualifies what follows.
_QUALIFIES = re.compile(
    r"[省市区县]?(?:风味|口味|特色|特产|正宗|老字号)?(?:菜|料理|烤|烧烤|小吃|火锅|餐厅|馆子|面馆|拉面|小面|米粉|米线|粉|羊肉|牛肉|"
    r"早茶|麻辣烫|凉皮|肉夹馍|螺蛳粉|热干面|饭店|饭馆|茶馆|包子|炒肝|豆捞|鸡|鸭|火腿|啤酒|红酒|银行|农商|证券|交易所|客户|客人|订单|"
    r"供应商|货|老乡|户口|户籍|籍|人(?!民|社|力)|话|车牌|牌照|航空|移民|签证|留学|游客|进口|时间|大厦|路|街|石|捐|产)"
)
# 老家河南, 出口美国, 家住朝阳: where somebody or something comes from or goes, not where the enterprise is.
_QUALIFIED = re.compile(
    r"(?:老家|户口|户籍|籍贯|祖籍|出口到?|进口|回了?|来自|发往|发到|卖到|运到|家住|住在?|(?<![一二两三四几那哪\d])家在|娘家|客户在|从|跟|往|去了?|到了?)的?是?在?$"
)
# 朝阳公园, 海淀黄庄, 天津港: a longer word that is still that place.
_STILL_PLACE = re.compile(r"[省市区县州镇乡路街道门桥里园巷村口站公大北南东西商内外港黄新]")


@lru_cache(maxsize=1)
def _finder() -> PhraseFinder:
    data = lookups.load("places")
    table = {str(p): "" for p in data["neither"]}
    for group in data["elsewhere"].values():
        table |= {str(p): _ELSEWHERE for p in group}
    for district in OURS:
        for group in data[district].values():
            table |= {str(p): district for p in group}
    return PhraseFinder(table)


def _only_mentioned(text: str, start: int, end: int, spans: Sequence[tuple[int, int]]) -> bool:
    """True when a place outside our districts is part of another word, a cuisine, an origin or a destination."""
    if _QUALIFIES.match(text, end) or _QUALIFIED.search(text[:start]):
        return True
    inside = next(((a, b) for a, b in spans if a <= start and end < b), None)
    return inside is not None and not _STILL_PLACE.match(text, end)


def find(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, str, str]]:
    """``(start, end, "district" or "elsewhere", value)``; ``spans`` are the borders of the words of the text."""
    for start, end, value in _finder().find(text):
        if not value or (end - start == 2 and crosses_word(start, end, spans)):
            continue
        if value != _ELSEWHERE:
            yield start, end, "district", value
        elif not _only_mentioned(text, start, end, spans):
            yield start, end, _ELSEWHERE, text[start:end]
