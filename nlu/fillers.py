"""Words that people say while they think, and words said twice: dropped, as long as something is left.

>>> drop("喂，那个那个房租房租你知道吧能减吗")
'房租能减吗'
"""

from __future__ import annotations

import re

_COMMA = r"[，, ]*"
_FILLERS = re.compile(
    rf"(?:(?:嗯|呃|诶|唉|欸)+{_COMMA}|哎+[呀哟呦]*{_COMMA}|那个那个|就是那个|那个就是(?:说|那个)?|就是就是|"
    rf"就是说(?!不){_COMMA}|就是吧{_COMMA}|这个这个|怎么说呢{_COMMA}|你知道(?:吧|吗|的吧){_COMMA}|你懂的{_COMMA}|那什么{_COMMA}|"
    rf"(?:其实|反正)(?:吧|就是|呢){_COMMA}|我寻思(?:着|吧)?{_COMMA}|(?<![\d,])然后(?:呢)?{_COMMA}|"
    r"(?:我|就是|就)*想(?:请)?问(?:问|一问|的是|的就是|您|你们)?[:,，]+|我的问题(?:就)?是[:,，]*|"
    # After 还 or 再 the same words announce a second matter.
    r"(?<![还再也便])(?<![还再也便][想要请])(?:我想|我要|想|请|麻烦您?|麻烦)?(?:问一下|问下|咨询一下|咨询下)(?:就是)?|请问|(?:跟您|跟你|向您)?打听(?:一下|下))"
)
# 额, 喂, 话说 and 就是 are words too (营业额, 喂养): fillers only where a clause begins and something else follows.
_OPENERS = re.compile(
    r"^喂+(?![养食奶饭猪鸡狗猫鱼鸟])[，, ]*|(?:^|(?<=[，, 。!?]))(?:"
    r"(?:喂+|额+)(?:[，, ]+|(?=你好|您好|请|那个|我|就是|这个|想))|"
    rf"话说(?!回来|得){_COMMA}|啊对{_COMMA}|那个[，,]+|就是[，,]+)"
)
# A greeting before something else; by itself it is what is said.
_GREETING = re.compile(
    r"^(?:(?:你们?|您|大家|早上|上午|中午|下午|晚上|老师|客服)好|哈喽|嗨|hello|hi)[啊呀哈]?[，, 。!~]*"
    r"(?=.*[\u4e00-\u9fff].{3})"
)
_CLOSERS = re.compile(r"[，, ]*(?:在线等|拜托(?:了|啦)?|求解答?|急+)[!。~，, ]*$")
# Said again at once: 房租房租, 我我. Figures may repeat themselves (二零二零).
_NUMERALS = "零〇一二三四五六七八九十百千万亿两幺点"
_TWICE = re.compile(rf"(?P<said>(?![{_NUMERALS}])[\u4e00-\u9fff][\u4e00-\u9fff]{{1,3}})(?P=said)+")
_STAMMER = re.compile(r"(?P<said>[我你他它的了有给在是就要把跟那能会做])(?P=said)+(?!确)")
# Thanks at the end of a question are no matter of their own.
_THANKS = re.compile(r"(?<=[\u4e00-\u9fff?]{6})[，, 。!]*(?:谢谢|多谢|感谢)(?:你们?|您|啊|啦|了|哈|喽)*[!。~ ]*$")
_ASKS = re.compile(r"[吗么?]|多少|[谁哪怎咋啥几]|什么|能不能|有没有|是不是|可不可以|如何")
_CONTENT = re.compile(r"[0-9A-Za-z\u4e00-\u9fff]")


def drop(text: str) -> str:
    """The text without fillers and stammering; unchanged when nothing else would be left."""
    spoken = _CLOSERS.sub("", _FILLERS.sub("", _GREETING.sub("", _OPENERS.sub("", text))))
    if _ASKS.search(spoken):
        spoken = _THANKS.sub("", spoken)
    spoken = _STAMMER.sub(r"\g<said>", _TWICE.sub(r"\g<said>", spoken)).strip(" ,，。")
    return spoken if _CONTENT.search(spoken) else text
