"""Whether a reply is right. Pure: a case and a reply in, Chinese reasons why not out (none: right)."""

from __future__ import annotations

from bot.evaluation.cases import Question, Turn
from bot.evaluation.phones import unknown_phones
from bot.evaluation.ports import KnownPhone, Ref
from bot.evaluation.reply import Reply, name_ref, same_ref, squash
from bot.evaluation.said import said_slots

_NOTHING_TO_SHOW = frozenset({"out_of_scope", "greet", "goodbye", "thanks", "bot_challenge"})
_SORRY = ("歉", "对不起", "不好意思", "添麻烦")
_PERSON = ("12345", "人工")
# A document's number opens with its issuer: 东政发, 西政办发, 京政办发.
_OTHER_DISTRICT = {"东城": "西", "西城": "东"}


def judge_question(question: Question, reply: Reply, known: KnownPhone) -> list[str]:
    """Why the answer to a question is wrong."""
    always = [*_empty(reply), *_wrong_district(question, reply), *_bad_phones(reply, known)]
    if question.clarify and "clarify" in reply.kinds:
        return [*_asked_again(question, reply), *always]
    return [*_wrong_measures(question, reply), *_wrong_text(question, reply), *always]


def judge_turn(turn: Turn, reply: Reply, known: KnownPhone) -> list[str]:
    """Why the reply to a turn of a dialogue is wrong."""
    text = squash(reply.text)
    problems = [*_missing(turn.expect_all, text), *_none_of(turn.expect_any, text)]
    problems += [f"出现了不该出现的“{word}”" for word in turn.forbid if squash(word) in text]
    return problems + _empty(reply) + _bad_phones(reply, known)


def is_hit(expected: tuple[Ref, ...], found: tuple[Ref, ...]) -> bool:
    """True when any expected measure is among those found."""
    return any(same_ref(one, other) for one in expected for other in found)


def _asked_again(question: Question, reply: Reply) -> list[str]:
    said = said_slots(question)
    return [f"反问了已经说过的 {slot}" for slot in reply.asks if slot in said]


def _wrong_measures(question: Question, reply: Reply) -> list[str]:
    if not question.expect:
        return _wrong_without_measure(question, reply)
    expected = tuple(one.ref for one in question.expect)
    if is_hit(expected, reply.top3):
        return []
    return [f"前三条里没有{'、'.join(name_ref(ref) for ref in expected)}"]


def _wrong_without_measure(question: Question, reply: Reply) -> list[str]:
    handed_off = "handoff" in reply.kinds
    if question.intent in _NOTHING_TO_SHOW and reply.measures:
        return ["不该给出措施"]
    if question.intent == "human_handoff" and not handed_off:
        return ["没有转人工的卡片（custom.type 应为 handoff）"]
    if question.intent == "complaint":
        return _wrong_apology(squash(reply.text), handed_off)
    return []


def _wrong_apology(text: str, handed_off: bool) -> list[str]:
    problems = []
    if not any(word in text for word in _SORRY):
        problems.append("没有致歉")
    if not handed_off and not any(word in text for word in _PERSON):
        problems.append("没有给出 12345 或人工")
    return problems


def _wrong_text(question: Question, reply: Reply) -> list[str]:
    text = squash(reply.text)
    return [*_missing(question.must_contain, text), *_none_of(question.must_contain_any, text)]


def _wrong_district(question: Question, reply: Reply) -> list[str]:
    other = _OTHER_DISTRICT.get(question.district or "")
    if other is None or _names_both(question.text):
        return []
    strangers = [name_ref(ref) for ref in reply.top3 if squash(ref[0]).startswith(other)]
    return [f"问的是{question.district}，前三条里有{'、'.join(strangers)}"] if strangers else []


def _names_both(text: str) -> bool:
    return "东城" in text and "西城" in text


def _bad_phones(reply: Reply, known: KnownPhone) -> list[str]:
    return [f"知识库里没有电话 {phone}" for phone in unknown_phones(reply.text, known)]


def _empty(reply: Reply) -> list[str]:
    return [] if squash(reply.text) else ["没有文字答复"]


def _missing(words: tuple[str, ...], text: str) -> list[str]:
    return [f"缺少“{word}”" for word in words if squash(word) not in text]


def _none_of(words: tuple[str, ...], text: str) -> list[str]:
    if not words or any(squash(word) in text for word in words):
        return []
    return [f"没有出现其中任何一个：{'、'.join(words)}"]
