"""What stands between the words: emoji and emoticons go, heaps of marks become one, stray spaces inside words go.

>>> tidy("房 租😭能减吗？？！！")
'房租能减吗?'
"""

from __future__ import annotations

import re
from functools import lru_cache

from nlu import lookups, words

# Pictures and their modifiers; WeChat writes some of its own in brackets.
_EMOJI = re.compile(r"[\u2190-\u2bff\u3030\u303d\U0001f000-\U0001faff\U000e0000-\U000e007f\u20e3]+")
_WECHAT = re.compile(
    r"\[(?:微笑|撇嘴|色|发呆|得意|流泪|害羞|闭嘴|睡|大哭|尴尬|发怒|调皮|呲牙|惊讶|难过|囧|抓狂|吐|偷笑|愉快|白眼|傲慢|困|惊恐|憨笑|悠闲|咒骂|疑问|嘘|晕|衰|骷髅|敲打|"
    r"再见|擦汗|抠鼻|鼓掌|坏笑|鄙视|委屈|快哭了|阴险|亲亲|可怜|笑脸|生病|脸红|破涕为笑|恐惧|失望|无语|嘿哈|捂脸|奸笑|机智|皱眉|耶|吃瓜|加油|汗|天啊|社会社会|旺柴|好的|打脸|哇|"
    r"翻白眼|让我看看|叹气|苦涩|裂开|嘴唇|爱心|心碎|拥抱|强|弱|握手|胜利|抱拳|勾引|拳头|合十|啤酒|咖啡|蛋糕|玫瑰|凋谢|菜刀|炸弹|便便|月亮|太阳|庆祝|礼物|红包|發|福|烟花|爆竹|跳跳|发抖|转圈)\]"
)
# (^_^), (ಥ_ಥ): brackets without a word in them.
_EMOTICON = re.compile(
    r"\([^()0-9A-Za-z\u4e00-\u9fff]{1,10}\)|[~^]+(?!\d)|(?<![0-9A-Za-z])(?:T_T|TAT|QAQ|Orz|orz)(?![0-9A-Za-z])"
)
_HEAP = re.compile(r"[,，。!?、;:…·]{2,}|\.{2,}")
_GAP = re.compile(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])")
_RUN = re.compile(r"[\u4e00-\u9fff]+(?: [\u4e00-\u9fff]+)+")
_COUNTED = re.compile(
    r"(?<=\d) (?=(?:[万亿年月日号元块%]|个(?:月|人|点)))|(?<=[\d一二三四五六七八九十两几]个) (?=[月人])"
)


def tidy(text: str) -> str:
    """The text without decoration; a space between two words stays."""
    text = _EMOTICON.sub(" ", _WECHAT.sub(" ", _EMOJI.sub(" ", text)))
    text = _HEAP.sub(_one_mark, text)
    text = _COUNTED.sub("", re.sub(r" {2,}", " ", text).strip())
    return _RUN.sub(_joined, text)


def _one_mark(match: re.Match[str]) -> str:
    heap = match.group()
    return next((mark for mark in "?!" if mark in heap), "," if set(heap) <= set(".…·、;:") else heap[0])


@lru_cache(maxsize=1)
def _phrases() -> frozenset[str]:
    """What the understanding listens for, whole."""
    return frozenset[str]().union(*(lookups.phrases(name) for name in ("aspects", "tone", "departments")))


def _joined(match: re.Match[str]) -> str:
    """Drop the spaces that a word runs across; 东 城 → 东城, but 担保 费率 stays."""
    pieces = _whole_phrases(match.group().split(" "))
    whole = "".join(pieces)
    known = words.tokenizer().FREQ
    inside = [(a, b) for a, b in words.spans(whole) if b - a > 1 and known.get(whole[a:b])]
    borders = _borders(pieces)
    result, place = pieces[0], len(pieces[0])
    for piece in pieces[1:]:
        across = next(((a, b) for a, b in inside if a < place < b and {a, b} <= borders), None)
        stray = across is not None and 1 in (place - across[0], across[1] - place)
        result += piece if stray else f" {piece}"
        place += len(piece)
    return result


def _borders(pieces: list[str]) -> set[int]:
    """Where the words of the pieces begin and end, each piece read by itself."""
    borders, start = {0}, 0
    for piece in pieces:
        borders |= {start + end for _, _, end in words.tokenizer().tokenize(piece, HMM=False)}
        start += len(piece)
    return borders


def _whole_phrases(pieces: list[str]) -> list[str]:
    """Neighbours that make a known phrase put together: 填 什么 表 → 填什么表."""
    joined: list[str] = []
    while pieces:
        size = next((n for n in (4, 3, 2) if "".join(pieces[:n]) in _phrases() and len(pieces) >= n), 1)
        joined.append("".join(pieces[:size]))
        pieces = pieces[size:]
    return joined
