"""From a delivery plan to the texts WeChat takes: numbered options, the link, what waited, all within the length."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.channels.message import DeliveryPlan
from bot.channels.picks import numbered
from bot.channels.wechat.passive import clean
from bot.channels.wechat.ports import Splitter

# WeChat refuses 2048 bytes.
LIMIT = 2000
_WAITED = "【补上次的回答】\n"
_NOW = "【这次的回答】\n"
_MORE_AT_LINK = "……（这里略去一些，全文见下面的网址）"
_MORE_LATER = "……（后面还有，回任意一句接着看）"
# Of an answer that is cut, so much of the end is kept: whom to call, and the question back.
_ENDING = 600
# Below this much room nothing sensible can be said of what waited.
_LEAST_ROOM = 150


@dataclass(frozen=True, slots=True)
class Parts:
    """What to send, in order; and what did not fit and waits for the user's next message.

    ``options`` is the block of numbered options at the end of the last text. It is not kept for later: the numbers
    would choose from another list then.
    """

    texts: tuple[str, ...]
    left: tuple[str, ...] = ()
    options: str = ""

    def unsent(self, sent: int) -> list[str]:
        """What to keep when only the first ``sent`` texts were delivered."""
        texts = [text.removesuffix(self.options).removeprefix(_WAITED).replace(_NOW, "") for text in self.texts[sent:]]
        return [stripped for text in (*texts, *self.left) if (stripped := text.strip())]


def compose(plan: DeliveryPlan, waited: Sequence[str], base: str, split: Splitter, most: int) -> Parts:
    """At most ``most`` texts: what waited, the answer, the link below ``base``, the options.

    The answer comes first when there is not room for both: what waited is shortened, and its rest waits on.
    """
    link, block = _link(plan, base), _block(plan)
    answer = clean("\n\n".join(plan.texts)).strip()
    tail = "\n\n".join(part for part in (link, block) if part)
    front = clean("\n\n".join(waited)).strip()
    if not front:
        return _fitted(answer, tail, block, bool(link), split, most)
    texts = _pieces(f"{_WAITED}{front}\n\n{_NOW}{answer}", tail, split)
    if len(texts) <= most:
        return Parts(tuple(texts), (), block)
    shown, rest = _shortened(front, answer, tail, split, most)
    texts = _pieces(f"{_WAITED}{shown}\n\n{_NOW}{answer}", tail, split) if shown else []
    if texts and len(texts) <= most:
        return Parts(tuple(texts), (rest,), block)
    alone = _fitted(answer, tail, block, bool(link), split, most)
    return Parts(alone.texts, (*alone.left, front), block)


def _link(plan: DeliveryPlan, base: str) -> str:
    if not (plan.link and base):
        return ""
    return f"全部内容{f'（{clean(plan.title)}）' if plan.title else ''}：{base}{plan.link}"


def _block(plan: DeliveryPlan) -> str:
    return f"可以回数字：\n{clean(numbered(plan.options))}" if plan.options else ""


def _size(text: str) -> int:
    return len(text.encode())


def _pieces(body: str, tail: str, split: Splitter) -> list[str]:
    """The body in parts, with the tail in the last one where it fits, else behind it."""
    pieces = [stripped for piece in split(body, LIMIT) if (stripped := piece.strip())]
    if not tail:
        return pieces
    joined = f"{pieces[-1]}\n\n{tail}" if pieces else tail
    if _size(joined) <= LIMIT:
        return [*pieces[:-1], joined]
    return [*pieces, *(piece.strip() for piece in split(tail, LIMIT))]


def _fitted(answer: str, tail: str, block: str, linked: bool, split: Splitter, most: int) -> Parts:
    """The answer, cut where it needs more than ``most`` texts: the link has all of it, else the rest waits."""
    texts = _pieces(answer, tail, split)
    if len(texts) <= most:
        return Parts(tuple(texts), (), block)
    end = f"{_MORE_AT_LINK if linked else _MORE_LATER}\n\n{tail}".rstrip()
    room = LIMIT - _size(end)
    if room < _LEAST_ROOM:
        return Parts(tuple(texts[:most]), tuple(texts[most:]), block)
    pieces = split(answer, LIMIT)[: most - 1]
    shown, left = [piece.strip() for piece in pieces], answer[len("".join(pieces)) :]
    if linked:
        return Parts((*shown, f"{_abridged(left, room, split)}\n\n{tail}"), (), block)
    last = split(left, room)[0] if left else ""
    rest = left[len(last) :].strip()
    return Parts((*shown, f"{last.strip()}{end}"), (rest,) if rest else (), block)


def _abridged(text: str, room: int, split: Splitter) -> str:
    """Beginning and end of the text, with the words for what is left out between; those are beside the room."""
    ending = _ending(text, min(_ENDING, room // 2))
    beginning = split(text[: len(text) - len(ending)], room - _size(ending) - len("\n"))[0]
    return f"{beginning.strip()}{_MORE_AT_LINK}\n{ending.strip()}".strip()


def _ending(text: str, most: int) -> str:
    """As many whole lines from the end as have no more than so many bytes; never all."""
    ending = ""
    for line in reversed(text.splitlines(keepends=True)):
        if _size(line + ending) > most or len(line + ending) == len(text):
            break
        ending = line + ending
    return ending


def _shortened(front: str, answer: str, tail: str, split: Splitter, most: int) -> tuple[str, str]:
    """As much of what waited as there is room for beside the answer, and its rest."""
    # Parts are cut at borders in their last third, so several of them hold less than their limits together.
    room = (LIMIT if most == 1 else most * LIMIT * 2 // 3) - _size(f"{_WAITED}\n\n{_NOW}{answer}\n\n{tail}") - 10
    if room < _LEAST_ROOM:
        return "", front
    shown = split(front, room)[0]
    rest = front[len(shown) :].strip()
    return (f"{shown.strip()}……" if rest else shown), rest
